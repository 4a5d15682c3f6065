"""Scores and confusions: what an evaluation counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extract.extraction import Timings

__all__ = ["Confusion", "Evaluation", "Score", "commonest"]


@dataclass(slots=True)
class Score:
    """Counts behind a precision, a recall and an F1."""

    true: int = 0
    predicted: int = 0
    gold: int = 0

    def add(self, predicted: set[Any], gold: set[Any]) -> None:
        """Count one comparison of sets."""
        self.true += len(predicted & gold)
        self.predicted += len(predicted)
        self.gold += len(gold)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing was predicted."""
        return self.true / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self.true / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.predicted + self.gold
        return 2 * self.true / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Confusion:
    """One disagreement with gold, with all that is needed to act on it.

    Attributes:
        task: ``content``, ``mention`` or ``relation``.
        kind: ``missed``, ``spurious`` or ``confused``.
        gold: What gold says, if anything.
        predicted: What was predicted, if anything, with the rule that gave it.
        article_id: Where.
        sentence: Gold sentence, counted from 1.
        text: The sentence.
    """

    task: str
    kind: str
    gold: str
    predicted: str
    article_id: str
    sentence: int
    text: str


@dataclass(slots=True)
class Evaluation:
    """All scores of one evaluation, by task and then by type.

    ``reliability`` counts the relations found by tenths of their confidence: where it is
    calibrated, about as many are right as the confidence says.
    """

    articles: int = 0
    words: int = 0
    scores: dict[str, dict[str, Score]] = field(default_factory=dict)
    accuracy: dict[str, Score] = field(default_factory=dict)
    reliability: dict[int, Score] = field(default_factory=dict)
    confusions: list[Confusion] = field(default_factory=list)
    timings: Timings = field(default_factory=Timings)

    def score(self, task: str, kind: str) -> Score:
        """The score of a task and type, made when first asked for."""
        return self.scores.setdefault(task, {}).setdefault(kind, Score())

    def as_dict(self) -> dict[str, Any]:
        """Figures only, for JSON."""
        return {
            "articles": self.articles,
            "words": self.words,
            "words_per_second": round(self.words / max(sum(self.timings.values()), 1e-9)),
            "scores": {
                task: {
                    kind: {
                        "precision": round(s.precision, 4),
                        "recall": round(s.recall, 4),
                        "f1": round(s.f1, 4),
                        "predicted": s.predicted,
                        "gold": s.gold,
                    }
                    for kind, s in kinds.items()
                }
                for task, kinds in self.scores.items()
            },
            "accuracy": {
                name: {"right": round(s.precision, 4), "of": s.predicted}
                for name, s in self.accuracy.items()
            },
            "reliability": {
                f"{tenth / 10:.1f}": {"right": round(s.precision, 4), "of": s.predicted}
                for tenth, s in sorted(self.reliability.items())
            },
        }


def commonest(confusions: Iterable[Confusion], task: str, most: int) -> list[tuple[str, int]]:
    """The commonest disagreements of a task, without the sentences' particulars."""
    counts: Counter[str] = Counter()
    for item in confusions:
        if item.task == task:
            wanted = item.gold.split(" ")[0] if task == "relation" else item.gold
            given = item.predicted.split(" ")[0] if task == "relation" else item.predicted
            counts[f"{item.kind}: {wanted or '–'} → {given or '–'}"] += 1
    return counts.most_common(most)
