"""Persons under several names, and names of several persons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from extract.names import Leader, leader, leader_by_short, sound, telling_words
from extract.resolution.clusters import Clusters

__all__ = ["Profile", "ShortForm", "namesakes", "same_persons", "short_forms", "usual_name"]

_LEAST_SHARE = 0.25
"""Share of the articles that tell a namesake's state from which it is no slip of one of them."""
_RARE = 3
"""A fuller form this many times as seldom as another is not the usual one."""
_LEAST_LIKE = 0.6
_MOST_WORDS = 7


@dataclass(slots=True)
class Profile:
    """What a corpus says of one name.

    Attributes:
        articles: Those that name it.
        states: States whose office an article says it holds, with those articles.
    """

    articles: set[str] = field(default_factory=set)
    states: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A single name of one article and whom it stands for, with the reason."""

    article_id: str
    short: str
    full: str
    because: str


def namesakes(
    profiles: Mapping[str, Profile], countries: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, str, str]]:
    """Names that two persons bear, as their offices tell.

    Args:
        profiles: By bare name.
        countries: Country ids that each article names.

    Yields:
        Article, bare name, state, for each article in which the name is of the holder of
        an office of that state.
    """
    for name in sorted(profiles):
        states = profiles[name].states
        told = {article for where in states.values() for article in where}
        apart = len(told) == sum(map(len, states.values()))
        least = min(map(len, states.values()), default=0)
        if len(states) < 2 or not apart or least < _LEAST_SHARE * len(told) or leader(name):
            continue
        if least < 2 and _mixed(states, countries):
            continue
        for article in sorted(profiles[name].articles):
            of = [s for s in sorted(states) if article in states[s]]
            of = of or [s for s in sorted(states) if s in countries.get(article, ())]
            if len(of) == 1:
                yield article, name, of[0]


def _mixed(states: Mapping[str, set[str]], countries: Mapping[str, Collection[str]]) -> bool:
    """Whether an article names a state of the other bearer too, so that it may mistake one."""
    return any(
        other in countries.get(article, ())
        for state, where in states.items()
        for article in where
        for other in states
        if other != state
    )


def same_persons(
    profiles: Mapping[str, Profile], clusters: Clusters
) -> Iterator[tuple[str, str, str]]:
    """Join full names that are one person's.

    Two names are, when their words sound alike one by one (``spelling``), or when the
    words of one are all in the other, which begins or ends alike, and in no third
    (``fuller``); never when one article tells them apart or their offices are of
    different states.

    Args:
        profiles: By bare name.
        clusters: Of ids; what is joined is joined here.

    Yields:
        Each pair joined, the more frequent first, and why.
    """
    full = sorted(
        (name for name in profiles if len(telling_words(name)) > 1),
        key=lambda n: (-len(profiles[n].articles), n),
    )
    for one, other, why in (*_spelt_alike(full), *_fuller(full)):
        if _agree(one, other, profiles, clusters) and clusters.join(_id(one), _id(other)):
            yield one, other, why


def _id(name: str) -> str:
    return f"person:{name}"


def _sounds(name: str) -> tuple[str, ...]:
    return tuple(map(sound, telling_words(_bare(name))))


def _bare(name: str) -> str:
    """A name without the state that tells a namesake apart."""
    return name.rpartition(" (")[0] if name.endswith(")") else name


def _spelt_alike(full: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in full:
        sounds = _sounds(name)
        for other in alike[sounds]:
            if _is_spelling(other, name):
                yield other, name, "spelling"
                break
        alike[sounds].append(name)


def _is_spelling(one: str, other: str) -> bool:
    pairs = zip(telling_words(_bare(one)), telling_words(_bare(other)), strict=True)
    return all(
        a == b or (min(len(a), len(b)) > 2 and SequenceMatcher(None, a, b).ratio() >= _LEAST_LIKE)
        for a, b in pairs
    )


def _fuller(full: list[str]) -> Iterator[tuple[str, str, str]]:
    by_sounds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in full:
        by_sounds[_sounds(name)].append(name)
    longer: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for sounds in by_sounds:
        for size in range(2, min(len(sounds), _MOST_WORDS)):
            for part in combinations(sounds, size):
                if part in by_sounds and (part[0] == sounds[0] or part[-1] == sounds[-1]):
                    longer[part].append(sounds)
    for part in sorted(longer):
        wholes = longer[part]
        widest = max(wholes, key=len)
        if all(set(whole) <= set(widest) for whole in wholes):
            for short in by_sounds[part]:
                for whole in by_sounds[widest]:
                    yield short, whole, "fuller"


def _agree(one: str, other: str, profiles: Mapping[str, Profile], clusters: Clusters) -> bool:
    """Whether no article and no office speaks against two names being one person's."""
    sides = [[m.partition(":")[2] for m in clusters.members(_id(name))] for name in (one, other)]
    known = [{found.name for n in side if (found := _leader(n))} for side in sides]
    if known[0] and known[1] and known[0] != known[1]:
        return False
    seen = [[profiles[n] for n in side if n in profiles] for side in sides]
    states = [{s for p in side for s in p.states} for side in seen]
    articles = [{a for p in side for a in p.articles} for side in seen]
    if articles[0] & articles[1]:
        return False
    return not (states[0] and states[1]) or bool(states[0] & states[1])


def _leader(name: str) -> Leader | None:
    return leader(name) or leader_by_short(name)


def usual_name(names: Iterable[str], profiles: Mapping[str, Profile]) -> str:
    """The name to keep of a cluster: a known one, else the fullest in general use."""
    listed = sorted(names)
    for name in listed:
        known = leader(name)
        if known is not None and known.name in (name, *listed):
            return known.name
    counts = {n: len(profiles[n].articles) if n in profiles else 0 for n in listed}
    most = max(counts.values())
    usual = [n for n in listed if counts[n] * _RARE >= most]
    return max(usual, key=lambda n: (len(telling_words(n)), counts[n], -len(n)))


def short_forms(
    profiles: Mapping[str, Profile],
    clusters: Clusters,
    countries: Mapping[str, Collection[str]],
    persons: Mapping[str, Collection[str]],
) -> Iterator[ShortForm]:
    """Whom single names stand for in articles that give no fuller one.

    Such a name is that of the one person of the corpus who has it as first or last
    name, if the article names the state whose office that person holds, or a third
    person whom another article names beside them.

    Args:
        profiles: By bare name.
        clusters: Of ids, full names joined.
        countries: Country ids that each article names.
        persons: Bare names that each article names.
    """
    whole = _by_end(profiles, clusters)
    beside = _beside(persons, clusters)
    for name in sorted(profiles):
        words = telling_words(_bare(name))
        if len(words) != 1 or leader_by_short(name) or leader(name):
            continue
        for article in sorted(profiles[name].articles):
            stated = {s for s, where in profiles[name].states.items() if article in where}
            others = {clusters.find(_id(p)) for p in persons.get(article, ())}
            fitting: dict[str, str] = {}
            for root in sorted(whole.get(sound(_stem(words[0], whole)), ())):
                if root in others or not clusters.may_join(root, _id(name)):
                    continue
                states = _states(root, profiles, clusters)
                if stated and states and not stated & states:
                    continue
                told = sorted((stated & states) or states.intersection(countries.get(article, ())))
                shared = sorted(others & beside.get(root, set()) - {root, _id(name)})
                if told or shared:
                    fitting[root] = (told or shared)[0]
            if len(fitting) == 1:
                root, because = next(iter(fitting.items()))
                yield ShortForm(article, name, root.partition(":")[2], because)


def _stem(word: str, known: Mapping[str, object]) -> str:
    """A name without the suffix of "Trumpnya", where only the rest is known."""
    stem = word.removesuffix("nya")
    return stem if len(stem) > 3 and sound(word) not in known else word


def _by_end(profiles: Mapping[str, Profile], clusters: Clusters) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in profiles:
        sounds = _sounds(name)
        if len(sounds) > 1:
            for end in (sounds[0], sounds[-1]):
                found[end].add(clusters.find(_id(name)))
    return found


def _states(root: str, profiles: Mapping[str, Profile], clusters: Clusters) -> set[str]:
    names = (m.partition(":")[2] for m in clusters.members(root))
    found = {s for n in names if n in profiles for s in profiles[n].states}
    known = [leader(m.partition(":")[2]) for m in clusters.members(root)]
    return found | {f"country:{k.country}" for k in known if k is not None and k.country}


def _beside(persons: Mapping[str, Collection[str]], clusters: Clusters) -> dict[str, set[str]]:
    """Persons of each person's articles."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for names in persons.values():
        roots = sorted({clusters.find(_id(n)) for n in names})
        for root in roots:
            found[root].update(r for r in roots if r != root)
    return {root: set(others) for root, others in found.items()}
