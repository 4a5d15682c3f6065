"""The tables of a run in the formats of other tools, one exporter a format over a small base.

To add a format, write a module with a subclass of :class:`graph.exports.base.Exporter` and
name it here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.exports.base import Exporter

__all__ = ["FORMATS", "exporter"]

FORMATS = {
    "neo4j": "graph.exports.neo4j:Neo4j",
    "ftm": "graph.exports.ftm:FollowTheMoney",
    "plover": "graph.exports.plover:Plover",
    "jsonld": "graph.exports.jsonld:JsonLd",
    "turtle": "graph.exports.turtle:Turtle",
    "gexf": "graph.exports.gexf:Gexf",
    "report": "graph.exports.report:Report",
}
"""Name of each format, and where its exporter is."""


def exporter(name: str) -> type[Exporter]:
    """The exporter of a format, imported when it is asked for.

    Args:
        name: A key of :data:`FORMATS`.
    """
    module, _, kind = FORMATS[name].partition(":")
    found: type[Exporter] = getattr(import_module(module), kind)
    return found
