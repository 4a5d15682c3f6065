"""GraphML and GEXF, written row by row, so that a graph of any size takes the same memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from graph.columns import schema
from graph.texts import joined

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MOST_EDGES", "write_gexf", "write_graphml"]

MOST_EDGES = 1_000_000
"""Edges up to which both files are written; beyond, no tool that reads them opens them."""


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS = frozenset(("entity_id", "source", "target"))
_GRAPHML = {"nsmap": {None: "http://graphml.graphdrawing.org/xmlns"}}
_GEXF = {"nsmap": {None: "http://www.gexf.net/1.2draft"}, "version": "1.2"}
_TYPES = {"int64": "long", "double": "double", "bool": "boolean"}

_Row = dict[str, Any]


def write_graphml(file: BinaryIO, nodes: Iterable[pa.Table], edges: Iterable[pa.Table]) -> None:
    """Write a directed graph with parallel edges; what is missing of a row is left out.

    Args:
        file: To write to.
        nodes: Parts of the node table.
        edges: Parts of the edge table; the id of an edge is its place in it.
    """
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("graphml", **_GRAPHML):
            for kind in ("node", "edge"):
                for name, number, type_ in _attributes(kind):
                    key = {"id": f"d{number}", "for": kind, "attr.name": name, "attr.type": type_}
                    _put(xml, "key", key)
            with xml.element("graph", edgedefault="directed"):
                for row in _rows(nodes):
                    with xml.element("node", id=row["entity_id"]):
                        _data(xml, "node", row)
                for place, row in enumerate(_rows(edges)):
                    ends = {"source": row["source"], "target": row["target"], "id": str(place)}
                    with xml.element("edge", ends):
                        _data(xml, "edge", row)


def _data(xml: Any, kind: str, row: _Row) -> None:
    for name, number, _ in _attributes(kind):
        if name in row:
            with xml.element("data", key=f"d{number}"):
                xml.write(row[name])


def write_gexf(file: BinaryIO, nodes: Iterable[pa.Table], edges: Iterable[pa.Table]) -> None:
    """Write GEXF 1.2 as Gephi reads it: unique edge ids, its own label and weight.

    Args:
        file: To write to.
        nodes: Parts of the node table.
        edges: Parts of the edge table; the id of an edge is its place in it.
    """
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with (
            xml.element("gexf", **_GEXF),
            xml.element("graph", defaultedgetype="directed", mode="static"),
        ):
            for kind in ("node", "edge"):
                with xml.element("attributes", {"class": kind, "mode": "static"}):
                    for name, number, type_ in _attributes(kind):
                        _put(xml, "attribute", {"id": number, "title": name, "type": type_})
            with xml.element("nodes"):
                for row in _rows(nodes):
                    named = {"id": row["entity_id"], "label": row["label"]}
                    with _element(xml, "node", named):
                        _values(xml, "node", row)
            with xml.element("edges"):
                for place, row in enumerate(_rows(edges)):
                    ends = {"id": str(place), "source": row["source"], "target": row["target"],
                            "label": row["relation"], "weight": row["weight"]}  # fmt: skip
                    with _element(xml, "edge", ends):
                        _values(xml, "edge", row)


def _values(xml: Any, kind: str, row: _Row) -> None:
    with xml.element("attvalues"):
        for name, number, _ in _attributes(kind):
            if name in row:
                _put(xml, "attvalue", {"for": number, "value": row[name]})


def _element(xml: Any, name: str, attributes: dict[str, str]) -> AbstractContextManager[Any]:
    found: AbstractContextManager[Any] = xml.element(name, attributes)
    return found


def _put(xml: Any, name: str, attributes: dict[str, str]) -> None:
    with xml.element(name, attributes):
        pass


@cache
def _attributes(kind: str) -> list[tuple[str, str, str]]:
    """Name, number and type of every attribute of nodes or of edges; numbers are apart."""
    fields = [f for f in schema(f"{kind}s") if f.name not in _ENDS]
    first = 0 if kind == "node" else len(_attributes("node"))
    return [
        (f.name, str(first + place), _TYPES.get(str(f.type), "string"))
        for place, f in enumerate(fields)
    ]


def _rows(parts: Iterable[pa.Table]) -> Iterator[_Row]:
    """Rows as texts that XML can hold: no lists, nothing missing, no control characters."""
    for part in parts:
        for row in part.to_pylist():
            yield {name: _text(value) for name, value in row.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("�", joined(value)) if isinstance(value, str | list) else str(value)
