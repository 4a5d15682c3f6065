"""Arms transfers in the manner of SIPRI's register."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from extract.records import Entity
from graph.columns import COLUMNS, dated, empty, with_none
from graph.numbers import count_beside
from graph.rows import read_rows

__all__ = ["transfers"]


def transfers(
    relations: pd.DataFrame, articles: pd.DataFrame, mentions: pd.DataFrame,
    entities: dict[str, Entity],
) -> pd.DataFrame:  # fmt: skip
    """Rows in the manner of SIPRI's transfer register: who supplies whom with what.

    A purchase without a supplier in the same sentence is a row without one,
    unless another sentence names who supplies that weapon to that recipient. ``number``
    is the one that most sentences state, the largest of equals.
    """
    if not relations["relation"].isin(("SUPPLIES", "ACQUIRES")).any():
        return empty("transfers")
    supplies = relations[relations["relation"] == "SUPPLIES"]
    known = set(zip(supplies["target_id"], supplies["weapon_id"], strict=True))
    acquires = relations[relations["relation"] == "ACQUIRES"]
    pairs = zip(acquires["source_id"], acquires["target_id"], strict=True)
    unknown = pd.Series([pair not in known for pair in pairs], acquires.index, dtype=bool)
    alone = acquires[unknown]
    rows = pd.concat(
        [
            supplies.assign(supplier=supplies["source_id"], recipient=supplies["target_id"],
                            weapon=supplies["weapon_id"]),
            alone.assign(supplier=None, recipient=alone["source_id"], weapon=alone["target_id"]),
        ]
    )  # fmt: skip
    rows["when"] = dated(rows, articles)
    rows["number"] = _numbers(rows, mentions)
    rows["status"] = [
        _status(f, e) for f, e in zip(rows["factuality"], rows["evidence"], strict=True)
    ]
    rows = rows.fillna({"supplier": "", "weapon": ""}).sort_values(
        ["confidence", "article_id", "sentence"], ascending=[False, True, True], kind="stable"
    )
    found = rows.groupby(["supplier", "recipient", "weapon", "status"], as_index=False).agg(
        number=("number", _most_stated), date=("when", "min"),
        articles=("article_id", lambda a: sorted(set(a))),
        evidence=("evidence", "first"),
    )  # fmt: skip
    found["number"] = found["number"].astype("Int64")
    found["category"] = [getattr(entities.get(w), "category", None) for w in found["weapon"]]
    found[["supplier", "weapon"]] = found[["supplier", "weapon"]].replace("", None)
    return with_none(found[list(COLUMNS["transfers"])])


@cache
def _status_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for status, word in read_rows("graph.data", "transfer_status.tsv"):
        words.setdefault(status, []).append(word)
    return {status: tuple(found) for status, found in words.items()}


def _status(factuality: str, evidence: str) -> str:
    if factuality != "asserted":
        return "proposed" if factuality == "planned" else "refused"
    text = evidence.lower()
    for status in ("delivered", "ordered"):
        if any(word in text for word in _status_words()[status]):
            return status
    return "delivered"


def _numbers(rows: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series[Any]:
    """How many of its weapon each row's sentence states, from the weapon's first mention on."""
    places: dict[tuple[str, int, str], list[tuple[int, int]]] = {}
    named = mentions[mentions["type"] == "WEAPON"]
    columns = ("article_id", "sentence", "entity_id", "start", "end")
    for article, sentence, weapon, start, end in zip(*(named[c] for c in columns), strict=True):
        places.setdefault((article, sentence, weapon), []).append((start, end))
    columns = ("article_id", "sentence", "weapon", "start", "evidence")
    found = []
    for article, sentence, weapon, at, text in zip(*(rows[c] for c in columns), strict=True):
        stated = (
            count_beside(text, start - at, end - at)
            for start, end in places.get((article, sentence, weapon), ())
        )
        found.append(next((n for n in stated if n is not None), None))
    return pd.Series(found, index=rows.index, dtype="Int64")


def _most_stated(numbers: pd.Series[Any]) -> Any:
    counts = numbers.dropna().value_counts()
    return max(counts.index[counts == counts.max()]) if len(counts) else pd.NA
