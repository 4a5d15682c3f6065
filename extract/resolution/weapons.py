"""Weapon systems under several designations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from extract.schema import read_table
from extract.weapons import category, is_class, systems

__all__ = ["same_systems"]

_SERIES = re.compile(r"(?:[-/ ]?(?:\d{1,2}|[IVX]{1,4}|[A-Z]))?")


def same_systems(names: Iterable[str], counts: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    """Pairs of bare ids that designate one system.

    Args:
        names: Bare ids of the corpus.
        counts: Articles that name each.

    Yields:
        The id to keep, the one to merge, and why: ``spelling`` (capitals, hyphens and
        spaces apart they are equal) or ``variant`` (one is the other with its maker's
        name, or a variant of it).
    """
    known = {system.name for system in systems()}
    named = sorted(name for name in set(names) if not is_class(name))
    usual: dict[str, str] = {}
    for name in sorted(known):
        usual.setdefault(_plain(name), name)
    for name in sorted(named, key=lambda n: (n not in known, -counts.get(n, 0), n)):
        kept = usual.setdefault(_plain(name), name)
        if kept != name:
            yield kept, name, "spelling"
    for name in named:
        base = usual.get(_plain(_base(name)))
        if base is not None and base != usual[_plain(name)] and _alike(base, name):
            yield base, name, "variant"


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _alike(one: str, other: str) -> bool:
    first, second = category(one), category(other)
    return first is None or second is None or first == second


def _base(name: str) -> str:
    """A designation without its maker and without the mark of its variant."""
    for maker in _words("maker"):
        if name.casefold().startswith(f"{maker.casefold()} "):
            name = name[len(maker) + 1 :]
            break
    words = name.split()
    for i in range(1, len(words)):
        rest = " ".join(words[i + 1 :])
        if words[i] in _words("variant") and _SERIES.fullmatch(rest):
            return " ".join(words[:i])
    match = re.fullmatch(r"(.*\d)[A-Z]{1,3}\d?", name)
    return match[1] if match else name


@cache
def _words(kind: str) -> tuple[str, ...]:
    found = (r["word"] for r in read_table("weapon_variants.tsv") if r["kind"] == kind)
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
