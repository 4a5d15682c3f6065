"""``judgements.csv``: what a person decided about two entities."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.resolution.clusters import Clusters

__all__ = ["COLUMNS", "Judgement", "JudgementError", "read_judgements"]

COLUMNS = ("left", "right", "judgement", "by")
"""Columns that the file must have; others, such as a note, are left to its keepers."""
_TYPES = ("person", "weapon")


class JudgementError(ValueError):
    """A file of judgements that cannot be used: says which, where and what to do."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What someone decided about two entities.

    Attributes:
        left: Entity id, as the table of nodes has it.
        right: Entity id of the same type; where the two are the same, the id that is kept.
        same: Whether they are one entity.
        by: Who said so.
    """

    left: str
    right: str
    same: bool
    by: str


def read_judgements(path: Path) -> list[Judgement]:
    """Read a CSV file with the columns of :data:`COLUMNS`.

    Raises:
        JudgementError: The file cannot be read, a row lacks something, or two rows
            contradict each other.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
            if missing:
                raise JudgementError(
                    f"{path}: no column {', '.join(missing)}; the first line must be "
                    f"{','.join(COLUMNS)}"
                )
            found = [_judgement(row, f"{path}:{reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise JudgementError(f"{path}: cannot be read ({error})") from error
    _check(found, path)
    return found


def _judgement(row: dict[str, str | None], where: str) -> Judgement:
    left, right, judgement, by = ((row[c] or "").strip() for c in COLUMNS)
    for name in (left, right):
        if name.partition(":")[0] not in _TYPES or not name.partition(":")[2]:
            raise JudgementError(
                f"{where}: {name!r} is no id of a person or weapon, such as "
                "'person:Hulusi Akar' or 'weapon:S-400'"
            )
    if left.partition(":")[0] != right.partition(":")[0] or left == right:
        raise JudgementError(f"{where}: {left!r} and {right!r} must be two of one type")
    if judgement not in ("same", "different"):
        raise JudgementError(f"{where}: judgement {judgement!r} must be 'same' or 'different'")
    return Judgement(left, right, judgement == "same", by)


def _check(found: Sequence[Judgement], path: Path) -> None:
    same = Clusters()
    for one in found:
        if one.same:
            same.join(one.right, one.left)
    for one in found:
        if not one.same and same.find(one.left) == same.find(one.right):
            raise JudgementError(
                f"{path}: {one.left!r} and {one.right!r} are said to be both same and "
                "different; take one of the rows out"
            )
