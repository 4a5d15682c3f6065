"""How likely each relation type is between two participants.

Logistic regressions on hashed features, one a type; their judgements are then weighed together
(:mod:`extract.joint`). Only hashes of features are kept, none of their words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from spacy.strings import hash_string  # type: ignore[attr-defined]  # its stub leaves it out

from extract.joint import JointModel, Places
from extract.numbering import Numbers
from extract.pair_tables import PairTables
from extract.schema import quad_class

__all__ = ["PACKAGED", "RelationModel", "hashed", "heads_of"]

PACKAGED = "packaged"
"""Stands for the weights that come with the package."""
_MOST_PAIRS = 5000
"""Pairs that are judged at once; bounds the memory that a long article takes."""


_ROW, _WIDTH = "int32", 4
"""A row of the weights among packed numbers, and its bytes."""


def heads_of(types: Sequence[str]) -> list[str]:
    """What pairs are judged for: each type, any of them, each quad class, what a rule states."""
    return [*types, "any", *_quads(types), "rules"]


def _quads(types: Sequence[str]) -> list[str]:
    return sorted({quad_class(name) for name in types})


def hashed(features: Iterable[str]) -> Numbers:
    """32-bit hashes of features."""
    return tuple(int(hash_string(feature)) >> 32 for feature in features)


class RelationModel:
    """A logistic regression a relation type, a quad class, for any, and for what the rules say.

    Few articles hold a SANCTION: for such a type its own regression has learned little. So
    where a rule states a relation, its probability is a mean of both, in which the type's
    own weighs more the more of them it was trained on.

    Args:
        types: Relation types, a column each.
        keys: Hashes of the known features, ascending, shape ``(features,)``.
        weights: Shape ``(features, heads)``, in the order of :func:`heads_of`.
        biases: Shape ``(heads,)``.
        trust: Weight of each type's own regression in that mean, shape ``(types,)``.
        joint: Weighs what the regressions say of all pairs of an article.

    Attributes:
        types: Relation types.
        tables: Number the features by the rows of their weights; leave unknown ones out.
    """

    def __init__(
        self,
        types: Sequence[str],
        keys: Any,
        weights: Any,
        biases: Any,
        trust: Any,
        joint: JointModel,
    ) -> None:
        self.types = tuple(types)
        self._keys = keys
        self._weights = weights.astype("float32")
        self._biases = biases.astype("float32")
        self._trust = trust.astype("float32")
        self.joint = joint
        quads = _quads(self.types)
        self._quad = [len(self.types) + 1 + quads.index(quad_class(name)) for name in self.types]
        packed = np.arange(len(keys), dtype=_ROW).tobytes()
        self._rows = {
            key: packed[row * _WIDTH : (row + 1) * _WIDTH] for row, key in enumerate(keys.tolist())
        }
        self._met: dict[bytes, str] = {}
        self.tables = PairTables(self.numbers, b"".join)

    def __reduce__(self) -> tuple[type[RelationModel], tuple[Any, ...]]:
        """Another process makes tables of its own, which hold functions."""
        weights = self._weights, self._biases, self._trust
        return RelationModel, (self.types, self._keys, *weights, self.joint)

    @classmethod
    def load(cls, path: str | Path = PACKAGED) -> RelationModel:
        """Load the weights from a file, or those that come with the package."""
        return _packaged() if path == PACKAGED else cls._read(Path(path))

    @classmethod
    def _read(cls, source: Any) -> RelationModel:
        with source.open("rb") as stored, np.load(stored, allow_pickle=False) as arrays:
            weights = arrays["weights"].astype("float32") * arrays["scales"]
            types = [str(name) for name in arrays["types"]]
            joint = JointModel(arrays["joint_weights"], arrays["joint_biases"])
            return cls(types, arrays["keys"], weights, arrays["biases"], arrays["trust"], joint)

    def save(self, path: Path) -> None:
        """Write the weights, a byte each and a scale a type."""
        weights = self._weights
        scales = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            path, types=np.array(self.types), keys=self._keys, biases=self._biases,
            trust=self._trust, scales=scales.astype("float32"),
            weights=np.round(weights / scales).astype("int8"),
            joint_weights=self.joint.weights.astype("float32"),
            joint_biases=self.joint.biases.astype("float32"),
        )  # fmt: skip

    def numbers(self, features: Sequence[str]) -> bytes:
        """Rows of the features that the model knows, packed."""
        rows, met, found = self._rows, self._met, b""
        for feature in features:
            row = rows.get(hash_string(feature) >> 32)
            if row is not None:
                met[row] = feature
                found += row
        return found

    def numbers_of(self, hashes: Iterable[int]) -> bytes:
        """Rows of those of some hashed features that the model knows, packed."""
        return b"".join(self._rows[key] for key in hashes if key in self._rows)

    def probabilities(
        self, features: Sequence[bytes], stated: Any, able: Any, places: Places
    ) -> Any:
        """Probability of each type for each pair.

        Args:
            features: Numbers of those of each pair; each counts once.
            stated: Whether a rule states each type of each pair, shape ``(pairs, types)``.
            able: Whether a pair of its kinds may be of each type, same shape.
            places: Where the pairs stand.

        Returns:
            Array of shape ``(pairs, types)``.
        """
        alone, related, quad = self.alone(features, stated, able)
        return self.joint.probabilities(alone, related, quad, stated, places) * able

    def alone(self, features: Sequence[bytes], stated: Any, able: Any) -> tuple[Any, Any, Any]:
        """What is said of pairs each judged alone.

        Args:
            features: As for :meth:`probabilities`.
            stated: As for :meth:`probabilities`.
            able: As for :meth:`probabilities`.

        Returns:
            The first three arguments of :func:`extract.joint.evidence`.
        """
        some = range(0, len(features), _MOST_PAIRS)
        rows = [self._scores(features[i : i + _MOST_PAIRS]) for i in some]
        scores = np.vstack([np.zeros((0, len(self._biases)), "float32"), *rows])
        count = len(self.types)
        own, rules = _sigmoid(scores[:, :count]), _sigmoid(scores[:, -1:])
        alone = np.where(stated, self._trust * own + (1 - self._trust) * rules, own)
        return alone * able, scores[:, count : count + 1], scores[:, self._quad]

    def _scores(self, features: Sequence[bytes]) -> Any:
        """Log-odds of each head for each pair."""
        pairs = np.repeat(np.arange(len(features)), [len(rows) // _WIDTH for rows in features])
        rows = np.frombuffer(b"".join(features), _ROW)
        once = _first_of_each(pairs * len(self._rows) + rows)
        pairs, rows = pairs[once], rows[once]
        scores = np.tile(self._biases, (len(features), 1))
        if len(rows):
            starts = np.flatnonzero(np.diff(pairs, prepend=-1))
            weights = self._weights.take(rows, axis=0)
            scores[pairs[starts]] += np.add.reduceat(weights, starts, axis=0)
        return scores

    def said(self, name: str, features: bytes) -> dict[str, float]:
        """What the words in a pair's features add to the score of a type."""
        added: dict[str, float] = defaultdict(float)
        weights = self._weights[np.frombuffer(features, _ROW), self.types.index(name)].tolist()
        for at, weight in enumerate(weights):
            feature = self._met[features[at * _WIDTH : (at + 1) * _WIDTH]]
            added[feature.rpartition(":")[2].lstrip("<>")] += weight
        return added


def _sigmoid(scores: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def _first_of_each(keys: Any) -> Any:
    """Places of the first of each of some keys, ascending."""
    count = max(len(keys), 1)
    ordered = np.sort(keys * count + np.arange(len(keys)))
    return np.sort(ordered[np.diff(ordered // count, prepend=-1) != 0] % count)


@cache
def _packaged() -> RelationModel:
    return RelationModel._read(files("extract") / "model" / "relations.npz")
