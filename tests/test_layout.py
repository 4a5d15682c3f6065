"""Where nodes stand: finite, repeatable, apart, and groups together."""

from __future__ import annotations

import time
import tracemalloc

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from graph.view.layout import positions

ROOM = (135, 75)


def planted(size, edges, groups, inside=0.8):
    """A network whose edges stay in their group with the given chance."""
    random = np.random.default_rng(0)
    group = np.sort(random.integers(0, groups, size))
    first, count = np.searchsorted(group, np.arange(groups)), np.bincount(group)
    source, target = random.integers(0, size, (2, edges))
    home = group[source]
    within = first[home] + (random.random(edges) * count[home]).astype(int)
    target = np.where(random.random(edges) < inside, within, target)
    shuffled = random.permutation(size)
    return group[np.argsort(shuffled)], shuffled[source], shuffled[target]


def share_at_home(where, group):
    """Of each node's ten nearest nodes, the share of its own group."""
    _, near = cKDTree(where).query(where, 11)
    return (group[near[:, 1:]] == group[:, None]).mean()


def gaps(where):
    return cKDTree(where).query(where, 2)[0][:, 1]


def overlaps(where):
    """Pairs of nodes whose label boxes meet."""
    near = (np.abs(where[:, None] - where[None]) < np.subtract(ROOM, 0.1)).all(axis=2)
    return (near.sum() - len(where)) // 2


def of(network, weight=1.0):
    source, target = np.array(network.edges, dtype=int).reshape(-1, 2).T
    return len(network), source, target, np.full(len(source), weight)


def odd_graphs():
    two = nx.disjoint_union(nx.balanced_tree(2, 8), nx.cycle_graph(700))
    mixed = of(nx.gnm_random_graph(700, 2000, seed=1))
    return {
        "no node": of(nx.empty_graph(0)),
        "one node": of(nx.empty_graph(1)),
        "two nodes": of(nx.empty_graph(2)),
        "a pair": of(nx.path_graph(2)),
        "20,000 alone": of(nx.empty_graph(20_000)),
        "self-loops": (3, np.arange(3), np.arange(3), np.ones(3)),
        "two components": of(two),
        "pairs": (2000, np.arange(1000), np.arange(1000, 2000), np.ones(1000)),
        "path": of(nx.path_graph(5000)),
        "complete": of(nx.complete_graph(120)),
        "weights nothing": of(nx.path_graph(9), 0.0),
        "weights": (*mixed[:3], np.resize([0, 1e-300, 1, 1e6], len(mixed[1]))),
    }


@pytest.mark.parametrize("name", odd_graphs())
def test_odd_graphs_have_finite_places_apart(name):
    graph = odd_graphs()[name]
    where = positions(*graph)
    assert where.shape == (graph[0], 2)
    assert where.dtype == np.float64
    assert np.isfinite(where).all()
    assert graph[0] < 2 or gaps(where).min() >= 23.9


ENDS = st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0, 1e6))


@settings(max_examples=50, deadline=None)
@given(st.integers(12, 20), st.lists(ENDS, max_size=40))
def test_any_small_graph_has_room_for_labels(size, ends):
    table = np.array(ends, dtype=float).reshape(-1, 3)
    where = positions(size, table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2])
    assert np.isfinite(where).all()
    assert overlaps(where) == 0


@pytest.mark.parametrize("size", [60, 700])
def test_the_same_graph_gives_the_same_bytes(size):
    graph = of(nx.barabasi_albert_graph(size, 2, seed=3))
    assert positions(*graph).tobytes() == positions(*graph).tobytes()


def test_order_direction_and_splitting_of_edges_do_not_matter():
    size, source, target, weight = of(nx.barabasi_albert_graph(60, 2, seed=3), 2.0)
    both = np.concatenate([source, target])[::-1], np.concatenate([target, source])[::-1]
    split = positions(size, *both, np.ones(2 * len(source)))
    assert np.array_equal(split, positions(size, source, target, weight))


@pytest.mark.parametrize(
    "network",
    [nx.barabasi_albert_graph(60, 2, seed=3), nx.star_graph(299), nx.gnm_random_graph(400, 400, seed=1)],
    ids=["60", "star of 300", "400 sparse"],
)  # fmt: skip
def test_labels_of_a_small_graph_have_room(network):
    assert overlaps(positions(*of(network))) == 0


def test_the_strongest_stands_near_the_middle_of_a_wide_drawing():
    where = positions(*of(nx.star_graph(40)))
    width, height = np.ptp(where, axis=0)
    assert 1.2 < width / height < 2.2
    assert np.hypot(*where[0]) < 0.2 * width


def test_nodes_without_edges_stand_in_rows_below():
    _, source, target, weight = of(nx.cycle_graph(10))
    where = positions(30, source, target, weight)
    alone, tied = where[10:], where[:10]
    assert alone[:, 1].min() >= tied[:, 1].max() + ROOM[1]
    assert len(np.unique(alone[:, 1])) < 6


def test_3000_nodes_keep_their_distance():
    _, source, target = planted(3000, 9000, 30)
    assert gaps(positions(3000, source, target, np.ones(9000))).min() >= 24


def test_groups_stand_together():
    group, source, target = planted(2000, 6000, 20)
    where = positions(2000, source, target, np.ones(6000))
    assert share_at_home(where, group) >= 0.8


@pytest.mark.slow
def test_20_000_nodes_take_bounded_time_and_memory():
    group, source, target = planted(20_000, 60_000, 100)
    start = time.process_time()
    where = positions(20_000, source, target, np.ones(60_000))
    assert time.process_time() - start < 15
    assert share_at_home(where, group) >= 0.85
    tracemalloc.start()
    again = positions(20_000, source, target, np.ones(60_000))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 200e6
    assert np.array_equal(where, again)


@pytest.mark.slow
def test_a_star_of_20_000_leaves_is_finite_and_spread():
    where = positions(*of(nx.star_graph(20_000)))
    assert np.isfinite(where).all()
    assert gaps(where).min() >= 20
