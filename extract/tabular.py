"""Rows out of tables that are text: comma, semicolon or tab separated."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from extract.decoding import MOST_BYTES, Line, UnreadableError, open_lines
from extract.rows import Columns, Row, require_text, row_of

__all__ = ["read_csv"]

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
