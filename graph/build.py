"""Edges, nodes and a networkx graph of what was extracted, and the graph's tables back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

import pandas as pd

from extract.records import Extraction
from graph.narrow import Narrowing
from graph.tables import Tables, as_tables

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["from_networkx", "to_edges", "to_networkx", "to_nodes"]


def to_edges(
    source: Extraction | Tables, *, level: str = "entity", keep: Narrowing | None = None
) -> pd.DataFrame:
    """The edge list: a row for each source, relation, target and weapon.

    Example:
        >>> from extract import Article, load, run
        >>> article = Article("a1", "-", "Turki membeli rudal S-400 dari Rusia.")
        >>> edges = to_edges(run([article], load()), keep=Narrowing(relations=["SUPPLIES"]))
        >>> edges[["source_label", "target_label", "weapon", "weight"]].values.tolist()
        [['Rusia', 'Turki', 'weapon:S-400', 1]]

    Args:
        source: What :func:`extract.run`, :func:`graph.build_tables` or
            :func:`graph.read_tables` returned.
        level: ``entity``, or ``country`` to give what office holders do to their states.
        keep: Relations wanted; all by default.

    Returns:
        A frame with the columns of ``edges`` in :data:`graph.columns.COLUMNS`, sorted. It is
        yours: to change it leaves the source as it is.

    Raises:
        ValueError: There is no such level, or ``level`` or ``keep`` is asked of tables, which
            are built already.
    """
    return as_tables(source, level=level, keep=keep).edges.copy()


def to_nodes(
    source: Extraction | Tables, *, level: str = "entity", keep: Narrowing | None = None
) -> pd.DataFrame:
    """The node list: a row for each entity, with its measures in the graph.

    Example:
        >>> from extract import Entity, Mention
        >>> mention = Mention("a1", 0, 0, 5, "Rusia", "COUNTRY", "name", "country:RUS", 0.99)
        >>> entity = Entity("country:RUS", "COUNTRY", "Russia")
        >>> nodes = to_nodes(Extraction(mentions=[mention], entities=[entity]))
        >>> nodes[["entity_id", "label", "mentions"]].values.tolist()
        [['country:RUS', 'Russia', 1]]

    Args:
        source: As :func:`to_edges` has it.
        level: As :func:`to_edges` has it.
        keep: Relations whose ends are wanted; by default every entity is.

    Returns:
        A frame with the columns of ``nodes`` in :data:`graph.columns.COLUMNS`, sorted by id.

    Raises:
        ValueError: As :func:`to_edges`.
    """
    return as_tables(source, level=level, keep=keep).nodes.copy()


@overload
def to_networkx(nodes: Extraction | Tables) -> nx.MultiDiGraph[str]: ...


@overload
def to_networkx(
    nodes: pd.DataFrame, edges: pd.DataFrame, *, node_id: str = "entity_id",
    source: str = "source", target: str = "target",
) -> nx.MultiDiGraph[str]: ...  # fmt: skip


def to_networkx(
    nodes: Extraction | Tables | pd.DataFrame, edges: pd.DataFrame | None = None, *,
    node_id: str = "entity_id", source: str = "source", target: str = "target",
) -> nx.MultiDiGraph[str]:  # fmt: skip
    """Build a graph that holds every column of nodes and edges.

    Example:
        >>> from extract import Article, load, run
        >>> article = Article("a1", "-", "Turki membeli rudal S-400 dari Rusia.")
        >>> network = to_networkx(run([article], load()))
        >>> [(a, b) for a, b, relation in network.edges(data="relation") if relation == "SUPPLIES"]
        [('country:RUS', 'country:TUR')]
        >>> network.nodes["country:RUS"]["label"]
        'Rusia'

    Args:
        nodes: What was extracted, or its tables; or a frame with a row a node.
        edges: With a frame of nodes, one with a row an edge. Relations without a direction are
            edges as well, with ``directed`` false.
        node_id: Column of the node's id.
        source: Column of the edge's first node.
        target: Column of its second.

    Returns:
        A graph whose node and edge attributes are the other columns. The key of
        an edge is its place in the table, so that parallel edges stay apart.

    Raises:
        TypeError: A frame of nodes comes without one of edges, or one of edges with no nodes.
    """
    if not isinstance(nodes, pd.DataFrame):
        if edges is not None:
            raise TypeError("edges: they go with a frame of nodes only")
        tables = as_tables(nodes)
        nodes, edges = tables.nodes, tables.edges
    if edges is None:
        raise TypeError("edges: a frame of nodes needs one of edges beside it")
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

    Example:
        >>> import pandas as pd
        >>> nodes = pd.DataFrame({"entity_id": ["country:RUS", "country:TUR"]})
        >>> edges = pd.DataFrame({"source": ["country:RUS"], "target": ["country:TUR"]})
        >>> from_networkx(to_networkx(nodes, edges))[1].values.tolist()
        [['country:RUS', 'country:TUR']]

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
