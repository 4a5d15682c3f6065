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
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.records import Article, Found, Mention, OfficeMention, Relation

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Store", "StoreError", "fingerprint", "key"]

_LISTS = {"mentions": Mention, "relations": Relation, "offices": OfficeMention}
_NAMES = {
    name: tuple(f.name for f in fields(record) if f.name != "article_id")
    for name, record in _LISTS.items()
}
_WHOLE = frozenset(("sentence", "start", "end", "cue_start", "cue_end"))


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
        self._parts: dict[str, Path] = {}
        for path in sorted(self.folder.glob("*.parquet")):
            self._parts.update(dict.fromkeys(_keys(path), path))

    @staticmethod
    @contextmanager
    def held(folder: Path) -> Iterator[None]:
        """Keep other runs out of a folder while this one writes to it.

        Raises:
            StoreError: Another run has it, or it cannot be written.
        """
        from filelock import FileLock, Timeout

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
        return key in self._parts

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, found: Iterable[tuple[str, Found]]) -> None:
        """Write a part file: all of these articles, or none of them.

        Raises:
            StoreError: It cannot be written.
        """
        rows = sorted(found, key=lambda pair: pair[0])
        if not rows:
            return
        name = hashlib.sha256("".join(key for key, _ in rows).encode()).hexdigest()[:24]
        path = self.folder / f"{name}.parquet"
        with _told(path):
            _write(path, [_row(key, its) for key, its in rows])
        self._parts.update({key: path for key, _ in rows})

    def load(self, article_ids: dict[str, str]) -> dict[str, Found]:
        """Read what articles hold.

        Args:
            article_ids: The id that each article has in this run, by key; keys that the store
                does not have are passed over.

        Returns:
            By key.
        """
        found: dict[str, Found] = {}
        for path in sorted({self._parts[key] for key in article_ids if key in self._parts}):
            for row in _read(path).to_pylist():
                if row["key"] in article_ids:
                    found[row["key"]] = _found(row, article_ids[row["key"]])
        return found

    def prune(self, keys: Collection[str]) -> int:
        """Take every article out that is not among the keys; returns how many went."""
        wanted = set(keys)
        gone = [key for key in self._parts if key not in wanted]
        for path in sorted({self._parts[key] for key in gone}):
            rows = _read(path).to_pylist()
            kept = [(row["key"], _found(row, "")) for row in rows if row["key"] in wanted]
            self.add(kept)
            if not kept or self._parts[kept[0][0]] != path:
                path.unlink(missing_ok=True)
        for key in gone:
            del self._parts[key]
        return len(gone)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(f"cannot write {path}: {error.strerror or error}") from error


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            pq.write_table(pa.Table.from_pylist(rows, _schema()), file, compression="zstd")
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
        return pq.read_table(path, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"{path}: no part of a store ({error}); delete it") from error


def _keys(path: Path) -> list[str]:
    keys: list[str] = _read(path, ["key"])["key"].to_pylist()
    return keys


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


def _found(row: dict[str, Any], article_id: str) -> Found:
    lists: dict[str, Any] = {
        name: [record(article_id, **one) for one in row[name]] for name, record in _LISTS.items()
    }
    return Found(
        status=row["status"], sentences=row["sentences"], title=row["title"],
        problem=row["problem"], **lists, categories=dict(row["categories"]),
    )  # fmt: skip
