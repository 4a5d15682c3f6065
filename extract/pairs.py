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
from extract.lone_words import LoneWords
from extract.numbering import Numbers
from extract.pair_tables import RELATED, PairTables
from extract.pair_words import PairWords
from extract.participants import Participant
from extract.schema import RELATIONS
from extract.sentence_words import SentenceWords

__all__ = ["Pair", "Scene", "pairs"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with all that is known before its pairs are judged.

    Attributes:
        sentence: The sentence.
        words: Its words in small letters.
        headline: Whether it is one.
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
    headline: bool
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
        """Numbers of what the pair is judged by, if in tuples; some of them more than once."""
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
    able = _able(scene)
    if not able:
        return
    first = scene.sentence.start
    words = SentenceWords(first, scene.words, scene.participants, scene.cues)
    two, lone = PairWords(words, tables), LoneWords(words, tables)
    said = _Said(scene, tables)
    weapons = [one.id for one in scene.participants if one.kind == "w"]
    armed = tables.join(map(tables.armed.__getitem__, weapons))
    for source, target, kinds in able:
        of_pair = two.of_pair if source.places and target.places else lone.of_pair
        parts = of_pair(kinds, source, target)
        stated = said.of_pair(kinds, source.id, target.id, parts)
        if kinds == "cc":
            # Missiles that a state sends to another are supplied, warships seldom.
            parts.append(armed)
        if scene.headline:
            parts.append(tables.headline[kinds])
        if kinds == "pc":
            parts.append(_office(scene, source.id, target, tables))
        yield Pair(source.id, target.id, parts, stated)


_NOTHING: frozenset[str] = frozenset()
_UNSAID: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def _able(scene: Scene) -> list[tuple[Participant, Participant, str]]:
    kinds_of = [(one, one.kind, bool(one.places)) for one in scene.participants]
    cues = bool(scene.cues)
    if not (cues or scene.offices or any(kind == "w" for _, kind, _ in kinds_of)):
        return []
    return [
        (source, target, kinds)
        for (source, from_, named), (target, to, other_named) in permutations(kinds_of, 2)
        if (kinds := from_ + to) in RELATED
        and (named or other_named)
        and (kinds != "cw" or other_named)
        and (cues or kinds == "cw" or scene.offices.get(source.id, "") is None)
    ]


class _Said:
    """What rules say in a scene, and elsewhere in the article."""

    def __init__(self, scene: Scene, tables: PairTables) -> None:
        self.fired, self.history, self.tables = scene.fired, scene.history, tables
        self.unsaid = tables.ruled[_UNSAID, _UNSAID]
        # Of an entity: its side, who else a rule relates it to, and the rule.
        self.roles: dict[str, list[tuple[str, str, str]]] = {}
        for (source, target), rules in self.fired.items():
            for rule in rules:
                self.roles.setdefault(source, []).append(("s", target, rule))
                self.roles.setdefault(target, []).append(("t", source, rule))

    def of_pair(self, kinds: str, source: str, target: str, parts: list[Numbers]) -> frozenset[str]:
        """The types that rules state; what else rules say of the two goes to its features."""
        there, back = (source, target), (target, source)
        known = there in self.history or back in self.history  # it counts this sentence too
        parts.append(
            self.tables.ruled[self._said(there), self._said(back)] if known else self.unsaid
        )
        if source in self.roles or target in self.roles:
            parts.append(self._elsewhere(kinds, source, target))
        if not known or (there not in self.fired and back not in self.fired):
            return _NOTHING
        types, types_back = (
            {rule.partition(":")[0] for rule in self.fired.get(key, ())} for key in (there, back)
        )
        return frozenset(types | {name for name in types_back if not RELATIONS[name].directed})

    def _elsewhere(self, kinds: str, source: str, target: str) -> Numbers:
        """What the rules say of one of the two and somebody else: a weapon has one owner."""
        said = {
            (end, side, rule)
            for end, one, other in (("s", source, target), ("t", target, source))
            for side, whom, rule in self.roles.get(one, ())
            if whom != other
        }
        return self.tables.elsewhere[kinds, tuple(sorted(said))] if said else self.tables.nothing

    def _said(self, key: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Rules that fired here, and types that rules find elsewhere in the article."""
        everywhere = self.history.get(key)
        if not everywhere:
            return _UNSAID
        rules = tuple(self.fired.get(key, ()))
        here = [rule.partition(":")[0] for rule in rules]
        return rules, tuple(sorted(name for name, n in everywhere.items() if n > here.count(name)))


def _office(scene: Scene, person: str, country: Participant, tables: PairTables) -> Numbers:
    features = tables.served[scene.served.get(person) == country.id]
    if person not in scene.offices:
        return features
    held = scene.offices[person]
    state = "open" if held is None else "held" if held == country.id else "other"
    return features + tables.office[state, tuple(country.meant)]
