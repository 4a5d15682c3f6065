"""Records to tables: one for each kind of record, and nodes, edges, transfers, offices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

import pandas as pd

from extract.records import Entity, Extraction
from graph.columns import COLUMNS, FACTUALITY, dated, empty, with_none
from graph.measure import measures
from graph.narrow import Narrowing, narrow
from graph.rollup import to_countries
from graph.rows import read_rows
from graph.transfers import transfers

__all__ = ["Tables", "build_tables", "directed_relations"]


@dataclass(slots=True)
class Tables:
    """The tables of a run."""

    articles: pd.DataFrame
    mentions: pd.DataFrame
    relations: pd.DataFrame
    nodes: pd.DataFrame
    edges: pd.DataFrame
    transfers: pd.DataFrame
    offices: pd.DataFrame
    resolutions: pd.DataFrame
    problems: pd.DataFrame


@cache
def directed_relations() -> dict[str, bool]:
    """Whether source and target of a relation differ in part.

    The relation types are data of the extraction; this stage reads the file
    alone, so that it needs none of the extraction's code.
    """
    return {row[0]: row[2] == "1" for row in read_rows("extract.data", "relations.tsv")}


def build_tables(
    extraction: Extraction, *, level: str = "entity", keep: Narrowing | None = None
) -> Tables:
    """Build every table from the records of a run.

    Args:
        extraction: What :func:`extract.extraction.run` returned.
        level: ``entity``, or ``country`` to give what office holders do to their states
            (see :func:`graph.rollup.to_countries`).
        keep: Relations wanted, at that level; the others, and what only they name, are left out.

    Returns:
        Tables with the columns of :data:`COLUMNS`, sorted, so that the same
        records give the same tables whatever their order.
    """
    articles = _frame("articles", extraction.articles, ["article_id"])
    mentions = _frame("mentions", extraction.mentions, ["article_id", "start", "end"])
    order = ["article_id", "sentence", "start", "relation", "source_id", "target_id", "weapon_id"]
    relations = _frame("relations", extraction.relations, order)
    entities = {e.entity_id: e for e in extraction.entities}
    offices = _holders(relations, articles)
    if level == "country":
        mentions, relations = to_countries(mentions, relations, articles, directed_relations())
    mentions, relations = narrow(mentions, relations, articles, keep or Narrowing())
    edges = _edges(relations, articles, entities)
    return Tables(
        articles, mentions, relations, _nodes(mentions, relations, articles, entities, edges),
        edges, transfers(relations, articles, mentions, entities), offices,
        _frame("resolutions", extraction.resolutions, ["entity_id", "merged_id", "article_id"]),
        _frame("problems", extraction.problems, ["source", "problem"]),
    )  # fmt: skip


def _frame(name: str, records: Iterable[object], order: list[str]) -> pd.DataFrame:
    columns = list(COLUMNS[name])
    rows = [tuple(getattr(record, column) for column in columns) for record in records]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    for column in ("sentence", "start", "end", "sentences", "cue_start", "cue_end"):
        if column in columns:
            frame[column] = frame[column].astype("Int64")
    if "confidence" in columns:
        frame["confidence"] = frame["confidence"].astype(float).round(4)
    return frame.sort_values(order, kind="stable", na_position="first", ignore_index=True)


def _label(entities: dict[str, Entity]) -> Callable[[str], str]:
    def label(entity_id: str) -> str:
        known = entities.get(entity_id)
        return known.label if known is not None else entity_id.partition(":")[2]

    return label


def _edges(
    relations: pd.DataFrame, articles: pd.DataFrame, entities: dict[str, Entity]
) -> pd.DataFrame:
    """One row for each source, relation, target and weapon.

    ``weight`` counts distinct articles. ``factuality`` is the most certain that
    any sentence gives: asserted before planned before negated. ``evidence`` is
    the sentence of the highest confidence among those, the earliest of equals.
    """
    if relations.empty:
        return empty("edges")
    work = relations[
        ["article_id", "sentence", "relation", "source_id", "target_id", "weapon_id",
         "confidence", "evidence"]
    ].copy()  # fmt: skip
    work["when"] = dated(relations, articles)
    work["rank"] = relations["factuality"].map(FACTUALITY.index)
    work["weapon_id"] = work["weapon_id"].fillna("")
    work = work.sort_values(
        ["source_id", "relation", "target_id", "weapon_id", "rank", "confidence", "article_id",
         "sentence"],
        ascending=[True, True, True, True, True, False, True, True], kind="stable",
    )  # fmt: skip
    keys = ["source_id", "relation", "target_id", "weapon_id"]
    grouped = work.groupby(keys, sort=True)
    edges = grouped.agg(
        rank=("rank", "first"), weight=("article_id", "nunique"), first_date=("when", "min"),
        last_date=("when", "max"), evidence=("evidence", "first"),
    ).reset_index()  # fmt: skip
    places = work.drop_duplicates([*keys, "article_id", "sentence"]).groupby(keys, sort=True)
    edges["sentences"] = places.size().to_numpy()
    once = work.drop_duplicates([*keys, "article_id"]).sort_values("article_id", kind="stable")
    edges["articles"] = once.groupby(keys, sort=True)["article_id"].agg(list).to_numpy()
    return _named_edges(edges, entities)


def _named_edges(edges: pd.DataFrame, entities: dict[str, Entity]) -> pd.DataFrame:
    label = _label(entities)
    edges = edges.rename(columns={"source_id": "source", "target_id": "target"})
    for side in ("source", "target"):
        edges[f"{side}_label"] = edges[side].map(label)
        edges[f"{side}_type"] = edges[side].str.partition(":")[0].str.upper()
    edges["directed"] = edges["relation"].map(directed_relations()).astype(bool)
    edges["weapon"] = edges["weapon_id"].where(edges["weapon_id"] != "", None)
    edges["factuality"] = edges["rank"].map(dict(enumerate(FACTUALITY)))
    return with_none(edges[list(COLUMNS["edges"])])


def _nodes(
    mentions: pd.DataFrame, relations: pd.DataFrame, articles: pd.DataFrame,
    entities: dict[str, Entity], edges: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    ids = sorted({*mentions["entity_id"], *edges["source"], *edges["target"]})
    if not ids:
        return empty("nodes")
    nodes = pd.DataFrame({"entity_id": ids})
    nodes["type"] = nodes["entity_id"].str.partition(":")[0].str.upper()
    nodes["label"] = nodes["entity_id"].map(_label(entities))
    nodes["wikidata"] = [getattr(entities.get(i), "wikidata", None) for i in ids]
    nodes["category"] = [getattr(entities.get(i), "category", None) for i in ids]
    published = mentions["article_id"].map(articles.set_index("article_id")["published"])
    grouped = mentions.assign(published=published).groupby("entity_id")
    nodes["aliases"] = nodes["entity_id"].map(_aliases(mentions))
    nodes["aliases"] = [a if isinstance(a, list) else [] for a in nodes["aliases"]]
    for column, found in (
        ("mentions", grouped.size()),
        ("articles", grouped["article_id"].nunique()),
    ):
        nodes[column] = nodes["entity_id"].map(found).fillna(0).astype("int64")
    nodes["first_date"] = nodes["entity_id"].map(grouped["published"].min())
    nodes["last_date"] = nodes["entity_id"].map(grouped["published"].max())
    offices = _offices(relations)
    nodes["country"] = [
        i.partition(":")[2] if i.startswith("country:") else offices.get(i, (None, None))[0]
        for i in ids
    ]
    nodes["office"] = [offices.get(i, (None, None))[1] for i in ids]
    for name, values in measures(ids, edges).items():
        nodes[name] = values
    return with_none(nodes[list(COLUMNS["nodes"])])


def _aliases(mentions: pd.DataFrame) -> pd.Series[list[str]]:
    """Distinct surface forms of an entity, the most frequent first."""
    counts = mentions.groupby(["entity_id", "text"], as_index=False).size()
    counts = counts.sort_values(["entity_id", "size", "text"], ascending=[True, False, True])
    return counts.groupby("entity_id")["text"].agg(list)


def _offices(relations: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """State and office of each person: those of most articles, the first by name of equals."""
    held = relations[relations["relation"] == "HOLDS_OFFICE"]
    if held.empty:
        return {}
    result = {}
    for person, rows in held.groupby("source_id"):
        counts = rows.groupby(["target_id", "role"])["article_id"].nunique().sort_index()
        best = cast(tuple[str, str], counts.idxmax())
        result[str(person)] = (best[0].partition(":")[2], best[1])
    return result


def _holders(relations: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Who was seen in which office of which state, and from when to when.

    The dates are the first and the last on which an article names the holder so, not those
    of the term; a role that differs in capitals alone is the same, worded as it most often is.
    """
    held = relations[(relations["relation"] == "HOLDS_OFFICE") & relations["role"].notna()]
    if held.empty:
        return empty("offices")
    rows = held.assign(when=dated(held, articles), key=held["role"].str.casefold())
    rows = rows.sort_values(["article_id", "sentence", "start"], kind="stable")
    found = rows.groupby(["source_id", "target_id", "key"], as_index=False).agg(
        role=("role", lambda roles: sorted(roles, key=lambda r: (-list(roles).count(r), r))[0]),
        first_date=("when", "min"), last_date=("when", "max"),
        articles=("article_id", lambda a: sorted(set(a))), evidence=("evidence", "first"),
    )  # fmt: skip
    found = found.rename(columns={"source_id": "person", "target_id": "country"})
    return with_none(found[list(COLUMNS["offices"])])
