"""Indonesian news articles in, mentions and relations out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.articles import read_articles
    from extract.extraction import run
    from extract.pipeline import load

__all__ = ["load", "read_articles", "run"]

_HOME = {
    "load": "extract.pipeline",
    "read_articles": "extract.articles",
    "run": "extract.extraction",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that reading the records costs nothing."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
