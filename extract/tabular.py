"""Rows out of tables: comma, semicolon or tab separated, and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from extract.decoding import MOST_BYTES, Line, UnreadableError, open_lines
from extract.rows import Columns, Row, require_text, row_of

__all__ = ["read_csv", "read_parquet"]

_DELIMITERS = ",;\t|"


class _Feed:
    """Lines for the csv module; what was noticed about them since it last asked."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self.note: str | None = None
        self.left_out: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for text, note in self._lines:
            if text is None:
                self.left_out.append(note or "line left out")
                continue
            self.note = self.note or note
            if "\r" in text.rstrip("\r\n"):
                yield from io.StringIO(text, newline="")
            else:
                yield text


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
        feed.note = None
        try:
            cells = next(reader, None)
        except csv.Error as error:  # the reader goes on behind it
            cells, fault = [], f"broken row ({error})"
        for why in feed.left_out:
            number += 1
            yield Row(f"{source}#{number}", {}, why)
        feed.left_out.clear()
        if cells is None:
            return
        if cells or fault:
            number += 1
            where = f"{source}#{number}"
            found = dict(zip(names, cells, strict=False))
            yield Row(where, {}, fault) if fault else row_of(found, where, columns, feed.note)


def read_parquet(path: Path, columns: Columns) -> Iterator[Row]:
    """Rows of a Parquet file.

    Raises:
        UnreadableError: It is none, or has no column of texts.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            require_text(table.schema_arrow.names, columns)
            number = 0
            for batch in table.iter_batches(batch_size=512):
                for cells in batch.to_pylist():
                    number += 1
                    yield row_of(cells, f"{path}#{number}", columns)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"not a Parquet table ({error})") from error
