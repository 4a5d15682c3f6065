"""Data files of the packages as rows."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["read_rows"]


def read_rows(package: str, name: str) -> list[list[str]]:
    """Rows of a tab-separated data file, without comments and header."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]
