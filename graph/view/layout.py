"""Where nodes stand: a force layout in numpy, the same for the same graph."""

from __future__ import annotations

import numpy as np

from graph.view.forces import FloatArray, IntArray, settle
from graph.view.spread import spread

__all__ = ["FloatArray", "IntArray", "positions"]

_MOST_LABELLED = 400
"""Nodes up to which every label has room; beyond it the room shrinks with the number."""
_ROOM = np.array([135.0, 75.0])
"""Width and height that a node and its label want, in pixels."""
_LEAST_ROOM = 24.0
"""Pixels between two nodes of the largest graphs."""
_FOREMOST_SHARE = 0.8
"""Room of each of the foremost nodes against what they would have if they stood evenly."""
_LEAST_PULL = 1e-6
"""Of an edge, against the strongest."""
_PITCH = (1.3, 1.6)
"""Mean distance of nodes against their room, with labels and without."""
_WIDE = 1.3
"""Width against height that a drawing is brought towards."""
_MOST_SQUEEZED = 0.6
"""Of the shape that the forces gave, where that is a long one."""


def positions(
    size: int, source: IntArray, target: IntArray, weight: FloatArray, *, foremost: int = 0
) -> FloatArray:
    """Place nodes: groups that hold together side by side, each node with its own room.

    Args:
        size: Number of nodes; the first are the strongest and start in the middle.
        source: One end of each edge, shape (edges,); numbers below ``size``.
        target: The other end, shape (edges,).
        weight: How strongly each edge holds, shape (edges,), finite. Parallel edges add
            up; self-loops and edges that weigh nothing hold nothing.
        foremost: Number of nodes, the strongest first, that are also shown without the others:
            they stand apart by their own number, as far as the drawing allows.

    Returns:
        Pixels of shape (size, 2), y growing downwards; the same bytes for the same graph.
        Nodes without an edge stand in rows below the others.
    """
    source, target, weight = _joined(size, source, target, weight)
    tied, ends = np.unique(np.concatenate([source, target]), return_inverse=True)
    source, target = ends.reshape(2, -1)
    where = np.zeros((2, size))
    if len(tied):
        where[:, tied] = _drawing(len(tied), source, target, weight, foremost)
    alone = np.setdiff1d(np.arange(size), tied)
    where[:, alone] = _in_rows(len(alone), where[:, tied])
    return np.ascontiguousarray(where.T)


def _joined(
    size: int, source: IntArray, target: IntArray, weight: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """One edge for each pair of nodes, with a pull in (0, 1] after the logarithm of its weight."""
    source, target = np.asarray(source, np.int64), np.asarray(target, np.int64)
    one, other = np.minimum(source, target), np.maximum(source, target)
    holds = (one != other) & (weight > 0)
    pair, number = np.unique((one * size + other)[holds], return_inverse=True)
    total = np.bincount(number, np.asarray(weight, float)[holds], len(pair))
    pull = np.log1p(total)
    pull = np.maximum(pull / pull.max(initial=0), _LEAST_PULL)
    return pair // max(size, 1), pair % max(size, 1), pull


def _drawing(
    size: int, source: IntArray, target: IntArray, weight: FloatArray, foremost: int
) -> FloatArray:
    """Positions of nodes that all have edges, shape (2, size), around (0, 0)."""
    room, labelled = _room(size), size <= _MOST_LABELLED
    where = _widened(settle(size, source, target, weight))
    pitch = np.sqrt(room.prod()) * _PITCH[0 if labelled else 1]
    radius = np.sqrt((where**2).sum(axis=0).mean() * 2)  # of the even disc that spreads as far
    where = spread(where * np.sqrt(size / np.pi) * pitch / radius, room, boxes=labelled)
    if 1 < foremost < size:
        where = spread(_foremost_apart(where, foremost), room, boxes=labelled)
    centred: FloatArray = where - where.mean(axis=1, keepdims=True)
    return centred


def _foremost_apart(where: FloatArray, foremost: int) -> FloatArray:
    """The first nodes moved apart over the room that they take up among all, shape (2, size)."""
    first = where[:, :foremost]
    extent = np.ptp(first, axis=1)
    room = _ROOM * np.sqrt(extent.prod() / foremost / _ROOM.prod()) * _FOREMOST_SHARE
    if room.min() > 0:
        where = np.hstack([spread(first, room, boxes=True), where[:, foremost:]])
    return where


def _room(size: int) -> FloatArray:
    """Width and height for one of so many nodes, shape (2,), in pixels."""
    shrunk = _ROOM * min(1, float(np.sqrt(_MOST_LABELLED / max(size, 1))))
    room: FloatArray = np.maximum(shrunk, _LEAST_ROOM)
    return room


def _widened(where: FloatArray) -> FloatArray:
    """The drawing with its long axis level, stretched or squeezed towards the screen's shape."""
    x, y = where - where.mean(axis=1, keepdims=True)
    turn = np.arctan2(2 * (x * y).mean(), (x * x).mean() - (y * y).mean()) / 2
    x, y = np.cos(turn) * x + np.sin(turn) * y, np.cos(turn) * y - np.sin(turn) * x
    stretch = np.sqrt(np.clip(_WIDE * y.std() / max(x.std(), 1e-9), _MOST_SQUEEZED, _WIDE))
    return np.array([x * stretch, y / stretch])


def _in_rows(size: int, drawing: FloatArray) -> FloatArray:
    """Rows as wide as the drawing above them, in order, shape (2, size)."""
    room = _room(size)
    middle, width, bottom = 0.0, 0.0, -room[1]
    if drawing.size:
        left, right = drawing[0].min(), drawing[0].max()
        middle, width, bottom = (left + right) / 2, right - left, drawing[1].max() + room[1]
    least = np.sqrt(_WIDE * size * room[1] / room[0])
    columns = max(int(np.ceil(max(width / room[0], least))), 1)
    row, column = np.divmod(np.arange(size), columns)
    inset = (min(size, columns) - 1) / 2
    return np.array([middle + (column - inset) * room[0], bottom + (row + 1) * room[1]])
