"""Find an entity by what a person calls it: its id, a code, a label, a name, part of one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache

import pandas as pd

from graph.rows import read_rows

__all__ = ["find", "fold", "near"]

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})
"""Letters that have no accent to take off."""
_BETWEEN = re.compile(r"[^\w\n]+|_+")
_ALIKE = 0.75
"""Least likeness of a near match."""

_LEAST = 4
"""Letters of the shortest name that another one can be like: three are nearly any three."""

Labels = Mapping[str, Sequence[str]]


def fold(names: Iterable[str]) -> list[str]:
    """Names without case, accents and punctuation: ``Erdoğan`` and ``ERDOGAN`` are one.

    Args:
        names: Any number; they are worked on together, which is much faster than one by one.

    Returns:
        The words of each, parted by a space.
    """
    lines = [" ".join(name.split()) for name in names]
    if not lines:
        return []
    text = "\n".join(lines).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", text)
    marks = {ord(char): None for char in set(plain) if unicodedata.combining(char)}
    spaced = _BETWEEN.sub(" ", plain.translate(marks))
    return [line.strip() for line in spaced.split("\n")]


def find(nodes: pd.DataFrame, query: str, labels: Labels | None = None) -> list[str]:
    """The entities that a query names.

    Whole ids come first, then what follows the colon in them (for a state its ISO code of
    three letters), labels, names as the articles write them, ISO codes of two letters, and
    last names that hold every word of the query. The first of these that fits decides. Case,
    accents, spaces and hyphens do not count, save that a part of a name is whole words.

    Args:
        nodes: With ``entity_id``, ``label`` and ``aliases``.
        query: What is looked for.
        labels: Further labels of an id, such as those of the other language.

    Returns:
        Ids, sorted; several where the query does not tell them apart, none where nothing fits.
    """
    wanted = fold([query])[0]
    if not wanted:
        return []
    joined = wanted.replace(" ", "")
    for step in (_ids, _bare_ids, _labels, _aliases, _short_codes):
        pairs = list(step(nodes, labels or {}))
        found = {i for i, name in _folded(pairs) if name.replace(" ", "") == joined}
        if found:
            return sorted(found)
    first, words = wanted.split()[0], set(wanted.split())
    named = _folded(list(_names(nodes, labels or {})))
    return sorted({i for i, name in named if first in name and words <= set(name.split())})


def near(nodes: pd.DataFrame, query: str, labels: Labels | None = None, most: int = 5) -> list[str]:
    """The entities whose names are most like a query that names none.

    Args:
        nodes: With ``entity_id``, ``label`` and ``aliases``.
        query: What was looked for.
        labels: Further labels of an id.
        most: How many.

    Returns:
        Ids, the most alike first (Ratcliff and Obershelp's measure, as difflib has it).
    """
    wanted = fold([query])[0]
    if len(wanted) < _LEAST:
        return []
    spelt: dict[str, str] = {}
    for entity_id, name in _folded(list(_names(nodes, labels or {}))):
        for part in (name, *name.split()):
            spelt.setdefault(part, entity_id)
    pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
    # the measure is slow, and names that share few pairs of letters cannot be alike
    likely = [name for name in spelt if 3 * sum(pair in name for pair in pairs) >= len(pairs)]
    alike = get_close_matches(wanted, likely, n=4 * most, cutoff=_ALIKE)
    return list(dict.fromkeys(spelt[name] for name in alike))[:most]


_Pairs = Iterator[tuple[str, str]]
"""Entity ids, each with a name; an id comes once for each of its names."""


def _folded(pairs: list[tuple[str, str]]) -> _Pairs:
    return zip((i for i, _ in pairs), fold(name for _, name in pairs), strict=True)


def _ids(nodes: pd.DataFrame, _: Labels) -> _Pairs:
    return ((i, i) for i in nodes["entity_id"])


def _bare_ids(nodes: pd.DataFrame, _: Labels) -> _Pairs:
    return ((i, i.partition(":")[2]) for i in nodes["entity_id"])


def _labels(nodes: pd.DataFrame, labels: Labels) -> _Pairs:
    yield from zip(nodes["entity_id"], nodes["label"], strict=True)
    yield from ((i, label) for i in nodes["entity_id"] for label in labels.get(i, ()))


def _aliases(nodes: pd.DataFrame, _: Labels) -> _Pairs:
    for entity_id, aliases in zip(nodes["entity_id"], nodes["aliases"], strict=True):
        yield from ((entity_id, alias) for alias in aliases)


def _short_codes(nodes: pd.DataFrame, _: Labels) -> _Pairs:
    codes = _iso2()
    return ((i, codes[i]) for i in nodes["entity_id"] if i in codes)


def _names(nodes: pd.DataFrame, labels: Labels) -> _Pairs:
    yield from _labels(nodes, labels)
    yield from _aliases(nodes, labels)


@cache
def _iso2() -> dict[str, str]:
    """ISO 3166-1 codes of two letters, by entity id."""
    rows = read_rows("extract.data", "states.tsv")
    return {f"country:{row[0]}": row[1] for row in rows if row[1]}
