"""Bytes to text, and what is too broken or too big to be an article."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extract.unpacking import MOST_BYTES, MOST_CHARACTERS, UnreadableError, open_packed

__all__ = [
    "MOST_BYTES",
    "MOST_CHARACTERS",
    "Line",
    "UnreadableError",
    "declared_encoding",
    "decode",
    "open_lines",
    "read_bytes",
    "read_lines",
    "reason",
]

Line = tuple[str | None, str | None]
"""A line and what to check in it; ``None`` and the reason where it is left out."""

_MORE = 1 << 16
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.I)


def read_bytes(path: Path) -> bytes:
    """Read a file, unpacking ``.gz``, within :data:`MOST_BYTES`.

    Raises:
        UnreadableError: The file cannot be opened, or is too big.
    """
    try:
        with open_packed(path) as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"cannot be opened ({reason(error)})") from error
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"longer than {MOST_BYTES:,} bytes; split it into articles")
    return data


def reason(error: BaseException) -> str:
    """What an error of the operating system or of gzip says, without its number and path."""
    return str(getattr(error, "strerror", None) or error)


@contextmanager
def open_lines(path: Path) -> Iterator[Iterator[Line]]:
    """Open a file of lines, unpacking ``.gz``; see :func:`read_lines`."""
    with open_packed(path) as file:
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
