"""What articles hold, kept on disk by the hash of their text in Parquet part files.

Each part is there whole or not at all.

A store is a folder; pandas, DuckDB and Polars read its ``*.parquet`` while a run goes on. A
row is one article, its mentions, relations and offices are lists of structures. The folder below
it is named for the extraction that read them (version, model, word lists): another reads anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.places import is_local
from extract.records import Article, Found, Mention, OfficeMention, Relation

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PART", "Store", "StoreError", "fingerprint", "key", "read_part", "write_part"]

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
PART = 4096
"""Articles of a part file that is not to be put together with others."""
_SMALL_PARTS = 64
_BATCH = 256


class StoreError(OSError):
    """A store that cannot be used: says which file, why and what to do."""


def key(article: Article) -> str:
    """What the result for an article depends on: its text and its date.

    Returns:
        A hex digest of SHA-256.
    """
    return hashlib.sha256(f"{article.text_sha256}\0{article.published or ''}".encode()).hexdigest()


@cache
def fingerprint(model: str | None = None, labels: str | None = None) -> str:
    """Name of an extraction: the same only where the same text gives the same records.

    Args:
        model: Name or path of another pipeline for names.
        labels: What its labels mean here.

    Returns:
        Sixteen hex digits of a hash over the version, code, word lists and weights.
    """
    digest = hashlib.sha256(f"{version('alutsista')}\0{version('spacy')}\0{labels}".encode())
    places = [files("extract").joinpath(name) for name in ("", "pipes", "data", "model")]
    other = [Path(model)] if model and Path(model).exists() else []
    for place in [*(Path(str(place)) for place in places), *other]:
        for path in _files(place, deep=place.name not in ("extract", "pipes")):
            digest.update(f"{path.relative_to(place)}\0".encode())
            digest.update(path.read_bytes())
    if model and not Path(model).exists():
        digest.update(f"{model}\0{_version(model)}".encode())
    return digest.hexdigest()[:16]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _files(place: Path, *, deep: bool) -> list[Path]:
    found = place.rglob("*") if deep else place.glob("*.py")
    return sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)


class Store:
    """The part files of one extraction in a folder, held by one run at a time.

    Args:
        folder: Made if it is not there.
        name: See :func:`fingerprint`.

    Raises:
        StoreError: The folder cannot be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        with _told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        for rest in self.folder.glob(".*.tmp"):  # of a run that was ended while it wrote
            rest.unlink(missing_ok=True)
        self._parts: dict[bytes, Path] = {}
        self._sizes: dict[Path, int] = {}
        for path in sorted(self.folder.glob("*.parquet")):
            self._note(path, _keys(path))

    @staticmethod
    @contextmanager
    def held(folder: Path) -> Iterator[None]:
        """Keep other runs out of a folder while this one writes to it.

        Raises:
            StoreError: Another run has it, or it cannot be written.
        """
        from filelock import FileLock, Timeout

        if not is_local(folder):  # what lies elsewhere has no locks
            yield
            return
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / ".lock", timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                raise StoreError(
                    f"{folder.parent}: another run is writing there; wait for it, or name another "
                    "folder"
                ) from error
        try:
            yield
        finally:
            lock.release()

    def __contains__(self, key: str) -> bool:
        return bytes.fromhex(key) in self._parts

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, found: Iterable[tuple[str, Found]]) -> None:
        """Write a part file: all of these articles, or none of them.

        Raises:
            StoreError: It cannot be written.
        """
        found = list(found)
        if found:
            self.note(write_part(self.folder, found), [key for key, _ in found])

    def note(self, path: Path, keys: Collection[str]) -> None:
        """Know of a part file that another process wrote (see :func:`write_part`)."""
        self._note(path, map(bytes.fromhex, keys))

    def _note(self, path: Path, keys: Iterable[bytes]) -> None:
        own = dict.fromkeys(keys, path)
        self._parts.update(own)
        self._sizes[path] = len(own)

    def parts(self, keys: Iterable[str]) -> dict[Path, list[str]]:
        """The part files that hold these articles, with their keys; others are passed over."""
        found: dict[Path, list[str]] = {}
        for key in keys:
            path = self._parts.get(bytes.fromhex(key))
            if path is not None:
                found.setdefault(path, []).append(key)
        return found

    def read(
        self, article_ids: Mapping[str, str], *, names: bool = False
    ) -> Iterator[tuple[str, Found]]:
        """Read what articles hold, part by part.

        Args:
            article_ids: The id that each article has in this run, by key.
            names: Read no more than :class:`extract.resolution.Survey` needs, in less time.

        Yields:
            Key and records of each article that the store has, once.
        """
        for path, own in sorted(self.parts(article_ids).items()):
            yield from read_part(path, {key: article_ids[key] for key in own}, names=names)

    def prune(self, keys: Collection[str]) -> int:
        """Take every article out that is not among the keys; returns how many went."""
        wanted = set(map(bytes.fromhex, keys))
        gone = [key for key in self._parts if key not in wanted]
        for path in sorted({self._parts[key] for key in gone}):
            self._rewrite([path], wanted)
        for key in gone:
            del self._parts[key]
        return len(gone)

    def merge(self) -> int:
        """Put small parts together, that a store of many has few files; returns how many went."""
        small = sorted(path for path, size in self._sizes.items() if size < PART // 2)
        if len(small) < _SMALL_PARTS:
            return 0
        group: list[Path] = []
        for path in small:
            group.append(path)
            if sum(self._sizes[one] for one in group) >= PART or path == small[-1]:
                self._rewrite(group, set(self._parts))
                group = []
        return len(small)

    def _rewrite(self, paths: list[Path], wanted: Collection[bytes]) -> None:
        """One part in the place of some, with the wanted articles of them."""
        import pyarrow as pa
        import pyarrow.compute as pc

        tables = []
        for path in paths:
            table = _read(path)
            own = [
                (raw := bytes.fromhex(key)) in wanted and self._parts[raw] == path
                for key in table["key"].to_pylist()
            ]
            tables.append(table.filter(pa.array(own, pa.bool_())))
        whole = pa.concat_tables(tables)
        whole = whole.take(pc.sort_indices(whole["key"]))
        keys = whole["key"].to_pylist()
        new = self.folder / _part_name(keys)
        if keys:
            with _told(new):
                _write(new, whole)
        for path in paths:
            del self._sizes[path]
            if path != new or not keys:
                path.unlink(missing_ok=True)
        if keys:
            self.note(new, keys)


def write_part(folder: Path, found: Collection[tuple[str, Found]]) -> Path:
    """Write a part file to a store's folder; returns its path.

    Raises:
        StoreError: It cannot be written.
    """
    import pyarrow as pa

    rows = sorted(found, key=lambda pair: pair[0])
    path = folder / _part_name([key for key, _ in rows])
    with _told(path):
        _write(path, pa.Table.from_pylist([_row(key, its) for key, its in rows], _schema()))
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


def _part_name(keys: Iterable[str]) -> str:
    return f"{hashlib.sha256(''.join(keys).encode()).hexdigest()[:24]}.parquet"


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error


def _write(path: Path, table: pa.Table) -> None:
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


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as file:
            return pq.read_table(file, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: no part of a store ({error}); delete it") from error


def _keys(path: Path) -> list[bytes]:
    return [bytes.fromhex(key) for key in _read(path, ["key"])["key"].to_pylist()]


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
