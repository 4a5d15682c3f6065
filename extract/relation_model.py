"""How likely each relation type is between two participants.

Logistic regressions on hashed features, one a type. Only hashes of features are kept, none of
their words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from spacy.strings import hash_string

from extract.numbering import Numbers
from extract.pair_tables import PairTables

__all__ = ["PACKAGED", "RelationModel", "hashed"]

PACKAGED = "packaged"
"""Stands for the weights that come with the package."""
_MOST_PAIRS = 5000
"""Pairs that are judged at once; bounds the memory that a long article takes."""


def hashed(features: Iterable[str]) -> Numbers:
    """32-bit hashes of features."""
    return tuple(int(hash_string(feature)) >> 32 for feature in features)


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

    Attributes:
        types: Relation types.
        tables: Number the features by the rows of their weights; leave unknown ones out.
    """

    def __init__(
        self, types: Sequence[str], keys: Any, weights: Any, biases: Any, trust: Any
    ) -> None:
        self.types = tuple(types)
        self._keys = keys
        self._weights = weights.astype("float32")
        self._biases = biases.astype("float32")
        self._trust = trust.astype("float32")
        self._rows = {key: row for row, key in enumerate(keys.tolist())}
        self._met: dict[int, str] = {}
        self.tables = PairTables(self.numbers)

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
        weights = self._weights
        scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path, types=np.array(self.types), keys=self._keys, biases=self._biases,
            trust=self._trust, scales=scales.astype("float32"),
            weights=np.round(weights / scales).astype("int8"),
        )  # fmt: skip

    def numbers(self, features: Sequence[str]) -> Numbers:
        """Rows of the features that the model knows."""
        found = []
        for feature in features:
            row = self._rows.get(hash_string(feature) >> 32)
            if row is not None:
                self._met[row] = feature
                found.append(row)
        return tuple(found)

    def probabilities(self, features: Sequence[Iterable[int]], stated: Any) -> Any:
        """Probability of each type for each pair.

        Args:
            features: Numbers of those of each pair; each counts once.
            stated: Whether a rule states each type of each pair, shape ``(pairs, types)``.

        Returns:
            Array of shape ``(pairs, types)``.
        """
        if not features:
            return np.zeros((0, len(self.types)), "float32")
        some = range(0, len(features), _MOST_PAIRS)
        judged = np.vstack([self._some(features[i : i + _MOST_PAIRS]) for i in some])
        own, rules = judged[:, :-1], judged[:, -1:]
        return np.where(stated, self._trust * own + (1 - self._trust) * rules, own)

    def _some(self, features: Sequence[Iterable[int]]) -> Any:
        once = [dict.fromkeys(numbers) for numbers in features]
        sizes = np.array([len(numbers) for numbers in once])
        rows = np.fromiter(chain.from_iterable(once), "int64", sizes.sum())
        scores = np.tile(self._biases, (len(features), 1))
        full = sizes > 0
        if full.any():
            starts = (np.cumsum(sizes) - sizes)[full]
            scores[full] += np.add.reduceat(self._weights.take(rows, axis=0), starts, axis=0)
        return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))

    def said(self, name: str, features: Sequence[int]) -> dict[str, float]:
        """What the words in a pair's features add to the score of a type."""
        added: dict[str, float] = defaultdict(float)
        weights = self._weights[features, self.types.index(name)].tolist()
        for row, weight in zip(features, weights, strict=True):
            added[self._met[row].rpartition(":")[2].lstrip("<>")] += weight
        return added


@cache
def _packaged() -> RelationModel:
    return RelationModel._read(files("extract") / "model" / "relations.npz")
