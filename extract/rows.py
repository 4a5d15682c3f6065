"""One article as a source holds it: which column or key is which of its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.decoding import UnreadableError
from extract.schema import read_table

__all__ = ["Columns", "Row", "known_names", "pick", "require_text", "row_of"]

_MOST_NAMES = 20
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold an article's parts, where they are not the usual ones.

    Example:
        >>> from extract import read_articles
        >>> articles = read_articles(["arsip.csv"], Columns(text="badan", published="terbit"))

    Attributes:
        text: Of the text.
        title: Of the headline.
        publisher: Of the publisher's name or domain.
        published: Of the date.
        url: Of the address.
        id: Of a stable name of the article.
    """

    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One article as a source holds it, or a problem in its place.

    Attributes:
        where: Path of the source, with ``#row`` in a table.
        parts: Text and metadata by part: text, title, publisher, published, url, id.
        problem: Why there is nothing, or what to check.
    """

    where: str
    parts: dict[str, str]
    problem: str | None = None


@cache
def _usual() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in read_table("columns.tsv"):
        names.setdefault(row["part"], []).append(row["name"])
    return names


def _wanted(part: str, columns: Columns) -> list[str]:
    chosen = getattr(columns, part)
    return [chosen.strip().lower()] if chosen else _usual()[part]


def known_names(names: Iterable[str], columns: Columns) -> list[str]:
    """Those of the names that are the name of some part, in order."""
    known = {name for part in _usual() for name in _wanted(part, columns)}
    return [name for name in names if name.strip().lower() in known]


def require_text(names: Iterable[object], columns: Columns) -> None:
    """Make sure that one of the names is that of a text column.

    Raises:
        UnreadableError: None is; the message lists what was found.
    """
    found = [str(name).strip() for name in names]
    if not {name.lower() for name in found}.intersection(_wanted("text", columns)):
        listed = ", ".join(name[:_LONGEST_NAME] for name in found[:_MOST_NAMES]) or "none"
        more = len(found) - _MOST_NAMES
        listed += f" and {more:,} more" if more > 0 else ""
        raise UnreadableError(f"no text column; found {listed}; name it with --text-column")


def pick(row: dict[str, Any], columns: Columns) -> dict[str, str]:
    """The parts of an article in a table row or JSON object.

    A list of texts is taken for paragraphs; any other structure tells nothing.

    Raises:
        UnreadableError: There is no text column, no text in it, or something else.
    """
    require_text(row, columns)
    lower = {str(name).strip().lower(): value for name, value in row.items()}
    parts: dict[str, str] = {}
    for part in _usual():
        values = (_value(lower.get(name)) for name in _wanted(part, columns))
        value = next((found for found in values if found is not None), None)
        if part == "text" and not isinstance(value, str | None):
            raise UnreadableError(f"the text is of type {type(value).__name__}, not a string")
        if value is not None and not isinstance(value, dict | list):
            parts[part] = str(value)
    if "text" not in parts:
        raise UnreadableError("empty text")
    return parts


def _value(value: Any) -> Any:
    """A cell's value; ``None`` for every way of saying that there is none."""
    if isinstance(value, list) and value and all(isinstance(piece, str) for piece in value):
        return "\n".join(value)
    if isinstance(value, dict | list):  # as deep as it likes to be
        return value
    return None if value is None or str(value) in ("", "nan", "NaN", "NaT") else value


def row_of(cells: dict[str, Any], where: str, columns: Columns, problem: str | None = None) -> Row:
    """The row of these cells; one without parts and with the reason where they hold no text."""
    try:
        return Row(where, pick(cells, columns), problem)
    except UnreadableError as error:
        return Row(where, {}, str(error))
