"""Placeholder: read articles from files, folders, tables and standard input."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from extract.records import Article, Problem

__all__ = ["read_articles"]


def read_articles(sources: Iterable[str | Path]) -> Iterator[Article | Problem]:
    """Read every article of the sources, in a fixed order.

    Yields:
        An ``Article`` for each text, a ``Problem`` for what could not be read.
    """
    for source in sources:
        root = Path(source)
        for path in sorted(root.rglob("*.txt")) if root.is_dir() else [root]:
            text = path.read_text(encoding="utf-8")
            digest = hashlib.sha256(text.encode()).hexdigest()
            yield Article(path.stem, str(path), text, text_sha256=digest)
