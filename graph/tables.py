"""Records to tables: one for each kind of record, and nodes, edges, transfers, offices."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from extract.records import Extraction
from graph.columns import COLUMNS, SORTED_BY, schema
from graph.database import ROWS, Database
from graph.edges import count_edges, edge_batches
from graph.narrow import Narrowing, narrow
from graph.nodes import count_nodes
from graph.numbered import number
from graph.offices import count_offices
from graph.rollup import to_countries
from graph.transfers import count_transfers

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LEVELS", "Tables", "as_tables", "build_tables", "frame"]

LEVELS = ("entity", "country")
_MOST_SLICES = 16
"""What the ends of relations can be: what is named, or the state of who holds an office of it."""


class Tables:
    """The tables of a run, as pandas frames where they are asked for, or batch by batch.

    Example:
        >>> tables = build_tables(Extraction())
        >>> tables.offices.columns.tolist()
        ['person', 'country', 'role', 'first_date', 'last_date', 'articles', 'evidence']
        >>> tables.size("edges")
        0

    Attributes:
        database: What they come from.
    """

    def __init__(
        self, database: Database, relations: str, mentions: str, counted: dict[str, pa.Table]
    ) -> None:
        self.database = database
        self._stored = {name: name for name in ("articles", "resolutions", "problems")}
        self._stored |= {"relations": relations, "mentions": mentions}
        self._counted = counted

    def size(self, name: str) -> int:
        """Rows of a table."""
        if name in self._counted:
            return int(self._counted[name].num_rows)
        return self.database.size("edge_rows" if name == "edges" else self._stored[name])

    def batches(self, name: str) -> Iterator[pa.Table]:
        """The rows of a table in their order, so many at a time; none where it is empty."""
        if name in self._counted:
            yield self._counted[name]
        elif name == "edges":
            yield from edge_batches(self.database)
        else:
            for condition in self._slices(name):
                yield from self.database.batches(self.query(name, condition))

    def _slices(self, name: str) -> list[str]:
        """Conditions that part the articles, so that no more than a slice is sorted at a time."""
        slices = min(_MOST_SLICES, -(-self.size(name) // ROWS))
        if SORTED_BY[name][0] != "article_id" or slices < 2:
            return ["true"]
        last = self.database.size("article_numbers")
        ends = [last * place // slices for place in range(slices + 1)]
        return [
            f"article_id IN (SELECT article_id FROM article_numbers "
            f"WHERE article >= {start} AND article < {end})"
            for start, end in pairwise(ends)
        ]

    def query(self, name: str, condition: str = "true") -> str:
        """The SQL that gives a table of records, or those that meet a condition, sorted."""
        columns = ", ".join(f'"{column}"' for column in COLUMNS[name])
        order = ", ".join(f'"{column}" NULLS FIRST' for column in SORTED_BY[name])
        return f"SELECT {columns} FROM {self._stored[name]} WHERE {condition} ORDER BY {order}"

    def frame(self, name: str) -> pd.DataFrame:
        """A whole table with the columns of :data:`~graph.columns.COLUMNS`."""
        import pyarrow as pa

        found = [part.cast(schema(name)) for part in self.batches(name)]
        return frame(pa.concat_tables(found or [schema(name).empty_table()]))

    @cached_property
    def articles(self) -> pd.DataFrame:
        """Articles read."""
        return self.frame("articles")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Mentions of entities."""
        return self.frame("mentions")

    @cached_property
    def relations(self) -> pd.DataFrame:
        """Relations that sentences state."""
        return self.frame("relations")

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Entities."""
        return self.frame("nodes")

    @cached_property
    def edges(self) -> pd.DataFrame:
        """Relations between entities, over all articles."""
        return self.frame("edges")

    @cached_property
    def transfers(self) -> pd.DataFrame:
        """Arms transfers."""
        return self.frame("transfers")

    @cached_property
    def offices(self) -> pd.DataFrame:
        """Holders of offices."""
        return self.frame("offices")

    @cached_property
    def resolutions(self) -> pd.DataFrame:
        """Why names stand for entities."""
        return self.frame("resolutions")

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What could not be read."""
        return self.frame("problems")


def build_tables(
    source: Extraction | Database,
    *,
    level: str = "entity",
    keep: Narrowing | None = None,
    offices: pa.Table | None = None,
) -> Tables:
    """Build every table from the records of a run.

    Example:
        >>> from extract import Article, load, run
        >>> article = Article("a1", "-", "Presiden Turki Recep Tayyip Erdogan mengancam Suriah.")
        >>> tables = build_tables(run([article], load()), level="country")
        >>> tables.edges[["source_label", "relation", "target_label"]].values.tolist()
        [['Turki', 'THREATEN', 'Suriah']]

    Args:
        source: What :func:`extract.extraction.run` returned, or a database with such records,
            which is for one set of tables.
        level: ``entity``, or ``country`` to give what office holders do to their states
            (see :func:`graph.rollup.to_countries`).
        keep: Relations wanted, at that level; the others, and what only they name, are left out.
        offices: The table of offices, where the records do not have those relations any more.

    Returns:
        Tables with the columns of :data:`~graph.columns.COLUMNS`, sorted, so that the same
        records give the same tables whatever their order.

    Raises:
        ValueError: There is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"level {level!r}: not one of {', '.join(LEVELS)}")
    database = source if isinstance(source, Database) else Database.of_records(source)
    database.make_room(counting=True)
    counted = {"offices": count_offices(database) if offices is None else offices}
    relations, mentions = "relations", "mentions"
    if level == "country":
        relations, mentions = to_countries(database)
    relations, mentions = narrow(database, relations, mentions, keep or Narrowing())
    number(database, relations, mentions)
    count_edges(database)
    counted["nodes"] = count_nodes(database)
    counted["transfers"] = count_transfers(database)
    database.make_room(counting=False)
    return Tables(database, relations, mentions, counted)


def as_tables(
    source: Extraction | Tables, *, level: str = "entity", keep: Narrowing | None = None
) -> Tables:
    """Tables as they are, or those of records, as :func:`build_tables` makes them.

    Raises:
        ValueError: Tables that are built are to be of another level or part.
    """
    if not isinstance(source, Tables):
        return build_tables(source, level=level, keep=keep)
    if level != "entity" or keep not in (None, Narrowing()):
        raise ValueError(
            "these tables are built: give level and keep to build_tables or read_tables, "
            "which make them"
        )
    return source


def frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as pandas holds it best: texts and lists as objects, ``None`` for missing."""
    import pyarrow as pa

    def column(values: pa.ChunkedArray) -> Any:
        if pa.types.is_integer(values.type):
            kind = "Int64" if values.null_count else "int64"
            return pd.array(values.to_pylist(), dtype=kind)
        if pa.types.is_floating(values.type) or pa.types.is_boolean(values.type):
            return values.to_numpy()
        return pd.Series(values.to_pylist(), dtype=object)

    return pd.DataFrame({name: column(table[name]) for name in table.column_names})
