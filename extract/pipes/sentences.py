"""Sentence boundaries of news text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from extract.language import abbreviations
from extract.schema import read_table
from extract.spans import Known, spaces_of, text_of, words_of

_END = frozenset((".", "!", "?", "…", "..", "...", "...."))
_CLOSING = frozenset(('"', "”", "'", "’", ")", "]", "»"))
_OPENING = frozenset(('"', "“", "„", "'", "‘", "(", "[", "«", "”", "-", "–", "—", "•", "*"))
_LINE, _STOP = 1, 2


def _mark(word: str) -> int:
    """Whether a word is the end of a line, or may be that of a sentence."""
    if word.isspace():
        return _LINE if "\n" in word or "\r" in word else 0
    return _STOP if word in _END and word not in abbreviations() else 0


_MARKS = Known(_mark)


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
        words, spaces = words_of(doc), spaces_of(doc)
        starts = [False] * len(words)
        last = len(words) - 1
        for i, mark in enumerate(map(_MARKS.__getitem__, words)):
            if not mark or i == last:
                continue
            if mark == _LINE:
                starts[i + 1] = True
            elif mark == _STOP:
                j = _after_closing(words, spaces, i + 1)
                if j <= last and _can_begin(words, spaces, j):
                    starts[j] = True
        for i in _around_inline(doc, text_of(doc)):
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
def _inline() -> tuple[re.Pattern[str], tuple[str, ...]]:
    rows = read_table("boilerplate.tsv")
    marks = sorted((r["pattern"] for r in rows if r["kind"] == "inline"), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, marks)), re.IGNORECASE)
    return pattern, tuple(mark.casefold() for mark in marks)


def _around_inline(doc: Doc, text: str) -> Iterator[int]:
    """First token of each advertising mark within a line, and the first after it."""
    pattern, marks = _inline()
    folded = text.casefold().replace("ı", "i").replace("\u0307", "")
    if not any(mark in folded for mark in marks):  # far cheaper than the pattern
        return
    for match in pattern.finditer(text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is not None:
            yield span.start
            if span.end < len(doc) and not doc[span.end].is_space:
                yield span.end


def _after_closing(words: list[str], spaces: list[bool], i: int) -> int:
    """Index of the first token that neither closes what the sentence opened nor is a space."""
    while i < len(words) and words[i] in _CLOSING and not spaces[i - 1]:
        i += 1
    while i < len(words) and words[i].isspace() and "\n" not in words[i]:
        i += 1
    return i


def _can_begin(words: list[str], spaces: list[bool], i: int) -> bool:
    word, before = words[i], words[i - 1]
    if word.isspace():
        return False
    if not spaces[i - 1] and not before.isspace() and before not in _CLOSING:
        return word[:1].isupper() and before in _END
    if word in _OPENING:
        return _is_capital(words[i + 1]) if i + 1 < len(words) else False
    return _is_capital(word)


def _is_capital(word: str) -> bool:
    first = word[:1]
    return first.isupper() or first.isdigit()
