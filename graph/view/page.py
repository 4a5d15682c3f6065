"""Tables to one HTML page, with pyvis as carrier of nodes, edges and options."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from graph.columns import FACTUALITY
from graph.rows import read_rows
from graph.view.layout import positions

__all__ = ["MOST_EVIDENCE", "MOST_SHOWN", "render"]

MOST_SHOWN = 300
"""Nodes shown at first; the others come by search."""
MOST_EVIDENCE = 12
"""Sentences of one edge that the page holds."""

_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "tooltipDelay": 120, "multiselect": False},
    "layout": {"improvedLayout": False},
}
_SCRIPTS = ("elements.js", "view.js")
_NODE_KEYS = ("aliases", "office", "category", "country", "mentions", "articles")


def render(
    nodes: pd.DataFrame, edges: pd.DataFrame, relations: pd.DataFrame, articles: pd.DataFrame,
    *, title: str = "alutsista", lang: str = "id",
) -> str:  # fmt: skip
    """Make the page.

    Args:
        nodes: The node table.
        edges: The edge table.
        relations: The relation table; gives each edge its sentences.
        articles: The article table; gives each sentence its source.
        title: Heading.
        lang: Language of the interface, ``id`` or ``en``.

    Returns:
        HTML that makes no request, runs no script but its own, and holds every
        text of the tables as data, never as markup.
    """
    network = _carrier(nodes, edges)
    network_nodes, network_edges, _, _, _, options = network.get_network_data()
    data = {
        "nodes": network_nodes,
        "edges": network_edges,
        "options": json.loads(options),
        "evidence": _evidence(edges, relations),
        "articles": _articles(articles),
        "words": _words(lang),
        "styles": {kind: dict(rows) for kind, rows in _styles().items()},
        "relations": _relation_words(lang),
        "most_shown": MOST_SHOWN,
    }
    return _page(data, title, lang)


def _carrier(nodes: pd.DataFrame, edges: pd.DataFrame) -> Any:
    """A pyvis network with nodes and edges put in directly."""
    from pyvis.network import Network

    order = nodes.sort_values(
        ["weighted_degree", "articles", "mentions", "entity_id"],
        ascending=[False, False, False, True], kind="stable",
    )  # fmt: skip
    rows = order.to_dict("records")
    place = {row["entity_id"]: i for i, row in enumerate(rows)}
    where = positions(len(rows), _ties(edges, place))
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    network.nodes = [_node(row, where[i]) for i, row in enumerate(rows)]
    network.edges = [_edge(i, row) for i, row in enumerate(edges.to_dict("records"))]
    return network


def _ties(edges: pd.DataFrame, place: dict[Any, int]) -> list[tuple[int, int, float]]:
    """How strongly two nodes hold together, over all their relations."""
    strength: dict[tuple[int, int], float] = defaultdict(float)
    columns = (edges[c] for c in ("source", "target", "relation", "weight"))
    for a, b, relation, weight in zip(*columns, strict=True):
        one, other = sorted((place[a], place[b]))
        strength[one, other] += 0.1 if relation == "CO_OCCURS" else float(weight)
    return [(a, b, w) for (a, b), w in sorted(strength.items())]


def _node(row: dict[Any, Any], where: Any) -> dict[str, Any]:
    kept = {key: _plain(row[key]) for key in _NODE_KEYS}
    return {
        "id": row["entity_id"],
        "label": row["label"],
        "type": row["type"],
        "first": _plain(row["first_date"]),
        "last": _plain(row["last_date"]),
        "strength": int(row["weighted_degree"]),
        "x": round(float(where[0]), 1),
        "y": round(float(where[1]), 1),
        **kept,
    }


def _edge(number: int, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "from": row["source"],
        "to": row["target"],
        "relation": row["relation"],
        "directed": bool(row["directed"]),
        "weapon": _plain(row["weapon"]),
        "factuality": row["factuality"],
        "weight": int(row["weight"]),
        "sentences": int(row["sentences"]),
        "first": _plain(row["first_date"]),
        "last": _plain(row["last_date"]),
    }


def _plain(value: Any) -> Any:
    """A value that JSON can hold; what is missing is ``None``."""
    if isinstance(value, list):
        return value[:12]
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _evidence(edges: pd.DataFrame, relations: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Sentences by edge, in the order in which the edge table chooses its evidence.

    Each with the cue's place in the sentence.
    """
    key_columns = ["source_id", "relation", "target_id", "weapon_id"]
    number: dict[tuple[Any, ...], str] = {}
    columns = (edges[c] for c in ("source", "relation", "target", "weapon"))
    for i, (a, r, b, w) in enumerate(zip(*columns, strict=True)):
        number[a, r, b, _plain(w) or ""] = f"e{i}"
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ordered = relations.assign(rank=relations["factuality"].map(FACTUALITY.index)).sort_values(
        ["rank", "confidence", "article_id", "start"], ascending=[True, False, True, True],
        kind="stable",
    )  # fmt: skip
    for row in ordered.to_dict("records"):
        keys = tuple(_plain(row[c]) or "" for c in key_columns)
        edge = number.get(keys)
        if edge is None or len(found[edge]) >= MOST_EVIDENCE:
            continue
        cue = [_plain(row[c]) for c in ("cue_start", "cue_end")]
        start = int(row["start"])
        found[edge].append(
            {
                "text": row["evidence"],
                "article": row["article_id"],
                "factuality": row["factuality"],
                "date": _plain(row["date"]),
                "role": _plain(row["role"]),
                "confidence": round(float(row["confidence"]), 2),
                "cue": [cue[0] - start, cue[1] - start] if cue[0] is not None else None,
            }
        )
    return found


def _articles(articles: pd.DataFrame) -> dict[str, dict[str, Any]]:
    columns = ("title", "publisher", "published", "url")
    return {
        row["article_id"]: {column: _plain(row[column]) for column in columns}
        for row in articles.to_dict("records")
    }


def _words(lang: str) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, key, indonesian, english in read_rows("graph.view", "labels.tsv"):
        words[kind][key] = indonesian if lang == "id" else english
    return words


@cache
def _styles() -> dict[str, dict[str, dict[str, str]]]:
    styles: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for kind, key, colour, mark in read_rows("graph.view", "styles.tsv"):
        styles[kind][key] = {"colour": colour, "mark": mark}
    return styles


def _relation_words(lang: str) -> dict[str, dict[str, str]]:
    column = 5 if lang == "id" else 6
    rows = read_rows("extract.data", "relations.tsv")
    return {row[0]: {"label": row[column], "quad": row[1]} for row in rows}


def _json_block(data: Any) -> str:
    """JSON that no HTML parser leaves early and every JavaScript parser reads."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _read(name: str) -> str:
    return files("graph.view").joinpath(name).read_text(encoding="utf-8")


@cache
def _library(name: str) -> str:
    """A file of the vis-network that pyvis bundles."""
    folder = files("pyvis").joinpath("templates", "lib", "vis-9.1.2")
    return folder.joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _page(data: dict[str, Any], title: str, lang: str) -> str:
    library = _library("vis-network.min.js")
    script = "\n".join(_read(name) for name in _SCRIPTS)
    style = _library("vis-network.css") + _read("view.css")
    policy = (
        f"default-src 'none'; script-src {_hash(library)} {_hash(script)}; "
        f"style-src {_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "lang": lang,
        "policy": policy,
        "title": html.escape(title),
        "style": style,
        "data": _json_block(data),
        "library": library,
        "script": script,
    }
    page = _read("template.html")
    before, *pieces = page.split("{{")
    result = [before]
    for piece in pieces:
        name, _, rest = piece.partition("}}")
        result += (parts[name], rest)
    return "".join(result)
