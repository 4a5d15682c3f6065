"""Judges the pairs of an article together: what is likely of one tells of the others.

A pair is first judged alone, by a regression for each relation type
(:mod:`extract.relation_model`). A second regression then weighs these judgements for each pair
and type: how likely the pair is to be related at all, how likely the type is between others of
the sentence, how often the article says it. This is stacked generalization (Wolpert 1992): it is
trained on judgements of articles
that the first regressions have not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["EVIDENCE", "JointModel", "Places", "evidence", "most_of_others"]

EVIDENCE = (
    "alone", "related", "quad_class", "otherwise_stated", "other_types", "in_sentence",
    "of_source", "of_target", "of_pair", "in_article", "share_of_article", "pair_related",
)  # fmt: skip
"""What is weighed, in this order; see :func:`evidence`."""
_LEAST = 1e-4
"""A probability is held this far from 0 and 1."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each of some pairs stands, as numbers that equal ones share; shape ``(pairs,)`` each.

    Attributes:
        article: Articles, or the parts of a long one that are judged together.
        sentence: Sentences of all the articles.
        source: Sources, the same in each sentence and article.
        target: Targets, numbered with the sources.
    """

    article: Any
    sentence: Any
    source: Any
    target: Any

    @classmethod
    def of(cls, rows: Sequence[tuple[Any, Any, str, str]]) -> Places:
        """Number the article, sentence, source and target of each pair."""
        articles: dict[Any, int] = {}
        sentences: dict[Any, int] = {}
        ids: dict[str, int] = {}
        numbers = [
            (
                articles.setdefault(article, len(articles)),
                sentences.setdefault((article, sentence), len(sentences)),
                ids.setdefault(source, len(ids)),
                ids.setdefault(target, len(ids)),
            )
            for article, sentence, source, target in rows
        ]
        return cls(*np.array(numbers, dtype="int64").reshape(-1, 4).T)


@dataclass(frozen=True, slots=True)
class JointModel:
    """A logistic regression over :data:`EVIDENCE`, with a bias for each relation type.

    Attributes:
        weights: Shape ``(evidence,)``.
        biases: Shape ``(types,)``.
    """

    weights: Any
    biases: Any

    def probabilities(
        self, alone: Any, related: Any, quad: Any, stated: Any, places: Places
    ) -> Any:
        """Probability of each type for each pair; arguments as for :func:`evidence`."""
        scores = np.tile(self.biases.astype("float32"), (len(alone), 1))
        told = evidence(alone, related, quad, stated, places)
        for weight, values in zip(self.weights, told, strict=True):
            scores += np.float32(weight) * values
        return 1 / (1 + np.exp(-np.clip(scores, -30, 30)))


def evidence(alone: Any, related: Any, quad: Any, stated: Any, places: Places) -> Iterator[Any]:
    """What is weighed for each pair and type.

    Args:
        alone: Probability of each type for each pair judged alone, shape ``(pairs, types)``.
        related: Log-odds that a pair is related at all, shape ``(pairs, 1)``.
        quad: Log-odds of the type's quad class for each pair, shape ``(pairs, types)``.
        stated: Whether a rule states each type of each pair, shape ``(pairs, types)``.
        places: Where the pairs stand.

    Yields:
        For each of :data:`EVIDENCE` an array that can be spread to ``(pairs, types)``.
    """
    best = alone.max(axis=1, keepdims=True, initial=0)
    yield _log_odds(alone)
    yield related
    yield quad
    yield (stated.any(axis=1, keepdims=True) & ~stated).astype("float32")
    yield np.log(np.maximum(alone.sum(axis=1, keepdims=True) - alone, 0) + 1e-3)
    yield _log_odds(most_of_others(places.sentence, alone))
    yield _log_odds(most_of_others(_joined(places.sentence, places.source), alone))
    yield _log_odds(most_of_others(_joined(places.sentence, places.target), alone))
    pair = _joined(_joined(places.article, places.source), places.target)
    yield _log_odds(most_of_others(pair, alone))
    yield _log_odds(most_of_others(places.article, alone))
    yield _share(places.article, alone)
    yield _log_odds(most_of_others(pair, best))


def _log_odds(probabilities: Any) -> Any:
    held = np.clip(probabilities, _LEAST, 1 - _LEAST)
    return np.log(held / (1 - held)).astype("float32")


def _joined(one: Any, other: Any) -> Any:
    """Numbers of combinations."""
    return one * (other.max(initial=0) + 1) + other


def most_of_others(groups: Any, values: Any) -> Any:
    """The most among the other rows of each row's group.

    Args:
        groups: A number for each row, the same for rows of a group; shape ``(rows,)``.
        values: From 0 up, shape ``(rows, columns)``.

    Returns:
        Array of the values' shape, 0 where a row is alone in its group.
    """
    if not len(groups):
        return values
    order = np.argsort(groups, kind="stable")
    ordered = values[order]
    is_first = np.diff(groups[order], prepend=-1) != 0
    starts, group = np.flatnonzero(is_first), np.cumsum(is_first) - 1
    most = np.maximum.reduceat(ordered, starts)[group]
    is_most = ordered == most
    rest = np.maximum.reduceat(np.where(is_most, 0, ordered), starts)[group]
    several = np.add.reduceat(is_most, starts, dtype="int64")[group] > 1
    others = np.empty_like(values)
    others[order] = np.where(is_most & ~several, rest, most)
    return others


def _share(groups: Any, values: Any) -> Any:
    """Logarithm of what the other rows of a group hold of each type, a row of the group."""
    count = groups.max(initial=-1) + 1
    total = np.zeros((count, values.shape[1]), "float32")
    np.add.at(total, groups, values)
    rows = np.bincount(groups, minlength=count)[groups, None]
    return np.log((np.maximum(total[groups] - values, 0) + 0.01) / rows).astype("float32")
