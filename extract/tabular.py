"""Rows out of tables: comma, semicolon or tab separated, and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.decoding import MOST_BYTES, Line, UnreadableError, check_unpacked, open_lines
from extract.rows import Columns, Row, known_names, require_text, row_of

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["count_rows", "read_csv", "read_parquet"]

_DELIMITERS = ",;\t|"


class _Feed:
    """Lines for the csv module; what was noticed about them since the last record."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = self._texts(lines)
        self.left_out: list[str] = []
        self.next_record()

    def next_record(self) -> None:
        """Forget what was noticed about the lines of the record before."""
        self.note: str | None = None
        self._size = 0
        self.left_out.clear()

    def _texts(self, lines: Iterator[Line]) -> Iterator[str]:
        for text, note in lines:
            if text is None:
                self.left_out.append(note or "line left out")
                continue
            self.note = self.note or note
            if "\r" in text.rstrip("\r\n"):
                yield from io.StringIO(text, newline="")
            else:
                yield text

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._size += len(line)
        if self._size > MOST_BYTES:  # quotes that pair wrongly can make a record of a whole file
            self._size = 0
            raise csv.Error(f"longer than {MOST_BYTES:,} characters")
        return line


def read_csv(path: Path, columns: Columns) -> Iterator[Row]:
    """Rows of a table as spreadsheets write it: any usual separator, UTF-8, UTF-16 or 1252.

    Yields:
        A row each; for one that is broken or too long, its problem, and goes on.

    Raises:
        UnreadableError: It is no table, or has no column of texts.
    """
    csv.field_size_limit(MOST_BYTES)
    with open_lines(path) as lines:
        blank = ("", None)
        first, note = next((line for line in lines if line[0] is None or line[0].strip()), blank)
        if first is None:
            raise UnreadableError(note or "no table")
        feed = _Feed(chain([(first, None)], lines))
        reader = csv.reader(feed, delimiter=max(_DELIMITERS, key=first.count))
        try:
            names = next(reader, [])
        except csv.Error as error:
            raise UnreadableError(f"not a table ({error})") from error
        if names:
            require_text(names, columns)
        yield from _records(reader, names, feed, str(path), columns)


def _records(
    reader: Iterator[list[str]], names: list[str], feed: _Feed, source: str, columns: Columns
) -> Iterator[Row]:
    number = 0
    while True:
        fault = None
        feed.next_record()
        try:
            cells = next(reader, None)
        except csv.Error as error:  # the reader goes on behind it
            cells, fault = [], f"broken row ({error})"
        for why in feed.left_out:
            number += 1
            yield Row(f"{source}#{number}", {}, why)
        if cells is None:
            return
        if cells or fault:
            number += 1
            where = f"{source}#{number}"
            found = dict(zip(names, cells, strict=False))
            yield Row(where, {}, fault) if fault else row_of(found, where, columns, feed.note)


def count_rows(path: Path) -> int:
    """Number of rows of a Parquet file.

    Raises:
        OSError: It cannot be opened.
        UnreadableError: It is none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except pa.ArrowException as error:
        raise UnreadableError(f"not a Parquet table ({error})") from error


def read_parquet(path: Path, columns: Columns) -> Iterator[Row]:
    """Rows of a Parquet file.

    Only the columns wanted are read. A text that stands in many rows is held once, and
    rows are taken one by one, so that a small file cannot fill the memory.

    Yields:
        A row each; one whose text is broken has the reason in its place.

    Raises:
        UnreadableError: It is none, has no column of texts, or unpacks to more than texts can.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            names = table.schema_arrow.names
            require_text(names, columns)
            wanted = known_names(names, columns)
            texts = _text_leaves(table, wanted)
        with pq.ParquetFile(path, read_dictionary=texts) as table:
            yield from _parquet_rows(table, wanted, path, columns)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"not a Parquet table ({error})") from error


def _text_leaves(table: pq.ParquetFile, wanted: list[str]) -> list[str]:
    """Paths of the columns wanted that hold texts, also where they lie within lists."""
    leaves = [table.schema.column(i) for i in range(len(table.schema))]
    return [
        leaf.path
        for leaf in leaves
        if leaf.physical_type == "BYTE_ARRAY"
        and any(leaf.path == name or leaf.path.startswith(f"{name}.") for name in wanted)
    ]


def _parquet_rows(
    table: pq.ParquetFile, wanted: list[str], path: Path, columns: Columns
) -> Iterator[Row]:
    packed = path.stat().st_size
    groups = (table.metadata.row_group(i) for i in range(table.num_row_groups))
    check_unpacked(sum(group.total_byte_size for group in groups), packed)
    number = unpacked = 0
    for batch in table.iter_batches(batch_size=512, columns=wanted):
        names = batch.schema.names
        for row in zip(*batch.columns, strict=True):
            number += 1
            unpacked += sum(map(_size, row))
            check_unpacked(unpacked, packed)
            cells, fault = _cells(dict(zip(names, row, strict=True)))
            made = row_of(cells, where := f"{path}#{number}", columns, fault)
            yield made if made.parts or not fault else Row(where, {}, fault)


def _size(cell: Any) -> int:
    """Bytes that a cell takes once it no longer shares its texts with other rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not cell.is_valid:
        return 0
    values = cell.values if isinstance(cell, pa.ListScalar) else None
    if isinstance(values, pa.DictionaryArray):
        lengths = pc.binary_length(values.dictionary)
        return pc.sum(lengths.take(values.indices.drop_null())).as_py() or 0
    if isinstance(cell, pa.DictionaryScalar):
        return pc.binary_length(cell.value).as_py() or 0
    return 8


def _cells(row: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """Values by column, and what is wrong with those that Python cannot hold."""
    cells: dict[str, Any] = {}
    faults = []
    for name, cell in row.items():
        try:
            cells[name] = cell.as_py()
        except Exception as error:  # dates beyond the calendar, bytes that are no UTF-8, …
            cells[name] = None
            faults.append(f"{name} cannot be read ({error})")
    return cells, "; ".join(faults) or None
