"""Tables to the data that the page holds, with pyvis as carrier of nodes, edges and options."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from graph.columns import FACTUALITY
from graph.database import Database
from graph.messages import LANGUAGES
from graph.rows import read_rows
from graph.tables import Tables
from graph.view.layout import positions
from graph.view.strongest import Held, hold

__all__ = ["MOST_EVIDENCE", "MOST_SHOWN", "payload"]

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
    held = hold(tables)
    nodes, edges, options = _carried(held)
    data = {
        "title": title,
        "lang": lang,
        "theme": theme,
        "most_shown": MOST_SHOWN,
        "partly": held.partly,
        "heaviest": max([1, *map(int, held.edges["weight"])]),
        "options": options,
        "nodes": nodes,
        "edges": edges,
        "statements": _statements(tables.database, held),
        "articles": {c: [_plain(v) for v in held.articles[c]] for c in _ARTICLE_KEYS},
        "words": {language: _words(language) for language in LANGUAGES},
        "relations": _relations(),
        "factuality": FACTUALITY,
        "styles": _styles(),
    }
    return data, _evidence(tables.database)


def _evidence(database: Database) -> dict[str, Any]:
    """The sentences of each edge, at most :data:`MOST_EVIDENCE`, as the page reads them last.

    Beside the first ones, the best of each month and factuality is kept, so that a filter finds a
    sentence wherever it finds a statement.

    Returns:
        ``texts``, each sentence once, and ``rows``, in the order of ``statements``: the number of
        the statement, that of its text, the cue's characters within it or ``None``, those of the
        names of source, target and weapon, its own date, and the role held.
    """
    database.run(f"""
        CREATE OR REPLACE TABLE quoted AS
        SELECT * FROM held_statements
        QUALIFY row_number() OVER (PARTITION BY edge ORDER BY statement) <= {MOST_EVIDENCE}
            OR row_number() OVER (
                PARTITION BY edge, rank, substr(published, 1, 7) ORDER BY statement) = 1""")
    found = database.table("""
        WITH worded AS (
            SELECT statement, any_value(s.evidence) AS evidence
            FROM quoted q JOIN statements s ON s.article = q.article AND s.sentence = q.sentence
                AND s.start = q.start AND s.source = q.source AND s.target = q.target
            GROUP BY statement),
        named AS (
            SELECT statement,
                list([n.start - q.start, n."end" - q.start] ORDER BY n.start, n."end") AS places
            FROM quoted q JOIN names n ON n.article = q.article AND n.sentence = q.sentence
                AND n.entity IN (q.source, q.target, q.weapon)
            GROUP BY statement)
        SELECT statement, evidence, cue_start - start AS cue, cue_end - start AS cue_end,
            coalesce(places, []) AS places, date, role
        FROM quoted JOIN worded USING (statement) LEFT JOIN named USING (statement)
        ORDER BY statement""")
    number: dict[str, int] = {}
    rows = [
        [statement, number.setdefault(text, len(number)),
         None if cue is None else [cue, cue_end], places, date, role]
        for statement, text, cue, cue_end, places, date, role in zip(
            *(found[c].to_pylist() for c in found.column_names), strict=True)
    ]  # fmt: skip
    return {"texts": list(number), "rows": rows}


def _carried(held: Held) -> tuple[dict[str, list[Any]], dict[str, list[Any]], dict[str, Any]]:
    """Columns of nodes and edges, and options, as a pyvis network gives them."""
    from pyvis.network import Network

    order = held.nodes.sort_values(
        ["weighted_degree", "articles", "mentions", "entity_id"],
        ascending=[False, False, False, True], kind="stable",
    )  # fmt: skip
    rows = order.to_dict("records")
    place = {row["entity_id"]: i for i, row in enumerate(rows)}
    where = positions(len(rows), *_ties(held.edges, place), foremost=MOST_SHOWN)
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    network.nodes = [_node(row, where[i]) for i, row in enumerate(rows)]
    network.edges = [_edge(row, place) for row in held.edges.to_dict("records")]
    nodes, edges, _, _, _, options = network.get_network_data()
    return _columns(nodes), _columns(edges), json.loads(options)


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


def _statements(database: Database, held: Held) -> dict[str, list[Any]]:
    rows = database.table("""
        SELECT edge, day, article, rank, confidence
        FROM held_statements ORDER BY statement""")
    first = np.searchsorted(rows["edge"].to_numpy(), np.arange(len(held.edges) + 1))
    numbers = held.articles["article"].to_numpy(dtype=np.int64)
    days = rows["day"].combine_chunks().dictionary_encode()
    named: list[str] = sorted(days.dictionary.to_pylist())
    place = np.searchsorted(np.array(named, dtype=str), days.dictionary.to_pylist())
    return {
        "first": first.tolist(),
        "days": named,
        "day": [-1 if at is None else int(place[at]) for at in days.indices.to_pylist()],
        "article": np.searchsorted(numbers, rows["article"].to_numpy()).tolist(),
        "factuality": rows["rank"].to_pylist(),
        "confidence": np.rint(rows["confidence"].to_numpy() * 100).astype(int).tolist(),
    }


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
