"""The forces of the layout: LinLog energy, brought down step by step."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

__all__ = ["FloatArray", "IntArray", "settle"]

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
IntArray = np.ndarray[Any, np.dtype[np.int64]]

_MOST_EXACT = 500
"""Nodes up to which every pair is summed."""
_GRID = 128
"""Cells along a side of the grid that stands in for the pairs of larger graphs."""
_STEPS = 300
_COOLING = 0.8
"""Share of the steps in which the exponent of the attraction falls to its last value."""
_EXPONENT = 0.1
_GRAVITY = 0.1
_PACE = 0.85
"""Share of the way to its balance that a node goes in a step; 1 lets a pair swing for ever."""
_LONGEST = 0.3
"""Longest move in a step, where the mean edge is 1 long."""
_TINY = 1e-3


def settle(size: int, source: IntArray, target: IntArray, weight: FloatArray) -> FloatArray:
    """Place nodes where their forces are in balance, after Noack (2009).

    The energy is edge-repulsion LinLog: an edge of weight w pulls with force w at any
    length, two nodes repel with the product of their weighted degrees over their distance,
    and a pull to the middle keeps separate components in sight. Groups that hold together
    so come to stand apart. The pull starts in proportion to the length and ends nearly
    constant, or the start would freeze in. A step is that of Weiszfeld (1937), force over
    the stiffness of the edges: it needs no step size, only a bound that shrinks to nothing.

    Args:
        size: Number of nodes; each has an edge of positive weight.
        source: One end of each edge, shape (edges,); no self-loops.
        target: The other end, shape (edges,).
        weight: Positive weights, shape (edges,).

    Returns:
        Positions of shape (2, size), where the mean edge is about 1 long. The first nodes
        start in the middle.
    """
    mass = _at_ends(source, target, weight, weight, size)
    where = _spiral(size)
    for step in range(_STEPS):
        exponent = max(_EXPONENT, 1 - (1 - _EXPONENT) * step / (_STEPS * _COOLING))
        move = _move(where, source, target, weight, mass, exponent)
        longest = _LONGEST * min(1, 1.5 * (1 - step / _STEPS))
        where += move * np.minimum(_PACE, longest / (np.hypot(*move) + _TINY**2))
    return where


def _move(
    where: FloatArray, source: IntArray, target: IntArray, weight: FloatArray,
    mass: FloatArray, exponent: float,
) -> FloatArray:  # fmt: skip
    """Where the forces would send each node, shape (2, size)."""
    size = len(mass)
    along = where[:, source] - where[:, target]
    stiffness = weight * (np.hypot(*along) + _TINY) ** (exponent - 1)
    push = (_exact if size <= _MOST_EXACT else _on_grid)(where, mass)
    force = mass * (push / mass.sum() - _GRAVITY * where)
    for axis, drag in enumerate(along * stiffness):
        force[axis] += _at_ends(source, target, -drag, drag, size)
    hold = _at_ends(source, target, stiffness, stiffness, size) + _GRAVITY * mass
    move: FloatArray = force / hold
    return move


def _at_ends(
    source: IntArray, target: IntArray, one: FloatArray, other: FloatArray, size: int
) -> FloatArray:
    """Sum of what edges give their ends, for each node."""
    total = np.bincount(source, one, size) + np.bincount(target, other, size)
    return total.astype(np.float64, copy=False)


def _spiral(size: int) -> FloatArray:
    """An even disc of radius 2, from the middle outwards by the golden angle."""
    number = np.arange(size)
    turn = number * np.pi * (3 - np.sqrt(5))
    return np.array([np.cos(turn), np.sin(turn)]) * 2 * np.sqrt((number + 0.5) / max(size, 1))


def _exact(where: FloatArray, mass: FloatArray) -> FloatArray:
    """Repulsion for a node of unit mass at each node, over all pairs."""
    apart = where[:, :, None] - where[:, None, :]
    square = np.maximum((apart**2).sum(axis=0), _TINY**2)
    field: FloatArray = (apart * (mass / square)).sum(axis=2)
    return field


def _on_grid(where: FloatArray, mass: FloatArray) -> FloatArray:
    """The same by convolution on a grid over the bounding box (Hockney and Eastwood, 1988).

    Masses are spread over the four nearest grid points and forces read back with the same
    shares, so that no node pushes itself.
    """
    low = where.min(axis=1, keepdims=True)
    cell = max(float(np.ptp(where, axis=1).max()) / (_GRID - 1.001), _TINY**2)
    part = (where - low) / cell
    corner = part.astype(np.int64)
    (right, up), (left, down) = part - corner, 1 - (part - corner)
    point = corner[0] * _GRID + corner[1] + np.array([[0], [1], [_GRID], [_GRID + 1]])
    share = np.array([left * down, left * up, right * down, right * up])
    masses = np.bincount(point.ravel(), (share * mass).ravel(), _GRID**2)
    padded = (2 * _GRID, 2 * _GRID)
    spectrum = np.fft.rfft2(masses.reshape(_GRID, _GRID), padded) * _kernel()
    field = np.fft.irfft2(spectrum, padded)[:, :_GRID, :_GRID].reshape(2, -1)
    read: FloatArray = (field[:, point] * share).sum(axis=1) / cell
    return read


@cache
def _kernel() -> np.ndarray[Any, np.dtype[np.complex128]]:
    """Spectrum of the repulsion of one grid point, zero-padded against wrapping round."""
    steps = np.fft.fftfreq(2 * _GRID, 1 / (2 * _GRID))
    apart = np.array(np.meshgrid(steps, steps, indexing="ij"))
    return np.fft.rfft2(apart / np.maximum((apart**2).sum(axis=0), 1))
