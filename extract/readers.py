"""One reader a format: raw rows out of files and standard input."""

from __future__ import annotations

import codecs
import json
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.decoding import (
    MOST_BYTES,
    Line,
    UnreadableError,
    declared_encoding,
    decode,
    open_lines,
    read_bytes,
    read_lines,
    reason,
)
from extract.folders import require_file
from extract.pages import read_page
from extract.parquet import read_parquet
from extract.rows import Columns, Row, row_of
from extract.tabular import read_csv

__all__ = ["HOPELESS", "SUFFIXES", "read_rows", "read_stdin"]

_PAGE = (b"<!doctype html", b"<html")
_JSON_LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*\{\s*\"")


def _text(path: Path, columns: Columns) -> Iterator[Row]:
    text, note = decode(read_bytes(path))
    yield Row(str(path), {"text": text}, note)


def _html(path: Path, columns: Columns) -> Iterator[Row]:
    yield _page(read_bytes(path), str(path))


def _page(data: bytes, where: str) -> Row:
    text, note = decode(data, declared_encoding(data))
    parts = read_page(text)
    if "text" not in parts:
        raise UnreadableError("no article found in the page; save its text as .txt")
    return Row(where, parts, note)


def _jsonl(path: Path, columns: Columns) -> Iterator[Row]:
    with open_lines(path) as lines:
        yield from _json_lines(lines, str(path), columns)


def _json_lines(lines: Iterator[Line], source: str, columns: Columns) -> Iterator[Row]:
    for number, (text, note) in enumerate(lines, 1):
        where = f"{source}#{number}"
        if text is None:
            yield Row(where, {}, note)
        elif text.strip():
            try:
                yield _json_row(_parsed(text), where, columns, note)
            except UnreadableError as error:
                yield Row(where, {}, str(error))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise UnreadableError("broken JSON (nested too deep)") from error
    except ValueError as error:
        raise UnreadableError(f"broken JSON ({error})") from error


def _json_row(value: Any, where: str, columns: Columns, note: str | None = None) -> Row:
    if isinstance(value, dict):
        return row_of(value, where, columns, note)
    return Row(where, {}, "not a JSON object; one article each, as {…}")


def _json(path: Path, columns: Columns) -> Iterator[Row]:
    yield from _json_values(read_bytes(path), str(path), columns)


def _json_values(data: bytes, source: str, columns: Columns) -> Iterator[Row]:
    text, note = decode(data)
    value = _parsed(text)
    for number, row in enumerate(value if isinstance(value, list) else [value], 1):
        yield _json_row(row, f"{source}#{number}", columns, note)


HOPELESS = 10_000
"""Rows without an article at the head of a file after which the rest of it is not read."""
_READERS = {
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".json": _json,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}
SUFFIXES = frozenset(_READERS)
"""Suffixes that can be read; text formats also with ``.gz`` behind them."""


def read_rows(path: Path, columns: Columns) -> Iterator[Row]:
    """Read every article of a file; what cannot be read is a row with a problem."""
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    reader = _READERS.get(suffix.lower())
    if reader is None:
        known = " ".join(sorted(SUFFIXES))
        yield Row(str(path), {}, f"unknown kind of file; give one of {known}, or a folder")
        return
    empty = True
    try:
        require_file(path)
        for row in _while_hopeful(reader(path, columns), str(path)):
            empty = False
            yield row
        if empty:
            yield Row(str(path), {}, "empty; no article in it")
    except UnreadableError as error:
        yield Row(str(path), {}, str(error))
    except (OSError, EOFError, zlib.error) as error:
        yield Row(str(path), {}, f"cannot be read ({reason(error)})")


def _while_hopeful(rows: Iterator[Row], source: str) -> Iterator[Row]:
    """The rows, unless the first many of them hold nothing: then it is not what it says it is."""
    held_nothing = True
    for number, row in enumerate(rows, 1):
        yield row
        held_nothing = held_nothing and not row.parts
        if held_nothing and number == HOPELESS:
            why = f"no article in its first {HOPELESS:,} rows; the rest is not read"
            yield Row(source, {}, why)
            return


def read_stdin(columns: Columns) -> Iterator[Row]:
    """Read standard input: JSON lines, JSON, an HTML page or one text, as it looks."""
    try:
        yield from _while_hopeful(_stdin_rows(columns), "-")
    except UnreadableError as error:
        yield Row("-", {}, str(error))


def _stdin_rows(columns: Columns) -> Iterator[Row]:
    stream = sys.stdin.buffer
    first = stream.readline(MOST_BYTES + 1)
    start = first.removeprefix(codecs.BOM_UTF8).strip()
    if start.startswith(b"{") and start != b"{":
        yield from _json_lines(read_lines(stream, first), "-", columns)
        return
    data = first + stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"longer than {MOST_BYTES:,} bytes; split it into articles")
    if start == b"{" or _JSON_LIST.match(data):
        yield from _json_values(data, "-", columns)
    elif start.lower().startswith(_PAGE):
        yield _page(data, "-")
    else:
        text, note = decode(data)
        yield Row("-", {"text": text}, note)
