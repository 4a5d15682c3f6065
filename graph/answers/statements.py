"""Relations as statements: each kind of deed between two once, with what supports it best."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from graph.answers.citations import Citations, Labels, plain
from graph.answers.records import Period, Ranked, Statement
from graph.columns import FACTUALITY
from graph.rows import read_rows

__all__ = ["QUADS", "prepared", "quads", "stated", "statements", "timeline"]

QUADS = [
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "arms",
]  # fmt: skip
"""Quad classes of PLOVER (https://github.com/openeventdata/PLOVER), and the arms relations."""
MONTHS = 24
"""Most months that a timeline shows before it goes over to years."""

_KEYS = ["source_id", "relation", "target_id", "weapon_id"]


@cache
def quads() -> dict[str, tuple[str, bool]]:
    """Quad class of each relation type, and whether it has a direction."""
    rows = read_rows("extract.data", "relations.tsv")
    return {row[0]: (row[1], row[2] == "1") for row in rows}


def prepared(relations: pd.DataFrame, citations: Citations) -> pd.DataFrame:
    """Relations made ready for the other functions of this module.

    Args:
        relations: Columns of the relations table.
        citations: Of their articles.

    Returns:
        With ``when`` (the event's own date or the article's), ``quad``, ``directed`` and ``rank``
        (of the factuality); ends without a direction in the order of their ids; a missing
        weapon is "".
    """
    work = relations.copy()
    published = work["article_id"].map(dict(citations.published))
    work["when"] = work["date"].where(work["date"].notna(), published)
    work["quad"] = work["relation"].map({name: quad for name, (quad, _) in quads().items()})
    work["rank"] = work["factuality"].map({name: i for i, name in enumerate(FACTUALITY)})
    work["weapon_id"] = work["weapon_id"].fillna("").astype(object)
    directed = work["relation"].map({name: way for name, (_, way) in quads().items()})
    work["directed"] = directed.astype(bool)
    turned = ~work["directed"] & (work["source_id"] > work["target_id"])
    ends = ["source_id", "target_id"]
    work.loc[turned, ends] = work.loc[turned, ends[::-1]].to_numpy()
    return work


def stated(work: pd.DataFrame) -> pd.DataFrame:
    """The deeds among relations: neither offices nor names that only stand together."""
    return work[work["quad"].isin(QUADS)]


def statements(
    work: pd.DataFrame, citations: Citations, labels: Labels, limit: int
) -> Ranked[Statement]:
    """One statement for each source, relation, target and weapon, strongest first.

    Strength is the number of articles, then of sentences. The evidence is, as in the edge
    table, the sentence of the highest confidence among those of the most certain factuality.

    Args:
        work: What :func:`prepared` returned, or part of it.
        citations: Of the articles.
        labels: Names of entities.
        limit: Most statements.
    """
    order = [*_KEYS, "rank", "confidence", "article_id", "sentence"]
    work = work.sort_values(
        order, ascending=[name != "confidence" for name in order], kind="stable"
    )
    best = work.drop_duplicates(_KEYS).set_index(_KEYS)
    grouped = work.groupby(_KEYS, sort=True)
    best["articles"] = grouped["article_id"].nunique()
    best["sentences"] = (
        work.drop_duplicates([*_KEYS, "article_id", "sentence"]).groupby(_KEYS).size()
    )
    best["first"], best["last"] = grouped["when"].min(), grouped["when"].max()
    best = best.reset_index().sort_values(
        ["articles", "sentences", *_KEYS], ascending=[False, False, True, True, True, True],
        kind="stable",
    )  # fmt: skip
    shown = best.head(limit)
    certain = _by_factuality(work, shown)
    rows = shown.to_dict("records")
    return Ranked(len(best), [_statement(row, certain, citations, labels) for row in rows])


def _by_factuality(
    work: pd.DataFrame, shown: pd.DataFrame
) -> dict[tuple[str, ...], dict[str, int]]:
    """Distinct articles by factuality, for each statement shown."""
    part = work.merge(shown[_KEYS], on=_KEYS)
    counts = part.groupby([*_KEYS, "rank"])["article_id"].nunique()
    found: dict[tuple[str, ...], dict[str, int]] = {}
    for row in counts.reset_index(name="articles").to_dict("records"):
        certain = found.setdefault(tuple(row[key] for key in _KEYS), {})
        certain[FACTUALITY[int(row["rank"])]] = int(row["articles"])
    return found


def _statement(
    row: dict[Any, Any], certain: dict[tuple[str, ...], dict[str, int]], citations: Citations,
    labels: Labels,
) -> Statement:  # fmt: skip
    return Statement(
        relation=row["relation"], quad=row["quad"], directed=quads()[row["relation"]][1],
        source=labels(row["source_id"]), target=labels(row["target_id"]),
        weapon=labels.maybe(row["weapon_id"]), articles=int(row["articles"]),
        sentences=int(row["sentences"]), factuality=certain[tuple(row[k] for k in _KEYS)],
        first_date=plain(row["first"]), last_date=plain(row["last"]),
        evidence=citations.cite(row["evidence"], row["article_id"]),
    )  # fmt: skip


def timeline(work: pd.DataFrame) -> list[Period]:
    """Distinct articles by period and quad class: how it went between two.

    Negated relations are left out: what was not done is no cooperation and no conflict. Periods
    are months, or years where there are more than :data:`MONTHS` of them; a date that gives the
    year alone is a period of its own. What has no date comes last.

    Args:
        work: What :func:`prepared` returned, or part of it.
    """
    told = stated(work[work["factuality"] != "negated"])
    periods = told["when"].str.slice(0, 7)
    if periods.nunique() > MONTHS:
        periods = told["when"].str.slice(0, 4)
    keys = ["period", "quad"]
    counts = told.assign(period=periods.fillna("")).groupby(keys)["article_id"].nunique()
    found: dict[str, dict[str, int]] = {}
    for row in counts.reset_index(name="articles").to_dict("records"):
        period = found.setdefault(row["period"], dict.fromkeys(QUADS, 0))
        period[row["quad"]] = int(row["articles"])
    undated = found.pop("", None)
    dated = [Period(period, articles) for period, articles in sorted(found.items())]
    return dated + ([Period(None, undated)] if undated else [])
