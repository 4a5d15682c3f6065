"""The records of a run as tables of DuckDB, which puts on disk what memory does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graph.columns import schema

if TYPE_CHECKING:
    import pyarrow as pa

    from extract.records import Extraction

__all__ = ["RECORDS", "ROWS", "Database", "DatabaseError", "arrow_table"]

RECORDS = ("articles", "mentions", "relations", "entities", "resolutions", "problems")
"""Tables that hold what the extraction found, a row a record."""
FILLING = 64
"""Megabytes that DuckDB may hold while records come in; the rest is in its folder."""
LEAST = 128
"""Megabytes that it may hold at least while it counts, and while rows are written sorted."""
_COUNTED, _WRITTEN = 100, 10
"""Bytes for each relation beside that: lists of articles, for one, stay in memory."""
MOST = 64 * 1024
"""Megabytes up to which it is given twice as much where that is too little."""
_TOO_LITTLE = "memory or disk do not suffice for the tables; free some and run again"
ROWS = 16_384
"""Rows of a batch."""


_Result = TypeVar("_Result")


class DatabaseError(OSError):
    """Tables that cannot be counted: says why and what to do."""


class Database:
    """The records of a run, one table for each kind.

    Args:
        folder: Where to put what memory does not hold; without one, all is held in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        import duckdb

        place = ":memory:"
        options: dict[str, Any] = {}
        if folder is not None:
            options |= {"memory_limit": f"{FILLING}MB", "temp_directory": str(folder / "spilt")}
        self._limit = FILLING if folder is not None else 0
        self._connection = _quiet(duckdb.connect(place, config=options))
        for name in RECORDS:
            columns = ", ".join(f'"{f.name}" {_sql_type(f.type)}' for f in schema(name))
            self.run(f"CREATE TABLE {name} ({columns})")

    @classmethod
    def of_records(cls, extraction: Extraction) -> Database:
        """All records of an extraction, in memory."""
        database = cls()
        for name in RECORDS:
            database.add(name, getattr(extraction, name))
        return database

    @classmethod
    def of_files(cls, files: Mapping[str, list[str]], folder: Path | None = None) -> Database:
        """Records that stay in Parquet files.

        Args:
            files: Paths or patterns of the files of each of :data:`RECORDS`.
            folder: As the class has it.
        """
        database = cls(folder)
        for name, paths in files.items():
            columns = ", ".join(f'"{f.name}"::{_sql_type(f.type)} "{f.name}"' for f in schema(name))
            listed = ", ".join(_quoted(path) for path in paths)
            database.run(f"DROP TABLE {name}")
            database.run(f"CREATE VIEW {name} AS SELECT {columns} FROM read_parquet([{listed}])")
        return database

    def add(self, name: str, records: Iterable[object]) -> None:
        """Append records of one kind."""
        self.add_table(name, arrow_table(name, records))

    def add_table(self, name: str, table: pa.Table) -> None:
        """Append the rows of an Arrow table; makes the table where there is none of that name."""
        if not table.num_rows and name in RECORDS:
            return
        self._connection.register("incoming", table)
        verb = f"INSERT INTO {name}" if name in RECORDS else f"CREATE TABLE {name} AS"
        self.run(f"{verb} SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def add_files(self, name: str, paths: Iterable[Path]) -> None:
        """Append the rows of Parquet files with the columns of a kind of records."""
        import pyarrow.parquet as pq

        for path in paths:
            with path.open("rb") as file:
                self.add_table(name, pq.read_table(file, schema=schema(name)))

    def run(self, sql: str, values: list[Any] | None = None) -> None:
        """Run a statement that gives nothing back.

        Raises:
            DatabaseError: Memory or disk do not suffice.
        """
        self._do(lambda: self._connection.execute(sql, values))

    def table(self, sql: str, values: list[Any] | None = None) -> pa.Table:
        """All rows of a query; raises as :meth:`run`."""
        return self._do(lambda: self._connection.sql(sql, params=values).to_arrow_table())

    def _do(self, action: Callable[[], _Result]) -> _Result:
        """Do something, with twice the memory where that is too little for it."""
        import duckdb

        while True:
            try:
                return action()
            except duckdb.OutOfMemoryException as error:
                if not self._limit or self._limit > MOST:
                    raise DatabaseError(f"{_TOO_LITTLE} ({_first_line(error)})") from error
                self._allow(2 * self._limit)
            except duckdb.IOException as error:
                raise DatabaseError(f"{_TOO_LITTLE} ({_first_line(error)})") from error

    def _allow(self, megabytes: int) -> None:
        self._limit = megabytes
        self._connection.execute(f"SET memory_limit = '{megabytes}MB'")

    def batches(self, sql: str, rows: int = ROWS) -> Iterator[pa.Table]:
        """The rows of a query, so many at a time and fewer in the last; none where it is empty."""
        import pyarrow as pa

        held: list[pa.RecordBatch] = []
        count = 0
        reader = self._do(lambda: _quiet(self._connection.cursor()).sql(sql).to_arrow_reader(rows))
        for batch in reader:
            held.append(batch)
            count += batch.num_rows
            while count >= rows:
                whole = pa.Table.from_batches(held)
                yield whole.slice(0, rows)
                held = whole.slice(rows).to_batches()
                count -= rows
        if count:
            yield pa.Table.from_batches(held)

    def make_room(self, *, counting: bool) -> None:
        """Allow as much memory as it takes to count these relations, or to write them sorted."""
        if self._limit:
            each = _COUNTED if counting else _WRITTEN
            self._allow(LEAST + self.size("relations") * each // 2**20)

    def entity_ids(self) -> list[str]:
        """Every id that a mention or relation names, sorted."""
        return list(
            self.table("""
            SELECT DISTINCT id FROM (
                SELECT entity_id AS id FROM mentions
                UNION ALL SELECT unnest([source_id, target_id, weapon_id]) FROM relations)
            WHERE id IS NOT NULL ORDER BY id""")["id"].to_pylist()
        )

    def size(self, name: str) -> int:
        """Rows of a table."""
        return int(self.table(f"SELECT count(*) AS n FROM {name}")["n"][0].as_py())

    def close(self) -> None:
        """Let go of the file and the memory."""
        self._connection.close()


def arrow_table(name: str, records: Iterable[object]) -> pa.Table:
    """Records of one kind as an Arrow table with the columns of :data:`~graph.columns.COLUMNS`."""
    import pyarrow as pa

    records = list(records)
    columns = schema(name)
    return pa.table(
        [_array([getattr(record, f.name) for record in records], f.type) for f in columns],
        schema=columns,
    )


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    import numpy as np
    import pyarrow as pa

    if kind == pa.float64():
        return pa.array(np.round(np.array(values, dtype=float), 4))
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:  # a lone surrogate, which no file holds
        sound = [v if v is None else v.encode("utf-8", "replace").decode("utf-8") for v in values]
        return pa.array(sound, kind)


def _sql_type(kind: pa.DataType) -> str:
    return {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE"}[str(kind)]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quiet(connection: Any) -> Any:
    """A connection that draws no progress bar into what a command prints."""
    import duckdb

    with suppress(duckdb.InvalidInputException):  # Jupyter without widgets, which has no bar
        connection.execute("SET enable_progress_bar_print = false")
    return connection


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
