"""Measures of a network's nodes: degree, betweenness, PageRank, communities.

All are of the undirected simple network of stated relations; CO_OCCURS takes no part.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = ["EXACT_BETWEENNESS", "MOST_TIES", "measures"]

EXACT_BETWEENNESS = 500
"""Nodes up to which betweenness is exact; above, it is estimated from sampled sources (Brandes
and Pich 2007) with a fixed seed: as many as this, fewer the larger the network, but 20."""
MOST_TIES = 50_000
"""Ties up to which communities are found among all; above, among the strongest so many, and
every other node joins the community with which its own ties are strongest."""
_STEPS = 20_000_000
"""Ties that all sampled sources together may pass."""
_ROUNDS = 10
_SEED = 7


def measures(nodes: Ints, one: Ints, other: Ints, weight: Ints) -> dict[str, NDArray[Any]]:
    """Measure every node.

    Args:
        nodes: Numbers of the nodes, ascending.
        one: Number of one end of each tie.
        other: Of its other end, another node; no two ties have the same ends.
        weight: Of each tie.

    Returns:
        By name, a value for each node: ``degree`` (neighbours), ``weighted_degree``
        (sum of weights of its ties), ``betweenness`` and ``pagerank`` (rounded to six digits)
        and ``community`` (Louvain, numbered from 0 by size; alone nodes have the last numbers).
    """
    a, b = np.searchsorted(nodes, one), np.searchsorted(nodes, other)
    source, target = np.r_[a, b].astype(np.int64), np.r_[b, a].astype(np.int64)
    flow = np.r_[weight, weight].astype(np.int64)
    degree = np.bincount(source, minlength=len(nodes))
    order = np.lexsort((target, source))
    starts = np.r_[0, np.cumsum(degree)].astype(np.int64)
    return {
        "degree": degree,
        "weighted_degree": np.bincount(source, flow, len(nodes)).astype(np.int64),
        "betweenness": np.round(_betweenness(starts, target[order]), 6),
        "pagerank": np.round(_pagerank(len(nodes), source, target, flow), 6),
        "community": _communities(len(nodes), a, b, weight),
    }


def _betweenness(starts: Ints, neighbours: Ints) -> Floats:
    """Shortest paths through each node, as a share of all pairs of others (Brandes 2001).

    Args:
        starts: Where the neighbours of each node begin, one more at the end.
        neighbours: Of the first node, of the second, and so on.
    """
    size = len(starts) - 1
    through = np.zeros(size)
    if size < 3 or not len(neighbours):
        return through
    count = size
    if size > EXACT_BETWEENNESS:
        count = max(20, min(EXACT_BETWEENNESS, _STEPS // (size + len(neighbours))))
    for source in random.Random(_SEED).sample(range(size), count) if count < size else range(size):
        through += _through(source, starts, neighbours)
    return through * (size / count) / ((size - 1) * (size - 2))


def _through(source: int, starts: Ints, neighbours: Ints) -> Floats:
    """What each node carries of the shortest paths from one node to all others."""
    size = len(starts) - 1
    seen = np.zeros(size, dtype=bool)
    paths, carried = np.zeros(size), np.zeros(size)
    seen[source], paths[source] = True, 1
    layer, steps = np.array([source], dtype=np.int64), []
    while len(layer):
        counts = starts[layer + 1] - starts[layer]
        near = np.repeat(layer, counts)
        places = np.arange(len(near)) - np.repeat(np.cumsum(counts) - counts, counts)
        far = neighbours[np.repeat(starts[layer], counts) + places]
        new = ~seen[far]
        near, far = near[new], far[new]
        np.add.at(paths, far, paths[near])
        layer = np.unique(far)
        seen[layer] = True
        steps.append((near, far))
    for near, far in reversed(steps):
        np.add.at(carried, near, paths[near] / paths[far] * (1 + carried[far]))
    carried[source] = 0
    return carried


def _pagerank(size: int, source: Ints, target: Ints, flow: Ints) -> Floats:
    """PageRank by power iteration (networkx's own needs scipy)."""
    rank = np.full(size, 1 / max(size, 1))
    if not len(source):
        return rank
    total = np.bincount(source, flow, size)
    share = flow / total[source]
    for _ in range(100):
        moved = np.bincount(target, rank[source] * share, size)
        moved += rank[total == 0].sum() / size
        new = 0.15 / size + 0.85 * moved
        if np.abs(new - rank).sum() < 1e-9:
            break
        rank = new
    return rank


def _communities(size: int, one: Ints, other: Ints, weight: Ints) -> Ints:
    import networkx as nx

    mixed = (one * 2_654_435_761 + other) * 40_503 % 1_000_003  # of equals, some of every node's
    kept = np.sort(np.lexsort((other, one, mixed, -weight))[:MOST_TIES])
    network = nx.Graph()
    network.add_nodes_from(range(size) if len(kept) == len(one) else np.unique(
        np.r_[one[kept], other[kept]]).tolist())  # fmt: skip
    ties = zip(one[kept].tolist(), other[kept].tolist(), weight[kept].tolist(), strict=True)
    network.add_weighted_edges_from(ties)
    group = np.full(size, -1, dtype=np.int64)
    found = nx.community.louvain_communities(network, weight="weight", seed=_SEED)
    for number, members in enumerate(found):
        group[list(members)] = number
    _join_strongest(group, one, other, weight)
    alone = group < 0
    group[alone] = len(found) + np.arange(np.count_nonzero(alone))
    _, first, named, sizes = np.unique(
        group, return_index=True, return_inverse=True, return_counts=True
    )
    place = np.empty(len(first), dtype=np.int64)
    place[np.lexsort((first, -sizes))] = np.arange(len(first))
    return place[named]


def _join_strongest(group: Ints, one: Ints, other: Ints, weight: Ints) -> None:
    """Let nodes without a community join the one with which they have the strongest ties."""
    source, target = np.r_[one, other], np.r_[other, one]
    flow = np.r_[weight, weight]
    for _ in range(_ROUNDS):
        wanted = (group[source] < 0) & (group[target] >= 0)
        if not wanted.any():
            return
        pairs = np.stack((source[wanted], group[target[wanted]]))
        ends, back = np.unique(pairs, axis=1, return_inverse=True)
        pull = np.bincount(back.ravel(), flow[wanted])
        order = np.lexsort((-ends[1], pull))
        group[ends[0][order]] = ends[1][order]
