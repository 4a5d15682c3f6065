"""Words, spans and the sentences they stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

from spacy.attrs import LOWER, ORTH, SPACY
from spacy.tokens import Doc, Span

__all__ = [
    "Known",
    "by_sentence",
    "lower_words",
    "mentions_by_sentence",
    "spaces_of",
    "text_of",
    "words_of",
]

_T = TypeVar("_T")


_MOST_KNOWN = 200_000
_texts: dict[int, str] = {}


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
    return _strings(doc, ORTH)


def lower_words(doc: Doc) -> list[str]:
    """The same in small letters."""
    return _strings(doc, LOWER)


def _strings(doc: Doc, attribute: Any) -> list[str]:
    ids: Any = doc.to_array([attribute]).reshape(-1).tolist()
    try:
        return list(map(_texts.__getitem__, ids))
    except KeyError:
        strings: Any = doc.vocab.strings
        if len(_texts) >= _MOST_KNOWN:
            _texts.clear()
        found = {one: strings[one] for one in set(ids)}
        _texts.update(found)
        return [found[one] for one in ids]


def spaces_of(doc: Doc) -> list[bool]:
    """For every token whether a space stands behind it."""
    spaces: list[bool] = doc.to_array([SPACY]).reshape(-1).astype(bool).tolist()
    return spaces


def text_of(doc: Doc, words: list[str]) -> str:
    """``doc.text``, from words that are at hand."""
    pairs = zip(words, spaces_of(doc), strict=True)
    return "".join([f"{word} " if is_spaced else word for word, is_spaced in pairs])


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
