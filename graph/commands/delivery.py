"""Where a run writes its tables: the folder itself, or for an address one on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

from extract.places import is_local

__all__ = ["check_writable", "clear_rests", "output_folder", "remove", "scratch_folder"]

_SUMMARY = ("manifest.json", "edges.parquet", "nodes.parquet")
_SCRATCH = ".scratch-"


def check_writable(out: Path) -> None:
    """Make sure of a place to write to before a long run, not after it.

    Raises:
        OSError: It cannot be made or written.
    """
    out.mkdir(parents=True, exist_ok=True)
    if is_local(out):
        with NamedTemporaryFile(dir=out):
            pass
    else:
        (out / _SCRATCH).write_bytes(b"")
        (out / _SCRATCH).unlink()


@contextmanager
def output_folder(out: Path, *, fetched: bool = False) -> Iterator[Path]:
    """The folder to write tables to; what is written for an address is taken there at the end.

    The manifest goes last, so that it never speaks of files that are not there.

    Args:
        out: Folder or address.
        fetched: Only bring what a summary needs from an address, and take nothing there.
    """
    if is_local(out):
        yield out
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        if fetched:
            for part in _SUMMARY:
                _copy(out / part, folder / part)
            yield folder
            return
        yield folder
        (out / "manifest.json").unlink(missing_ok=True)
        files = [path for path in folder.iterdir() if path.is_file()]
        for path in sorted(files, key=lambda p: (p.name == "manifest.json", p.name)):
            _copy(path, out / path.name)


def _copy(one: Path, other: Path) -> None:
    with one.open("rb") as source, other.open("wb") as target:
        shutil.copyfileobj(source, target)


def clear_rests(out: Path) -> None:
    """Take away what a run left that was ended: files half written, and its scratch folder."""
    for rest in out.glob(".*.*.tmp"):
        rest.unlink(missing_ok=True)
    for rest in (out / "store").glob(f"{_SCRATCH}*"):
        remove(rest)


@contextmanager
def scratch_folder(store: Path) -> Iterator[Path]:
    """A folder for what a run needs until it ends, reached by all that reach the store."""
    store.mkdir(parents=True, exist_ok=True)
    if is_local(store):
        with TemporaryDirectory(dir=store, prefix=_SCRATCH) as name:
            yield Path(name)
        return
    folder = store / f"{_SCRATCH}run"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Take a folder away with all that is in it."""
    if is_local(folder):
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.rmdir(recursive=True)  # type: ignore[call-arg]
