"""Pairs of participants and what their sentence and article say of them.

A pair is judged by its features: words and their roots between, before and behind the
two, prepositions, cues and where they stand, the rules that fired, what else the article
says of the two. None names an entity, so that a pair of states nobody has read about is
judged as any other. :mod:`extract.wording` gives their texts; a pair has their numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, permutations

from spacy.tokens import Span

from extract.events import Cue
from extract.language import is_headline
from extract.numbering import Numbers
from extract.pair_tables import PairTables
from extract.pair_words import PairWords
from extract.participants import Participant
from extract.schema import RELATIONS

__all__ = ["Pair", "Scene", "pairs"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with all that is known before its pairs are judged.

    Attributes:
        sentence: The sentence.
        words: Its words in small letters.
        participants: Those it names, then those it may mean.
        cues: Its cues.
        fired: Relation types with their rules, by source and target.
        history: How often the rules find each relation type in the article, this sentence
            with it, by source and target.
        offices: By person, what is known of an office in this sentence: its country, or
            ``None`` where the phrase names none.
        served: The state that each office holder of the article serves.
    """

    sentence: Span
    words: list[str]
    participants: list[Participant]
    cues: list[Cue]
    fired: Mapping[tuple[str, str], Sequence[str]]
    history: Mapping[tuple[str, str], Mapping[str, int]]
    offices: Mapping[str, str | None]
    served: Mapping[str, str]


@dataclass(slots=True)
class Pair:
    """Two participants in one direction.

    Attributes:
        source: Entity id.
        target: Entity id.
        parts: Numbers of what the pair is judged by, those made together in one part.
        stated: Relation types that a rule reads from source to target, or between them
            where the type has no direction.
    """

    source: str
    target: str
    parts: list[Numbers]
    stated: frozenset[str]

    @property
    def features(self) -> Iterator[int]:
        """Numbers of what the pair is judged by, some of them more than once."""
        return chain.from_iterable(self.parts)


def pairs(scene: Scene, tables: PairTables) -> Iterator[Pair]:
    """Pairs of a scene that some relation may hold between, at least one of the two named.

    Where the sentence has no cue, these are a weapon with a country and a person whose
    office names no state: other pairs are seldom related there, and judging them would
    cost more than it brings.

    Args:
        scene: A sentence.
        tables: Number the features.
    """
    able = [
        (source, target, kinds)
        for source, target in permutations(scene.participants, 2)
        if (kinds := source.kind + target.kind) in _RELATED
        and (source.places or target.places)
        and (kinds != "cw" or target.places)
        and (scene.cues or kinds == "cw" or scene.offices.get(source.id, "") is None)
    ]
    if not able:
        return
    first = scene.sentence.start
    words = PairWords(first, scene.words, scene.participants, scene.cues, tables)
    titled = is_headline(scene.sentence)
    roles = _roles(scene)
    weapons = [one.id for one in scene.participants if one.kind == "w"]
    for source, target, kinds in able:
        parts = words.of_pair(kinds, source, target)
        parts.append(_ruled(scene, source.id, target.id, tables))
        if roles:
            parts.append(_elsewhere(roles, kinds, source.id, target.id, tables))
        if kinds == "cc":
            # Missiles that a state sends to another are supplied, warships seldom.
            parts += map(tables.armed.__getitem__, weapons)
        if titled:
            parts.append(tables.headline[kinds])
        if kinds == "pc":
            parts.append(_office(scene, source.id, target, tables))
        yield Pair(source.id, target.id, parts, _stated(scene, source.id, target.id))


_RELATED = frozenset(("cc", "cp", "pc", "pp", "cw"))
"""First letters of the types of source and target that a relation may hold between."""
_NOTHING: frozenset[str] = frozenset()
_UNSAID: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def _stated(scene: Scene, source: str, target: str) -> frozenset[str]:
    if (source, target) not in scene.fired and (target, source) not in scene.fired:
        return _NOTHING
    there, back = (
        {rule.partition(":")[0] for rule in scene.fired.get(key, ())}
        for key in ((source, target), (target, source))
    )
    return frozenset(there | {name for name in back if not RELATIONS[name].directed})


def _ruled(scene: Scene, source: str, target: str, tables: PairTables) -> Numbers:
    """What the rules say of the two in either direction, here and elsewhere in the article."""
    return tables.ruled[_said(scene, (source, target)), _said(scene, (target, source))]


_Roles = dict[tuple[str, str], list[tuple[str, str]]]
"""Who else a rule relates an entity to, and the rule, by the entity and its side."""


def _roles(scene: Scene) -> _Roles:
    roles: _Roles = {}
    for (source, target), rules in scene.fired.items():
        for rule in rules:
            roles.setdefault((source, "s"), []).append((target, rule))
            roles.setdefault((target, "t"), []).append((source, rule))
    return roles


def _elsewhere(roles: _Roles, kinds: str, source: str, target: str, tables: PairTables) -> Numbers:
    """What the rules say here of one of the two and somebody else: a weapon has one owner."""
    said = {
        (end, side, rule)
        for end, one, other in (("s", source, target), ("t", target, source))
        for side in "st"
        for whom, rule in roles.get((one, side), ())
        if whom != other
    }
    return tables.elsewhere[kinds, tuple(sorted(said))] if said else ()


def _said(scene: Scene, key: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rules that fired here, and types that rules find elsewhere in the article."""
    everywhere = scene.history.get(key)
    if not everywhere:  # it counts this sentence too
        return _UNSAID
    rules = tuple(scene.fired.get(key, ()))
    here = [rule.partition(":")[0] for rule in rules]
    return rules, tuple(sorted(name for name, n in everywhere.items() if n > here.count(name)))


def _office(scene: Scene, person: str, country: Participant, tables: PairTables) -> Numbers:
    features = tables.served[scene.served.get(person) == country.id]
    if person not in scene.offices:
        return features
    held = scene.offices[person]
    state = "open" if held is None else "held" if held == country.id else "other"
    return features + tables.office[state, tuple(country.meant)]
