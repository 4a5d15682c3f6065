"""The rows and columns of a run's tables that an answer needs, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from graph.stored import StoredError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

__all__ = [
    "arms_between", "articles_of", "articles_that", "nodes", "offices_of", "read",
    "relations_among", "relations_of", "transfers_of",
]  # fmt: skip

_RELATIONS = [
    "article_id", "sentence", "relation", "source_id", "target_id", "weapon_id", "factuality",
    "date", "confidence", "evidence",
]  # fmt: skip
_ARTICLES = ["article_id", "publisher", "published", "title", "url"]
_BATCH = 1 << 16
"""Rows read at a time."""
_ARMS = ["SUPPLIES", "ACQUIRES", "OPERATES", "PRODUCES"]


def read(
    folder: Path, name: str, columns: list[str], where: pc.Expression | None = None
) -> pd.DataFrame:
    """Some columns of a table, and of it the rows that pass.

    Args:
        folder: What ``--out`` named.
        name: Of the table.
        columns: Wanted, among them those that ``where`` asks of.
        where: What a row must satisfy; by default every one passes.

    Raises:
        StoredError: The table is missing or is not one of a run.
    """
    path = folder / f"{name}.parquet"
    try:
        found: pd.DataFrame = _passing(path, columns, where).to_pandas()
    except FileNotFoundError as error:
        raise StoredError(f"{path}: no such file") from error
    except (OSError, ValueError, KeyError) as error:
        raise StoredError(f"{path}: not a table of a run ({error})") from error
    return found


def _passing(path: Path, columns: list[str], where: pc.Expression | None) -> pa.Table:
    """Read a part of the rows at a time, so that a long table never stands in memory whole."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema = pa.schema([file.schema_arrow.field(column) for column in columns])
        parts = file.iter_batches(batch_size=_BATCH, columns=columns)
        tables = (pa.Table.from_batches([part]).select(columns) for part in parts)
        kept = [table if where is None else table.filter(where) for table in tables]
    return pa.concat_tables([schema.empty_table(), *kept])


def nodes(folder: Path) -> pd.DataFrame:
    """Every entity, with what tells it and what is shown of it."""
    return read(
        folder, "nodes",
        ["entity_id", "type", "label", "aliases", "category", "wikidata", "mentions", "articles",
         "first_date", "last_date"],
    )  # fmt: skip


def relations_among(folder: Path, ids: Iterable[str]) -> pd.DataFrame:
    """Relations whose two ends are both of these."""
    return read(
        folder, "relations", _RELATIONS, _is_in("source_id", ids) & _is_in("target_id", ids)
    )


def relations_of(folder: Path, entity_id: str) -> pd.DataFrame:
    """Relations that an entity has a part in, as source, target or weapon."""
    one = [entity_id]
    ends = _is_in("source_id", one) | _is_in("target_id", one) | _is_in("weapon_id", one)
    return read(folder, "relations", _RELATIONS, ends)


def articles_that(folder: Path, ids: Iterable[str]) -> pd.DataFrame:
    """SUPPLIES and ACQUIRES relations of some articles: where evidence of a transfer stands."""
    wanted = _is_in("relation", _ARMS[:2]) & _is_in("article_id", ids)
    return read(folder, "relations", ["article_id", "relation", "evidence"], wanted)


def articles_of(folder: Path, ids: Iterable[str]) -> pd.DataFrame:
    """What is cited of articles."""
    return read(folder, "articles", _ARTICLES, _is_in("article_id", ids))


def arms_between(folder: Path, ids: list[str]) -> pd.DataFrame:
    """Edges by which one of these has to do with a weapon."""
    ends = _is_in("source", ids) | _is_in("target", ids)
    columns = ["source", "target", "relation", "weapon", "factuality", "weight"]
    return read(folder, "edges", columns, ends & _is_in("relation", _ARMS))


def offices_of(folder: Path, column: str, ids: Iterable[str]) -> pd.DataFrame:
    """Offices whose ``person`` or ``country`` is one of these."""
    columns = ["person", "country", "role", "first_date", "last_date", "articles", "evidence"]
    return read(folder, "offices", columns, _is_in(column, ids))


def transfers_of(folder: Path) -> pd.DataFrame:
    """The transfers table."""
    columns = ["supplier", "recipient", "weapon", "category", "number", "status", "date",
               "articles", "evidence"]  # fmt: skip
    return read(folder, "transfers", columns)


def _is_in(column: str, values: Iterable[str]) -> pc.Expression:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.field(column).isin(pa.array(sorted(set(values)), pa.string()))
