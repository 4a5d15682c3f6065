"""Pairs of participants and what their sentence and article say of them.

A pair is judged by its features, which are strings: words and their roots between,
before and behind the two, prepositions, cues and where they stand, the rules that
fired, what else the article says of the two. None names an entity, so that a pair of
states nobody has read about is judged as any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from spacy.tokens import Span

from extract.events import Cue
from extract.language import is_headline
from extract.morphology import affix, root
from extract.participants import Participant, Place
from extract.schema import RELATIONS
from extract.spans import lower_words

__all__ = ["Pair", "Scene", "pairs"]

MOST_CUES = 30
_BETWEEN = 25
_BEFORE = 5
_BEHIND = 6
_STEPS = (0, 1, 2, 4, 7, 12, 20)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with all that is known before its pairs are judged.

    Attributes:
        sentence: The sentence.
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
    participants: list[Participant]
    cues: list[Cue]
    fired: Mapping[tuple[str, str], Sequence[str]]
    history: Mapping[tuple[str, str], Mapping[str, int]]
    offices: Mapping[str, str | None]
    served: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two participants in one direction.

    Attributes:
        source: Entity id.
        target: Entity id.
        features: What the pair is judged by.
        stated: Relation types that a rule reads from source to target, or between them
            where the type has no direction.
    """

    source: str
    target: str
    features: list[str]
    stated: frozenset[str]


def pairs(scene: Scene) -> Iterator[Pair]:
    """Pairs of a scene that some relation may hold between, at least one of the two named.

    Where the sentence has no cue, these are a weapon with a country and a person whose
    office names no state: other pairs are seldom related there, and judging them would
    cost more than it brings.
    """
    able = [
        (source, target)
        for source, target in permutations(scene.participants, 2)
        if _may_relate(source, target)
        and (scene.cues or target.kind == "w" or scene.offices.get(source.id, "") is None)
    ]
    if not able:
        return
    words = _Words(scene)
    for source, target in able:
        features = _ruled(scene, source.id, target.id)
        kinds = source.kind + target.kind
        if source.places and target.places:
            features += words.of_two(kinds, source, target)
        else:
            features += words.of_one(kinds, source, target)
        if words.headline:
            features.append(f"{kinds}headline")
        if kinds == "pc":
            features += _office(scene, source.id, target)
        yield Pair(source.id, target.id, features, _stated(scene, source.id, target.id))


_NOTHING: frozenset[str] = frozenset()


def _stated(scene: Scene, source: str, target: str) -> frozenset[str]:
    if (source, target) not in scene.fired and (target, source) not in scene.fired:
        return _NOTHING
    there, back = (
        {rule.partition(":")[0] for rule in scene.fired.get(key, ())}
        for key in ((source, target), (target, source))
    )
    return frozenset(there | {name for name in back if not RELATIONS[name].directed})


def _may_relate(source: Participant, target: Participant) -> bool:
    if source.kind == "w" or not (source.places or target.places):
        return False
    return target.kind != "w" or (source.kind == "c" and bool(target.places))


def _ruled(scene: Scene, source: str, target: str) -> list[str]:
    """What the rules say of the two in either direction, here and elsewhere in the article."""
    features: list[str] = []
    for letter, key in (("R", (source, target)), ("Q", (target, source))):
        here = [rule.partition(":")[0] for rule in scene.fired.get(key, ())]
        for name in here:
            features += [f"{letter}T:{name}", f"{letter}A"]
        features += [f"{letter}:{rule}" for rule in scene.fired.get(key, ()) if letter == "R"]
        everywhere = scene.history.get(key, {})
        elsewhere = sorted(name for name, count in everywhere.items() if count > here.count(name))
        features += [f"{letter}H:{name}" for name in elsewhere]
    if not scene.fired.get((source, target)) and not scene.fired.get((target, source)):
        features.append("R0")
    return features


def _office(scene: Scene, person: str, country: Participant) -> list[str]:
    features = ["served"] if scene.served.get(person) == country.id else []
    if person in scene.offices:
        held = scene.offices[person]
        state = "open" if held is None else "held" if held == country.id else "other"
        features.append(f"office:{state}")
        features += [f"office:{state}{why}" for why in country.meant]
    return features


def _step(distance: int) -> int:
    """Rough size of a distance in tokens."""
    return sum(distance > step for step in _STEPS)


class _Words:
    """The words of a sentence, looked at from its participants."""

    def __init__(self, scene: Scene) -> None:
        self.first = scene.sentence.start
        self.lower = lower_words(scene.sentence)
        for one in scene.participants:
            for place in one.places:
                if place.sort != "implied":
                    size = place.end - place.start
                    at = place.start - self.first
                    self.lower[at : at + size] = [f"<{one.kind}>"] * size
        self.roots = [root(word) for word in self.lower]
        self.formed = [
            stem + affix(word) for stem, word in zip(self.roots, self.lower, strict=True)
        ]
        self.headline = is_headline(scene.sentence)
        self.cues = scene.cues[:MOST_CUES]
        self.starts = sorted({p.start for one in scene.participants for p in one.places})
        # What is said of a participant beside any that is meant, by its id and the pair's kinds.
        self._alone: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
        self.named = min(sum(bool(one.places) for one in scene.participants), 6)

    def _at(self, words: list[str], i: int) -> str:
        return words[i] if 0 <= i < len(words) else "^" if i < 0 else "$"

    def _starts_within(self, start: int, end: int) -> int:
        return min(sum(start <= at < end for at in self.starts), 3)

    def of_two(self, kinds: str, source: Participant, target: Participant) -> list[str]:
        """Features of two that the sentence names, where they stand nearest."""
        one, other = min(
            ((x, y) for x in source.places for y in target.places),
            key=lambda two: (abs(two[0].start - two[1].start), two[0].start),
        )
        order = "<" if one.start < other.start else ">"
        left, right = (one, other) if order == "<" else (other, one)
        features = self._shape(kinds + order, one, other, left, right)
        features += self._between(kinds, order, left.end - self.first, right.start - self.first)
        features += self._beside(order, "s", one) + self._beside(order, "t", other)
        start, end = left.start - self.first, right.end - self.first
        for i in range(max(0, start - _BEFORE), start):
            features += [f"P:{order}{self.formed[i]}", f"p:{self.roots[i]}"]
        for i in range(end, min(len(self.lower), end + _BEHIND)):
            features += [f"S:{order}{self.formed[i]}", f"s:{self.roots[i]}"]
        for cue in self.cues:
            features += self._cue(cue, order, left, right, f"{one.marker}|{other.marker}")
        return features

    def _shape(self, key: str, one: Place, other: Place, left: Place, right: Place) -> list[str]:
        together = "G" if one.group >= 0 and one.group == other.group else ""
        sorts = f"{key}{one.sort[0]}{other.sort[0]}{together}"
        step = _step(right.start - left.end)
        names = self._starts_within(left.end, right.start)
        return [
            sorts, f"{key}d{step}", f"{sorts}m{one.marker}|{other.marker}", f"{key}ms{one.marker}",
            f"{key}mt{other.marker}", f"{key}n{names}", f"{key}n{names}d{step}",
            f"{key}N{self.named}",
        ]  # fmt: skip

    def _between(self, kinds: str, order: str, start: int, end: int) -> list[str]:
        words = self.lower[start:end]
        features: list[str] = []
        if len(words) <= _BETWEEN:
            for i in range(start, end):
                features += [f"B:{order}{self.formed[i]}", f"b:{self.roots[i]}",
                             f"Bw:{kinds}{order}{self.lower[i]}"]  # fmt: skip
        if len(words) <= 4:
            features.append(f"Bs:{order}{' '.join(words)}")
        voices = [v for v in map(affix, words) if v != "-"]
        features.append(f"Bv:{order}{' '.join(voices[:8])}")
        return features

    def _beside(self, order: str, side: str, place: Place) -> list[str]:
        start, end = place.start - self.first, place.end - self.first
        features: list[str] = []
        for step in (1, 2):
            before = self._at(self.roots, start - step)
            behind = self._at(self.lower, end + step - 1)
            features += [
                f"{side}L{step}:{before}", f"{side}{order}L{step}:{before}",
                f"{side}R{step}:{root(behind)}", f"{side}{order}R{step}:{behind}",
            ]  # fmt: skip
        features.append(f"{side}LL:{self._two(start - 2)}")
        features.append(f"{side}RR:{self._two(end)}")
        return features

    def _two(self, i: int) -> str:
        return f"{self._at(self.lower, i)} {self._at(self.lower, i + 1)}"

    def _cue(self, cue: Cue, order: str, left: Place, right: Place, markers: str) -> list[str]:
        if cue.end <= left.start:
            where, between = "b", self._starts_within(cue.end, left.start)
        elif cue.start >= right.end:
            where, between = "a", self._starts_within(right.end, cue.start)
        else:
            where, between = "m", self._starts_within(left.end, cue.start)
        key = f"{cue.relation}{cue.frame}{where}{order}"
        between = min(between, 2)
        return [
            f"C:{cue.relation}", f"C:{key}", f"Cn:{cue.frame}{where}{order}{between}",
            f"Cn:{key}{between}", f"Cm:{key}{markers}",
        ]  # fmt: skip

    def of_one(self, kinds: str, source: Participant, target: Participant) -> list[str]:
        """Features of one that the sentence names and one that it may mean."""
        side, here, meant = ("s", source, target) if source.places else ("t", target, source)
        key = f"{kinds}X{side}"
        features = [key, f"{key}{'|'.join(sorted(meant.meant))}", f"{key}N{self.named}"]
        features += [f"{key}{why}" for why in meant.meant]
        known = self._alone.get((here.id, key))
        if known is None:
            places = here.places[:2]
            around = [f for place in places for f in self._around(key, side, place)]
            seen = [self._cue_of_one(c, side, place) for place in places for c in self.cues]
            known = (around + [f for _, of_cue in seen for f in of_cue], [k for k, _ in seen])
            self._alone[here.id, key] = known
        features += known[0]
        return features + [f"XC:{cue}{why}" for cue in known[1] for why in meant.meant]

    def _around(self, key: str, side: str, place: Place) -> list[str]:
        start, end = place.start - self.first, place.end - self.first
        features = [f"{key}{place.sort}", f"{key}m{place.marker}", f"{key}{int(start >= 4)}"]
        for step in (1, 2, 3):
            features.append(f"{side}XL{step}:{self._at(self.roots, start - step)}")
            features.append(f"{side}XR{step}:{self._at(self.roots, end + step - 1)}")
        features.append(f"{side}XLL:{self._two(start - 2)}")
        for i in range(max(0, start - _BEHIND), start):
            features.append(f"{side}XP:{self.formed[i]}")
        for i in range(end, min(len(self.lower), end + _BEHIND + 1)):
            features.append(f"{side}XS:{self.formed[i]}")
        return features

    def _cue_of_one(self, cue: Cue, side: str, place: Place) -> tuple[str, list[str]]:
        """The cue's frame and side, and its features whoever else is meant."""
        before = cue.end <= place.start
        where = "b" if before else "a"
        bounds = (cue.end, place.start) if before else (place.end, cue.start)
        between = min(self._starts_within(*bounds), 2)
        key = f"{cue.relation}{cue.frame}{where}{side}"
        features = [f"XC:{key}{between}", f"XC:{cue.relation}{side}"]
        return f"{cue.frame}{where}{side}", features
