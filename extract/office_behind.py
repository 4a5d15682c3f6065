"""The office that the words behind a name give a person."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span

from extract.office_phrases import head_ending, may_stand_between, office_context, titles
from extract.office_wording import Office, phrase_of

__all__ = ["REACH", "office_behind", "office_taken"]

REACH = 18
"""How many words an office phrase has at the most."""
_COPULA = 4
_FAR = 25


def office_behind(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
    """The office beside the name: "Kemal Aydin, Presiden Turki,"."""
    start, loose = _start_behind(person.doc, person.end, sentence.end)
    return _office_at(start, loose, sentence, mentions)


def office_taken(person: Span, sentence: Span, mentions: list[Span]) -> Office | None:
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
            found = phrase_of(doc, start, head_end, end, mentions, kind == "office")
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
        end < min(sentence.end, start + REACH)
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
