"""The office that a sentence gives a person."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from spacy.tokens import Doc, Span

from extract.language import is_headline
from extract.office_behind import REACH, office_behind, office_taken
from extract.office_phrases import (
    filling,
    head_ending,
    may_stand_between,
    office_context,
    titles,
)
from extract.office_wording import Office, phrase_of

__all__ = ["Office", "office_of"]


def office_of(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
    """The office that the words around a name give the person.

    Args:
        person: A mention of a person.
        sentence: Its sentence.
        mentions: Mentions of countries and persons near it, in text order, itself among them.
    """
    return (
        _office_before(person, sentence, mentions)
        or _counterpart(person, sentence, mentions)
        or office_behind(person, sentence, mentions)
        or office_taken(person, sentence, mentions)
    )


def _office_before(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
    doc = person.doc
    if any(_fills_in(person, m) for m in mentions):
        return None
    given = next((m for m in mentions if _fills_in(m, person)), person)
    aside = given.start > sentence.start and doc[given.start - 1].text == ","
    start, end, master = _title_before(person, sentence, mentions, aside, given.start)
    if start == end or (start and doc[start - 1].lower_ in office_context()["candidate"]):
        return None
    if master is not None:
        return Office(start, master.start, None, True, master.kb_id_, aside)
    aside = any(token.text == "," for token in doc[end : person.start])
    if aside and any(m.label_ == "PERSON" and m.end == start for m in mentions):
        return None  # "Tito presiden Yugoslavia, Sukarno": of the one before
    strong = titles()[doc[start:end].text.lower()] == "office"
    first = _first_of_joint(doc, start, sentence.start)
    found = phrase_of(doc, first, end, person.start, mentions, strong)
    if found is None and doc[start - 1].lower_ in office_context()["also"]:
        found = _office_joined(person, sentence, mentions, start - 1)
    return _with_state_behind(found, person, mentions, aside)


def _fills_in(given: Span, name: Span) -> bool:
    """Whether a name is what a quotation fills in of the next: "(Presiden Emmanuel) Macron"."""
    both_persons = given.label_ == name.label_ == "PERSON"
    return both_persons and name.start == given.end + 1 and given.doc[given.end].text == ")"


def _office_joined(person: Span, sentence: Span, mentions: list[Span], joint: int) -> Office | None:
    """The office before "sekaligus", where what stands behind that word is none of a state."""
    start, end, master = _title_before(person, sentence, mentions, False, joint)
    if start == end or master is not None:
        return None
    strong = titles()[person.doc[start:end].text.lower()] == "office"
    return phrase_of(person.doc, start, end, joint, mentions, strong)


def _title_before(
    person: Span, sentence: Span, mentions: list[Span], aside: bool, before: int
) -> tuple[int, int, Span | None]:
    """Bounds of the title before a token, equal where none is, and whom its holder serves.

    The token is the first of the person's name or stands before it.
    """
    doc = person.doc
    others = {i: m for m in mentions if m.label_ == "PERSON" for i in range(m.start, m.end)}
    countries = {i for m in mentions if m.label_ == "COUNTRY" for i in range(m.start, m.end)}
    headline = is_headline(sentence)
    least = max(sentence.start, before - REACH)
    master: Span | None = None
    named, own = False, person.kb_id_.partition(":")[2].split()
    i = before - 1
    while i >= least:
        length, kind = head_ending(doc, i, sentence.start)
        start = i - length + 1
        if i in others:
            if master is not None or not aside:
                break
            master = others[i]
            i = master.start
        elif kind in ("office", "post") and not _is_in_name(doc, start, i + 1, sentence.start):
            if master is None or doc[start : i + 1].text.lower() in office_context()["servant"]:
                return start, i + 1, master
        elif headline:
            named = named or i in countries
            inside = _is_small(doc, i) or doc[i].text in own or _is_short_form(doc, i)
            inside = inside or (named and may_stand_between(doc[i].text, doc[i].lower_))
            if not (kind or i in countries or inside):
                break
        elif not (kind or may_stand_between(doc[i].text, doc[i].lower_)):
            i = _before_clause(doc, i, least, others) if aside and master is None else 0
        i -= 1
    return 0, 0, None


def _before_clause(doc: Doc, i: int, least: int, others: Container[int]) -> int:
    """The "yang" of the clause that a token is in; 0 where none is."""
    while i >= least and i not in others and doc[i].text not in (",", '"', "“", "”", ":"):
        if doc[i].lower_ in office_context()["which"]:
            return i
        i -= 1
    return 0


def _is_small(doc: Doc, i: int) -> bool:
    word = doc[i].lower_
    return word in filling() or word in ("(", ")") or word.removeprefix("ke-").isdigit()


def _is_short_form(doc: Doc, i: int) -> bool:
    """Whether a word stands alone in brackets: "Menteri Pertahanan (Menhan)"."""
    return 0 < i < len(doc) - 1 and doc[i - 1].text == "(" and doc[i + 1].text == ")"


def _is_in_name(doc: Doc, start: int, end: int, first: int) -> bool:
    """Whether a title is a short form in brackets or part of a body's name."""
    if start <= first:
        return False
    if doc[start - 1].text == "(":
        return doc[end].text == ")"
    return doc[start - 1].lower_ in office_context()["organ"]


def _first_of_joint(doc: Doc, start: int, first: int) -> int:
    """Where a phrase begins: "Wakil Menteri", "Putra Mahkota sekaligus Perdana Menteri"."""
    while start > first and doc[start - 1].lower_ in office_context()["under"]:
        start -= 1
    if start - 2 < first or doc[start - 1].lower_ not in office_context()["joint"]:
        return start
    length, kind = head_ending(doc, start - 2, first)
    return start - 1 - length if length and kind == "office" else start


def _with_state_behind(
    found: Office | None, person: Span, mentions: list[Span], aside: bool
) -> Office | None:
    """The office with the state that follows the name: "Raja Abdullah dari Arab Saudi"."""
    if found is None:
        return None
    country = found.country
    if country is None and person.doc[person.end : person.end + 1].text in office_context()["of"]:
        country = next((m.kb_id_ for m in mentions if _is_country(m, person.end + 1)), None)
    return replace(found, country=country, aside=aside)


def _is_country(mention: Span, start: int) -> bool:
    return mention.label_ == "COUNTRY" and mention.start == start


def _counterpart(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
    """The office of the other person, for "timpalannya dari Turki, Hulusi Akar"."""
    doc = person.doc
    aside = person.start > sentence.start and doc[person.start - 1].text == ","
    named = person.start - aside
    country = next((m for m in mentions if m.end == named and m.label_ == "COUNTRY"), None)
    if country is None:
        return None
    before = {t.lower_ for t in doc[max(sentence.start, country.start - 2) : country.start]}
    if before.isdisjoint(office_context()["counterpart"]):
        return None
    for other in mentions:
        if other.label_ == "PERSON" and other.kb_id_ != person.kb_id_:
            office = _office_before(other, sentence, mentions)
            if office is not None:
                return replace(office, country=country.kb_id_, master=None, aside=False)
    return None
