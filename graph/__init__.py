"""Records in, tables, network and views out.

An ``Extraction``, which :func:`extract.run` returns, and :class:`Tables`, which
:func:`read_tables` reads from the folder of a run, both become edges and nodes for pandas
(:func:`to_edges`, :func:`to_nodes`), a graph for networkx (:func:`to_networkx`) and a view for
a notebook (:func:`show`). :func:`build_tables` gives every table; :class:`Narrowing` names a
part of the relations.

Example:
    >>> import extract
    >>> import graph
    >>> text = "Turki akan membeli sistem rudal S-400 dari Rusia."
    >>> found = extract.run([extract.Article("a1", "memory", text)], extract.load())
    >>> edges = graph.to_edges(found)
    >>> edges[edges.relation == "SUPPLIES"][["source_label", "target_label"]].values.tolist()
    [['Rusia', 'Turki']]
    >>> sorted(graph.to_networkx(found))
    ['country:RUS', 'country:TUR', 'weapon:S-400']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.build import from_networkx, to_edges, to_networkx, to_nodes
    from graph.narrow import Narrowing
    from graph.stored import StoredError, read_extraction, read_tables
    from graph.tables import Tables, build_tables
    from graph.view import show

__all__ = [
    "Narrowing", "StoredError", "Tables", "build_tables", "from_networkx", "read_extraction",
    "read_tables", "show", "to_edges", "to_networkx", "to_nodes",
]  # fmt: skip

_HOME = {
    "Narrowing": "graph.narrow",
    "StoredError": "graph.stored",
    "read_extraction": "graph.stored",
    "read_tables": "graph.stored",
    "show": "graph.view",
    "Tables": "graph.tables",
    "build_tables": "graph.tables",
    "from_networkx": "graph.build",
    "to_edges": "graph.build",
    "to_networkx": "graph.build",
    "to_nodes": "graph.build",
}


def __getattr__(name: str) -> Any:
    """Import on first use: pandas and networkx take their time."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names that come on first use as well."""
    return sorted({*globals(), *__all__})
