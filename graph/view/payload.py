"""Tables to the data that the page holds, with pyvis as carrier of nodes, edges and options."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from graph.columns import FACTUALITY, dated
from graph.rows import read_rows
from graph.tables import Tables
from graph.view.layout import positions

__all__ = ["LANGUAGES", "MOST_EVIDENCE", "MOST_SHOWN", "payload"]

LANGUAGES = ("id", "en")
"""Languages of the interface; a reader can change between them."""
MOST_SHOWN = 300
"""Nodes shown at first; the others come by search, by expanding a node or by the slider."""
MOST_EVIDENCE = 12
"""Sentences of one edge whose text the page holds; all of them count."""

_MOST_ALIASES = 12
_OPTIONS = {
    "physics": {"enabled": False},
    "edges": {"smooth": False},
    "interaction": {"dragNodes": False, "selectable": False, "hover": False},
    "layout": {"improvedLayout": False},
}
_NODE_KEYS = (
    "type",
    "aliases",
    "office",
    "country",
    "category",
    "wikidata",
    "mentions",
    "articles",
)
_ARTICLE_KEYS = ("title", "publisher", "published", "url")
_EDGE_KEYS = ("source", "relation", "target", "weapon")

_Order = pd.DataFrame
"""The relation table with ``edge`` (its row of the edge table), sorted by edge and then as the
edge table chooses its evidence."""


def payload(
    tables: Tables, *, title: str, lang: str, theme: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the page needs to draw and to filter: columns of nodes, edges, statements, articles.

    Args:
        tables: What :func:`graph.tables.build_tables` returned.
        title: Heading of the page.
        lang: Language of the interface at first, ``id`` or ``en``.
        theme: ``light``, ``dark``, or ``None`` for the reader's own choice.

    Returns:
        Two values that JSON can hold: the data, and the evidence, which the page reads last (see
        :func:`_evidence`). A statement is one row of the relation table;
        ``statements.first`` gives where those of each edge begin, by edge, one more at the end, and
        ``statements.day`` the event's own date or the article's, as a place in ``days``.
    """
    nodes, edges, options = _carried(tables)
    ordered = _ordered(tables)
    data = {
        "title": title,
        "lang": lang,
        "theme": theme,
        "most_shown": MOST_SHOWN,
        "heaviest": max([1, *map(int, tables.edges["weight"])]),
        "options": options,
        "nodes": _columns(nodes),
        "edges": _columns(edges),
        "statements": _statements(ordered, tables),
        "articles": {c: [_plain(v) for v in tables.articles[c]] for c in _ARTICLE_KEYS},
        "words": {language: _words(language) for language in LANGUAGES},
        "relations": _relations(),
        "factuality": FACTUALITY,
        "styles": _styles(),
    }
    return data, _evidence(ordered, tables)


def _evidence(ordered: _Order, tables: Tables) -> dict[str, Any]:
    """The sentences of each edge, at most :data:`MOST_EVIDENCE`, as the page reads them last.

    Beside the first ones, the best of each month and factuality is kept, so that a filter finds a
    sentence wherever it finds a statement.

    Returns:
        ``texts``, each sentence once, and ``rows``, in the order of ``statements``: the number of
        the statement, that of its text, the cue's characters within it or ``None``, those of the
        names of source, target and weapon, its own date, and the role held.
    """
    kept = ordered[_worth_keeping(ordered, tables.articles)]
    spans = _spans(kept, tables.mentions)
    number: dict[str, int] = {}
    rows = []
    columns = ("evidence", "start", "cue_start", "cue_end", "date", "role")
    for at, (statement, text, start, cue, cue_end, date, role) in enumerate(
        zip(kept.index.tolist(), *(kept[c] for c in columns), strict=True)
    ):
        place = number.setdefault(text, len(number))
        marked = None if pd.isna(cue) else [int(cue - start), int(cue_end - start)]
        rows.append([statement, place, marked, spans[at], _plain(date), _plain(role)])
    return {"texts": list(number), "rows": rows}


def _worth_keeping(ordered: _Order, articles: pd.DataFrame) -> pd.Series[bool]:
    """The first statements of each edge, and the first of each month and factuality."""
    published = ordered["article_id"].map(articles.set_index("article_id")["published"])
    month = published.astype("string").str.slice(0, 7)
    first = ~ordered.assign(month=month).duplicated(["edge", "rank", "month"])
    return (ordered.groupby("edge").cumcount() < MOST_EVIDENCE) | first


def _carried(tables: Tables) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Nodes, edges and options as a pyvis network gives them, put in directly."""
    from pyvis.network import Network

    order = tables.nodes.sort_values(
        ["weighted_degree", "articles", "mentions", "entity_id"],
        ascending=[False, False, False, True], kind="stable",
    )  # fmt: skip
    rows = order.to_dict("records")
    place = {row["entity_id"]: i for i, row in enumerate(rows)}
    where = positions(len(rows), *_ties(tables.edges, place), foremost=MOST_SHOWN)
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    network.nodes = [_node(row, where[i]) for i, row in enumerate(rows)]
    network.edges = [_edge(row, place) for row in tables.edges.to_dict("records")]
    nodes, edges, _, _, _, options = network.get_network_data()
    return nodes, edges, json.loads(options)


def _ties(edges: pd.DataFrame, place: dict[Any, int]) -> tuple[Any, Any, Any]:
    """How strongly two nodes hold together: ends and weights of the edges, as arrays."""
    source, target = (edges[c].map(place).to_numpy(np.int64) for c in ("source", "target"))
    weight = edges["weight"].to_numpy(dtype=float)
    return source, target, np.where(edges["relation"] == "CO_OCCURS", 0.1, weight)


def _node(row: dict[Any, Any], where: Any) -> dict[str, Any]:
    return {
        "id": row["entity_id"],
        "label": row["label"],
        "x": round(float(where[0]), 1),
        "y": round(float(where[1]), 1),
        "strength": int(row["weighted_degree"]),
        "first": _plain(row["first_date"]),
        "last": _plain(row["last_date"]),
        **{key: _plain(row[key]) for key in _NODE_KEYS},
    }


def _edge(row: dict[Any, Any], place: dict[Any, int]) -> dict[str, Any]:
    return {
        "from": place[row["source"]],
        "to": place[row["target"]],
        "relation": row["relation"],
        "weapon": place.get(_plain(row["weapon"]), -1),
    }


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Rows as columns, which take half the room."""
    return {key: [row[key] for row in rows] for key in rows[0]} if rows else {}


def _plain(value: Any) -> Any:
    """A value that JSON can hold; what is missing is ``None``."""
    if isinstance(value, list):
        return value[:_MOST_ALIASES]
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _ordered(tables: Tables) -> _Order:
    keys = zip(*(tables.edges[c].fillna("") for c in _EDGE_KEYS), strict=True)
    number = {key: i for i, key in enumerate(keys)}
    columns = ("source_id", "relation", "target_id", "weapon_id")
    own = zip(*(tables.relations[c].fillna("") for c in columns), strict=True)
    edge = pd.Series([number.get(key, -1) for key in own], dtype="int64")
    rank = tables.relations["factuality"].map(FACTUALITY.index)
    rows = tables.relations.assign(edge=edge, rank=rank)
    return rows[rows["edge"] >= 0].sort_values(
        ["edge", "rank", "confidence", "article_id", "start"],
        ascending=[True, True, False, True, True], kind="stable", ignore_index=True,
    )  # fmt: skip


def _statements(ordered: _Order, tables: Tables) -> dict[str, list[Any]]:
    article = {a: i for i, a in enumerate(tables.articles["article_id"])}
    first = np.searchsorted(ordered["edge"].to_numpy(), np.arange(len(tables.edges) + 1))
    when = dated(ordered, tables.articles)
    days = sorted(set(when.dropna()))
    place = {day: i for i, day in enumerate(days)}
    return {
        "first": first.tolist(),
        "days": days,
        "day": [place.get(day, -1) for day in when],
        "article": ordered["article_id"].map(article).astype(int).tolist(),
        "factuality": ordered["rank"].astype(int).tolist(),
        "confidence": (ordered["confidence"].astype(float) * 100).round().astype(int).tolist(),
    }


def _spans(kept: _Order, mentions: pd.DataFrame) -> list[list[list[int]]]:
    """Where each sentence names the ends and the weapon of its statement."""
    wanted = set(zip(kept["article_id"], kept["sentence"], strict=True))
    named: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
    columns = ("article_id", "sentence", "start", "end", "entity_id")
    for article, sentence, start, end, entity in zip(*(mentions[c] for c in columns), strict=True):
        if (article, sentence) in wanted:
            named[article, sentence].append((int(start), int(end), entity))
    ends = ("source_id", "target_id", "weapon_id")
    places = zip(*(kept[c] for c in ("article_id", "sentence", "start")), strict=True)
    return [
        [[a - int(start), b - int(start)] for a, b, e in named[article, sentence] if e in own]
        for (article, sentence, start), own in zip(
            places, zip(*(kept[c] for c in ends), strict=True), strict=True
        )
    ]


def _words(lang: str) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, key, *texts in read_rows("graph.view.assets", "labels.tsv"):
        words[kind][key] = texts[LANGUAGES.index(lang)]
    for row in read_rows("extract.data", "relations.tsv"):
        words["relation"][row[0]] = row[5 + LANGUAGES.index(lang)]
    return words


def _relations() -> dict[str, dict[str, Any]]:
    rows = read_rows("extract.data", "relations.tsv")
    return {row[0]: {"quad": row[1], "directed": row[2] == "1"} for row in rows}


@cache
def _styles() -> dict[str, dict[str, dict[str, str]]]:
    styles: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for kind, key, light, dark, mark in read_rows("graph.view.assets", "styles.tsv"):
        styles[kind][key] = {"light": light, "dark": dark, "mark": mark}
    return styles
