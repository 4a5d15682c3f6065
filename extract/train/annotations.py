"""Annotations of raw news, kept without its text.

A file of ``annotations/`` holds blocks like those of the gold, except that a block is
named by the paragraph's digest and its first line gives the sentences by their
characters; the paragraph itself is looked up in the raw text::

    @ 83c0a41f6c0d5f8e
    S | 0-118 | 119-240
    J | 2
    1 | C | Turki | TUR
    1 | W | S-400 | S-400
    1 | R | ACQUIRES | TUR > S-400 | planned
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract.gold import GoldArticle, GoldError
from extract.records import Article
from extract.schema import RELATIONS, read_table

__all__ = ["digest", "own_annotations", "read_annotations"]

_KINDS = {
    "C": ("COUNTRY", "name"),
    "C*": ("COUNTRY", "metonym"),
    "P": ("PERSON", "name"),
    "W": ("WEAPON", "system"),
    "W-": ("WEAPON", "class"),
}
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")


@dataclass(slots=True)
class _Block:
    """The lines on one paragraph."""

    where: str
    bounds: list[tuple[int, int]] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    mentions: list[tuple[int, str, str, str]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)


def digest(paragraph: str) -> str:
    """The name of a paragraph: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:16]


def own_annotations() -> list[Path]:
    """The files that come with the package."""
    folder = Path(str(files("extract.train") / "annotations"))
    return sorted(folder.glob("*.ann"))


def read_annotations(paths: Iterable[Path], paragraphs: Iterable[str]) -> Iterator[GoldArticle]:
    """Read annotations of those paragraphs that are at hand.

    Args:
        paths: ``.ann`` files.
        paragraphs: The raw text; what no block is about is passed over.

    Yields:
        Articles in the order of the paragraphs, each up to its last annotated sentence.

    Raises:
        GoldError: A line is not in the form said.
    """
    blocks: dict[str, _Block] = {}
    for path in paths:
        blocks |= _blocks(path)
    for paragraph in paragraphs:
        block = blocks.pop(digest(paragraph), None) if blocks else None
        if block is not None:
            yield _article(paragraph, block)


def _blocks(path: Path) -> dict[str, _Block]:
    found: dict[str, _Block] = {}
    block = _Block("")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("@ "):
            block = found[line[2:].strip()] = _Block(f"{path}:{number}")
        elif line and not line.startswith("#"):
            fields = [part.strip() for part in line.split("|")]
            try:
                _reader(fields[0], fields[1])(block, fields)
            except (ValueError, IndexError, KeyError) as error:
                raise GoldError(f"{path}:{number}: not a line of annotation: {line!r}") from error
    return found


def _reader(first: str, second: str) -> Callable[[_Block, list[str]], None]:
    if first in ("S", "J"):
        return _sentences if first == "S" else _left_out
    return _relation if second == "R" else _mention


def _sentences(block: _Block, fields: list[str]) -> None:
    pairs = (part.split("-") for part in fields[1:])
    block.bounds = [(int(start), int(end)) for start, end in pairs]


def _left_out(block: _Block, fields: list[str]) -> None:
    for part in fields[1].split(","):
        first, _, last = part.partition("-")
        block.left_out |= set(range(int(first), int(last or first) + 1))


def _mention(block: _Block, fields: list[str]) -> None:
    number, kind, surface, bare = fields
    if kind not in _KINDS:
        raise KeyError(kind)
    block.mentions.append((int(number), kind, surface, bare))


def _relation(block: _Block, fields: list[str]) -> None:
    source, target = (end.strip() for end in fields[3].split(">"))
    row: dict[str, Any] = {
        "type": RELATIONS[fields[2]].name, "source": source, "target": target,
        "sentence": int(fields[0]), "factuality": "asserted", "date": None,
        "weapon": None, "role": None,
    }  # fmt: skip
    for extra in fields[4:]:
        name, is_named, value = extra.partition("=")
        if is_named:
            row[{"w": "weapon", "role": "role"}[name]] = value
        elif extra in ("planned", "negated"):
            row["factuality"] = extra
        elif _DATE.fullmatch(extra):
            row["date"] = extra
        else:
            raise ValueError(extra)
    block.relations.append(row)


def _article(paragraph: str, block: _Block) -> GoldArticle:
    text = paragraph[: max((end for _, end in block.bounds), default=0)]
    if not text or max([mention[0] for mention in block.mentions], default=1) > len(block.bounds):
        raise GoldError(f"{block.where}: a sentence that line S does not give")
    name = f"news-{digest(paragraph)}"
    article = Article(name, name, text, text_sha256=hashlib.sha256(text.encode()).hexdigest())
    sentences = [
        {"start": start, "end": end, "content": number not in block.left_out}
        for number, (start, end) in enumerate(block.bounds, 1)
    ]
    return GoldArticle(article, sentences, list(_places(text, block)), block.relations)


def _places(text: str, block: _Block) -> Iterator[dict[str, Any]]:
    """Every occurrence of each surface in its sentence that no longer one covers."""
    for number, (start, end) in enumerate(block.bounds, 1):
        sentence = text[start:end]
        taken = [m.span() for m in _never().finditer(sentence)]
        here = [mention for mention in block.mentions if mention[0] == number]
        for _, kind, surface, bare in sorted(here, key=lambda mention: -len(mention[2])):
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", sentence):
                if any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                taken.append(match.span())
                yield {
                    "start": start + match.start(), "end": start + match.end(), "text": surface,
                    "type": _KINDS[kind][0], "kind": _KINDS[kind][1], "id": bare,
                    "sentence": number,
                }  # fmt: skip


@cache
def _never() -> re.Pattern[str]:
    """Set phrases that hold a surface without naming it: "gencatan senjata"."""
    phrases = [row["term"] for row in read_table("weapon_terms.tsv") if row["class"] == "not"]
    phrases += [row["phrase"] for row in read_table("not_countries.tsv")]
    listed = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
