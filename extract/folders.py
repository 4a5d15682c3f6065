"""What lies in a folder, and what is a file at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from extract.places import is_local
from extract.unpacking import UnreadableError

__all__ = ["files_below", "is_folder", "require_file"]


def require_file(path: Path) -> None:
    """Make sure that a path is that of a file: a pipe or device may keep a run waiting for ever.

    Raises:
        OSError: It cannot be reached.
        UnreadableError: It is something else.
    """
    mode = path.stat().st_mode
    if is_local(path) and not stat.S_ISREG(mode):
        raise UnreadableError("a pipe, socket or device, not a file; feed it to standard input (-)")


def is_folder(path: Path | os.DirEntry[str]) -> bool:
    """Whether it is one; what cannot be reached, such as a link to itself, is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def files_below(
    folder: Path, is_known: Callable[[Path], bool], closed: list[OSError]
) -> Iterator[Path]:
    """Files below a folder, by path; hidden names are left out, links to folders not followed.

    However deep the folders lie in one another, none of them costs a call within a call.

    Args:
        folder: Where to look.
        is_known: Whether a file is of a kind that is wanted.
        closed: Receives an error for each folder that cannot be opened.
    """
    if not is_local(folder):
        yield from filter(is_known, _files_there(folder, closed))
        return
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                found = sorted((e for e in entries if e.name[0] != "."), key=lambda e: e.name)
        except OSError as error:
            closed.append(error)
            continue
        folders = {entry.name for entry in found if is_folder(entry)}
        yield from (p for e in found if e.name not in folders and is_known(p := place / e.name))
        within = [e.name for e in found if e.name in folders and not e.is_symlink()]
        waiting += [place / name for name in reversed(within)]


def _files_there(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """Files below a folder of another file system, by path."""
    try:
        found = sorted(p for p in folder.rglob("*") if p.is_file())
    except OSError as error:
        closed.append(error)
        return
    depth = len(folder.parts)
    yield from (p for p in found if not any(part[0] == "." for part in p.parts[depth:]))
