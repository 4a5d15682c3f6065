"""What the rules read from an article's sentences, in text order, and what a model may judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from extract.arguments import Argument, Memory, arguments
from extract.arms import arms_relations
from extract.events import Cue, cues_in, events
from extract.language import is_headline
from extract.pairs import Scene
from extract.participants import MOST_OFTEN, participants
from extract.records import Relation
from extract.schema import read_table
from extract.spans import Tokens, mentions_by_sentence, with_sentence

__all__ = ["OPEN_OFFICES", "UNNAMED_OFFICES", "Reading", "Stated", "read"]

OPEN_OFFICES = "open_offices"
"""Key in ``doc.spans`` of the office phrases whose state nothing tells; each span's ``kb_id_`` is
the person."""
UNNAMED_OFFICES = "unnamed_offices"
"""Key in ``doc.spans`` of the office phrases that name nobody; each span's ``kb_id_`` is who holds
the office in the article, or else the state."""
_QUOTES = frozenset(('"', "“", "”", "'", "‘"))


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that a rule reads from a sentence."""

    cue: Cue
    name: str
    source: str
    target: str
    weapon: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, what the rules make of it, and the scene that a model judges."""

    scene: Scene
    mentions: list[Span]
    stated: list[Stated]


def read(doc: Doc) -> list[Reading]:
    """Read the content sentences that name something, in text order.

    Args:
        doc: An article with its mentions and offices.
    """
    held: dict[int, list[Relation]] = defaultdict(list)
    for relation in doc._.relations:
        if relation.relation == "HOLDS_OFFICE":
            held[relation.start].append(relation)
    unknown: dict[int, list[str]] = defaultdict(list)
    for sentence, phrase in with_sentence(doc, doc.spans.get(OPEN_OFFICES, ())):
        unknown[sentence.start_char].append(phrase.kb_id_)
    roles: dict[int, list[Span]] = defaultdict(list)
    for sentence, phrase in with_sentence(doc, doc.spans.get(UNNAMED_OFFICES, ())):
        if phrase.kb_id_.startswith("person:"):
            roles[sentence.start_char].append(phrase)
    memory = Memory()
    memory.served = {r.source_id: r.target_id for r in doc._.relations}
    counts = Counter(m.kb_id_ for m in doc.spans["mentions"] if m.label_ == "COUNTRY")
    often = [entity_id for entity_id, _ in counts.most_common(MOST_OFTEN)]
    history: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    readings: list[Reading] = []
    tokens = Tokens.of(doc)
    for sentence, here in mentions_by_sentence(doc):
        words = tokens.lower[sentence.start : sentence.end]
        offices = held[sentence.start_char]
        _hear(sentence, words, here, memory)
        found = arguments(sentence, tokens, here, offices, memory, roles[sentence.start_char])
        if not (found or here):
            continue
        known: dict[str, str | None] = dict.fromkeys(unknown[sentence.start_char])
        known.update((r.source_id, r.target_id) for r in offices)
        taking_part = participants(here, found, memory, often)
        cues = (
            cues_in(sentence, words, "cues.tsv"),
            cues_in(sentence, words, "arms_cues.tsv"),
        )
        stated = list(_stated(tokens.lower, cues, here, found, memory)) if found else []
        fired: dict[tuple[str, str], list[str]] = defaultdict(list)
        for one in stated:
            fired[one.source, one.target].append(f"{one.name}:{one.rule}")
            history[one.source, one.target][one.name] += 1
        headline = is_headline(tokens.texts[sentence.start : sentence.end])
        scene = Scene(
            sentence, words, headline, taking_part, cues[0] + cues[1], fired, history, known,
            memory.served,
        )  # fmt: skip
        readings.append(Reading(scene, here, stated))
        _remember(memory, here, found, stated)
    return readings


def _stated(
    lower: list[str],
    cues: tuple[list[Cue], list[Cue]],
    mentions: list[Span],
    found: list[Argument],
    memory: Memory,
) -> Iterator[Stated]:
    attacks: list[tuple[Cue, str]] = []
    for event in events(lower, cues[0], found, memory):
        if event.cue.relation == "ASSAULT":
            attacks.append((event.cue, event.source))
        name = event.cue.relation
        yield Stated(event.cue, name, event.source, event.target, None, event.rule)
    weapons = [m for m in mentions if m.label_ == "WEAPON"]
    for arms in arms_relations(lower, cues[1], found, weapons, attacks, memory.served):
        yield Stated(arms.cue, arms.relation, arms.source, arms.target, arms.weapon, arms.rule)


@cache
def _speech() -> frozenset[str]:
    return frozenset(r["verb"] for r in read_table("speech_verbs.tsv") if r["side"] == "after")


def _hear(sentence: Span, words: list[str], mentions: list[Span], memory: Memory) -> None:
    """Take the speaker named behind a quotation as the one it is about."""
    memory.speaker = ""
    if words[0] not in _QUOTES:
        return
    for mention in mentions:
        end = mention.start - sentence.start
        before = words[max(end - 9, 0) : end]
        if mention.label_ == "PERSON" and not _speech().isdisjoint(before):
            memory.speaker = mention.kb_id_
            memory.subject = (mention.kb_id_,)
            return


def _remember(
    memory: Memory, mentions: list[Span], found: list[Argument], stated: list[Stated]
) -> None:
    for one in stated:
        if one.name == "ASSAULT":
            memory.pairs[one.source] = one.target
            memory.pairs.setdefault(one.target, one.source)
    for mention in mentions:
        if mention.label_ != "WEAPON":
            memory.note(mention.kb_id_)
    subject = next((a for a in found if not a.marker), None)
    if subject is not None:
        memory.subject = subject.ids
