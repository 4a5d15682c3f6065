"""Where nodes stand: a seeded force layout in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["MOST_BY_FORCE", "positions"]

MOST_BY_FORCE = 1200
"""Nodes, the strongest first, that the forces place; the others stand by their neighbours."""
_SEED = 7
_ROOM = (135.0, 75.0)
"""Width and height that a node and its label want, in pixels."""
_STEPS = 250


def positions(
    size: int, ends: list[tuple[int, int, float]], *, scale: float = 130.0
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Place nodes after Fruchterman and Reingold (1991), with a pull to the middle.

    Args:
        size: Number of nodes; the first are the strongest.
        ends: Edges as (node, node, weight).
        scale: Distance that two joined nodes aim at, in pixels.

    Returns:
        An array of shape (size, 2), in pixels; the same for the same graph.
    """
    random = np.random.default_rng(_SEED)
    placed = min(size, MOST_BY_FORCE)
    turn = np.arange(placed) * 2.399963  # the golden angle spreads the start evenly
    spread = np.sqrt(np.arange(placed) + 0.5)
    where = np.c_[np.cos(turn), np.sin(turn)] * spread[:, None]
    inner = [(a, b, w) for a, b, w in ends if a < placed and b < placed and a != b]
    where = _apart(_by_force(where, inner, random) * scale)
    rest = _beside_neighbours(where, size, ends, random, scale)
    return np.vstack([where, rest]) if size > placed else where


def _by_force(
    where: np.ndarray[Any, Any], ends: list[tuple[int, int, float]], random: np.random.Generator
) -> np.ndarray[Any, Any]:
    size = len(where)
    if size < 2:
        return where
    one = np.array([a for a, _, _ in ends], dtype=int)
    other = np.array([b for _, b, _ in ends], dtype=int)
    pull = np.array([w for _, _, w in ends], dtype=float) ** 0.25 if ends else np.zeros(0)
    where = where + random.normal(scale=0.01, size=where.shape)
    steps = _STEPS if size <= 400 else 120
    for step in range(steps):
        apart = where[:, None, :] - where[None, :, :]
        square = np.maximum((apart**2).sum(axis=2), 1e-4)
        force = (apart / square[:, :, None]).sum(axis=1)
        if len(one):
            along = where[one] - where[other]
            length = np.sqrt((along**2).sum(axis=1, keepdims=True))
            drag = along * length * np.minimum(pull, 2)[:, None] * 0.3
            np.add.at(force, one, -drag)
            np.add.at(force, other, drag)
        force -= where * 0.25
        strength = np.sqrt((force**2).sum(axis=1, keepdims=True))
        limit = 0.6 * (1 - step / steps) + 0.01
        where = where + force / np.maximum(strength, 1e-9) * np.minimum(strength, limit)
    return where


def _apart(where: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Push nodes away from one another until their labels have room."""
    room = np.array(_ROOM)
    for _ in range(60):
        gap = where[:, None, :] - where[None, :, :]
        overlap = room - np.abs(gap)
        close = (overlap > 0).all(axis=2)
        np.fill_diagonal(close, False)
        if not close.any():
            break
        sign = np.where(gap >= 0, 1.0, -1.0)
        tied = (gap == 0).all(axis=2)
        sign[tied & (np.arange(len(where))[:, None] > np.arange(len(where)))] = -1.0
        across = overlap[:, :, 0] < overlap[:, :, 1]
        push = np.zeros_like(gap)
        push[:, :, 0] = np.where(across, overlap[:, :, 0] * sign[:, :, 0], 0)
        push[:, :, 1] = np.where(across, 0, overlap[:, :, 1] * sign[:, :, 1])
        where = where + (push * close[:, :, None]).sum(axis=1) * 0.3
    return where


def _beside_neighbours(
    where: np.ndarray[Any, Any], size: int, ends: list[tuple[int, int, float]],
    random: np.random.Generator, scale: float,
) -> np.ndarray[Any, Any]:  # fmt: skip
    """The nodes beyond the strongest: around their strongest placed neighbour, or in a ring."""
    placed = len(where)
    best: dict[int, tuple[float, int]] = {}
    for a, b, weight in ends:
        for node, neighbour in ((a, b), (b, a)):
            if node >= placed > neighbour and (weight, -neighbour) > best.get(node, (-1.0, 0)):
                best[node] = (weight, -neighbour)
    ring = (float(np.abs(where).max()) if placed else 1.0) + scale
    rest = np.zeros((max(size - placed, 0), 2))
    for node in range(placed, size):
        angle = random.uniform(0, 2 * np.pi)
        middle, reach = (where[-best[node][1]], 0.7 * scale) if node in best else (0.0, ring)
        rest[node - placed] = middle + reach * np.array([np.cos(angle), np.sin(angle)])
    return rest
