"""Rows of the transfers table, as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from graph.answers import reading
from graph.answers.citations import Citations, Labels, plain
from graph.answers.records import Ranked, Transfer, Transfers

__all__ = ["answer", "select", "transfers"]


def answer(
    folder: Path, nodes: pd.DataFrame, limit: int,
    choose: Callable[[pd.DataFrame], pd.DataFrame],
) -> Transfers:  # fmt: skip
    """Read the transfers that are asked for.

    Args:
        folder: What ``--out`` named.
        nodes: With ``entity_id`` and ``label``.
        limit: Most rows.
        choose: The rows wanted of the transfers table, such as :func:`select`.

    Raises:
        StoredError: A table is missing or is not one of a run.
    """
    chosen = choose(reading.transfers_of(folder))
    cited = {article for listed in chosen["articles"].head(limit) for article in listed}
    citations = Citations(
        reading.articles_of(folder, cited), reading.articles_that(folder, cited) if cited else None
    )
    return Transfers(transfers(chosen, citations, Labels(nodes), limit))


def select(
    table: pd.DataFrame, *, recipient: str | None = None, supplier: str | None = None,
    weapon: str | None = None, status: Collection[str] = (), since: str | None = None,
    until: str | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The transfers that pass, latest first, undated last.

    A date that is less exact than the limit is compared as far as it goes: ``2019`` passes
    ``since="2019-05"``. A transfer without a date passes no limit.

    Args:
        table: The transfers table.
        recipient: Entity id.
        supplier: Entity id.
        weapon: Entity id.
        status: Any of these.
        since: First year, month or day.
        until: Last one.
    """
    passes = pd.Series(True, table.index)
    for column, wanted in (("recipient", recipient), ("supplier", supplier), ("weapon", weapon)):
        if wanted is not None:
            passes &= (table[column] == wanted).fillna(False).astype(bool)
    if status:
        passes &= table["status"].isin(list(status))
    if since is not None or until is not None:
        near = [_within(plain(date), since, until) for date in table["date"]]
        passes &= pd.Series(near, table.index, dtype=bool)
    return table[passes].sort_values(
        ["date", "supplier", "recipient", "weapon", "status"],
        ascending=[False, True, True, True, True], kind="stable", na_position="last",
    )  # fmt: skip


def _within(date: str | None, since: str | None, until: str | None) -> bool:
    if date is None:
        return False
    late = since is None or date[: len(since)] >= since[: len(date)]
    return late and (until is None or date[: len(until)] <= until[: len(date)])


def transfers(
    chosen: pd.DataFrame, citations: Citations, labels: Labels, limit: int
) -> Ranked[Transfer]:
    """Transfers with names and citations.

    Args:
        chosen: Rows of the transfers table, in order.
        citations: Of the articles, with where their sentences stand.
        labels: Names of entities.
        limit: Most rows.
    """
    shown = [
        Transfer(
            supplier=labels.maybe(row["supplier"]), recipient=labels(row["recipient"]),
            weapon=labels.maybe(row["weapon"]), category=plain(row["category"]),
            number=None if pd.isna(row["number"]) else int(row["number"]), status=row["status"],
            date=plain(row["date"]), articles=len(row["articles"]),
            evidence=citations.search(row["evidence"], row["articles"]),
        )
        for row in chosen.head(limit).to_dict("records")
    ]  # fmt: skip
    return Ranked(len(chosen), shown)
