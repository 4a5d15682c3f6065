"""The words of office phrases: their heads, what may stand inside them, whose they are."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from extract.schema import read_table

__all__ = [
    "country_of_body",
    "filling",
    "head_ending",
    "is_private",
    "may_stand_between",
    "office_context",
    "role_key",
    "titles",
]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def country_of_body(text: str) -> str | None:
    """The state whose organ the words of an office phrase name, as an entity id."""
    words = f" {text} "
    for phrase, iso3 in _bodies().items():
        if f" {phrase} " in words:
            return f"country:{iso3}"
    return None


def is_private(text: str) -> bool:
    """Whether an office phrase names what is no organ of a state."""
    words = f" {text.lower()} "
    return any(f" {phrase} " in words for phrase in _private())


def may_stand_between(text: str, lower: str) -> bool:
    """Whether a word may stand between the head of an office phrase and the name."""
    return (
        text[0].isupper()
        or text.removeprefix("ke-").isdigit()
        or text in (",", "(", ")", "-", "’", "'")
        or lower in titles()
        or lower in filling()
        or lower in office_context()["between"]
    )


def head_ending(doc: Doc, i: int, first: int) -> tuple[int, str]:
    """Length and kind of the longest title whose last word is token ``i``."""
    if doc[i].lower_ not in _last_words():
        return 0, ""
    for length in (3, 2, 1):
        start = i - length + 1
        if start >= first:
            kind = titles().get(doc[start : i + 1].text.lower())
            if kind is not None:
                return length, kind
    return 0, ""


@cache
def titles() -> dict[str, str]:
    """Title to kind: office, post, honorific or role."""
    return {row["title"]: row["kind"] for row in read_table("office_titles.tsv")}


@cache
def _last_words() -> frozenset[str]:
    """What the last token of a title may be; a hyphen may part tokens or join them."""
    ends = [title.split()[-1] for title in titles()]
    return frozenset(part for end in ends for part in (end, end.rpartition("-")[2]))


@cache
def filling() -> frozenset[str]:
    """Small words of office phrases ("juru bicara kementerian luar negeri")."""
    rows = read_table("office_words.tsv")
    return frozenset(row["word"] for row in rows)


@cache
def office_context() -> dict[str, frozenset[str]]:
    """Kind to the words and phrases of ``data/office_context.tsv``."""
    rows = read_table("office_context.tsv")
    kinds = {row["kind"] for row in rows}
    return {kind: frozenset(r["phrase"] for r in rows if r["kind"] == kind) for kind in kinds}


def role_key(role: str) -> str:
    """An office in small letters and full words: ``Menlu`` is ``menteri luar negeri``."""
    words = " ".join(_WORD.findall(role.lower()))
    for short, full in _synonyms():
        words = f" {words} ".replace(f" {short} ", f" {full} ").strip()
    return words


@cache
def _synonyms() -> list[tuple[str, str]]:
    rows = read_table("office_synonyms.tsv")
    return sorted(((r["short"], r["full"]) for r in rows), key=lambda pair: -len(pair[0]))


@cache
def _private() -> frozenset[str]:
    return frozenset(phrase.lower() for phrase in office_context()["private"])


@cache
def _bodies() -> dict[str, str]:
    return {r["phrase"]: r["value"] for r in read_table("office_context.tsv") if r["value"]}
