"""What articles hold, kept on disk by the hash of their text in Parquet part files.

Each part is there whole or not at all.

A store is a folder; pandas, DuckDB and Polars read its ``*.parquet`` while a run goes on. A
row is one article, its mentions, relations and offices are lists of structures. The folder below
it is named for the extraction that read them (version, model, word lists): another reads anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from extract.parts import (
    StoreError,
    keys_of,
    part_name,
    read_part,
    read_table,
    told,
    write_part,
    write_table,
)
from extract.places import is_local
from extract.records import Found

__all__ = ["PART", "Store"]

PART = 4096
"""Articles of a part file that is not to be put together with others."""
_SMALL_PARTS = 64


class Store:
    """The part files of one extraction in a folder, held by one run at a time.

    Args:
        folder: Made if it is not there.
        name: See :func:`extract.fingerprints.fingerprint`.

    Raises:
        StoreError: The folder cannot be written.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder / name
        with told(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        for rest in self.folder.glob(".*.tmp"):  # of a run that was ended while it wrote
            rest.unlink(missing_ok=True)
        self._parts: dict[bytes, Path] = {}
        self._sizes: dict[Path, int] = {}
        for path in sorted(self.folder.glob("*.parquet")):
            self._note(path, keys_of(path))

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
        with told(folder):
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
            table = read_table(path)
            own = [
                (raw := bytes.fromhex(key)) in wanted and self._parts[raw] == path
                for key in table["key"].to_pylist()
            ]
            tables.append(table.filter(pa.array(own, pa.bool_())))
        whole = pa.concat_tables(tables)
        whole = whole.take(pc.sort_indices(whole["key"]))
        keys = whole["key"].to_pylist()
        new = self.folder / part_name(keys)
        if keys:
            with told(new):
                write_table(new, whole)
        for path in paths:
            del self._sizes[path]
            if path != new or not keys:
                path.unlink(missing_ok=True)
        if keys:
            self.note(new, keys)
