"""An office phrase: which words it has, of which state it is."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extract.office_phrases import country_of_body, filling, is_private, office_context, titles

__all__ = ["Office", "phrase_of"]


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


def phrase_of(
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
