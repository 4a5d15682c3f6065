"""Placeholder: Indonesian dates."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DateMention", "find_dates", "parse_published"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: characters ``start`` to ``end``, ``date`` as YYYY[-MM[-DD]]."""

    start: int
    end: int
    date: str


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """Find the dates that a sentence states, against the article's own date."""
    return []


def parse_published(text: str) -> str | None:
    """Read a dateline such as ``Jumat, 14 Januari 2022 | 12:13 WIB`` as YYYY-MM-DD."""
    return None
