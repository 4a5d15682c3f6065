"""Values as cells and attributes hold them."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["SEPARATOR", "defuse", "joined"]

SEPARATOR = " | "
"""What joins the parts of a list in CSV, GraphML and GEXF."""

_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")
_NUMBER = re.compile(r"^[+-]?[0-9]+(?:\.[0-9]+)?\Z")


def defuse(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula.

    A text that begins like a formula gets an apostrophe before it, which a
    spreadsheet does not show. Numbers stay as they are.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def joined(value: Any) -> Any:
    """A list as one text; anything else as it is."""
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
