"""Measures of a network's nodes: degree, betweenness, PageRank, communities."""

from __future__ import annotations

from typing import Any

import pandas as pd

__all__ = ["EXACT_BETWEENNESS", "measures"]

EXACT_BETWEENNESS = 500
"""Nodes up to which betweenness is exact; above, it is estimated from sampled sources (Brandes
and Pich 2007) with a fixed seed: as many as this, fewer the larger the network, but 50."""
_STEPS = 4_000_000
"""Nodes and edges that all sampled sources together may pass."""
_SEED = 7


def measures(ids: list[str], edges: pd.DataFrame) -> dict[str, list[Any]]:
    """Measure every node on the stated relations; CO_OCCURS takes no part.

    Args:
        ids: Entity ids, in the order wanted.
        edges: The edge table.

    Returns:
        By name, a value for each id: ``degree`` (neighbours), ``weighted_degree``
        (sum of weights of its edges), ``betweenness`` and ``pagerank`` (of the
        undirected simple graph, rounded to six digits) and ``community``
        (Louvain, numbered from 0 by size; alone nodes have the last numbers).
    """
    import networkx as nx

    network = nx.Graph()
    network.add_nodes_from(ids)
    stated = edges[edges["relation"] != "CO_OCCURS"]
    strength: dict[tuple[str, str], int] = {}
    for source, target, weight in zip(
        stated["source"], stated["target"], stated["weight"], strict=True
    ):
        if source != target:
            pair = (min(source, target), max(source, target))
            strength[pair] = strength.get(pair, 0) + int(weight)
    network.add_weighted_edges_from((a, b, w) for (a, b), w in sorted(strength.items()))
    between = nx.betweenness_centrality(network, k=_sources(network), seed=_SEED)
    rank = _pagerank(network)
    groups = nx.community.louvain_communities(network, weight="weight", seed=_SEED)
    groups.sort(key=lambda group: (-len(group), min(group)))
    community = {node: number for number, group in enumerate(groups) for node in group}
    weighted = dict(network.degree(weight="weight"))
    return {
        "degree": [network.degree(i) for i in ids],
        "weighted_degree": [int(weighted[i]) for i in ids],
        "betweenness": [round(between[i], 6) for i in ids],
        "pagerank": [round(rank[i], 6) for i in ids],
        "community": [community[i] for i in ids],
    }


def _sources(network: Any) -> int | None:
    """From how many nodes betweenness is estimated; ``None`` for all of them."""
    size: int = network.number_of_nodes()
    if size <= EXACT_BETWEENNESS:
        return None
    return max(50, min(EXACT_BETWEENNESS, _STEPS // (size + int(network.number_of_edges()))))


def _pagerank(network: Any) -> dict[str, float]:
    """PageRank by power iteration in numpy (networkx's own needs scipy)."""
    import numpy as np

    nodes = list(network)
    if not network.number_of_edges():
        return dict.fromkeys(nodes, 1 / max(len(nodes), 1))
    place = {node: i for i, node in enumerate(nodes)}
    ends = [(place[a], place[b], w) for a, b, w in network.edges(data="weight")]
    one, other, weight = (np.array(x) for x in zip(*ends, strict=True))
    source, target = np.r_[one, other], np.r_[other, one]
    flow = np.r_[weight, weight].astype(float)
    total = np.bincount(source, flow, len(nodes))
    share = flow / total[source]
    rank = np.full(len(nodes), 1 / len(nodes))
    for _ in range(100):
        moved = np.bincount(target, rank[source] * share, len(nodes))
        moved += rank[total == 0].sum() / len(nodes)
        new = 0.15 / len(nodes) + 0.85 * moved
        if np.abs(new - rank).sum() < 1e-9:
            break
        rank = new
    return dict(zip(nodes, map(float, rank), strict=True))
