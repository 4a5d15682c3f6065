"""What the graph needs to know of relation types: the extraction's data, without its code."""

from __future__ import annotations

from functools import cache

from graph.rows import read_rows

__all__ = ["directed_relations"]


@cache
def directed_relations() -> dict[str, bool]:
    """Whether source and target of a relation differ in part."""
    return {row[0]: row[2] == "1" for row in read_rows("extract.data", "relations.tsv")}
