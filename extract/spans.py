"""Words, spans and the sentences they stand in."""

from __future__ import annotations

import threading
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, ClassVar, NamedTuple, TypeVar

from spacy.attrs import IDX, LOWER, ORTH, SPACY
from spacy.tokens import Doc, Span

__all__ = [
    "Known",
    "Tokens",
    "between",
    "by_sentence",
    "inside",
    "lower_words",
    "mentions_by_sentence",
    "offsets_of",
    "spaces_of",
    "text_of",
    "with_sentence",
    "words_of",
]

_T = TypeVar("_T")
_P = TypeVar("_P", tuple[int, int], tuple[int, int, int])


_MOST_KNOWN = 200_000
_texts: dict[int, str] = {}


class Tokens(NamedTuple):
    """The tokens of an article as they are written, and in small letters."""

    texts: list[str]
    lower: list[str]

    @classmethod
    def of(cls, doc: Doc) -> Tokens:
        """Those of a document."""
        return cls(words_of(doc), lower_words(doc))


class Known(dict[str, _T]):
    """What a function says of words, each asked once: ``map(known.__getitem__, words)``.

    Made once a function, where a module is imported.

    Args:
        say: The function.
    """

    _all: ClassVar[list[Known[Any]]] = []

    def __init__(self, say: Callable[[str], _T]) -> None:
        super().__init__()
        self.say = say
        self._all.append(self)

    @classmethod
    def forget(cls) -> None:
        """Ask all functions anew, after a list that they look at has changed."""
        for known in cls._all:
            known.clear()

    def __missing__(self, word: str) -> _T:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        value = self[word] = self.say(word)
        return value


def words_of(doc: Doc) -> list[str]:
    """The text of every token; far faster than asking the tokens one by one."""
    return _kept(doc, "words", lambda: _strings(doc, ORTH))


def lower_words(doc: Doc) -> list[str]:
    """The same in small letters."""
    return _kept(doc, "lower", lambda: _strings(doc, LOWER))


def spaces_of(doc: Doc) -> list[bool]:
    """For every token whether a space stands behind it."""
    return _kept(doc, "spaces", lambda: _column(doc, SPACY).astype(bool).tolist())


def offsets_of(doc: Doc) -> list[int]:
    """The place of every token's first character in :func:`text_of`."""
    return _kept(doc, "offsets", lambda: _column(doc, IDX).tolist())


def text_of(doc: Doc) -> str:
    """``doc.text``."""
    return _kept(doc, "text", lambda: _joined(words_of(doc), spaces_of(doc)))


def between(doc: Doc, start: int, end: int) -> str:
    """``doc[start:end].text``, for one token at least."""
    offsets, last = offsets_of(doc), end - 1
    return text_of(doc)[offsets[start] : offsets[last] + len(words_of(doc)[last])]


def _joined(words: list[str], spaces: list[bool]) -> str:
    pairs = zip(words, spaces, strict=True)
    return "".join([f"{word} " if is_spaced else word for word, is_spaced in pairs])


class _Latest(threading.local):
    """What was read from the document asked of last; every component asks for the same."""

    doc: weakref.ref[Doc] | None = None
    tokens = 0

    def __init__(self) -> None:
        self.lists: dict[str, Any] = {}


_latest = _Latest()


def _kept(doc: Doc, what: str, make: Callable[[], _T]) -> _T:
    if _latest.doc is None or _latest.doc() is not doc or _latest.tokens != len(doc):
        _latest.doc, _latest.tokens, _latest.lists = weakref.ref(doc), len(doc), {}
    lists = _latest.lists
    if what not in lists:
        lists[what] = make()
    kept: _T = lists[what]
    return kept


def _column(doc: Doc, attribute: Any) -> Any:
    return doc.to_array([attribute]).reshape(-1)


def _strings(doc: Doc, attribute: Any) -> list[str]:
    ids = _column(doc, attribute).tolist()
    try:
        return list(map(_texts.__getitem__, ids))
    except KeyError:
        strings: Any = doc.vocab.strings
        if len(_texts) >= _MOST_KNOWN:
            _texts.clear()
        found = {one: strings[one] for one in set(ids)}
        _texts.update(found)
        return [found[one] for one in ids]


def inside(places: list[_P], first: int, last: int) -> Iterator[_P]:
    """Those of sorted places, each of a start and an end, that lie within a sentence."""
    for place in islice(places, bisect_left(places, (first,)), None):
        if place[0] >= last:
            return
        if place[1] <= last:
            yield place


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


def with_sentence(doc: Doc, spans: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Spans of the content, in any order, each behind its sentence.

    ``span.sent`` would walk a long sentence anew for each of them.
    """
    sentences = list(doc.spans["content"])
    starts = [sentence.start for sentence in sentences]
    for span in spans:
        yield sentences[bisect_right(starts, span.start) - 1], span
