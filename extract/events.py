"""Events between countries and persons, read from cue words and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from spacy.tokens import Span

from extract.arguments import Argument, Memory, words
from extract.language import is_headline
from extract.schema import read_table

__all__ = ["Cue", "Event", "cues_in", "events"]

_RIGHT = 14
_LEFT = 25
_NOUN_OWNER = 4
_FRAMES = ("active", "passive", "noun", "both", "hint")
_PLACE_IS_TARGET = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST"))
_PLACE_IS_ATTACKED = frozenset(("ASSAULT", "COERCE"))


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens ``start`` to ``end`` that tell of a relation, in a frame.

    ``frame`` is ``active``, ``passive``, ``noun``, ``both``, or ``hint``, which no rule reads.
    """

    start: int
    end: int
    relation: str
    frame: str


@dataclass(frozen=True, slots=True)
class Event:
    """A relation between two entities with the cue that told of it."""

    cue: Cue
    source: str
    target: str
    rule: str


_Form = tuple[tuple[str, ...], str, str]
"""Words, relation, frame."""


@cache
def _lexicon(table: str) -> dict[str, list[_Form]]:
    """Cue forms by their first word, longest first."""
    lexicon: dict[str, list[_Form]] = {}
    for row in read_table(table):
        for frame in _FRAMES:
            for form in filter(None, (row.get(frame) or "").split("|")):
                parts = tuple(form.split())
                lexicon.setdefault(parts[0], []).append((parts, row["relation"], frame))
    for forms in lexicon.values():
        forms.sort(key=lambda form: -len(form[0]))
    return lexicon


@cache
def _first_words(table: str) -> frozenset[str]:
    """Words that a cue may begin with, bare and with "-nya"."""
    return frozenset(word + end for word in _lexicon(table) for end in ("", "nya"))


def cues_in(sentence: Span, lower: list[str], table: str) -> list[Cue]:
    """The cues of a sentence, longest form first at each place, without overlap.

    A form may stand in several lines: then each relation gets its cue.

    Args:
        sentence: The sentence.
        lower: Its words in small letters.
        table: File name of the cues.
    """
    lexicon, first_words = _lexicon(table), _first_words(table)
    lower = [_once(word) if "-" in word else word for word in lower]
    if first_words.isdisjoint(lower):
        return []
    found: list[Cue] = []
    bare_verbs: set[Cue] = set()
    done = 0
    for i in [i for i, word in enumerate(lower) if word in first_words]:
        if i < done:
            continue
        bare = lower[i] if lower[i] in lexicon else lower[i][:-3]
        for parts, relation, frame in _longest(lexicon[bare], lower, i):
            done = i + len(parts)
            cue = Cue(sentence.start + i, sentence.start + done, relation, frame)
            found.append(cue)
            if frame == "active" and len(parts) == 1 and not _has_prefix(bare):
                bare_verbs.add(cue)
    if bare_verbs and not is_headline(sentence):
        return [cue for cue in found if cue not in bare_verbs]
    return found


def _once(word: str) -> str:
    """A word that is doubled to tell many, once."""
    once, _, again = word.partition("-")
    return once if again in (once, once + "nya") else word


def _longest(forms: list[_Form], lower: list[str], i: int) -> list[_Form]:
    """The longest of some forms, of those that stand at a place of a sentence."""
    here = [form for form in forms if tuple(lower[i + 1 : i + len(form[0])]) == form[0][1:]]
    return [form for form in here if len(form[0]) == len(here[0][0])]


def _has_prefix(word: str) -> bool:
    """Whether a verb is written out; bare stems are verbs in headlines alone."""
    return word.startswith(("me", "ber", "di", "ter"))


def events(
    lower: Sequence[str], cues: list[Cue], found: list[Argument], memory: Memory
) -> Iterator[Event]:
    """Events of a sentence.

    Args:
        lower: The article's words in small letters.
        cues: Its cues of ``data/cues.tsv``.
        found: Its arguments.
        memory: What the article named before; gives a subject that is left out.
    """
    objects: set[int] = set()
    named = [argument for argument in found if not argument.place]
    for cue in (cue for cue in cues if cue.frame != "hint"):
        if cue.frame == "both":
            for event in _symmetric(cue, named, lower, memory):
                yield event
                # What has a direction goes both ways: a ceasefire is each side's.
                yield Event(cue, event.target, event.source, event.rule)
            continue
        read = {"active": _active, "passive": _passive, "noun": _noun}[cue.frame]
        able = found if cue.relation in _PLACE_IS_ATTACKED else named
        for source, target, rule in read(cue, able, lower, memory, objects):
            for one, other in product(source.ids, target.ids):
                if one != other:
                    yield Event(cue, one, other, rule)
            objects.add(target.start)


_Pairs = Iterator[tuple[Argument, Argument, str]]


def _active(
    cue: Cue, found: list[Argument], lower: Sequence[str], memory: Memory, objects: set[int]
) -> _Pairs:
    source = _subject(cue, found, lower, objects)
    target = _object(cue, found, lower)
    rule = "active"
    if source is None and memory.subject and target is not None:
        source = Argument(cue.start, cue.start, memory.subject[:1], "", True)
        rule = "active-inherited"
    if source is not None and target is not None:
        yield source, target, rule


def _passive(
    cue: Cue, found: list[Argument], lower: Sequence[str], memory: Memory, objects: set[int]
) -> _Pairs:
    agent = _agent(cue, found)
    patient = _subject(cue, found, lower, set())
    if patient is None:
        patient = next((a for a in reversed(found) if a.place and a.end <= cue.start), None)
    if agent is not None and patient is not None:
        yield agent, patient, "passive"


def _noun(
    cue: Cue, found: list[Argument], lower: Sequence[str], memory: Memory, objects: set[int]
) -> _Pairs:
    owner = _owner(cue, found, lower)
    target = _noun_target(cue, found, lower, owner)
    rule = "noun"
    if owner is None:
        owner = _subject(cue, [a for a in found if a is not target], lower, objects)
        rule = "noun-subject"
    if owner is None and target is not None and memory.subject:
        owner = Argument(cue.start, cue.start, memory.subject[:1], "", True)
        rule = "noun-inherited"
    if owner is not None and target is None and cue.relation == "ASSAULT":
        near = next((a for a in found if a.place and abs(a.start - cue.start) <= _LEFT), None)
        if near is not None and near.ids != owner.ids:
            yield owner, near, "noun-place"
            return
        known = memory.pairs.get(owner.ids[0])
        if known is not None and rule == "noun":
            yield owner, Argument(cue.end, cue.end, (known,), "", True), "noun-opponent"
        return
    if owner is not None and target is not None:
        yield owner, target, rule


def _subject(
    cue: Cue, found: list[Argument], lower: Sequence[str], objects: set[int]
) -> Argument | None:
    """The nearest argument before the cue that no preposition and no earlier verb takes."""
    before = [a for a in found if a.end <= cue.start and cue.start - a.end <= _LEFT and not a.place]
    if not before:
        return None
    nearest = before[-1]
    gap = cue.start - nearest.end
    if gap <= 1 or (lower[cue.start - 1] in words("relative") and gap <= 3):
        return nearest
    for argument in reversed(before):
        if argument.start not in objects and not argument.marker:
            return argument
    return next((a for a in reversed(before) if a.start not in objects), None)


def _object(cue: Cue, found: list[Argument], lower: Sequence[str]) -> Argument | None:
    for argument in found:
        if argument.start < cue.end:
            continue
        if argument.start - cue.end > _RIGHT or _clause_ends(lower, cue.end, argument.start):
            return None
        if argument.marker in words("place") and cue.relation not in _PLACE_IS_TARGET:
            continue
        if argument.marker in words("by"):
            continue
        return argument
    return None


def _agent(cue: Cue, found: list[Argument]) -> Argument | None:
    for argument in found:
        if argument.start < cue.end or argument.place:
            continue
        near = argument.start - cue.end <= 2 and not argument.marker
        by = argument.marker in words("by") and argument.start - cue.end <= 8
        return argument if near or by else None
    return None


def _owner(cue: Cue, found: list[Argument], lower: Sequence[str]) -> Argument | None:
    """Who did what a noun names: behind it, after "oleh", or in "yang dijatuhkan X"."""
    for argument in found:
        if argument.start < cue.end or argument.place:
            continue
        between = lower[cue.end : argument.start]
        if (
            len(between) <= _NOUN_OWNER
            and not argument.marker
            and words("relative").isdisjoint(between)
        ):
            return argument
        if argument.marker in words("agent") and len(between) <= 8:
            return argument
        relative = not words("relative").isdisjoint(between) and any(
            w.startswith("di") for w in between
        )
        return argument if relative and len(between) <= 4 else None
    return None


def _noun_target(
    cue: Cue, found: list[Argument], lower: Sequence[str], owner: Argument | None
) -> Argument | None:
    start = max(cue.end, owner.end if owner is not None and owner.start >= cue.end else 0)
    for argument in found:
        if argument.start < start or argument is owner:
            continue
        if argument.start - start > _RIGHT or _clause_ends(lower, start, argument.start):
            return None
        if argument.marker in words("target"):
            if argument.marker in words("place") and cue.relation not in _PLACE_IS_TARGET:
                continue
            return argument
        if cue.relation == "SANCTION" and owner is not None and not argument.implied:
            return argument
    return None


def _clause_ends(lower: Sequence[str], start: int, end: int) -> bool:
    return not words("boundary").isdisjoint(lower[start:end])


def _symmetric(
    cue: Cue, found: list[Argument], lower: Sequence[str], memory: Memory
) -> Iterator[Event]:
    after = [a for a in found if a.start >= cue.end and a.start - cue.end <= _RIGHT]
    after = [a for a in after if not _clause_ends(lower, cue.end, a.start)]
    before = [a for a in found if a.end <= cue.start and cue.start - a.end <= _LEFT]
    near = after[0] if after else None
    noun = not _has_prefix(lower[cue.start])
    if near is not None and len(near.ids) > 1 and near.start - cue.end <= 5 and noun:
        yield from _pairs_within(cue, near, "both-after")
        return
    subject = next((a for a in reversed(before) if not a.marker), None)
    partner = next((a for a in after if a.marker in words("partner")), None)
    if partner is not None and noun and near is not None and near is not partner:
        subject = near if not near.marker and near.end <= partner.start else subject
    if partner is None and near is not None and near.start - cue.end <= 4 and not near.marker:
        partner, subject = _owner_and_partner(near, after, subject)
    if subject is None and partner is not None and not noun:
        subject = _behind_clause(lower, partner, after)
    if subject is not None and len(subject.ids) > 1 and partner is None:
        yield from _pairs_within(cue, subject, "both-before")
    elif partner is not None:
        source = subject or (
            Argument(cue.start, cue.start, memory.subject[:1], "", True) if memory.subject else None
        )
        if source is not None:
            rule = "both" if subject is not None else "both-inherited"
            for one, other in product(source.ids, partner.ids):
                if one != other:
                    yield Event(cue, one, other, rule)


def _behind_clause(
    lower: Sequence[str], partner: Argument, after: list[Argument]
) -> Argument | None:
    """Who is behind the comma of a clause before it, as in "Usai bertemu X, Y mengatakan"."""
    for argument in after:
        if argument.start >= partner.end:
            comma = "," in lower[partner.end : argument.start]
            return argument if comma and not argument.marker else None
    return None


def _owner_and_partner(
    near: Argument, after: list[Argument], subject: Argument | None
) -> tuple[Argument | None, Argument | None]:
    """Partner and source, for "kerja sama Turki dengan Rusia" and "Rusia bertemu Turki"."""
    others = [a for a in after[1:] if a.marker in words("partner")]
    if others:
        return others[0], near
    return near, subject


def _pairs_within(cue: Cue, argument: Argument, rule: str) -> Iterator[Event]:
    for one, other in combinations(argument.ids[:8], 2):
        yield Event(cue, one, other, rule)
