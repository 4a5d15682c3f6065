"""Articles from files, folders, tables and standard input."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from extract.dates import parse_published
from extract.decoding import MOST_CHARACTERS, reason
from extract.readers import SUFFIXES, read_rows, read_stdin
from extract.records import Article, Problem
from extract.rows import Columns, Row

__all__ = ["Columns", "count_articles", "read_articles"]

_HEAD = 1500
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
        sources: Files, folders (read through, hidden names left out, by path) or
            ``-`` for standard input. Formats: .txt, .html, .jsonl, .json, .csv,
            .tsv, .parquet; text formats packed with gzip as well.
        columns: Names of table columns, where they are not the usual ones.

    Yields:
        An ``Article`` for each text, a ``Problem`` for what could not be read or
        has the text of an earlier article. Of texts that are the same the first
        counts. Ids are the source's own or the file's name; a number is put
        behind one that was taken before.
    """
    wanted = columns or Columns()
    seen: dict[str, str] = {}
    ids: set[str] = set()
    for source in sources:
        for row in _rows(str(source), wanted):
            where = _sound(row.where)
            if row.problem:
                yield Problem(where, None, "read", _sound(row.problem))
            if not row.parts:
                continue
            article = _article(row)
            fault = _fault(article, seen)
            if fault:
                yield Problem(where, None, "read", fault)
                continue
            seen[article.text_sha256] = where
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
    for source in map(Path, sources):
        files = _files(source, []) if source.is_dir() else iter([source])
        for path in files:
            amount = _amount(path)
            if amount is None:
                return None
            total += amount
    return total


def _amount(path: Path) -> int | None:
    try:
        if path.suffix.lower() in (".txt", ".html", ".htm"):
            return 1
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            with path.open("rb") as lines:
                return sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b""))
        if path.suffix.lower() == ".parquet":
            from pyarrow.parquet import read_metadata

            return int(read_metadata(path).num_rows)
    except (OSError, ValueError):
        return 0  # reading it will tell what is wrong
    return None


def _rows(source: str, columns: Columns) -> Iterator[Row]:
    if source == "-":
        yield from read_stdin(columns)
        return
    path = Path(source)
    if path.is_dir():
        found = False
        closed: list[OSError] = []
        for file in _files(path, closed):
            found = True
            yield from read_rows(file, columns)
        for error in closed:
            yield Row(str(error.filename), {}, f"cannot be opened ({reason(error)})")
        if not found and not closed:
            yield Row(source, {}, f"no article here; looked for {' '.join(sorted(SUFFIXES))}")
    elif path.exists():
        yield from read_rows(path, columns)
    else:
        yield Row(source, {}, "no such file or folder")


def _files(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """Files of known kinds below a folder, by path; links to folders are not followed.

    Folders that cannot be opened are put into ``closed``.
    """
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
            if not name.startswith(".") and suffix.lower() in SUFFIXES:
                yield path


def _article(row: Row) -> Article:
    parts = row.parts
    text = _sound(parts["text"])
    name = parts.get("id") or PurePath(row.where.partition("#")[0]).name.split(".")[0]
    if "#" in row.where and "id" not in parts:
        name = f"{name}-{row.where.rpartition('#')[2]}"
    head = text[:_HEAD]
    published = parts.get("published")
    return Article(
        _CONTROL.sub("�", name)[:200] or "stdin",
        _sound(row.where),
        text,
        title=_one_line(parts.get("title")),
        publisher=_one_line(parts.get("publisher")) or _publisher(head),
        published=parse_published(published) if published else _published(head),
        url=_one_line(parts.get("url")),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
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


def _fault(article: Article, seen: dict[str, str]) -> str | None:
    if not article.text.strip():
        return "empty text"
    if len(article.text) > MOST_CHARACTERS:
        return f"text longer than {MOST_CHARACTERS:,} characters; split it into articles"
    first = seen.get(article.text_sha256)
    return f"same text as {first}; left out" if first else None


def _unused(name: str, taken: set[str]) -> str:
    unused, number = name, 1
    while unused in taken:
        number += 1
        unused = f"{name}-{number}"
    taken.add(unused)
    return unused
