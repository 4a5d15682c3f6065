"""Bytes to text, and what is too broken or too big to be an article."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

__all__ = ["MOST_BYTES", "MOST_CHARACTERS", "UnreadableError", "decode", "read_bytes"]

MOST_CHARACTERS = 5_000_000
"""Longest article text that is read, in characters."""
MOST_BYTES = 4 * MOST_CHARACTERS
"""Longest single-article file that is read, in bytes, after decompression."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class UnreadableError(ValueError):
    """Input that cannot be read as text: says why and what to do."""


def read_bytes(path: Path) -> bytes:
    """Read a file, unpacking ``.gz``, within :data:`MOST_BYTES`.

    Raises:
        UnreadableError: The file cannot be opened, or is too big.
    """
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as packed:
                data = packed.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as plain:
                data = plain.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError(f"cannot be opened ({error})") from error
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"longer than {MOST_BYTES:,} bytes; split it into articles")
    return data


def decode(data: bytes) -> tuple[str, str | None]:
    """Decode bytes as UTF-8, as their byte order mark says, or as Windows-1252.

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
    if b"\0" in data:
        raise UnreadableError("binary, not text; give .txt, .html, .jsonl, .csv or .parquet")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        if _share_of_controls(data) > 0.05:
            raise UnreadableError(
                "binary, not text; give .txt, .html, .jsonl, .csv or .parquet"
            ) from None
        note = f"not UTF-8 at byte {error.start}; read as Windows-1252, so check its accents"
        return data.decode("cp1252", errors="replace"), note


def _share_of_controls(data: bytes) -> float:
    sample = data[:4096]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    return controls / max(len(sample), 1)
