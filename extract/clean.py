"""Text as it should have been, with every offset leading back to the text as read.

Three faults of scraped text are mended: letters garbled by a wrong encoding
(with ftfy), HTML entities and odd spaces, and words glued together where a link
was lost ("PresidenDonald Trumpmengatakan"). A stretch of a thousand characters
without a space, which is no word, is parted. Line structure stays as it is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.names import odds
from extract.schema import read_table

__all__ = ["Cleaned", "Edit", "clean", "common_words", "is_common_word"]

_MOST_GARBLED = 250
# Two characters that only a wrong decoding puts beside each other, and what hangs on to them.
_GARBLED = re.compile(
    r"(?<!\w)\w{0,60}(?:[ÂÃÄÅÎÐØÙ][\u0080-\u00bf–—‘’“”„…€‚ƒ†‡ˆ‰Š‹ŒŽšœžŸ]|â€|ï¿½)"
    rf"{{1,{_MOST_GARBLED}}}[^\s<>]{{0,{_MOST_GARBLED}}}"
)
_SIGN_OF_GARBLED = re.compile("[ÂÃÄÅÎÐØÙâï]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_NOTHING = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]+")
_COMBINING = re.compile(r"\w[\u0300-\u036f]{1,30}")  # as many as Unicode's stream-safe text has
_ENDLESS = re.compile(r"\S{997}(?=\S)")
"""What no tokenizer takes in sensible time; a prime, so that the cuts fall between entities too."""
_GLUED = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]*[a-z][A-Z][^\W\d_]*|[A-Z]{2,}[a-z]{2,}|[A-Z][a-z]{6,})"
)
_SEAM = re.compile(r"(?:(?<=[a-z])|(?<=\b[A-Z]{2}))(?=([A-Z][a-z]+|[A-Z]{2,})[A-Za-z]*)")
"""Where a word may begin inside another: behind a small letter, or behind two capitals ("RI")."""
_LONGEST_WORD = 60
_OFTEN_A_NAME = 1.0

Edit = tuple[int, int, str]
"""Characters ``start`` to ``end`` of the text as read become this text."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text that knows where each of its characters came from.

    Attributes:
        text: The cleaned text.
        edits: What was changed, in order and without overlap.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    _ends: tuple[int, ...] = ()
    _clean_ends: tuple[int, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the cleaned text to the text as read.

        A span that begins or ends within a changed stretch takes in all of it.
        """
        first = self._back(start, False)
        return first, max(first, self._back(end, True))

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the text as read to the cleaned text, in the same way."""
        first = self._forth(start, False)
        return first, max(first, self._forth(end, True))

    def _back(self, offset: int, is_end: bool) -> int:
        index = bisect_right(self._clean_ends, offset if not is_end else offset - 1)
        shift = self._ends[index - 1] - self._clean_ends[index - 1] if index else 0
        if index < len(self.edits):
            start, end, new = self.edits[index]
            begin = self._clean_ends[index] - len(new)
            if begin < offset:
                return end if is_end else start
        return offset + shift

    def _forth(self, offset: int, is_end: bool) -> int:
        index = bisect_right(self._ends, offset if not is_end else offset - 1)
        shift = self._clean_ends[index - 1] - self._ends[index - 1] if index else 0
        if index < len(self.edits):
            start, _, new = self.edits[index]
            if start < offset:
                return self._clean_ends[index] if is_end else self._clean_ends[index] - len(new)
        return offset + shift


def clean(text: str) -> Cleaned:
    """Mend a text.

    Args:
        text: An article's text as read; any string at all.

    Returns:
        The cleaned text; the text itself, without edits, where nothing is wrong.
    """
    edits = _without_overlap(sorted(_edits(text)))
    if not edits:
        return Cleaned(text)
    pieces: list[str] = []
    ends: list[int] = []
    clean_ends: list[int] = []
    done = length = 0
    for start, end, new in edits:
        pieces += (text[done:start], new)
        length += start - done + len(new)
        done = end
        ends.append(end)
        clean_ends.append(length)
    pieces.append(text[done:])
    return Cleaned("".join(pieces), tuple(edits), tuple(ends), tuple(clean_ends))


def _without_overlap(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _edits(text: str) -> Iterator[Edit]:
    yield from _garbled(text)
    for match in _ENTITY.finditer(text):
        yield from _replaced(match, _as_plain(html.unescape(match[0])))
    for match in _ODD_SPACE.finditer(text):
        yield match.start(), match.end(), " "
    for match in _NOTHING.finditer(text):
        yield match.start(), match.end(), ""
    for match in _COMBINING.finditer(text):
        yield from _replaced(match, unicodedata.normalize("NFC", match[0]))
    for match in _ENDLESS.finditer(text):
        yield match.end(), match.end(), " "
    for match in _GLUED.finditer(text):
        if len(match[0]) <= _LONGEST_WORD:
            for cut in _cuts(match[0]):
                yield match.start() + cut, match.start() + cut, " "


def _as_plain(char: str) -> str:
    return " " if char.isspace() else char


def _replaced(match: re.Match[str], new: str) -> Iterator[Edit]:
    if new != match[0]:
        yield match.start(), match.end(), new


def _garbled(text: str) -> Iterator[Edit]:
    if _SIGN_OF_GARBLED.search(text) is None:  # most texts, and far cheaper to tell
        return
    found = list(_GARBLED.finditer(text))
    if found:
        import ftfy

        for match in found:
            new = _regained(match[0]) or ftfy.fix_encoding(match[0])
            yield from _replaced(match, f"{new} " if len(match[0]) > _MOST_GARBLED else new)


def _regained(word: str) -> str | None:
    """The word whose UTF-8 bytes were read as Windows-1252, if it is one.

    ftfy leaves a short text alone when it may be right; a single foreign name is short.
    """
    try:
        new = word.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return None
    return new if all(char.isalnum() or char.isascii() for char in new) else None


@cache
def _lexicon() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Words written small, names, and the tails that are glued to names."""
    rows = read_table("words.tsv")
    small = frozenset(row["form"] for row in rows if row["kind"] == "w")
    names = frozenset(row["form"] for row in rows if row["kind"] in "nc")
    tails = {row["form"]: row["strength"] for row in read_table("glued_tails.tsv")}
    return small, names, tails


@lru_cache(maxsize=50_000)
def _cuts(word: str) -> tuple[int, ...]:
    """Where a glued word falls apart; empty for a word that is right as it is."""
    cuts: list[int] = []
    begin = 0
    if word in _lexicon()[1]:
        return ()
    for match in _SEAM.finditer(word):
        piece = word[begin : match.start()]
        if _is_known(piece) or (piece.islower() and len(piece) > 3 and _is_name(match[1])):
            tail = _tail(piece)
            cuts += [begin + tail, match.start()] if tail else [match.start()]
            begin = match.start()
    tail = _tail(word[begin:])
    return (*cuts, begin + tail) if tail else tuple(cuts)


def _is_known(piece: str) -> bool:
    small, names, _ = _lexicon()
    return len(piece) > 1 and (
        piece.lower() in small or piece in names or bool(_tail(piece)) or _is_often_a_name(piece)
    )


def _is_often_a_name(piece: str) -> bool:
    return (odds(piece) or 0.0) > _OFTEN_A_NAME


def _is_name(piece: str) -> bool:
    return piece in _lexicon()[1] or bool(_tail(piece))


def _tail(word: str) -> int:
    """Length of the name to which a small word is glued, or 0."""
    small, names, tails = _lexicon()
    if word in names or word.lower() in small:
        return 0
    for cut in range(2, len(word) - 1):
        name, strength = word[:cut], tails.get(word[cut:])
        if strength is None and len(word) - cut > 4 and word[cut:] in small:
            strength = "weak"
        if strength is None:
            continue
        known = name in names or (name.isupper() and len(word) - cut > 2) or _is_often_a_name(name)
        if known or (strength == "strong" and cut > 2 and name[0].isupper()):
            return cut
    return 0


def common_words() -> frozenset[str]:
    """Words that Indonesian newspapers often print small."""
    return frozenset(_lexicon()[0])


def is_common_word(word: str) -> bool:
    """Whether Indonesian newspapers often print this word small."""
    return word in _lexicon()[0]
