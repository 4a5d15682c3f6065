"""Who or what an entity is: offices, relations, whom it met, who is named with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from graph.answers import reading
from graph.answers.citations import Citations, Labels, plain
from graph.answers.records import Meeting, Office, Profile, Ranked, Together
from graph.answers.statements import prepared, stated, statements

__all__ = ["answer", "meetings", "offices", "together"]


def answer(folder: Path, nodes: pd.DataFrame, entity_id: str, limit: int) -> Profile:
    """Read what the tables hold of an entity.

    Args:
        folder: What ``--out`` named.
        nodes: What :func:`graph.answers.reading.nodes` returned.
        entity_id: Of one of them.
        limit: Most rows of each list.

    Raises:
        StoredError: A table is missing or is not one of a run.
    """
    labels = Labels(nodes)
    (node,) = nodes[nodes["entity_id"] == entity_id].to_dict("records")
    relations = reading.relations_of(folder, entity_id)
    column = "person" if node["type"] == "PERSON" else "country"
    held = reading.offices_of(folder, column, [entity_id])
    cited = {article for listed in held["articles"] for article in listed}
    citations = Citations(reading.articles_of(folder, cited.union(relations["article_id"])))
    work = prepared(relations, citations)
    return Profile(
        id=entity_id, type=node["type"], label=node["label"], aliases=list(node["aliases"]),
        category=plain(node["category"]), wikidata=plain(node["wikidata"]),
        mentions=int(node["mentions"]), articles=int(node["articles"]),
        first_date=plain(node["first_date"]), last_date=plain(node["last_date"]),
        offices=offices(held, citations, labels, limit),
        relations=statements(stated(work), citations, labels, limit),
        meetings=meetings(work, entity_id, citations, labels, limit),
        together=together(work, entity_id, labels, limit),
    )  # fmt: skip


def offices(held: pd.DataFrame, citations: Citations, labels: Labels, limit: int) -> Ranked[Office]:
    """Offices with names and citations, those of most articles first.

    Args:
        held: Rows of the offices table; their evidence stands in the first of their articles.
        citations: Of the articles.
        labels: Names of entities.
        limit: Most rows.
    """
    rows = sorted(held.to_dict("records"), key=_by_articles)
    shown = [
        Office(
            person=labels(row["person"]), country=labels(row["country"]), role=row["role"],
            first_date=plain(row["first_date"]), last_date=plain(row["last_date"]),
            articles=len(row["articles"]),
            evidence=citations.cite(row["evidence"], row["articles"][0]),
        )
        for row in rows[:limit]
    ]  # fmt: skip
    return Ranked(len(rows), shown)


def _by_articles(row: dict[Any, Any]) -> tuple[int, str, str, str]:
    return -len(row["articles"]), row["person"], row["country"], row["role"]


def meetings(
    work: pd.DataFrame, entity_id: str, citations: Citations, labels: Labels, limit: int
) -> Ranked[Meeting]:
    """Whom an entity consulted and when, latest first, undated last.

    Args:
        work: What :func:`graph.answers.statements.prepared` returned.
        entity_id: Whose relations they are.
        citations: Of the articles.
        labels: Names of entities.
        limit: Most rows.
    """
    met = work[(work["relation"] == "CONSULT") & (work["factuality"] != "negated")].copy()
    met["other"] = _other(met, entity_id)
    met["when"] = met["when"].astype(object).where(met["when"].notna(), "")
    keys = ["when", "other"]
    met = met.sort_values(
        [*keys, "rank", "confidence", "article_id", "sentence"],
        ascending=[False, True, True, False, True, True], kind="stable",
    )  # fmt: skip
    articles = met.groupby(keys)["article_id"].nunique().to_dict()
    best = met.drop_duplicates(keys)
    best = pd.concat([best[best["when"] != ""], best[best["when"] == ""]])
    shown = [
        Meeting(
            other=labels(row["other"]), date=row["when"] or None, factuality=row["factuality"],
            articles=int(articles[row["when"], row["other"]]),
            evidence=citations.cite(row["evidence"], row["article_id"]),
        )
        for row in best.head(limit).to_dict("records")
    ]  # fmt: skip
    return Ranked(len(best), shown)


def together(work: pd.DataFrame, entity_id: str, labels: Labels, limit: int) -> Ranked[Together]:
    """Who stands in a sentence with an entity and no stated relation, the most frequent first."""
    loose = work[work["quad"] == "none"]
    counts = loose.assign(other=_other(loose, entity_id)).groupby("other")["article_id"].nunique()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return Ranked(len(ranked), [Together(labels(str(i)), int(n)) for i, n in ranked[:limit]])


def _other(work: pd.DataFrame, entity_id: str) -> pd.Series[str]:
    return work["target_id"].where(work["source_id"] == entity_id, work["source_id"])
