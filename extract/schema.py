"""Entity and relation types, and who may stand in which relation to whom.

The types are lines of ``data/relations.tsv``. Events are those of PLOVER
(manual v0.8) with its four quad classes; the arms relations follow the terms of
the SIPRI Arms Transfers Database.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = [
    "ENTITY_TYPES",
    "EVENTS",
    "RELATIONS",
    "RelationType",
    "parse_table",
    "quad_class",
    "read_table",
]

ENTITY_TYPES = ("COUNTRY", "PERSON", "WEAPON")


@dataclass(frozen=True, slots=True)
class RelationType:
    """One relation type.

    Attributes:
        name: PLOVER event type, arms relation, HOLDS_OFFICE or CO_OCCURS.
        quad: PLOVER quad class, or ``arms``, ``office``, ``none``.
        directed: Whether source and target may not change places.
        sources: Entity types that may be the source.
        targets: Entity types that may be the target.
    """

    name: str
    quad: str
    directed: bool
    sources: frozenset[str]
    targets: frozenset[str]


def read_table(name: str, package: str = "extract.data") -> list[dict[str, str]]:
    """Read a tab-separated data file of this package, header first.

    Lines that start with ``#`` are comments. Cells are kept as text, without
    quoting rules, so that a quotation mark is a character like any other.
    """
    return parse_table(files(package).joinpath(name).read_text(encoding="utf-8"))


def parse_table(text: str) -> list[dict[str, str]]:
    """Parse the text of a data file, as :func:`read_table` describes it."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _relations() -> dict[str, RelationType]:
    return {
        row["relation"]: RelationType(
            row["relation"],
            row["quad"],
            row["directed"] == "1",
            frozenset(row["source"].split("|")),
            frozenset(row["target"].split("|")),
        )
        for row in read_table("relations.tsv")
    }


RELATIONS = _relations()
EVENTS = tuple(
    name for name, kind in RELATIONS.items() if kind.quad.endswith(("cooperation", "conflict"))
)


def quad_class(relation: str) -> str:
    """PLOVER quad class of an event, or ``arms``, ``office``, ``none``."""
    return RELATIONS[relation].quad
