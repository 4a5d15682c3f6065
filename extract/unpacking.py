"""Files opened and unpacked, and the bounds of what is read."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import IO, Any

__all__ = [
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "MOST_UNPACKED",
    "UnreadableError",
    "check_unpacked",
    "open_packed",
]

MOST_CHARACTERS = 5_000_000
"""Longest article text that is read, in characters."""
MOST_BYTES = 4 * MOST_CHARACTERS
"""Longest single-article file that is read, in bytes, after decompression."""
MOST_UNPACKED = 100
"""How many times its own size a packed file may unpack to, beyond :data:`MOST_BYTES`.

Texts pack to a third or a tenth, and what is made to fill a memory or a day to a thousandth.
"""


class UnreadableError(ValueError):
    """Input that cannot be read as text: says why and what to do."""


def check_unpacked(unpacked: int, packed: int) -> None:
    """Make sure that what was unpacked so far is no more than texts can come to.

    Args:
        unpacked: Bytes or characters made.
        packed: Bytes of the file that they were made of.

    Raises:
        UnreadableError: It is more than :data:`MOST_UNPACKED` times as much.
    """
    if unpacked > MOST_BYTES + MOST_UNPACKED * packed:
        raise UnreadableError(
            f"unpacks to more than {MOST_UNPACKED} times its size; if you trust it, unpack it"
        )


class _Unpacker(io.RawIOBase):
    """The bytes of a gzip file, as long as they are no more than texts can come to."""

    def __init__(self, path: Path) -> None:
        self._packed = path.open("rb")
        self._gzip = gzip.GzipFile(fileobj=self._packed)
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._gzip.readinto(buffer)
        self._unpacked += size
        check_unpacked(self._unpacked, self._packed.tell())
        return size

    def close(self) -> None:
        self._gzip.close()
        self._packed.close()
        super().close()


def open_packed(path: Path) -> IO[bytes]:
    """Open a file of bytes, unpacking ``.gz`` as long as it comes to no more than texts can."""
    return io.BufferedReader(_Unpacker(path)) if path.suffix == ".gz" else path.open("rb")
