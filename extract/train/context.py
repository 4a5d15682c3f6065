"""Trains the context model on gold articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc

from extract.clean import Cleaned, clean
from extract.context import (
    ARTICLE_WEIGHT,
    BUCKETS,
    SENTENCE_WEIGHT,
    WORD_WEIGHT,
    Candidate,
    ContextModel,
    article_features,
    near_features,
    sentence_features,
)
from extract.gold import GoldArticle

__all__ = ["TASKS", "Labelled", "labelled_candidates", "train_context"]

TASKS = {"country": "alutsista_countries", "person": "alutsista_persons"}
"""Task to the component whose candidates it judges."""

Labelled = tuple[str, Any, Any, bool]
"""Task, buckets, values, and whether gold has the candidate as a mention."""


def labelled_candidates(
    gold: Iterable[GoldArticle], pipeline_for: Callable[[GoldArticle], Language]
) -> Iterator[Labelled]:
    """Candidates in gold content sentences with what gold says of them.

    Args:
        gold: Annotated articles.
        pipeline_for: Gives the pipeline to read an article with: without context
            model, and with a model of names that has not seen the article, since
            on what it has seen a model is better than on anything else.
    """
    for item in gold:
        nlp = pipeline_for(item)
        cleaned = clean(item.article.text)
        doc = nlp.make_doc(cleaned.text)
        tasks = {name: task for task, name in TASKS.items()}
        for name, component in nlp.pipeline:
            if name == "alutsista_entities":
                break
            if name in tasks:
                judged: Any = component
                candidates = judged.candidates(doc)
                for candidate, row in zip(
                    candidates, _rows(doc, candidates, tasks[name]), strict=True
                ):
                    wanted = _is_right(tasks[name], candidate, cleaned, item)
                    if wanted is not None:
                        yield tasks[name], *row, wanted
            doc = component(doc)


def _rows(doc: Doc, candidates: list[Candidate], task: str) -> Iterator[tuple[Any, Any]]:
    """Buckets and values of each candidate."""
    if not candidates:
        return
    article = article_features(doc)
    lower = doc.to_array([LOWER]).reshape(-1)
    for candidate, around, marks in zip(candidates, *near_features(doc, candidates), strict=True):
        sentence = sentence_features(candidate.sentence, lower)
        weights = [
            (marks, 1.0),
            (around, WORD_WEIGHT[task]),
            (sentence, SENTENCE_WEIGHT[task]),
            (article, ARTICLE_WEIGHT[task]),
        ]
        buckets = np.concatenate([part for part, _ in weights])
        yield buckets, np.concatenate([np.full(len(part), value) for part, value in weights])


def _is_right(task: str, candidate: Candidate, cleaned: Cleaned, gold: GoldArticle) -> bool | None:
    """Whether gold has the candidate; ``None`` where gold cannot say."""
    span = candidate.span
    start, end = cleaned.to_source(span.start_char, span.end_char)
    text = gold.article.text
    glued = text[max(start - 1, 0) : start].isalnum() or text[end : end + 1].isalnum()
    if glued or not gold.sentences[gold.sentence_at(start, end)]["content"]:
        return None
    for row in gold.mentions:
        if (row["start"], row["end"]) == (start, end):
            return row["type"] == task.upper() and candidate.entity in ("", row["id"])
    return False


def train_context(rows: Iterable[Labelled], *, strength: float = 1.0) -> ContextModel:
    """Fit one logistic regression a task.

    Args:
        rows: What :func:`labelled_candidates` yields.
        strength: Inverse of the L2 penalty.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    listed = list(rows)
    weights: dict[str, Any] = {}
    biases: dict[str, float] = {}
    for task in TASKS:
        chosen = [row for row in listed if row[0] == task]
        bounds = np.cumsum([0, *(len(row[1]) for row in chosen)])
        matrix = csr_matrix(
            (
                np.concatenate([row[2] for row in chosen]),
                np.concatenate([row[1] for row in chosen]),
                bounds,
            ),
            shape=(len(chosen), BUCKETS),
        )
        matrix.sum_duplicates()
        model = LogisticRegression(C=strength, solver="liblinear", random_state=0)
        model.fit(matrix, np.array([row[3] for row in chosen]))
        weights[task] = model.coef_[0].astype("float32")
        biases[task] = float(model.intercept_[0])
    return ContextModel(weights, biases)
