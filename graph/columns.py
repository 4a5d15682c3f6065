"""Columns of the tables, and their types."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

from extract.records import Article, Entity, Mention, Problem, Relation, Resolution

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "FACTUALITY", "SORTED_BY", "schema"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": tuple(f.name for f in fields(Article) if f.name != "text"),
    "mentions": tuple(f.name for f in fields(Mention)),
    "relations": tuple(f.name for f in fields(Relation)),
    "nodes": (
        "entity_id", "type", "label", "aliases", "country", "office", "category", "wikidata",
        "mentions", "articles", "first_date", "last_date", "degree", "weighted_degree",
        "betweenness", "pagerank", "community",
    ),
    "edges": (
        "source", "source_label", "source_type", "target", "target_label", "target_type",
        "relation", "directed", "weapon", "factuality", "weight", "sentences", "first_date",
        "last_date", "evidence", "articles",
    ),
    "transfers": (
        "supplier", "recipient", "weapon", "category", "number", "status", "date", "articles",
        "evidence",
    ),
    "offices": ("person", "country", "role", "first_date", "last_date", "articles", "evidence"),
    "resolutions": tuple(f.name for f in fields(Resolution)),
    "problems": tuple(f.name for f in fields(Problem)),
}  # fmt: skip
"""Columns of every table, in order."""

SORTED_BY = {
    "articles": ("article_id",),
    "mentions": ("article_id", "start", "end", "entity_id"),
    "relations": (
        "article_id", "sentence", "start", "relation", "source_id", "target_id", "weapon_id",
        "role", "cue_start", "confidence",
    ),
    "nodes": ("entity_id",),
    "edges": ("source", "relation", "target", "weapon"),
    "transfers": ("supplier", "recipient", "weapon", "status"),
    "offices": ("person", "country", "role"),
    "resolutions": ("entity_id", "merged_id", "article_id", "reason", "explanation"),
    "problems": ("source", "problem"),
}  # fmt: skip
"""What the rows of every table are sorted by; what is missing comes first."""

FACTUALITY = ["asserted", "planned", "negated"]
"""The most certain first."""

_ENTITIES = tuple(f.name for f in fields(Entity))
_WHOLE = frozenset(
    ("mentions", "sentences", "weight", "degree", "weighted_degree", "community",
     "sentence", "start", "end", "cue_start", "cue_end", "number")
)  # fmt: skip
_REAL = frozenset(("confidence", "betweenness", "pagerank"))
_LISTS = frozenset(("aliases", "articles"))


@cache
def schema(name: str) -> pa.Schema:
    """Arrow types of a table's columns; ``entities`` are :class:`~extract.records.Entity`."""
    import pyarrow as pa

    def kind(column: str) -> pa.DataType:
        if column in _WHOLE or (column == "articles" and name == "nodes"):
            return pa.int64()
        if column in _REAL:
            return pa.float64()
        if column in _LISTS:
            return pa.list_(pa.string())
        return pa.bool_() if column == "directed" else pa.string()

    columns = _ENTITIES if name == "entities" else COLUMNS[name]
    return pa.schema([(column, kind(column)) for column in columns])
