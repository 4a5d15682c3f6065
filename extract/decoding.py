"""Bytes to text, and what is too broken or too big to be an article."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

__all__ = [
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "Line",
    "UnreadableError",
    "check_unpacked",
    "declared_encoding",
    "decode",
    "open_lines",
    "read_bytes",
    "read_lines",
    "reason",
    "require_file",
]

Line = tuple[str | None, str | None]
"""A line and what to check in it; ``None`` and the reason where it is left out."""

MOST_CHARACTERS = 5_000_000
"""Longest article text that is read, in characters."""
MOST_BYTES = 4 * MOST_CHARACTERS
"""Longest single-article file that is read, in bytes, after decompression."""
MOST_UNPACKED = 100
"""How many times its own size a packed file may unpack to, beyond :data:`MOST_BYTES`.

Texts pack to a third or a tenth, and what is made to fill a memory or a day to a thousandth.
"""

_MORE = 1 << 16
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.I)


class UnreadableError(ValueError):
    """Input that cannot be read as text: says why and what to do."""


def read_bytes(path: Path) -> bytes:
    """Read a file, unpacking ``.gz``, within :data:`MOST_BYTES`.

    Raises:
        UnreadableError: The file cannot be opened, or is too big.
    """
    try:
        with _open(path) as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"cannot be opened ({reason(error)})") from error
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"longer than {MOST_BYTES:,} bytes; split it into articles")
    return data


def require_file(path: Path) -> None:
    """Make sure that a path is that of a file: a pipe or device may keep a run waiting for ever.

    Raises:
        OSError: It cannot be reached.
        UnreadableError: It is something else.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise UnreadableError("a pipe, socket or device, not a file; feed it to standard input (-)")


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


def _open(path: Path) -> IO[bytes]:
    return io.BufferedReader(_Unpacker(path)) if path.suffix == ".gz" else path.open("rb")


def reason(error: BaseException) -> str:
    """What an error of the operating system or of gzip says, without its number and path."""
    return str(getattr(error, "strerror", None) or error)


@contextmanager
def open_lines(path: Path) -> Iterator[Iterator[Line]]:
    """Open a file of lines, unpacking ``.gz``; see :func:`read_lines`."""
    with _open(path) as file:
        yield read_lines(file)


def read_lines(file: IO[bytes], first: bytes | None = None) -> Iterator[Line]:
    """Lines of a file, each decoded on its own; in UTF-16 the whole file is.

    Args:
        file: Where the lines come from.
        first: The first line, if it was read before.
    """
    line = file.readline(MOST_BYTES + 1) if first is None else first
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _utf16_lines(line + file.read(MOST_BYTES + 1 - len(line)))
        return
    while line:
        if len(line) > MOST_BYTES and not line.endswith(b"\n"):
            while (rest := file.readline(_MORE)) and not rest.endswith(b"\n"):
                pass
            yield None, f"line longer than {MOST_BYTES:,} bytes; split it"
        else:
            try:
                yield _decode_plain(line.removeprefix(codecs.BOM_UTF8))
            except UnreadableError as error:
                yield None, str(error)
        line = file.readline(MOST_BYTES + 1)


def _utf16_lines(data: bytes) -> Iterator[Line]:
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"UTF-16 and longer than {MOST_BYTES:,} bytes; save it as UTF-8")
    text, _ = decode(data)
    for line in text.split("\n"):
        yield f"{line}\n", None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Decode bytes as UTF-8, as their byte order mark says, as declared, or as Windows-1252.

    Args:
        data: Bytes of a text.
        declared: Encoding that the text says it has; used if it is not UTF-8.

    Returns:
        The text, and a note where the encoding had to be guessed.

    Raises:
        UnreadableError: The bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"broken {encoding} ({error.reason}); save it as UTF-8"
                ) from error
    return _decode_plain(data, declared)


def _decode_plain(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    if b"\0" in data:
        raise UnreadableError("binary, not text; give .txt, .html, .jsonl, .csv or .parquet")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        if _share_of_controls(data) > 0.05:
            raise UnreadableError(
                "binary, not text; give .txt, .html, .jsonl, .csv or .parquet"
            ) from None
        if declared:
            try:
                return data.decode(declared), None
            except (LookupError, UnicodeError):
                pass
        note = "not UTF-8; read as Windows-1252, so check its accents"
        return data.decode("cp1252", errors="replace"), note


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an HTML page names in its head."""
    match = _DECLARED.search(data, 0, 4096)
    return match[1].decode("ascii") if match else None


def _share_of_controls(data: bytes) -> float:
    sample = data[:4096]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    return controls / max(len(sample), 1)
