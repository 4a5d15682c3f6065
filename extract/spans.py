"""Spans and the sentences they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from spacy.attrs import LOWER, ORTH
from spacy.tokens import Doc, Span

__all__ = ["Tokens", "by_sentence", "lower_words", "mentions_by_sentence", "words_of"]


class Tokens(NamedTuple):
    """The tokens of an article as they are written, and in small letters."""

    texts: list[str]
    lower: list[str]

    @classmethod
    def of(cls, doc: Doc) -> Tokens:
        """Those of a document."""
        return cls(words_of(doc), lower_words(doc))


def words_of(doc: Doc) -> list[str]:
    """The text of every token; far faster than asking the tokens one by one."""
    return _strings(doc, ORTH)


def lower_words(doc: Doc) -> list[str]:
    """The same in small letters."""
    return _strings(doc, LOWER)


_MOST_KNOWN = 1 << 16


class _Strings:
    """Strings by spaCy's number, which is the same in every vocabulary."""

    known: ClassVar[dict[int, str]] = {}


def _strings(doc: Doc, attribute: int) -> list[str]:
    array: Any = doc.to_array([attribute])
    numbers: list[int] = array.reshape(-1).tolist()
    if len(_Strings.known) > _MOST_KNOWN:
        _Strings.known = {}
    known = _Strings.known
    strings: Any = doc.vocab.strings
    for number in set(numbers).difference(known):
        known[number] = strings[number]
    return list(map(known.__getitem__, numbers))


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
