"""Sentence boundaries of news text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Token

from extract.language import abbreviations
from extract.schema import read_table

_END = frozenset((".", "!", "?", "…", "..", "...", "...."))
_CLOSING = frozenset(('"', "”", "'", "’", ")", "]", "»"))
_OPENING = frozenset(('"', "“", "„", "'", "‘", "(", "[", "«", "”", "-", "–", "—", "•", "*"))


@Language.factory("alutsista_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Make the component."""
    return Sentences()


class Sentences:
    r"""Set where sentences begin.

    A line ends a sentence, whatever it ends in: headlines, menus and captions
    have no full stop. Within a line a sentence ends at ``.``, ``!``, ``?`` and
    the quotes and brackets that close it, if what follows can begin one.
    White space at the end of a line belongs to the sentence before it; white
    space at the start of the text is a sentence of its own.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Turki Siap\nDr. Goren bicara. Ia pergi.")
        >>> [s.text.strip() for s in doc.sents]
        ['Turki Siap', 'Dr. Goren bicara.', 'Ia pergi.']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Set ``token.is_sent_start`` on every token."""
        keep_open = abbreviations()
        starts = [False] * len(doc)
        last = len(doc) - 1
        for i, token in enumerate(doc):
            if i == last:
                break
            if token.is_space:
                starts[i + 1] = starts[i + 1] or "\n" in token.text or "\r" in token.text
            elif token.text in _END and token.text not in keep_open:
                j = _after_closing(doc, i + 1)
                if j <= last and _can_begin(doc, j):
                    starts[j] = True
        for i in _around_inline(doc):
            starts[i] = True
        set_sentence_starts(doc, starts)
        return doc


def set_sentence_starts(doc: Doc, starts: Sequence[bool]) -> None:
    """Set ``is_sent_start`` of all tokens at once; the first begins a sentence anyway.

    Token by token spaCy looks the whole document over each time.
    """
    if len(doc):
        values: Any = np.where(np.array(starts, dtype=bool), 1, -1)
        values[0] = 1
        doc.from_array([SENT_START], values.astype("uint64").reshape(-1, 1))


@cache
def _inline() -> re.Pattern[str]:
    rows = read_table("boilerplate.tsv")
    marks = sorted((r["pattern"] for r in rows if r["kind"] == "inline"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, marks)), re.IGNORECASE)


def _around_inline(doc: Doc) -> Iterator[int]:
    """First token of each advertising mark within a line, and the first after it."""
    for match in _inline().finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            yield span.start
            if span.end < len(doc) and not doc[span.end].is_space:
                yield span.end


def _after_closing(doc: Doc, i: int) -> int:
    """Index of the first token that neither closes what the sentence opened nor is a space."""
    while i < len(doc) and doc[i].text in _CLOSING and not doc[i - 1].whitespace_:
        i += 1
    while i < len(doc) and doc[i].is_space and "\n" not in doc[i].text:
        i += 1
    return i


def _can_begin(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_space:
        return False
    before = doc[i - 1]
    if not before.whitespace_ and not before.is_space and before.text not in _CLOSING:
        return bool(token.text[:1].isupper()) and before.text in _END
    if token.text in _OPENING:
        return _is_capital(doc[i + 1]) if i + 1 < len(doc) else False
    return _is_capital(token)


def _is_capital(token: Token) -> bool:
    first = token.text[:1]
    return first.isupper() or first.isdigit()
