"""Person names as words: folding, likeness, known office holders."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from extract.schema import read_table
from extract.spans import Known

__all__ = [
    "PARTICLES",
    "Leader",
    "fold",
    "is_alike",
    "key",
    "leader",
    "leader_by_short",
    "likely_leader",
    "names_of_leaders",
    "never_persons",
    "odds",
    "reload_odds",
    "short_names_of_leaders",
    "sound",
    "telling_words",
]

PARTICLES = frozenset(row["particle"] for row in read_table("name_particles.tsv"))
"""Small words that stand inside names."""
_FOLD = str.maketrans("ıøłđŁØĐ’‘`", "ioldLOD'''")


@dataclass(frozen=True, slots=True)
class Leader:
    """An office holder whose name needs no introduction.

    Attributes:
        name: Fullest usual name, ASCII; the id of the person.
        country: ISO 3166-1 alpha-3, or empty.
        role: Office held, as Indonesian newspapers word it, or empty.
    """

    name: str
    country: str
    role: str


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """A name in ASCII letters, with its capitals: ``Erdoğan`` is ``Erdogan``."""
    plain = unicodedata.normalize("NFKD", name.translate(_FOLD))
    return plain.encode("ascii", "ignore").decode()


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """A name without differences of case, accents, hyphens and full stops."""
    return " ".join(fold(name).casefold().replace("-", " ").replace(".", " ").split())


def telling_words(name: str) -> list[str]:
    """The words of a folded name that are no article or particle, if it has any such."""
    words = key(name).split()
    return [word for word in words if word not in PARTICLES] or words


@cache
def sound(word: str) -> str:
    """A word of a romanized name without what its spellings differ in.

    Vowels inside it, doubled letters and the letters of ``data/transliteration.tsv`` do
    not count: ``Khalifah`` and ``Khalifa`` sound the same. ``word`` is folded by :func:`key`.
    """
    for row in read_table("transliteration.tsv"):
        word = word.replace(row["written"], row["sound"])
    if len(word) > 3:
        word = word.removesuffix("h")
    inner = "".join(c for c in word[1:-1] if c not in "aiu")
    kept = word[:1] + inner + word[1:][-1:]
    return "".join(c for c, before in zip(kept, " " + kept, strict=False) if c != before)


@cache
def _leaders() -> tuple[dict[str, Leader], dict[str, Leader], dict[str, list[str]]]:
    """By full name, by short form, and the full names that end in a word."""
    full: dict[str, Leader] = {}
    short: dict[str, Leader] = {}
    by_last: dict[str, list[str]] = {}
    for row in read_table("leaders.tsv"):
        known = Leader(row["name"], row["country"] or "", row["role"] or "")
        for name in (known.name, *(row["aliases"] or "").split("|")):
            if name:
                full.setdefault(key(name), known)
        for name in filter(None, (row["short"] or "").split("|")):
            short.setdefault(key(name), known)
    for name in full:
        by_last.setdefault(name.split()[-1], []).append(name)
    return full, short, by_last


@cache
def names_of_leaders() -> tuple[str, ...]:
    """Every full name and spelling in the list, as printed."""
    rows = read_table("leaders.tsv")
    names = [row["name"] for row in rows]
    names += [alias for row in rows for alias in (row["aliases"] or "").split("|")]
    return tuple(dict.fromkeys(filter(None, names)))


def short_names_of_leaders() -> tuple[str, ...]:
    """Surnames and nicknames that alone name an office holder, as printed."""
    return tuple(
        name
        for row in read_table("leaders.tsv")
        for name in (row["short"] or "").split("|")
        if name
    )


def leader(name: str) -> Leader | None:
    """The office holder of this full name, in any of its spellings."""
    return _leaders()[0].get(key(name))


def leader_by_short(name: str) -> Leader | None:
    """The office holder whom this surname or nickname alone names."""
    return _leaders()[1].get(key(name))


def likely_leader(name: str) -> Leader | None:
    """The office holder whose full name is misspelt: same last word, nearly the same rest."""
    full, _, by_last = _leaders()
    words = key(name).split()
    if len(words) < 2:
        return None
    for candidate in by_last.get(words[-1], ()):
        if is_alike(" ".join(words), candidate):
            return full[candidate]
    return None


def is_alike(one: str, other: str) -> bool:
    """Whether two folded full names of as many words differ by spelling alone."""
    first, second = one.split(), other.split()
    if len(first) != len(second) or len(first) < 2:
        return False
    same = sum(a == b for a, b in zip(first, second, strict=True))
    return same >= len(first) - 1 and all(map(_is_spelling_of, first, second))


def _is_spelling_of(one: str, other: str) -> bool:
    """Whether two words differ by spelling, or one is the other cut short."""
    short, long = sorted((one, other), key=len)
    if len(short) < 3:
        return one == other
    return long.startswith(short) or (
        len(short) > 3 and SequenceMatcher(None, one, other).ratio() >= 0.75
    )


@cache
def _odds() -> dict[str, float]:
    return {row["token"]: float(row["odds"]) for row in read_table("name_tokens.tsv")}


@cache
def never_persons() -> frozenset[str]:
    """Names of firms, media and groups that look like persons' names, as printed."""
    return frozenset(row["name"] for row in read_table("not_persons.tsv"))


def reload_odds() -> None:
    """Read ``data/name_tokens.tsv`` again, after training has made it anew."""
    _odds.cache_clear()
    Known.forget()


def odds(token: str) -> float | None:
    """Log odds that a capitalised word is part of a person's name; ``None`` if never seen."""
    return _odds().get(token)
