"""Find an entity by what a person calls it: its id, a code, a label, a name, part of one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

import pandas as pd

from graph.rows import read_rows

__all__ = ["find", "fold", "near"]

_LETTERS = str.maketrans({"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe"})
"""Letters that have no accent to take off."""


def fold(text: str) -> str:
    """A name without case, accents and punctuation: ``Erdoğan`` and ``ERDOGAN`` are one.

    Returns:
        Its words, parted by a space.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    marked = (char for char in plain if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in marked).split())


def find(
    nodes: pd.DataFrame, query: str, labels: Mapping[str, Sequence[str]] | None = None
) -> list[str]:
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
    wanted = fold(query)
    if not wanted:
        return []
    joined = wanted.replace(" ", "")
    steps: tuple[Callable[[dict[str, Any]], Iterable[str]], ...] = (
        lambda row: (row["entity_id"],),
        lambda row: (row["entity_id"].partition(":")[2],),
        lambda row: (row["label"], *(labels or {}).get(row["entity_id"], ())),
        lambda row: row["aliases"],
        lambda row: _short_codes().get(row["entity_id"], ()),
    )
    rows = list(_rows(nodes))
    for names in steps:
        found = {
            row["entity_id"]
            for row in rows
            if any(fold(name).replace(" ", "") == joined for name in names(row))
        }
        if found:
            return sorted(found)
    words = set(wanted.split())
    return sorted(
        {row["entity_id"] for row in rows
         if any(words <= set(fold(name).split()) for name in _names(row, labels))}
    )  # fmt: skip


def near(
    nodes: pd.DataFrame,
    query: str,
    labels: Mapping[str, Sequence[str]] | None = None,
    most: int = 5,
) -> list[str]:
    """The entities whose names are most like a query that names none.

    Args:
        nodes: With ``entity_id``, ``label`` and ``aliases``.
        query: What was looked for.
        labels: Further labels of an id.
        most: How many.

    Returns:
        Ids, the most alike first (Ratcliff and Obershelp's measure, as difflib has it).
    """
    spelt: dict[str, str] = {}
    for row in _rows(nodes):
        for name in _names(row, labels):
            for part in (fold(name), *fold(name).split()):
                spelt.setdefault(part, row["entity_id"])
    alike = get_close_matches(fold(query), spelt, n=4 * most, cutoff=0.75)
    return list(dict.fromkeys(spelt[name] for name in alike))[:most]


def _rows(nodes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    columns = ("entity_id", "label", "aliases")
    for values in zip(*(nodes[column] for column in columns), strict=True):
        yield dict(zip(columns, values, strict=True))


def _names(row: dict[str, Any], labels: Mapping[str, Sequence[str]] | None) -> Iterator[str]:
    yield row["label"]
    yield from (labels or {}).get(row["entity_id"], ())
    yield from row["aliases"]


@cache
def _short_codes() -> dict[str, tuple[str, ...]]:
    """ISO 3166-1 codes of two letters, by entity id."""
    rows = read_rows("extract.data", "states.tsv")
    return {f"country:{row[0]}": (row[1],) for row in rows if row[1]}
