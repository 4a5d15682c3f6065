"""Tables to a networkx graph and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_networkx", "to_networkx"]


def to_networkx(
    nodes: pd.DataFrame, edges: pd.DataFrame, *, node_id: str = "entity_id",
    source: str = "source", target: str = "target",
) -> nx.MultiDiGraph[str]:  # fmt: skip
    """Build a graph that holds every column of both tables.

    Args:
        nodes: A row a node.
        edges: A row an edge. Relations without a direction are edges as well,
            with ``directed`` false.
        node_id: Column of the node's id.
        source: Column of the edge's first node.
        target: Column of its second.

    Returns:
        A graph whose node and edge attributes are the other columns. The key of
        an edge is its place in the table, so that parallel edges stay apart.
    """
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in nodes.to_dict("records"):
        network.add_node(row[node_id], **{str(k): v for k, v in row.items() if k != node_id})
    ends = (source, target)
    for key, row in enumerate(edges.to_dict("records")):
        data = {str(k): v for k, v in row.items() if k not in ends}
        network.add_edge(row[source], row[target], key=key, **data)
    return network


def from_networkx(
    network: nx.MultiDiGraph[Any], *, node_id: str = "entity_id", source: str = "source",
    target: str = "target",
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """The tables from which :func:`to_networkx` built a graph.

    Returns:
        Nodes in the graph's order and edges in the order of their keys.
    """
    nodes = pd.DataFrame([{node_id: node, **data} for node, data in network.nodes(data=True)])
    found = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[2])
    edges = pd.DataFrame([{source: a, target: b, **data} for a, b, _, data in found])
    return _with_none(nodes), _with_none(edges)


def _with_none(frame: pd.DataFrame) -> pd.DataFrame:
    """Missing texts are ``None``, whatever an aggregation made of them."""
    frame = frame.copy()
    for column in frame.columns:
        # a column in which everything is missing is one of numbers to pandas
        if not pd.api.types.is_numeric_dtype(frame[column]) or frame[column].isna().any():
            values = [v if isinstance(v, list) or not pd.isna(v) else None for v in frame[column]]
            frame[column] = pd.Series(values, index=frame.index, dtype=object)
    return frame
