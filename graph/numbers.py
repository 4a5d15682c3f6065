"""How many of a thing a sentence speaks of: "36 jet tempur Rafale", "dua puluh empat unit F-16"."""

from __future__ import annotations

import re
from functools import cache

from graph.rows import read_rows

__all__ = ["count_beside"]

_MOST_WORDS = 9
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"\d+(?:\.\d{3})*(?![\w.,/-]*\d)|[^\W\d_]+(?:-[^\W\d_]+)*|\S")


def count_beside(text: str, start: int, end: int) -> int | None:
    """The number stated right before or behind a stretch of a sentence.

    Before it, nothing but a unit ("unit", "buah") and words for kinds of weapons may lie
    between; behind it, the number follows "sebanyak" and the like.

    Args:
        text: The sentence.
        start: First character of the name of what is counted.
        end: One past the last one.
    """
    before = _WORD.findall(text[max(start - 120, 0) : start].lower())[-_MOST_WORDS:]
    while before and (before[-1] in _of("unit") or before[-1] in _kinds()):
        before.pop()
    number: list[str] = []
    while before and _is_number(before[-1]):
        number.insert(0, before.pop())
    if number and not _is_year(number, before):
        return _value(number)
    after = _WORD.findall(text[end : end + 60].lower())[:_MOST_WORDS]
    if after[:1] and after[0] in _of("amount"):
        number = []
        for word in after[1:]:
            if not _is_number(word):
                break
            number.append(word)
        return _value(number)
    return None


def _is_year(number: list[str], before: list[str]) -> bool:
    """Whether a number is a year, an ordinal or part of something else before it."""
    if before and before[-1] in _of("other"):
        return True
    return len(number) == 1 and _YEAR.fullmatch(number[0]) is not None


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _values()


def _value(words: list[str]) -> int | None:
    """The number that words say, ``None`` where they say none."""
    total, hundreds, last = 0, 0, 0
    for word in words:
        if word[0].isdigit():
            last = int(word.replace(".", ""))
            continue
        kind, value = _values()[word]
        if kind == "digit":
            last = value
        elif kind == "one":
            hundreds += value
        elif value < 1000:
            hundreds += last + value if kind == "teen" else last * value
            last = 0
        else:
            total, hundreds, last = total + max(hundreds + last, 1) * value, 0, 0
    return total + hundreds + last or None


@cache
def _values() -> dict[str, tuple[str, int]]:
    rows = read_rows("graph.data", "number_words.tsv")
    return {word: (kind, int(value)) for word, kind, value in rows if value}


@cache
def _of(kind: str) -> frozenset[str]:
    return frozenset(w for w, k, *_ in read_rows("graph.data", "number_words.tsv") if k == kind)


@cache
def _kinds() -> frozenset[str]:
    """Words of the terms for classes of weapons, as the extraction's data has them."""
    rows = read_rows("extract.data", "weapon_terms.tsv")
    return frozenset(word for _, term in rows for word in term.split())
