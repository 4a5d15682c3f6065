"""The office that a sentence gives a person."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from extract.language import is_headline
from extract.office_phrases import (
    country_of_body,
    filling,
    head_ending,
    is_private,
    may_stand_between,
    office_context,
    titles,
)

__all__ = ["Office", "office_of"]

_REACH = 18
_COPULA = 4
_FAR = 25


@dataclass(frozen=True, slots=True)
class Office:
    """An office phrase.

    Attributes:
        start: First token.
        end: The token behind its words.
        country: Entity id of the state it names, if any.
        strong: Whether it is of a state even where none is named.
        master: Entity id of the person whom the holder serves, if named.
        aside: Whether a comma or more lies between it and the name.
    """

    start: int
    end: int
    country: str | None
    strong: bool
    master: str | None = None
    aside: bool = False


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
        or _office_behind(person, sentence, mentions)
        or _office_taken(person, sentence, mentions)
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
    found = _phrase(doc, first, end, person.start, mentions, strong)
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
    return _phrase(person.doc, start, end, joint, mentions, strong)


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
    least = max(sentence.start, before - _REACH)
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


def _office_behind(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
    start, loose = _start_behind(person.doc, person.end, sentence.end)
    return _office_at(start, loose, sentence, mentions)


def _office_taken(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
    """The office that the words behind tell of: "Jokowi, wali kota, dilantik sebagai presiden"."""
    doc = person.doc
    others = [m.start for m in mentions if m.label_ == "PERSON" and m.start >= person.end]
    end = min([*others, person.end + _FAR, sentence.end])
    for i in range(person.end, end):
        if doc[i].lower_ in office_context()["take"] | office_context()["tenure"]:
            start, is_said = _behind_lead(doc, i + 1, end)
            if is_said or doc[i].lower_ in office_context()["take"]:
                found = _office_at(start, False, sentence, mentions)
                if found is not None:
                    return found
    return None


def _behind_lead(doc: Doc, start: int, end: int) -> tuple[int, bool]:
    """Where an office that small words lead to begins, and whether an "as" is among them."""
    is_said = False
    while start < end:
        if doc[start].lower_ in office_context()["as"]:
            is_said = True
        elif doc[start].lower_ not in office_context()["lead"]:
            break
        start += 1
    return start, is_said


def _office_at(start: int, loose: bool, sentence: Span, mentions: list[Span]) -> Office | None:
    """The office behind a name whose title begins at a token."""
    doc = sentence.doc
    for length in range(min(3, sentence.end - start), 0, -1):
        title = doc[start : start + length].text.lower()
        kind = titles().get(title)
        if kind in ("office", "post"):
            if loose and not doc[start].text.islower():
                return None
            head_end = start + length
            end = _end_behind(doc, head_end, sentence, mentions)
            last = end - loose + 1
            other = next(
                (m for m in mentions if m.label_ == "PERSON" and start <= m.start <= last), None
            )
            if other is not None and not (
                title in office_context()["servant"] and _is_master(other, head_end, mentions)
            ):
                return None
            found = _phrase(doc, start, head_end, end, mentions, kind == "office")
            master = other.kb_id_ if other is not None and other.start < end else None
            return replace(found, master=master, aside=True) if found is not None else None
    return None


def _start_behind(doc: Doc, start: int, end: int) -> tuple[int, bool]:
    """Where an office behind a name may begin, and whether nothing sets it off."""
    i = start
    while i < end and doc[i].text in office_context()["caption"]:
        i += 1
    loose = False
    if i < end and doc[i].text == ",":
        i += 1
    elif not (i > start and doc[i - 1].text == "("):
        last = _last_of_copula(doc, i, end)
        loose = last == end
        i = i if loose else last + 1
    lead = office_context()["lead"] | office_context()["as"]
    while i < end and not loose and doc[i].lower_ in lead:
        i += 1
    return i, loose


def _end_behind(doc: Doc, start: int, sentence: Span, mentions: list[Span]) -> int:
    """Where an office phrase ends: at a mark, or at its state where its words do not go on."""
    end = start
    while (
        end < min(sentence.end, start + _REACH)
        and doc[end].text not in (",", ".", "(", ")", '"')
        and may_stand_between(doc[end].text, doc[end].lower_)
    ):
        end += 1
    for m in mentions:
        if m.label_ == "COUNTRY" and start <= m.start and m.end < end:
            if not doc[m.end].text[0].isupper():
                return m.end
            break
    return end


def _is_master(person: Span, start: int, mentions: list[Span]) -> bool:
    """Whether a title behind a name is of one who serves this person: "penasihat Trump,"."""
    doc = person.doc
    after = doc[person.end : person.end + 1].text
    if after.isalnum() and after not in office_context()["abroad"]:
        return False
    return any(
        head_ending(doc, i, start)[1] == "office" for i in range(start, person.start)
    ) or not any(m.label_ == "COUNTRY" and start <= m.start < person.start for m in mentions)


def _last_of_copula(doc: Doc, start: int, end: int) -> int:
    """The last word of "adalah", "menjabat sebagai" and the like; ``end`` where none stands."""
    found = end
    for i in range(start, min(start + _COPULA, end)):
        if doc[i].lower_ in office_context()["as"]:
            found = i
        elif doc[i].text[0].isupper() or found != end:
            break
    return found


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


def _phrase(
    doc: Doc, start: int, head_end: int, end: int, mentions: list[Span], strong: bool
) -> Office | None:
    """The office phrase from its head to the name; ``None`` if it is no office of a state."""
    countries = [
        m
        for m in mentions
        if m.label_ == "COUNTRY"
        and start < m.start < end
        and doc[m.start - 1].lower_ not in office_context()["abroad"]
    ]
    words_end = max(countries[0].start, head_end) if countries else end
    while words_end > head_end and not doc[words_end - 1].text[-1].isalnum():
        words_end -= 1
    body = country_of_body(_words(doc, start, _first(doc, head_end, end, "abroad")))
    if body is None and is_private(_words(doc, start, _first(doc, head_end, end, "of", "also"))):
        return None
    if _is_of_firm(doc, start, head_end, countries[0].start if countries else end):
        return None
    country = countries[0].kb_id_ if countries else body
    stop = next((i for i in range(head_end, words_end) if _ends_words(doc, i)), words_end)
    return Office(start, stop, country, strong)


def _is_of_firm(doc: Doc, start: int, head_end: int, end: int) -> bool:
    """Whether a title that firms give too has a name other than a state's behind it."""
    if doc[start:head_end].text.lower() not in office_context()["firm"] or head_end >= end:
        return False
    word = doc[head_end]
    known = word.lower_ in filling() or word.lower_ in titles()
    return word.text[0].isupper() and not known


def _first(doc: Doc, start: int, end: int, *kinds: str) -> int:
    """The first word of those kinds or of those before a state that is not served."""
    ends = frozenset().union(*(office_context()[kind] for kind in (*kinds, "abroad")))
    return next((i for i in range(start, end) if doc[i].lower_ in ends), end)


def _words(doc: Doc, start: int, end: int) -> str:
    return " ".join(token.text for token in doc[start:end] if token.text[0].isalnum())


def _ends_words(doc: Doc, i: int) -> bool:
    """Whether the office's words end before a token: a bracket, a comma, a rank."""
    token = doc[i]
    return token.text in office_context()["end"] or titles().get(token.lower_) == "honorific"
