"""Markdown (CommonMark, with the tables of GitHub) in which no text means more than its letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from graph.exports.values import web_address

__all__ = ["escape", "heading", "link", "quotation", "table"]

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&:@^$]|(?<=\w)\.(?=\w)|^[-+=]|(?<=\d)[.)]")
_HIDDEN = ("Cc", "Cf", "Cs", "Co")


def escape(text: object) -> str:
    """A text on one line in which Markdown and HTML see nothing but letters.

    A backslash stands before each mark that can be part of a link, an address that some readers
    link unasked, a tag, an entity, an emphasis, a formula or a table, and before what begins a
    list at the start of a line. Control and direction characters become ``�``.
    """
    line = " ".join(str(text).split())
    seen = "".join("�" if unicodedata.category(c) in _HIDDEN else c for c in line)
    return _MARKS.sub(r"\\\g<0>", seen)


def heading(level: int, text: str) -> str:
    """A heading of a text that is escaped already."""
    return f"{'#' * level} {text}\n\n"


def link(text: object, url: str | None) -> str:
    """A link, if the address is one of the web; else the text alone.

    Args:
        text: Not escaped.
        url: As an article gives it.
    """
    address = web_address(url)
    if address is None:
        return escape(text)
    return f"[{escape(text)}](<{address.replace('&', '&amp;')}>)"


def quotation(text: object) -> str:
    """A block quotation of a text that is not escaped."""
    return f"> {escape(text)}\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of cells that are escaped already."""
    yield _line(heads)
    yield _line(["---"] * len(heads))
    for row in rows:
        yield _line(row)
    yield "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
