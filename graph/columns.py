"""Columns of the tables, and what every table needs."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd

from extract.records import Article, Mention, Problem, Relation, Resolution

__all__ = ["COLUMNS", "FACTUALITY", "dated", "empty", "with_none"]

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

FACTUALITY = ["asserted", "planned", "negated"]
"""The most certain first."""


def with_none(frame: pd.DataFrame) -> pd.DataFrame:
    """Missing texts are ``None``, whatever an aggregation made of them."""
    frame = frame.copy()
    for column in frame.columns:
        # a column in which everything is missing is one of numbers to pandas
        if not pd.api.types.is_numeric_dtype(frame[column]) or frame[column].isna().any():
            values = [v if isinstance(v, list) or not pd.isna(v) else None for v in frame[column]]
            frame[column] = pd.Series(values, index=frame.index, dtype=object)
    return frame


def empty(name: str) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in COLUMNS[name]})


def dated(relations: pd.DataFrame, articles: pd.DataFrame) -> pd.Series[str]:
    """The event's own date, or the article's where none is stated."""
    published = relations["article_id"].map(articles.set_index("article_id")["published"])
    return relations["date"].where(relations["date"].notna(), published)
