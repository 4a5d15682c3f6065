"""Part files of a store: a row an article, its records as lists of structures, in Parquet."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.places import is_local
from extract.records import Found, Mention, OfficeMention, Relation

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "StoreError",
    "keys_of",
    "part_name",
    "read_part",
    "read_table",
    "told",
    "write_part",
    "write_table",
]

_LISTS = {"mentions": Mention, "relations": Relation, "offices": OfficeMention}
_NAMES = {
    name: tuple(f.name for f in fields(record) if f.name != "article_id")
    for name, record in _LISTS.items()
}
_WHOLE = frozenset(("sentence", "start", "end", "cue_start", "cue_end"))
_COLUMNS = ("status", "sentences", "title", "problem", "categories")
_SURVEYED = [
    "key", "categories", "mentions.list.element.entity_id",
    *(f"relations.list.element.{name}"
      for name in ("relation", "source_id", "target_id", "role", "start", "cue_start", "evidence")),
]  # fmt: skip
"""Columns that a survey of names needs."""
_BATCH = 256


class StoreError(OSError):
    """A store that cannot be used: says which file, why and what to do."""


def write_part(folder: Path, found: Collection[tuple[str, Found]]) -> Path:
    """Write a part file to a store's folder; returns its path.

    Raises:
        StoreError: It cannot be written.
    """
    import pyarrow as pa

    rows = sorted(found, key=lambda pair: pair[0])
    path = folder / part_name([key for key, _ in rows])
    with told(path):
        write_table(path, pa.Table.from_pylist([_row(key, its) for key, its in rows], _schema()))
    return path


def read_part(
    path: Path, article_ids: Mapping[str, str], *, names: bool = False
) -> Iterator[tuple[str, Found]]:
    """Read a part file; see :meth:`Store.read`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file:
            for batch in pq.ParquetFile(file).iter_batches(
                _BATCH, columns=_SURVEYED if names else None
            ):
                yield from _found_in(batch, article_ids, names=names)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: no part of a store ({error}); delete it") from error


def part_name(keys: Iterable[str]) -> str:
    """The name of the part file that holds these articles."""
    return f"{hashlib.sha256(''.join(keys).encode()).hexdigest()[:24]}.parquet"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say which file it was that could not be written."""
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table whole or not at all."""
    import pyarrow.parquet as pq

    if not is_local(path):  # such a file is there once it is closed
        with path.open("wb") as file:
            pq.write_table(table, file, compression="zstd", row_group_size=_BATCH)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            pq.write_table(table, file, compression="zstd", row_group_size=_BATCH)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_table(path: Path, columns: list[str] | None = None) -> pa.Table:
    """Read a part file.

    Raises:
        StoreError: It is none.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file:
            return pq.read_table(file, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: no part of a store ({error}); delete it") from error


def keys_of(path: Path) -> list[bytes]:
    """The keys of the articles that a part file holds."""
    return [bytes.fromhex(key) for key in read_table(path, ["key"])["key"].to_pylist()]


@cache
def _schema() -> pa.Schema:
    import pyarrow as pa

    def column(name: str) -> pa.DataType:
        if name in _WHOLE:
            return pa.int64()
        return pa.float64() if name == "confidence" else pa.string()

    def structures(name: str) -> pa.DataType:
        return pa.list_(pa.struct([(part, column(part)) for part in _NAMES[name]]))

    return pa.schema(
        [
            ("key", pa.string()), ("status", pa.string()), ("sentences", pa.int64()),
            ("title", pa.string()), ("problem", pa.string()),
            *((name, structures(name)) for name in _LISTS),
            ("categories", pa.map_(pa.string(), pa.string())),
        ]
    )  # fmt: skip


def _row(key: str, its: Found) -> dict[str, Any]:
    lists = {
        name: [{n: getattr(one, n) for n in names} for one in getattr(its, name)]
        for name, names in _NAMES.items()
    }
    return {
        "key": key, "status": its.status, "sentences": its.sentences, "title": its.title,
        "problem": its.problem, **lists, "categories": sorted(its.categories.items()),
    }  # fmt: skip


def _found_in(
    batch: pa.RecordBatch, article_ids: Mapping[str, str], *, names: bool
) -> Iterator[tuple[str, Found]]:
    """The articles wanted of some rows."""
    keys = batch.column("key").to_pylist()
    columns = ("categories",) if names else _COLUMNS
    rows = {name: batch.column(name).to_pylist() for name in columns}
    lists = {
        name: _structures(batch.column(name), name)
        for name in _LISTS if name in batch.schema.names
    }  # fmt: skip
    for place, key in enumerate(keys):
        article_id = article_ids.get(key)
        if article_id is not None:
            found: dict[str, Any] = {
                name: [_LISTS[name](article_id, *values) for values in parts[place]]
                for name, parts in lists.items()
            }
            found |= {name: values[place] for name, values in rows.items()}
            found["categories"] = dict(found["categories"])
            yield key, Found(**found)


def _structures(column: pa.ListArray, name: str) -> list[list[tuple[Any, ...]]]:
    """Lists of structures as lists of tuples; a field that was not read is ``None``."""
    structures = column.flatten()
    known = {field.name for field in structures.type}
    missing = [None] * len(structures)
    fields_ = [
        structures.field(part).to_pylist() if part in known else missing for part in _NAMES[name]
    ]
    rows = list(zip(*fields_, strict=True))
    ends = column.value_lengths().to_pylist()
    starts = [0, *accumulate(ends)]
    return [rows[start : start + size] for start, size in zip(starts, ends, strict=False)]
