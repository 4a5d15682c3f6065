"""What is known of weapon systems: names, classes, categories, designations.

Categories are those of the SIPRI Arms Transfers Database. The lists are lines of
``data/weapons.tsv`` (named systems), ``data/weapon_classes.tsv`` and
``data/weapon_terms.tsv`` (classes and their words) and
``data/weapon_designations.tsv`` (letters and number).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extract.schema import read_table

__all__ = [
    "Designation",
    "System",
    "category",
    "class_terms",
    "find_designations",
    "is_class",
    "label",
    "meant_designation",
    "systems",
]


@dataclass(frozen=True, slots=True)
class System:
    """A named weapon system.

    Attributes:
        name: Usual designation; the id.
        category: SIPRI category.
        forms: Every spelling, the usual one included.
        ambiguous: Whether the name is a common word or another name as well.
    """

    name: str
    category: str
    forms: tuple[str, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Designation:
    """Characters ``start`` to ``end`` of a text that designate the system ``name``."""

    start: int
    end: int
    name: str
    category: str


@cache
def systems() -> tuple[System, ...]:
    """The named systems of the gazetteer."""
    return tuple(
        System(
            row["designation"],
            row["category"],
            (row["designation"], *filter(None, (row["aliases"] or "").split("|"))),
            row["ambiguous"] == "w",
        )
        for row in read_table("weapons.tsv")
    )


@cache
def class_terms() -> dict[str, str]:
    """Words for weapon classes, small, with their class id; ``not`` takes a phrase out."""
    return {row["term"]: row["class"] for row in read_table("weapon_terms.tsv")}


@cache
def _classes() -> dict[str, dict[str, str]]:
    return {row["class"]: row for row in read_table("weapon_classes.tsv")}


@cache
def _categories() -> dict[str, str]:
    known = {system.name: system.category for system in systems()}
    return known | {name: row["category"] for name, row in _classes().items()}


def category(name: str) -> str | None:
    """SIPRI category of a class or system by its bare id; ``None`` where it is not known.

    A designation that the gazetteer lacks takes that of its letters.
    """
    known = _categories().get(name)
    if known is None:
        found = next(find_designations(name), None)
        known = found.category if found is not None and found.end == len(name) else None
    return known


def is_class(name: str) -> bool:
    """Whether the bare id is that of a class."""
    return name in _classes()


def label(name: str, lang: str = "id") -> str:
    """Name to show: a class in the language asked for, a system by its designation."""
    row = _classes().get(name)
    return row[f"label_{lang}"] if row else name


@cache
def _designation_rows() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    for row in read_table("weapon_designations.tsv"):
        rows.setdefault(row["letters"], []).append(row)
    return rows


_DIGIT = re.compile(r"\d")


@cache
def _designation_pattern() -> re.Pattern[str]:
    letters = sorted(_designation_rows(), key=len, reverse=True)
    any_letters = "|".join(map(re.escape, letters))
    return re.compile(
        rf"(?<![\w/-])(?P<letters>{any_letters})(?P<gap>[-‑–]?|[ ](?=\d\d))"
        r"(?P<number>\d{1,4})(?P<variant>[A-Z]{1,3}\d?[A-Z]?)?(?:/[A-Z])?(?![\w-]|[.,]\d)"
    )


def find_designations(text: str) -> Iterator[Designation]:
    """Find designations of letters and number, such as ``Su-35`` or ``F 16``.

    A variant takes the id of its base: ``F-16V`` is ``F-16``.
    """
    if _DIGIT.search(text) is None:  # most sentences, and far cheaper to tell
        return
    for match in _designation_pattern().finditer(text):
        number = match["number"]
        for row in _designation_rows()[match["letters"]]:
            least, most = map(int, row["digits"].split("-"))
            bare = not match["gap"] and len(match["letters"]) == 1
            if least <= len(number) <= most and not (bare and row["form"][1] == "-"):
                name = row["form"].format(n=number)
                yield Designation(match.start(), match.end(), name, row["category"])
                break


def meant_designation(name: str, wanted: str) -> str | None:
    """The designation that a misprint stands for.

    Args:
        name: A designation that no list knows, such as ``F-53``.
        wanted: SIPRI category that its class noun asks for.

    Returns:
        The one listed system of that category with the same letters and the same
        digits in another order; ``None`` where there is none or more than one.
    """
    letters, _, number = name.rpartition("-")
    if not letters or not number.isdigit() or name in _categories():
        return None
    like = [
        system.name
        for system in systems()
        if system.category == wanted
        and system.name.rpartition("-")[0] == letters
        and sorted(system.name.rpartition("-")[2]) == sorted(number)
    ]
    return like[0] if len(like) == 1 else None
