"""Who may stand in a relation that a sentence states: those it names and those it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span

from extract.arguments import Argument, Memory

__all__ = ["Participant", "Place", "participants"]

MOST_NAMED = 12
MOST_MEANT = 1
MOST_PLACES = 5
MOST_OFTEN = 3
"""Participants of one sentence, places of one, and countries named often in the article that are
looked at: the work on a sentence that is a long list is bounded."""
_RECENT, _PERSONS = ("recent0", "recent1", "recent2"), ("person0", "person1")
_OFTEN = tuple(f"often{i}" for i in range(MOST_OFTEN))
"""Why one may be meant, by how long ago or how seldom it was named."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a participant stands.

    Attributes:
        start: First token.
        end: One past the last token.
        sort: ``name``, ``implied`` (a pronoun or role noun), ``place`` (a town of that
            state), ``office`` (inside an office phrase), ``system`` or ``class`` (of weapons).
        marker: The preposition before it, or empty.
        group: Number of the coordination it belongs to, -1 for none.
    """

    start: int
    end: int
    sort: str
    marker: str = ""
    group: int = -1


@dataclass(slots=True)
class Participant:
    """An entity with its places in the sentence, or why it may be meant without being named.

    Attributes:
        id: Entity id.
        places: In text order; empty for one that the sentence does not name.
        meant: Why the sentence may mean it: ``subject`` (of the sentence before),
            ``recent0`` … (named last, one before …), ``person0`` …, ``often0`` … (named
            most often in the article), ``opponent`` (of one named here), ``served``
            (the state that one named here serves).
    """

    id: str
    places: list[Place] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """First letter of the entity type: ``c``, ``p`` or ``w``."""
        return self.id[0]


def participants(
    mentions: Iterable[Span], found: Iterable[Argument], memory: Memory, often: Sequence[str]
) -> list[Participant]:
    """The participants of a sentence: those named first, then those that may be meant.

    Args:
        mentions: Of the sentence.
        found: Its arguments.
        memory: What the article named before.
        often: The countries that the article names most often, the first of them first.
    """
    named = _named(list(mentions), list(found))
    here = list(named.values())[:MOST_NAMED]
    if not here:
        return []
    meant: dict[str, list[str]] = {}
    for entity_id, why in _meant(named, memory, often):
        if entity_id in meant:
            meant[entity_id].append(why)
        elif len(meant) < MOST_MEANT and entity_id not in named:
            meant[entity_id] = [why]
    return here + [Participant(entity_id, meant=why) for entity_id, why in meant.items()]


def _named(mentions: list[Span], found: list[Argument]) -> dict[str, Participant]:
    named: dict[str, Participant] = {}
    spans = [(m.kb_id_, m.start, m.end) for m in mentions]

    def add(entity_id: str, place: Place) -> None:
        places = named.setdefault(entity_id, Participant(entity_id)).places
        if len(places) < MOST_PLACES:
            places.append(place)

    covered: set[tuple[str, int]] = set()
    for number, argument in enumerate(found):
        sort = "implied" if argument.implied else "place" if argument.place else "name"
        listed = len(argument.ids) > 1
        for entity_id in argument.ids:
            start, end = argument.start, argument.end
            inside = [
                (at, stop)
                for name, at, stop in spans
                if name == entity_id and argument.start <= at < argument.end
            ]
            covered.update((entity_id, at) for at, _ in inside)
            if listed and inside:
                start, end = inside[0]
            add(entity_id, Place(start, end, sort, argument.marker, number if listed else -1))
    for mention, (entity_id, start, end) in zip(mentions, spans, strict=True):
        if (entity_id, start) not in covered:
            sort = mention.id_ if mention.label_ == "WEAPON" else "office"
            add(entity_id, Place(start, end, sort))
    return named


def _meant(
    named: Mapping[str, Participant], memory: Memory, often: Sequence[str]
) -> Iterable[tuple[str, str]]:
    for entity_id in named:
        for why, known in (("opponent", memory.pairs), ("served", memory.served)):
            other = known.get(entity_id)
            if other:
                yield other, why
    yield from ((entity_id, "subject") for entity_id in memory.subject[:2])
    yield from zip(reversed(memory.countries[-3:]), _RECENT, strict=False)
    yield from zip(reversed(memory.persons[-2:]), _PERSONS, strict=False)
    yield from zip(often, _OFTEN, strict=False)
