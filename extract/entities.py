"""Mentions to entities within an article: which names are one person."""

from __future__ import annotations

from collections.abc import Iterable

from extract.names import fold, is_alike, key, leader, leader_by_short, likely_leader

__all__ = ["resolve_persons"]


def resolve_persons(surfaces: Iterable[str]) -> list[str]:
    """Ids for the names of one article, in the order in which they stand.

    A full name that is known, or nearly so, takes the known id. Any other full
    name is its own, in its fullest form within the article. A single word or a
    part of a name goes to the nearest full name before it that holds its words,
    then to one after it, then to the office holder whom it alone names.

    Args:
        surfaces: Names as written.

    Returns:
        As many ids, without ``person:``.
    """
    names = list(surfaces)
    ids: list[str] = [""] * len(names)
    full: dict[str, str] = {}
    for i, name in enumerate(names):
        words = key(name).split()
        if len(words) > 1:
            ids[i] = _full_name(name, full)
    for i, name in enumerate(names):
        if not ids[i]:
            ids[i] = _part(name, names, ids, i)
    return [_fullest(i, ids) for i in ids]


def _full_name(name: str, full: dict[str, str]) -> str:
    folded = key(name)
    if folded in full:
        return full[folded]
    known = leader(name) or leader_by_short(name) or likely_leader(name)
    if known is not None:
        full[folded] = known.name
    else:
        like = next((full[other] for other in full if is_alike(folded, other)), None)
        full[folded] = like or _usual(name)
    return full[folded]


def _usual(name: str) -> str:
    """The name as an id: ASCII, with small Arabic articles inside."""
    words = fold(name).split()
    return " ".join(
        word[:2].lower() + word[2:] if i and word[:3] in ("Al-", "El-") else word
        for i, word in enumerate(words)
    )


def _part(name: str, names: list[str], ids: list[str], at: int) -> str:
    words: set[str] = set(key(name).split())
    order: list[int] = [*range(at - 1, -1, -1), *range(at + 1, len(names))]
    for i in order[:400]:
        if ids[i] and (words <= set(key(names[i]).split()) or words <= set(key(ids[i]).split())):
            return ids[i]
    known = leader_by_short(name) or leader(name)
    meant: str = _usual(name) if known is None else known.name
    return meant


def _fullest(name: str, ids: list[str]) -> str:
    """The longest id of the article that holds all words of this one and ends alike."""
    words = key(name).split()
    if len(words) < 2 or leader(name) is not None:
        return name
    best = name
    for other in set(ids):
        more = key(other).split()
        if len(more) > len(key(best).split()) and set(words) <= set(more) and more[0] == words[0]:
            best = other
    return best
