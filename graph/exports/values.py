"""Values as other formats want them: days, addresses, identifiers, country codes, relations."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from graph.messages import LANGUAGES
from graph.rows import read_rows

__all__ = [
    "RelationType",
    "alpha2",
    "days",
    "one_line",
    "relation_types",
    "slug",
    "web_address",
    "wikidata_item",
]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ITEM = re.compile(r"Q[1-9][0-9]*")
_MOST_SLUG = 60


class RelationType(NamedTuple):
    """A row of ``extract/data/relations.tsv``.

    Attributes:
        quad: Quad class of a PLOVER event type, or ``arms``, ``office``, ``none``.
        directed: Whether source and target differ in part.
        labels: By language.
    """

    quad: str
    directed: bool
    labels: dict[str, str]


@cache
def relation_types() -> dict[str, RelationType]:
    """The relation types by name."""
    return {
        name: RelationType(quad, directed == "1", dict(zip(LANGUAGES, labels, strict=True)))
        for name, quad, directed, _, _, *labels in read_rows("extract.data", "relations.tsv")
    }


@cache
def _codes() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("extract.data", "states.tsv") if row[1]}


def alpha2(code: str | None) -> str | None:
    """ISO 3166-1 alpha-2 code of an alpha-3 one; ``None`` for a state that has none any more."""
    return _codes().get(code or "")


def days(date: str | None) -> tuple[str, str] | None:
    """First and last day of a date of any precision.

    Args:
        date: YYYY, YYYY-MM or YYYY-MM-DD.

    Returns:
        Two ISO dates, or ``None`` where there is no date, or none of the calendar.
    """
    found = _DATE.fullmatch(date or "")
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    last = monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return (
        f"{year:04}-{month or 1:02}-{day or 1:02}",
        f"{year:04}-{month or 12:02}-{day or last:02}",
    )


def web_address(url: str | None) -> str | None:
    """An address that can be followed without harm, or ``None``.

    Only ``http`` and ``https`` with a host pass. Characters that no address may hold, such as
    spaces, quotes and angle brackets, are percent-encoded.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    text = url.strip().encode("utf-8", "replace").decode("utf-8")
    return quote(text, safe=":/?#@!$&*+,;=%~-._")


def wikidata_item(text: str | None) -> str | None:
    """An item of Wikidata (``Q43``), or ``None`` where the text is none."""
    return text if text and _ITEM.fullmatch(text) else None


def slug(text: str) -> str:
    """An identifier of letters, digits and ``-`` that no other text shares.

    It begins with what can be read of the text and ends with twelve digits of its SHA-256.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_MOST_SLUG].strip("-")
    digest = sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{words or 'x'}-{digest}"


def one_line(text: str) -> str:
    """A text without line breaks and control characters."""
    parts = ("" if unicodedata.category(c) in ("Cc", "Cs") else c for c in " ".join(text.split()))
    return "".join(parts)
