"""Records in, tables, network and views out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.build import from_networkx, to_networkx
    from graph.tables import Tables, build_tables

__all__ = ["Tables", "build_tables", "from_networkx", "to_networkx"]

_HOME = {
    "Tables": "graph.tables",
    "build_tables": "graph.tables",
    "from_networkx": "graph.build",
    "to_networkx": "graph.build",
}


def __getattr__(name: str) -> Any:
    """Import on first use: pandas and networkx take their time."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
