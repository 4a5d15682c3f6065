"""GEXF 1.3 of a network over time, for Gephi's timeline.

The graph is dynamic with dates. An edge has a spell for each month in which a sentence states
it, by the event's own date or the article's; a date of a year alone is a spell of that year. A
node has those of its edges and of the articles that name it. What has no date has no spell: to
Gephi it is there at all times. Edges say their relation as ``kind``, so that Gephi keeps
parallel ones apart.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from graph.exports.base import Exporter, Row
from graph.exports.values import days

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Gexf", "merged"]

Spell = tuple[str, str]
"""First and last day, both included."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Key = tuple[str, str, str, str | None]
_NODE = (
    "type", "country", "office", "category", "wikidata", "mentions", "articles", "degree",
    "weighted_degree", "betweenness", "pagerank", "community",
)  # fmt: skip
_EDGE = (
    "relation", "directed", "weapon", "factuality", "sentences", "first_date", "last_date",
    "evidence",
)  # fmt: skip


class Gexf(Exporter):
    """``timeline.gexf``: the nodes and edges of the tables, with the months of each."""

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """One file."""
        edges, nodes = self._spells()
        yield "timeline.gexf", [_written(self._network(edges, nodes))]

    def _spells(self) -> tuple[dict[_Key, set[Spell]], dict[str, set[Spell]]]:
        """Spells by edge and by node; none where an edge without a date belongs to a node."""
        edges: dict[_Key, set[Spell]] = defaultdict(set)
        nodes: dict[str, set[Spell]] = defaultdict(set)
        for row in self.run.rows("relations"):
            key = (row["source_id"], row["relation"], row["target_id"], row["weapon_id"])
            edges[key].update(_month(self.run.date(row)))
        for row in self.run.rows("mentions"):
            article = self.run.articles.get(row["article_id"], {})
            nodes[row["entity_id"]].update(_month(article.get("published")))
        always = set()
        for (source, _, target, weapon), found in edges.items():
            for entity_id in filter(None, (source, target, weapon)):
                nodes[entity_id].update(found)
                if not found:
                    always.add(entity_id)
        return edges, {i: found for i, found in nodes.items() if i not in always}

    def _network(
        self, edge_spells: dict[_Key, set[Spell]], node_spells: dict[str, set[Spell]]
    ) -> nx.MultiDiGraph[str]:
        import networkx as nx

        network: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode="dynamic")
        for entity_id, row in self.run.nodes.items():
            own = _spells_of(node_spells.get(entity_id))
            label = _xml(self.run.label(entity_id))
            network.add_node(_xml(entity_id), label=label, **_plain(row, _NODE), **own)
        for number, row in enumerate(self.run.rows("edges")):
            key = (row["source"], row["relation"], row["target"], row["weapon"])
            network.add_edge(
                _xml(row["source"]), _xml(row["target"]), key=number, id=str(number),
                label=row["relation"], weight=float(row["weight"]), **_plain(row, _EDGE),
                **_spells_of(edge_spells.get(key)),
            )  # fmt: skip
        return network


def _spells_of(found: set[Spell] | None) -> dict[str, list[Spell]]:
    return {"spells": merged(found)} if found else {}


def _month(when: str | None) -> tuple[Spell, ...]:
    """The month of a date, or the year where it names no month; nothing without a date."""
    span = days(when) and days((when or "")[:7])
    return (span,) if span else ()


def merged(spells: Iterable[Spell]) -> list[Spell]:
    """Spells in order, with those that follow one another or overlap made one."""
    found: list[Spell] = []
    for start, end in sorted(spells):
        if found and _next_day(found[-1][1]) >= start:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _next_day(day: str) -> str:
    if day == date.max.isoformat():
        return day
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _plain(row: Row, columns: tuple[str, ...]) -> dict[str, Any]:
    """What is there, as XML can hold it."""
    known = {column: row[column] for column in columns if row[column] is not None}
    return {k: _xml(v) if isinstance(v, str) else v for k, v in known.items()}


def _xml(text: str) -> str:
    return _NOT_XML.sub("�", text)


def _written(network: nx.MultiDiGraph[str]) -> str:
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(version="1.3")
    writer.add_graph(network)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # the same tables give the same bytes
    for graph in writer.xml.iter("graph"):
        graph.set("timeformat", "date")
        graph.attrib.pop("name", None)
    for edge in writer.xml.iter("edge"):
        edge.set("kind", edge.get("label", ""))
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue().decode("utf-8")
