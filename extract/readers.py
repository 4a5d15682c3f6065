"""One reader a format: raw rows out of files and standard input."""

from __future__ import annotations

import csv
import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from extract.decoding import MOST_BYTES, UnreadableError, decode, read_bytes
from extract.schema import read_table

__all__ = ["SUFFIXES", "Columns", "Row", "read_rows", "read_stdin"]

_MORE = 1 << 16


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold an article's parts, where they are not the usual ones."""

    text: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One article as a source holds it, or a problem in its place.

    Attributes:
        where: Path of the source, with ``#row`` in a table.
        parts: Text and metadata by part: text, title, publisher, published, url, id.
        problem: Why there is nothing, or what to check.
    """

    where: str
    parts: dict[str, str]
    problem: str | None = None


@cache
def _usual() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for row in read_table("columns.tsv"):
        names.setdefault(row["part"], []).append(row["name"])
    return names


def _pick(row: dict[str, Any], columns: Columns) -> dict[str, str]:
    """The parts of an article in a table row or JSON object; raises where there is no text."""
    lower = {str(name).strip().lower(): value for name, value in row.items()}
    parts: dict[str, str] = {}
    for part, names in _usual().items():
        chosen = getattr(columns, part)
        wanted = [chosen.lower()] if chosen else names
        value = next((lower[n] for n in wanted if lower.get(n) not in (None, "")), None)
        if value is not None and str(value) not in ("nan", "NaT"):
            parts[part] = value if isinstance(value, str) else str(value)
    if "text" not in parts:
        wanted = [columns.text] if columns.text else _usual()["text"]
        if any(name.lower() in lower for name in wanted):
            raise UnreadableError("empty text")
        found = ", ".join(map(str, row)) or "none"
        raise UnreadableError(f"no text column; found {found}; name it with --text-column")
    return parts


def _text(path: Path, columns: Columns) -> Iterator[Row]:
    text, note = decode(read_bytes(path))
    yield Row(str(path), {"text": text}, note)


def _html(path: Path, columns: Columns) -> Iterator[Row]:
    import trafilatura

    text, note = decode(read_bytes(path))
    found: Any = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False)
    document: dict[str, Any] = found.as_dict() if found is not None else {}
    if not document.get("text"):
        raise UnreadableError("no article found in the page; save its text as .txt")
    names = {"text": "text", "title": "title", "published": "date", "url": "url"}
    parts = {part: str(document[key]) for part, key in names.items() if document.get(key)}
    publisher = document.get("sitename") or document.get("hostname")
    yield Row(str(path), parts | ({"publisher": str(publisher)} if publisher else {}), note)


def _lines(path: Path) -> Iterator[bytes | None]:
    """Lines of a file; ``None`` for one that is too long to hold."""
    opened: Any = gzip.open if path.suffix == ".gz" else Path.open
    with opened(path, "rb") as file:
        yield from _bounded_lines(file)


def _bounded_lines(file: IO[bytes]) -> Iterator[bytes | None]:
    while line := file.readline(MOST_BYTES + 1):
        if len(line) <= MOST_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(_MORE)) and not rest.endswith(b"\n"):
            pass
        yield None


def _jsonl(path: Path, columns: Columns) -> Iterator[Row]:
    yield from _json_lines(_lines(path), str(path), columns)


def _json_lines(lines: Iterator[bytes | None], source: str, columns: Columns) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        where = f"{source}#{number}"
        if line is None:
            yield Row(where, {}, f"line longer than {MOST_BYTES:,} bytes; split it")
        elif line.strip():
            yield _json_row(line, where, columns)


def _json_row(line: bytes, where: str, columns: Columns) -> Row:
    try:
        text, note = decode(line)
        value = json.loads(text)
        if not isinstance(value, dict):
            raise UnreadableError("not a JSON object; one article a line, as {…}")
        return Row(where, _pick(value, columns), note)
    except (json.JSONDecodeError, RecursionError) as error:
        return Row(where, {}, f"broken JSON ({error})")
    except UnreadableError as error:
        return Row(where, {}, str(error))


def _json(path: Path, columns: Columns) -> Iterator[Row]:
    text, _ = decode(read_bytes(path))
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableError(f"broken JSON ({error})") from error
    rows = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows, 1):
        yield _json_row(json.dumps(row).encode(), f"{path}#{number}", columns)


def _csv(path: Path, columns: Columns) -> Iterator[Row]:
    csv.field_size_limit(MOST_BYTES)
    opened = gzip.open if path.suffix == ".gz" else open
    delimiter = "\t" if ".tsv" in path.suffixes else ","
    with opened(path, "rt", encoding="utf-8-sig", errors="strict", newline="") as file:
        reader = csv.DictReader(file, delimiter=delimiter)
        number = 1
        try:
            for number, row in enumerate(reader, 1):
                known = {name: cell for name, cell in row.items() if name is not None}
                yield _table_row(known, f"{path}#{number}", columns)
        except (csv.Error, UnicodeDecodeError) as error:
            yield Row(f"{path}#{number + 1}", {}, f"broken table ({error}); the rest is left out")


def _table_row(row: dict[str, Any], where: str, columns: Columns) -> Row:
    try:
        return Row(where, _pick(row, columns))
    except UnreadableError as error:
        return Row(where, {}, str(error))


def _parquet(path: Path, columns: Columns) -> Iterator[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            number = 0
            for batch in table.iter_batches(batch_size=512):
                for row in batch.to_pylist():
                    number += 1
                    yield _table_row(row, f"{path}#{number}", columns)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableError(f"not a Parquet table ({error})") from error


_READERS = {
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".json": _json,
    ".csv": _csv,
    ".tsv": _csv,
    ".parquet": _parquet,
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
    try:
        yield from reader(path, columns)
    except (UnreadableError, OSError, EOFError, zlib.error) as error:
        yield Row(str(path), {}, str(error))


def read_stdin(columns: Columns) -> Iterator[Row]:
    """Read standard input: JSON lines where it looks like them, else one text."""
    stream = sys.stdin.buffer
    first = stream.readline(MOST_BYTES + 1)
    if first.lstrip().startswith(b"{"):

        def lines() -> Iterator[bytes | None]:
            yield first
            yield from _bounded_lines(stream)

        yield from _json_lines(lines(), "-", columns)
        return
    try:
        data = first + stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableError(f"longer than {MOST_BYTES:,} bytes; split it into articles")
        text, note = decode(data)
        yield Row("-", {"text": text}, note)
    except UnreadableError as error:
        yield Row("-", {}, str(error))
