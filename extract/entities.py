"""Mentions to entities within an article: which names are one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from extract.names import (
    fold,
    is_alike,
    key,
    leader,
    leader_by_short,
    likely_leader,
    telling_words,
)

__all__ = ["resolve_persons"]

RARE = 3
"""A longer form this many times as seldom as a full name is not the usual one."""


def resolve_persons(surfaces: Iterable[str]) -> list[str]:
    """Ids for the names of one article, in the order in which they stand.

    A full name that is known, or nearly so, takes the known id. Any other full
    name is its own, in the fullest form in use in the article. A single word or
    a part of a name goes to the nearest full name before it that holds its
    words, then to one after it, then to the office holder whom it alone names.

    Args:
        surfaces: Names as written.

    Returns:
        As many ids, without ``person:``.
    """
    names = list(surfaces)
    ids: list[str] = [""] * len(names)
    full: dict[str, str] = {}
    for i, name in enumerate(names):
        if len(telling_words(name)) > 1:
            ids[i] = _full_name(name, full)
    for i, name in enumerate(names):
        if not ids[i]:
            ids[i] = _part(name, names, ids, i)
    ids = _usual_surnames(names, ids)
    counts = Counter(ids)
    usual = {name: _fullest(name, counts) for name in counts}
    return [usual[name] for name in ids]


def _full_name(name: str, full: dict[str, str]) -> str:
    folded = key(name)
    if folded in full:
        return full[folded]
    known = leader(name) or leader(_without_initials(name)) or leader_by_short(name)
    known = known or likely_leader(name)
    if known is not None:
        full[folded] = known.name
    else:
        like = next((full[other] for other in full if is_alike(folded, other)), None)
        full[folded] = like or _usual(name)
    return full[folded]


def _without_initials(name: str) -> str:
    """The name without single letters inside it: ``Sergei K. Shoigu``."""
    words = name.split()
    inner = [word for word in words[1:-1] if len(word.rstrip(".")) > 1]
    return " ".join([*words[:1], *inner, *words[1:][-1:]])


def _usual(name: str) -> str:
    """The name as an id: ASCII, with small Arabic articles inside."""
    words = fold(name).split()
    return " ".join(
        word[:2].lower() + word[2:] if i and word[:3] in ("Al-", "El-") else word
        for i, word in enumerate(words)
    )


def _part(name: str, names: list[str], ids: list[str], at: int) -> str:
    """The id of the full name that a part of it stands for."""
    order: list[int] = [*range(at - 1, -1, -1), *range(at + 1, len(names))]
    fitting = [i for i in order[:400] if ids[i] and _holds(names[i], ids[i], name)]
    known = leader_by_short(name) or leader(name)
    if known is not None and (known.name in ids or key(name) not in key(known.name).split()):
        return known.name  # "Trump" beside "Melania Trump"; "Jokowi", a name of his own
    if known is not None:
        # "Trump Ejek Putin" is no Trump: only a name that ends so takes it from the office holder.
        fitting = [i for i in fitting if _ends_alike(ids[i], name)]
    whole = [i for i in fitting if _holds_whole(names[i], ids[i], name)]
    for i in whole or fitting:
        return ids[i]
    if known is None:
        misspelt = next((i for i in order[:400] if ids[i] and _abbreviates(name, ids[i])), None)
        if misspelt is not None:
            return ids[misspelt]
    meant: str = _usual(name) if known is None else known.name
    return meant


def _holds(full: str, full_id: str, part: str) -> bool:
    words = set(telling_words(part))
    return words <= set(key(full).split()) or words <= set(key(full_id).split())


def _ends_alike(full: str, part: str) -> bool:
    return leader(full) is not None or key(full).split()[-1:] == key(part).split()[-1:]


def _holds_whole(full: str, full_id: str, part: str) -> bool:
    """Whether the part is no half of a hyphenated word: Reza is not Ali-Reza."""
    words = {fold(word).casefold() for word in part.split()}
    return any(words <= {fold(w).casefold() for w in name.split()} for name in (full, full_id))


def _abbreviates(part: str, full: str) -> bool:
    """Whether a word is the initials of a full name, or its last word misspelt."""
    words = key(full).split()
    word = key(part)
    if not words:
        return False
    if part.isupper() and len(word) > 1:
        return word == "".join(w[0] for w in words)
    last = words[-1]
    return min(len(word), len(last)) > 5 and SequenceMatcher(None, word, last).ratio() >= 0.9


def _usual_surnames(names: list[str], ids: list[str]) -> list[str]:
    """Ids with the surname as the article spells it most often: one slip is not the name."""
    spelt: dict[str, Counter[str]] = {}
    for name, found in zip(names, ids, strict=True):
        if leader(found) is None:
            spelt.setdefault(found, Counter()).update(fold(name).split()[-1:])
    new = {}
    for found, counts in spelt.items():
        if not counts or len(found.split()) < 2:
            continue
        last = found.split()[-1]
        often = max(counts, key=lambda word: (counts[word], word))
        is_slip = counts[often] > counts[last] and _abbreviates(often, found)
        if is_slip and not often.isupper():
            new[found] = " ".join([*found.split()[:-1], often])
    return [new.get(found, found) for found in ids]


def _fullest(name: str, counts: Counter[str]) -> str:
    """The longest usual name of the article that holds this one's words and begins alike."""
    words = key(name).split()
    if len(words) < 2 or leader(name) is not None:
        return name
    best = name
    for other in counts:
        more = key(other).split()
        longer = len(more) > len(key(best).split()) and set(words) <= set(more)
        if longer and more[0] == words[0] and counts[name] < RARE * counts[other]:
            best = other
    return best
