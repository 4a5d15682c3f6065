"""Paths on this machine, and addresses of any file system that fsspec knows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

__all__ = ["PlaceError", "is_local", "place"]


class PlaceError(OSError):
    """An address that cannot be used: says why and what to do."""


def place(name: str | os.PathLike[str]) -> Path:
    """A path, or what stands at an address such as ``s3://bucket/berita``.

    Example:
        >>> place("arsip/berita.jsonl").name
        'berita.jsonl'
        >>> is_local(place("memory://arsip"))
        False

    Raises:
        PlaceError: The extra for addresses, or the one of that file system, is not installed.
    """
    if "://" not in str(name):
        return Path(name)
    try:
        from upath import UPath

        found: Any = UPath(name)
        _ = found.fs  # of a kind that is known and installed
    except (ImportError, ValueError) as error:
        raise PlaceError(
            f'{name}: cannot be reached ({error}); pip install "alutsista[cluster]", and for s3 '
            "s3fs, for gs gcsfs"
        ) from error
    where: Path = found
    return where


def is_local(path: Path) -> bool:
    """Whether it is a path on this machine and no address."""
    return not hasattr(path, "fs")
