"""Articles from files, folders, tables and standard input."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path, PurePath

from extract.dates import parse_published
from extract.decoding import MOST_CHARACTERS, UnreadableError, reason
from extract.folders import files_below, is_folder, require_file
from extract.parquet import count_rows
from extract.places import PlaceError, place
from extract.readers import SUFFIXES, read_rows, read_stdin
from extract.records import Article, Problem
from extract.rows import Columns, Row

__all__ = ["Columns", "count_articles", "read_articles"]

MOST_PROBLEMS = 10_000
"""Rows of one file whose problems are told one by one; of the others, how many they are."""

_HEAD = 1500
_LONGEST_DATE = 200
_ROW = re.compile(r"#(\d+)\Z")
# "SERAMBINEWS.COM, ANKARA -", "Jakarta, Jurnas.com -", "MOSKOW, iNews.id –", "Jalurmedia.com –"
_DATELINE = re.compile(
    r"^(?:[^\W\d_][\w .'-]{1,30}, ?)?([A-Za-z0-9-]{2,30}\.(?:com|co|id|net|tv|org)"
    r"(?:\.id)?)(?:, ?[^\W\d_][\w .'-]{1,30})?,? ?[-–—]",
    re.I | re.M,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def read_articles(
    sources: Iterable[str | Path], columns: Columns | None = None
) -> Iterator[Article | Problem]:
    r"""Read every article of the sources, in a fixed order.

    What cannot be read costs nothing but itself: no error is raised, a ``Problem`` stands in
    its place, which :func:`extract.run` keeps.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     text = "Turki membeli rudal.\nJakarta, 2 Juni 2025"
        ...     _ = Path(folder, "satu.txt").write_text(text, "utf-8")
        ...     _ = Path(folder, "dua.jsonl").write_text('{"isi": "Rusia menjual rudal."}')
        ...     for article in read_articles([folder]):
        ...         print(article.article_id, article.published, article.text.splitlines()[0])
        dua-1 None Rusia menjual rudal.
        satu 2025-06-02 Turki membeli rudal.

    Args:
        sources: Files, folders (read through, hidden names left out, by path), addresses
            of either that fsspec knows (``s3://bucket/berita``), or ``-`` for standard input.
            Formats: .txt, .html, .jsonl, .json, .csv, .tsv, .parquet; text formats packed with
            gzip as well.
        columns: Names of table columns, where they are not the usual ones.

    Yields:
        An ``Article`` for each text, a ``Problem`` for what could not be read or
        has the text of an earlier article. Of texts that are the same the first
        counts. Ids are the source's own or the file's name; a number is put
        behind one that was taken before. Of the rows of a file that have a problem the first
        :data:`MOST_PROBLEMS` come one by one, then one problem with the number of the others.
    """
    for file, items in groupby(_items(sources, columns or Columns()), key=_file_of):
        problems = 0
        for item in items:
            is_of_row = isinstance(item, Problem) and item.source != file
            problems += is_of_row
            if problems <= MOST_PROBLEMS or not is_of_row:
                yield item
        if problems > MOST_PROBLEMS:
            yield Problem(
                file, None, "read", f"{problems - MOST_PROBLEMS:,} more rows with problems"
            )


def _file_of(item: Article | Problem) -> str:
    return _ROW.sub("", item.source)


def _items(sources: Iterable[str | Path], wanted: Columns) -> Iterator[Article | Problem]:
    seen: dict[str, str] = {}
    ids: set[str] = set()
    for source in sources:
        for row in _rows(str(source), wanted):
            where = _sound(row.where)
            if row.problem:
                yield Problem(where, None, "read", _sound(row.problem))
            if not row.parts:
                continue
            text = _sound(row.parts["text"])
            digest = hashlib.sha256(text.encode()).hexdigest()
            fault = _fault(text, digest, seen)
            if fault:
                yield Problem(where, None, "read", fault)
                continue
            seen[digest] = where
            article = _article(row, text, digest)
            article.article_id = _unused(article.article_id, ids)
            yield article


def count_articles(sources: Iterable[str | Path]) -> int | None:
    """About how many articles there are, where that can be told without reading them.

    Args:
        sources: As for :func:`read_articles`.

    Returns:
        Files of one article each, lines of .jsonl and rows of .parquet; ``None`` where a source
        is of another kind.
    """
    total = 0
    for source in map(place, sources):
        files = files_below(source, _is_known, []) if is_folder(source) else iter([source])
        for path in files:
            amount = _amount(path)
            if amount is None:
                return None
            total += amount
    return total


def _amount(path: Path) -> int | None:
    suffix = path.suffix.lower()
    if suffix in (".txt", ".html", ".htm"):
        return 1
    if suffix not in (".jsonl", ".ndjson", ".parquet"):
        return None
    try:
        require_file(path)
        if suffix == ".parquet":
            return count_rows(path)
        with path.open("rb") as lines:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b""))
    except (OSError, UnreadableError):
        return 0  # reading it will tell what is wrong


def _rows(source: str, columns: Columns) -> Iterator[Row]:
    if source == "-":
        yield from read_stdin(columns)
        return
    try:
        path = place(source)
        path.stat()
    except PlaceError as error:
        yield Row(source, {}, str(error).removeprefix(f"{source}: "))
        return
    except (OSError, ValueError) as error:
        gone = isinstance(error, FileNotFoundError)
        why = "no such file or folder" if gone else f"cannot be opened ({reason(error)})"
        yield Row(source, {}, why)
        return
    yield from _folder(path, columns) if is_folder(path) else read_rows(path, columns)


def _folder(path: Path, columns: Columns) -> Iterator[Row]:
    found = False
    closed: list[OSError] = []
    for file in files_below(path, _is_known, closed):
        found = True
        yield from read_rows(file, columns)
    for error in closed:
        yield Row(str(error.filename), {}, f"cannot be opened ({reason(error)})")
    if not found and not closed:
        yield Row(str(path), {}, f"no article here; looked for {' '.join(sorted(SUFFIXES))}")


def _is_known(path: Path) -> bool:
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    return suffix.lower() in SUFFIXES


def _article(row: Row, text: str, digest: str) -> Article:
    parts = row.parts
    at = _ROW.search(row.where)
    name = parts.get("id") or PurePath(_ROW.sub("", row.where)).name.split(".")[0]
    if at and "id" not in parts:
        name = f"{name}-{at[1]}"
    head = text[:_HEAD]
    published = parts.get("published")
    return Article(
        _CONTROL.sub("�", name)[:200] or "stdin",
        _sound(row.where),
        text,
        title=_one_line(parts.get("title")),
        publisher=_one_line(parts.get("publisher")) or _publisher(head),
        published=parse_published(published[:_LONGEST_DATE]) if published else _published(head),
        url=_one_line(parts.get("url")),
        text_sha256=digest,
    )


def _sound(text: str) -> str:
    """The text without lone surrogates, which no file and no table can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _one_line(text: str | None) -> str | None:
    return " ".join(_CONTROL.sub(" ", text).split()) or None if text else None


def _publisher(head: str) -> str | None:
    match = _DATELINE.search(head)
    return match[1] if match else None


def _published(head: str) -> str | None:
    """The date of a line that is a date line: a date and little else, above the text."""
    for line in head.splitlines():
        if len(line) < 100 and (value := parse_published(line)):
            return value
    return None


def _fault(text: str, digest: str, seen: dict[str, str]) -> str | None:
    if not text.strip():
        return "empty text"
    if len(text) > MOST_CHARACTERS:
        return f"text longer than {MOST_CHARACTERS:,} characters; split it into articles"
    first = seen.get(digest)
    return f"same text as {first}; left out" if first else None


def _unused(name: str, taken: set[str]) -> str:
    unused, number = name, 1
    while unused in taken:
        number += 1
        unused = f"{name}-{number}"
    taken.add(unused)
    return unused
