"""Whether a candidate is a mention where it stands.

"Moskow" may be Russia or a place, "Jepang" a state or a football side.
A logistic regression over the words around it, in its sentence
and in its article tells; its features are hashed, its weights one row of numbers
a task (``model/context.npz``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import LOWER
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span

from extract.spans import Known

__all__ = [
    "ARTICLE_WEIGHT",
    "BUCKETS",
    "PACKAGED",
    "SENTENCE_WEIGHT",
    "WORD_WEIGHT",
    "Candidate",
    "ContextModel",
    "article_features",
    "near_features",
    "sentence_features",
]

BUCKETS = 1 << 17
"""Number of hashed features, and so of weights a task."""
PACKAGED = "packaged"
"""Stands for the weights that come with the package."""
ARTICLE_WEIGHT = {"country": 0.3, "person": 0.0}
"""Value, by task, of a feature that says which word stands in the article: what an article is about
tells a state from a side, and nothing of persons."""
SENTENCE_WEIGHT = {"country": 0.3, "person": 0.1}
"""Value, by task, of a feature that says which word stands in the sentence."""
WORD_WEIGHT = {"country": 1.0, "person": 0.3}
"""Value, by task, of a feature that says which word stands beside the candidate. A small value asks
for much evidence before a word tells; what lists and rules say of the candidate has the value 1."""
_WINDOW = 3
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(47)
_OUTSIDE = np.uint64(1)
_SLOTS = {
    name: np.uint64(2 * i + 3)
    for i, name in enumerate(
        ("left", "right", "around", "left2", "right2", "both", "mark", "sort", "sentence",
         "article")
    )
}  # fmt: skip


_IDS = Known(get_string_id)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a mention in an article.

    Attributes:
        span: Where it stands.
        sentence: Its sentence, at whose ends the words around it end.
        sort: What sort of word it is (``name``, ``seat``, ``city``, ``person`` …).
        marks: What the rules and lists say of it; as many for each of a task.
        verdict: What the rules alone decide; more than 0 is a mention.
        entity: Bare id of what it would mean, where that is known.
    """

    span: Span
    sentence: Span
    sort: str
    marks: tuple[str, ...]
    verdict: int
    entity: str = ""


def _hashed(slot: str, values: Any, more: Any = 0) -> Any:
    """Buckets of hashed values in a slot; ``more`` is a second value to go with each."""
    salt = _SLOTS[slot]
    with np.errstate(over="ignore"):
        mixed = (np.asarray(values, dtype="uint64") + salt) * _MIX
        mixed ^= np.asarray(more, dtype="uint64") * _MIX + salt
        mixed = (mixed ^ (mixed >> _FOLD)) * _MIX
    return (mixed >> np.uint64(40)).astype("int64") % BUCKETS


def article_features(doc: Doc) -> Any:
    """Buckets of the words of an article's content, each once; none before it is known."""
    lower = doc.to_array([LOWER]).reshape(-1)
    parts = [lower[s.start : s.end] for s in doc.spans.get("content", ())]
    words = np.unique(np.concatenate(parts)) if parts else np.zeros(0, dtype="uint64")
    return _hashed("article", words)


def sentence_features(sentence: Span, lower: Any) -> Any:
    """Buckets of the words of a sentence, each once.

    Args:
        sentence: Which.
        lower: ``LOWER`` of every token of its article.
    """
    return _hashed("sentence", np.unique(lower[sentence.start : sentence.end]))


def near_features(doc: Doc, candidates: Sequence[Candidate]) -> tuple[Any, Any]:
    """Buckets of the words around each candidate, and of what is known of it.

    Args:
        doc: Their article.
        candidates: One or more.

    Returns:
        Two arrays of shape (candidates, features): of words, and of marks.
    """
    lower = doc.to_array([LOWER]).reshape(-1)
    start = np.array([c.span.start for c in candidates])[:, None]
    end = np.array([c.span.end for c in candidates])[:, None]
    first = np.array([c.sentence.start for c in candidates])[:, None]
    last = np.array([c.sentence.end for c in candidates])[:, None]
    sort = np.array([[get_string_id(c.sort)] for c in candidates], dtype="uint64")
    marks = np.array([[_IDS[m] for m in c.marks] for c in candidates], dtype="uint64")
    steps = np.arange(_WINDOW)

    def words_at(places: Any) -> Any:
        inside = (places >= first) & (places < last)
        return np.where(inside, lower[np.where(inside, places, 0)], _OUTSIDE)

    left, right = words_at(start - 1 - steps), words_at(end + steps)
    places = steps.astype("uint64")
    around = np.hstack(
        [
            _hashed("left", left, places),
            _hashed("right", right, places),
            _hashed("around", left),
            _hashed("around", right),
            _hashed("left", left, sort ^ places),
            _hashed("right", right, sort ^ places),
            _hashed("left2", left[:, :1], left[:, 1:2]),
            _hashed("right2", right[:, :1], right[:, 1:2]),
            _hashed("both", left[:, :1], right[:, :1]),
        ]
    )
    return around, np.hstack([_hashed("mark", marks), _hashed("sort", sort)])


class ContextModel:
    """Logistic regressions, one a task.

    Attributes:
        weights: Task to an array of :data:`BUCKETS` weights.
        biases: Task to its bias.
    """

    def __init__(self, weights: dict[str, Any], biases: dict[str, float]) -> None:
        self.weights = weights
        self.biases = biases

    @classmethod
    def load(cls, path: str | Path = PACKAGED) -> ContextModel:
        """Load the weights from a file, or those that come with the package."""
        if path == PACKAGED:
            return _packaged()
        return cls._read(Path(path))

    @classmethod
    def _read(cls, source: Any) -> ContextModel:
        with source.open("rb") as stored, np.load(stored, allow_pickle=False) as arrays:
            tasks = [name for name in arrays.files if not name.endswith("_bias")]
            weights = {task: arrays[task].astype("float32") for task in tasks}
            biases = {task: float(arrays[f"{task}_bias"]) for task in tasks}
        return cls(weights, biases)

    def save(self, path: Path) -> None:
        """Write the weights, half of a float each."""
        arrays: dict[str, Any] = {}
        for task, values in self.weights.items():
            arrays[task] = values.astype("float16")
            arrays[f"{task}_bias"] = np.float32(self.biases[task])
        np.savez_compressed(path, **arrays)

    def probabilities(self, task: str, doc: Doc, candidates: Sequence[Candidate]) -> list[float]:
        """How likely each candidate of an article is what the gazetteer says."""
        if not candidates:
            return []
        weights = self.weights[task]
        base, share = self.biases[task], ARTICLE_WEIGHT[task]
        if share:
            base += share * float(weights[article_features(doc)].sum())
        of_sentence = _of_sentences(weights, doc, candidates)
        around, marks = near_features(doc, candidates)
        scores = base + weights[marks].sum(axis=1) + WORD_WEIGHT[task] * weights[around].sum(axis=1)
        scores += SENTENCE_WEIGHT[task] * np.array(of_sentence)
        return [float(p) for p in 1 / (1 + np.exp(-np.clip(scores, -30, 30)))]


def _of_sentences(weights: Any, doc: Doc, candidates: Sequence[Candidate]) -> list[float]:
    """What the words of each candidate's sentence add up to; all sentences are hashed at once."""
    lower = doc.to_array([LOWER]).reshape(-1).tolist()
    bounds = [(c.sentence.start, c.sentence.end) for c in candidates]
    words = {place: sorted(set(lower[slice(*place)])) for place in dict.fromkeys(bounds)}
    every = np.array([word for inside in words.values() for word in inside], dtype="uint64")
    values = weights[_hashed("sentence", every)]
    sums: dict[tuple[int, int], float] = {}
    at = 0
    for place, inside in words.items():
        sums[place] = values[at : at + len(inside)].sum()
        at += len(inside)
    return [sums[place] for place in bounds]


@cache
def _packaged() -> ContextModel:
    """The package's weights, which several components share."""
    return ContextModel._read(files("extract") / "model" / "context.npz")
