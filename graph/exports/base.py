"""What every exporter needs: the rows of the tables, labels, and a way to give files."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from graph.columns import COLUMNS
from graph.stored import StoredError

__all__ = ["Exporter", "Row", "Run"]

Row = dict[str, Any]
"""A row of a table by column: texts, numbers, lists of texts, ``None`` for what is missing."""


@dataclass(frozen=True)
class Run:
    """The tables of a folder that a run wrote, read a row at a time.

    Attributes:
        folder: What ``--out`` named.
        lang: Language of labels and texts, ``id`` or ``en``.
        names: Labels of entities by language and id. Without one, the label is the table's.
    """

    folder: Path
    lang: str = "id"
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def rows(self, table: str, **only: str) -> Iterator[Row]:
        """Rows of a table, a batch of them in memory at a time.

        Args:
            table: A key of :data:`graph.columns.COLUMNS`.
            **only: Value that a column must have, such as ``relation="SUPPLIES"``.

        Raises:
            StoredError: It is missing, or is not a table of a run.
        """
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        path = self.folder / f"{table}.parquet"
        columns = list(COLUMNS[table])
        try:
            with pq.ParquetFile(path) as file:
                missing = [c for c in columns if c not in file.schema_arrow.names]
                if missing:
                    raise StoredError(f"{path}: not a table of a run (no {', '.join(missing)})")
                for batch in file.iter_batches(columns=columns):
                    kept = batch
                    for column, value in only.items():
                        kept = kept.filter(pc.equal(kept.column(column), value))
                    yield from kept.to_pylist()
        except (OSError, pa.ArrowException) as error:
            raise StoredError(f"{path}: not a table of a run ({error})") from error

    @cached_property
    def nodes(self) -> dict[str, Row]:
        """The rows of the nodes table by id."""
        return {row["entity_id"]: row for row in self.rows("nodes")}

    @cached_property
    def articles(self) -> dict[str, Row]:
        """The rows of the articles table by id."""
        return {row["article_id"]: row for row in self.rows("articles")}

    def label(self, entity_id: str, lang: str | None = None) -> str:
        """Name of an entity to show.

        Args:
            entity_id: Its id; one that no table has is shown by its name part.
            lang: ``id`` or ``en``; the run's own by default.
        """
        known = self.names.get(lang or self.lang, {}).get(entity_id)
        if known is not None:
            return known
        node = self.nodes.get(entity_id)
        return str(node["label"]) if node is not None else entity_id.partition(":")[2]

    def date(self, relation: Row) -> str | None:
        """The event's own date, or the article's where none is stated."""
        article = self.articles.get(relation["article_id"], {})
        return relation["date"] or article.get("published")


class Exporter(ABC):
    """Writes a run in the format of another tool.

    Args:
        run: The tables.
        about: Ids of the countries wanted, for a format that is about some.
    """

    per_country = False
    """Whether the format is about countries that have to be named."""

    def __init__(self, run: Run, about: tuple[str, ...] = ()) -> None:
        self.run = run
        self.about = about
        self.notes: list[str] = []
        """What a user should know once the files are written, such as what was left out."""

    @abstractmethod
    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """Name and content of each file, in pieces that are written one after the other.

        Each file has to be used up before the next one is asked for.
        """

    def after(self, folder: Path) -> Iterator[str]:
        """Lines to show when all is written.

        Args:
            folder: Where the files are.
        """
        yield from self.notes
