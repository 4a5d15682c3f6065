"""How likely each relation type is between two participants.

Logistic regressions on hashed features, one a type. Only hashes of features are kept, none of
their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from spacy.strings import get_string_id

__all__ = ["PACKAGED", "RelationModel", "hashed"]

PACKAGED = "packaged"
"""Stands for the weights that come with the package."""
_MOST_PAIRS = 5000
"""Pairs that are judged at once; bounds the memory that a long article takes."""


@lru_cache(1 << 17)
def _hash(feature: str) -> int:
    return int(get_string_id(feature)) >> 32


def hashed(features: Iterable[str]) -> list[int]:
    """32-bit hashes of features, each once, in the order of their first appearance."""
    return list(dict.fromkeys(map(_hash, features)))


class RelationModel:
    """One logistic regression a relation type, and one that judges the rules whatever the type.

    Few articles hold a SANCTION: for such a type its own regression has learned little. So
    where a rule states a relation, its probability is a mean of both, in which the type's
    own weighs more the more of them it was trained on.

    Args:
        types: Relation types, a column each.
        keys: Hashes of the known features, ascending, shape ``(features,)``.
        weights: Shape ``(features, types + 1)``; the last column judges the rules.
        biases: Shape ``(types + 1,)``.
        trust: Weight of each type's own regression in that mean, shape ``(types,)``.
    """

    def __init__(
        self, types: Sequence[str], keys: Any, weights: Any, biases: Any, trust: Any
    ) -> None:
        self.types = tuple(types)
        self._keys = keys
        # The last row stands for every unknown feature.
        self._weights = np.vstack([weights, np.zeros((1, weights.shape[1]))]).astype("float32")
        self._biases = biases.astype("float32")
        self._trust = trust.astype("float32")

    @classmethod
    def load(cls, path: str | Path = PACKAGED) -> RelationModel:
        """Load the weights from a file, or those that come with the package."""
        return _packaged() if path == PACKAGED else cls._read(Path(path))

    @classmethod
    def _read(cls, source: Any) -> RelationModel:
        with source.open("rb") as stored, np.load(stored, allow_pickle=False) as arrays:
            weights = arrays["weights"].astype("float32") * arrays["scales"]
            types = [str(name) for name in arrays["types"]]
            return cls(types, arrays["keys"], weights, arrays["biases"], arrays["trust"])

    def save(self, path: Path) -> None:
        """Write the weights, a byte each and a scale a type."""
        weights = self._weights[:-1]
        scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path, types=np.array(self.types), keys=self._keys, biases=self._biases,
            trust=self._trust, scales=scales.astype("float32"),
            weights=np.round(weights / scales).astype("int8"),
        )  # fmt: skip

    def probabilities(self, rows: Sequence[Sequence[str]], stated: Any) -> Any:
        """Probability of each type for each pair.

        Args:
            rows: Features of each pair.
            stated: Whether a rule states each type of each pair, shape ``(pairs, types)``.

        Returns:
            Array of shape ``(pairs, types)``.
        """
        parts = [self._some(rows[i : i + _MOST_PAIRS]) for i in range(0, len(rows), _MOST_PAIRS)]
        if not parts:
            return np.zeros((0, len(self.types)), "float32")
        judged = np.vstack(parts)
        own, rules = judged[:, :-1], judged[:, -1:]
        return np.where(stated, self._trust * own + (1 - self._trust) * rules, own)

    def _some(self, rows: Sequence[Sequence[str]]) -> Any:
        hashes = [hashed(row) for row in rows]
        sizes = np.array([len(row) for row in hashes])
        places = self._places(np.array([key for row in hashes for key in row], dtype="uint32"))
        scores = np.tile(self._biases, (len(rows), 1))
        full = sizes > 0
        if full.any():
            starts = (np.cumsum(sizes) - sizes)[full]
            scores[full] += np.add.reduceat(self._weights[places], starts, axis=0)
        return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))

    def _places(self, keys: Any) -> Any:
        """Rows of features; that of the unknown for those not known."""
        if not len(self._keys):
            return np.zeros(len(keys), dtype="int64")
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[at] == keys, at, len(self._keys))

    def share(self, name: str, features: Sequence[str]) -> list[float]:
        """What each feature adds to the score of a type."""
        places = self._places(np.array([_hash(f) for f in features], dtype="uint32"))
        return [float(w) for w in self._weights[places, self.types.index(name)]]


@cache
def _packaged() -> RelationModel:
    return RelationModel._read(files("extract") / "model" / "relations.npz")
