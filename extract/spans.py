"""Spans and the sentences they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.attrs import LOWER, ORTH
from spacy.tokens import Doc, Span

__all__ = ["by_sentence", "lower_words", "mentions_by_sentence", "words_of"]


def words_of(doc: Doc) -> list[str]:
    """The text of every token; far faster than asking the tokens one by one."""
    strings: Any = doc.vocab.strings
    return [strings[orth] for orth in doc.to_array([ORTH]).reshape(-1).tolist()]


def lower_words(doc: Doc) -> list[str]:
    """The same in small letters."""
    strings: Any = doc.vocab.strings
    return [strings[lower] for lower in doc.to_array([LOWER]).reshape(-1).tolist()]


def mentions_by_sentence(doc: Doc) -> Iterator[tuple[Span, list[Span]]]:
    """Content sentences with their mentions, both in text order.

    One pass over both: ``span.sent`` would walk a long sentence anew for each mention.
    """
    yield from by_sentence(doc, list(doc.spans["mentions"]))


def by_sentence(doc: Doc, mentions: list[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Content sentences with the spans of a list, which is in text order."""
    at = 0
    for sentence in doc.spans["content"]:
        while at < len(mentions) and mentions[at].start < sentence.start:
            at += 1
        first = at
        while at < len(mentions) and mentions[at].start < sentence.end:
            at += 1
        yield sentence, mentions[first:at]
