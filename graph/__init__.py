"""Records in, tables, network and views out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.build import from_networkx, to_networkx
    from graph.narrow import Narrowing
    from graph.stored import read_extraction
    from graph.tables import Tables, build_tables
    from graph.view import show

__all__ = [
    "Narrowing", "Tables", "build_tables", "from_networkx", "read_extraction", "show",
    "to_networkx",
]  # fmt: skip

_HOME = {
    "Narrowing": "graph.narrow",
    "read_extraction": "graph.stored",
    "show": "graph.view",
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
