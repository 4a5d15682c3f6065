"""Room around nodes that stand too near to one another."""

from __future__ import annotations

import numpy as np

from graph.view.forces import FloatArray, IntArray

__all__ = ["spread"]

_ROUNDS = 300
_MOST_IN_CELL = 6
"""Nodes of a neighbouring cell that a node is compared with in one round."""
_SLACK = 1.1
"""How far nodes are pushed, against how far apart they must be."""
_TINY = 1e-6
_CELLS = ((0, 0), (1, -1), (1, 0), (1, 1), (0, 1))
"""A cell and half of those around it: every pair of neighbours comes up once."""


def spread(where: FloatArray, room: FloatArray, *, boxes: bool) -> FloatArray:
    """Push nodes apart until each has its room to itself.

    Each round compares the nodes of neighbouring cells and moves both of a pair that is too
    near half the way that is lacking.

    Args:
        where: Positions of shape (2, size), in pixels.
        room: Width and height that a node wants, shape (2,), in pixels.
        boxes: Whether the room is a rectangle, as a label is; otherwise it is an ellipse,
            in which crowds come apart sooner and keep their round shape.

    Returns:
        Positions of the same shape. Rounds are bounded: where thousands stood in one place,
        some may keep a little less than their room.
    """
    where = where / room[:, None]
    for _ in range(_ROUNDS):
        one, other = _neighbours(where)
        apart = where[:, one] - where[:, other]
        reach = np.abs(apart).max(axis=0) if boxes else np.hypot(*apart)
        close = reach < 1
        if not close.any():
            break
        one, other = one[close], other[close]
        push = _way(apart[:, close], one + other, boxes) * (_SLACK - reach[close]) / 2
        for axis in (0, 1):
            where[axis] += np.bincount(one, push[axis], where.shape[1])
            where[axis] -= np.bincount(other, push[axis], where.shape[1])
    return where * room[:, None]


def _neighbours(where: FloatArray) -> tuple[IntArray, IntArray]:
    """Pairs of nodes in the same cell of side 1 or in cells that touch, each pair once."""
    column, row = np.floor(where - where.min(axis=1, keepdims=True)).astype(np.int64) + 1
    rows = int(row.max()) + 2
    cell = column * rows + row
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    pairs = []
    for right, up in _CELLS:
        beside = cell + right * rows + up
        first = np.searchsorted(cell, beside) if right or up else np.arange(1, len(cell) + 1)
        end = np.searchsorted(cell, beside, side="right")
        nth, one = np.nonzero(first + np.arange(_MOST_IN_CELL)[:, None] < end)
        pairs.append(order[np.array([one, first[one] + nth])])
    one, other = np.hstack(pairs)
    return one, other


def _way(apart: FloatArray, number: IntArray, boxes: bool) -> FloatArray:
    """The direction of each push: a unit vector, or for boxes the axis that is freed sooner."""
    same = np.abs(apart).max(axis=0) < _TINY
    apart = np.where(same, [np.cos(number), np.sin(number)], apart)  # any way, but always this
    size = np.abs(apart)
    way: FloatArray = apart / np.hypot(*apart)
    return np.sign(apart) * (size == size.max(axis=0)) if boxes else way
