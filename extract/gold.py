"""Gold annotations: reading them and putting them on a ``Doc``."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from extract.clean import Cleaned
from extract.dates import parse_published
from extract.pipes.sentences import set_sentence_starts
from extract.records import Article

__all__ = ["GoldArticle", "GoldError", "annotate", "entity_id", "read_gold", "split_of"]

_FIELDS = {"id", "text", "sentences", "mentions", "relations"}


class GoldError(ValueError):
    """A gold file that cannot be used: says which, where and what to do."""


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article.

    Attributes:
        article: The article itself.
        sentences: ``{start, end, content}`` in text order.
        mentions: ``{start, end, text, type, kind, id, sentence}``; ``sentence``
            counts from 1, ids are bare (``TUR``).
        relations: ``{type, source, target, sentence, factuality, date, weapon, role}``.
    """

    article: Article
    sentences: list[dict[str, Any]]
    mentions: list[dict[str, Any]]
    relations: list[dict[str, Any]]

    def sentence_at(self, start: int, end: int) -> int:
        """Index of the gold sentence that shares most characters with a span."""
        starts = [s["start"] for s in self.sentences]
        first = max(bisect_right(starts, start) - 1, 0)
        best, shared = first, -1
        for index in range(first, len(self.sentences)):
            sentence = self.sentences[index]
            if sentence["start"] >= end and index > first:
                break
            overlap = min(end, sentence["end"]) - max(start, sentence["start"])
            if overlap > shared:
                best, shared = index, overlap
        return best


def split_of(article_id: str) -> str:
    """Part of the gold an article belongs to: ``dev`` (a fifth of them) or ``train``.

    The part follows from the id alone, so that it stays the same as gold grows.
    """
    digest = hashlib.sha256(article_id.encode()).digest()
    return "dev" if digest[0] % 5 == 0 else "train"


def read_gold(paths: Iterable[str | Path], split: str = "all") -> Iterator[GoldArticle]:
    """Read gold articles from JSONL files, or folders that hold them.

    Args:
        paths: Files or folders.
        split: ``all``, ``train`` or ``dev`` (see :func:`split_of`).

    Raises:
        GoldError: A path is missing, or a line is not a gold article.
    """
    for path in _files(paths):
        try:
            with path.open(encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    gold = _parse(line, path, number)
                    if split in ("all", split_of(gold.article.article_id)):
                        yield gold
        except (OSError, UnicodeDecodeError) as error:
            raise GoldError(f"{path}: cannot be read ({error})") from error


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        found = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
        if not found or not found[0].exists():
            raise GoldError(f"{path}: no gold here; name a .jsonl file or a folder of them")
        yield from found


def _parse(line: str, path: Path, number: int) -> GoldArticle:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}:{number}: not JSON ({error}); one article a line") from error
    missing = _FIELDS - set(row) if isinstance(row, dict) else _FIELDS
    if missing:
        raise GoldError(f"{path}:{number}: missing {', '.join(sorted(missing))}")
    published = row.get("published")
    article = Article(
        row["id"],
        str(path),
        row["text"],
        publisher=row.get("publisher"),
        published=parse_published(published) if published else None,
        text_sha256=hashlib.sha256(row["text"].encode()).hexdigest(),
    )
    return GoldArticle(article, row["sentences"], row["mentions"], row["relations"])


def entity_id(kind: str, bare: str) -> str:
    """``entity_id("COUNTRY", "TUR")`` is ``country:TUR``."""
    return f"{kind.lower()}:{bare}"


def annotate(doc: Doc, cleaned: Cleaned, gold: GoldArticle) -> Doc:
    """Set sentences, content and mentions of a fresh ``Doc`` from gold.

    Lets a later component be measured on perfect input. A gold mention inside a
    token that the tokenizer did not part is left out.
    """
    starts = {0}
    content: list[tuple[int, int]] = []
    for sentence in gold.sentences:
        start, end = cleaned.from_source(sentence["start"], sentence["end"])
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        starts.add(span.start)
        if sentence["content"]:
            content.append((span.start, span.end))
    set_sentence_starts(doc, [i in starts for i in range(len(doc))])
    doc.spans["content"] = SpanGroup(doc, spans=[doc[a:b] for a, b in content])
    doc.spans["mentions"] = SpanGroup(doc, spans=list(_mentions(doc, cleaned, gold)))
    return doc


def _mentions(doc: Doc, cleaned: Cleaned, gold: GoldArticle) -> Iterator[Span]:
    end_of_last = 0
    for row in sorted(gold.mentions, key=lambda m: (m["start"], -m["end"])):
        start, end = cleaned.from_source(row["start"], row["end"])
        span = doc.char_span(
            start,
            end,
            label=row["type"],
            kb_id=entity_id(row["type"], row["id"]),
            span_id=row["kind"],
            alignment_mode="contract",
        )
        if span is not None and span.start >= end_of_last:
            end_of_last = span.end
            yield span
