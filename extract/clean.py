"""Placeholder: text as it should have been, with offsets back to the text as read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cleaned", "clean"]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cleaned text that knows where each of its characters came from."""

    text: str

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the cleaned text to the text as read."""
        return start, end

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the text as read to the cleaned text."""
        return start, end


def clean(text: str) -> Cleaned:
    """Mend mojibake and part glued words."""
    return Cleaned(text)
