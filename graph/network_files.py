"""GraphML and GEXF, written row by row, so that a graph of any size takes the same memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from graph.columns import schema
from graph.texts import joined

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["write_gexf", "write_graphml"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENDS = frozenset(("entity_id", "source", "target"))
_GRAPHML = {"nsmap": {None: "http://graphml.graphdrawing.org/xmlns"}}
_GEXF = {"nsmap": {None: "http://www.gexf.net/1.2draft"}, "version": "1.2"}
_GRAPHML_TYPES = {"int64": "long", "double": "double", "bool": "boolean"}
_GEXF_TYPES = {"int64": "long", "double": "double", "bool": "boolean"}

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
            for kind, name, number, type_ in _attributes(_GRAPHML_TYPES):
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
    for of, name, number, _ in _attributes(_GRAPHML_TYPES):
        if of == kind and name in row:
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
                    for of, name, number, type_ in _attributes(_GEXF_TYPES):
                        if of == kind:
                            of_it = {"id": str(number), "title": name, "type": type_}
                            _put(xml, "attribute", of_it)
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
        for of, name, number, _ in _attributes(_GEXF_TYPES):
            if of == kind and name in row:
                _put(xml, "attvalue", {"for": str(number), "value": row[name]})


def _element(xml: Any, name: str, attributes: dict[str, str]) -> AbstractContextManager[Any]:
    found: AbstractContextManager[Any] = xml.element(name, attributes)
    return found


def _put(xml: Any, name: str, attributes: dict[str, str]) -> None:
    with xml.element(name, attributes):
        pass


def _attributes(types: dict[str, str]) -> list[tuple[str, str, int, str]]:
    """Kind, name, number and type of every attribute of nodes and edges."""
    both = [(kind, f) for kind in ("node", "edge") for f in schema(f"{kind}s")]
    kept = [(kind, f) for kind, f in both if f.name not in _ENDS]
    return [
        (kind, f.name, number, types.get(str(f.type), "string"))
        for number, (kind, f) in enumerate(kept)
    ]


def _rows(parts: Iterable[pa.Table]) -> Iterator[_Row]:
    """Rows as texts that XML can hold: no lists, nothing missing, no control characters."""
    for part in parts:
        for row in part.to_pylist():
            yield {name: _text(value) for name, value in row.items() if value is not None}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("�", str(joined(value)))
