"""Trains the model of relations on gold articles, and measures it on articles it has not seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language

from extract.evaluate import comparable
from extract.extraction import Timings, extract_article
from extract.gold import GoldArticle
from extract.pair_tables import PairTables
from extract.pairs import pairs
from extract.reading import read
from extract.relation_model import RelationModel, hashed
from extract.schema import RELATIONS

__all__ = ["LabelledPair", "labelled_pairs", "train_relations"]

LEAST_PAIRS = 4
"""Pairs that a feature must stand with to be kept."""
_STRENGTH, _STRENGTH_OF_RULES = 0.3, 0.05
"""Inverse of the L2 penalty: of a type's regression, and of that which judges the rules."""
_HALF_TRUST = 100
"""Training pairs of a type from which its own regression weighs as much as that of the rules."""
_BEFORE = "alutsista_relations"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A pair with what gold says of it.

    Attributes:
        article_id: Where.
        kinds: First letters of the two entity types.
        features: Their hashes.
        types: Relation types that gold has from source to target in this sentence.
        stated: Relation types that the rules read there.
    """

    article_id: str
    kinds: str
    features: list[int]
    types: frozenset[str]
    stated: frozenset[str]


def labelled_pairs(
    gold: Iterable[GoldArticle], pipeline_for: Callable[[GoldArticle], Language]
) -> Iterator[LabelledPair]:
    """Pairs of gold articles as the pipeline sees them.

    Args:
        gold: Annotated articles.
        pipeline_for: Gives the pipeline to read an article with; its model of names has
            not seen the article, so that its mistakes are those it makes on any text.
    """
    tables = PairTables(hashed)
    for item in gold:
        nlp = pipeline_for(item)
        with nlp.select_pipes(disable=[_BEFORE, "alutsista_cooccurrence"]):
            doc, cleaned = extract_article(item.article, nlp, Timings())
        wanted = _wanted(item)
        for reading in read(doc):
            span = reading.scene.sentence
            sentence = item.sentence_at(*cleaned.to_source(span.start_char, span.end_char))
            for pair in pairs(reading.scene, tables):
                ends = (_bare(pair.source), _bare(pair.target))
                yield LabelledPair(
                    item.article.article_id,
                    pair.source[0] + pair.target[0],
                    list(dict.fromkeys(pair.features)),
                    frozenset(wanted.get((sentence, *ends), ())),
                    pair.stated,
                )


def _bare(entity_id: str) -> str:
    return comparable(entity_id.partition(":")[2])


def _wanted(item: GoldArticle) -> dict[tuple[int, str, str], set[str]]:
    wanted: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for row in item.relations:
        source, target = comparable(row["source"]), comparable(row["target"])
        wanted[row["sentence"] - 1, source, target].add(row["type"])
        if not RELATIONS[row["type"]].directed:
            wanted[row["sentence"] - 1, target, source].add(row["type"])
    return wanted


def train_relations(rows: Iterable[LabelledPair]) -> RelationModel:
    """Fit one logistic regression a relation type, and one on what the rules state.

    Args:
        rows: What :func:`labelled_pairs` yields.
    """
    listed = list(rows)
    counts = Counter(key for row in listed for key in row.features)
    keys = np.array(sorted(k for k, n in counts.items() if n >= LEAST_PAIRS), dtype="uint32")
    matrix = _matrix(listed, keys)
    types = [name for name in RELATIONS if name != "CO_OCCURS"]
    columns = [
        _fitted(
            matrix,
            [_may_hold(name, row.kinds) for row in listed],
            [name in row.types for row in listed],
            _STRENGTH,
        )
        for name in types
    ]
    stated = [bool(row.stated) for row in listed]
    right = [bool(row.stated & row.types) for row in listed]
    columns.append(_fitted(matrix, stated, right, _STRENGTH_OF_RULES))
    seen = np.array([sum(name in row.types for row in listed) for name in types])
    return RelationModel(
        types, keys, np.stack([weights for weights, _ in columns], axis=1),
        np.array([bias for _, bias in columns]), seen / (seen + _HALF_TRUST),
    )  # fmt: skip


def _fitted(matrix: Any, able: list[bool], holds: list[bool], strength: float) -> tuple[Any, float]:
    """Weights and bias of a regression on the rows that are able to hold."""
    from sklearn.linear_model import LogisticRegression

    chosen = np.array(able, dtype=bool)
    wanted = np.array(holds, dtype=bool)[chosen]
    if not 0 < wanted.sum() < len(wanted):
        return np.zeros(matrix.shape[1]), -30.0
    model = LogisticRegression(C=strength, solver="liblinear", random_state=0)
    model.fit(matrix[chosen], wanted)
    return model.coef_[0], float(model.intercept_[0])


def _may_hold(name: str, kinds: str) -> bool:
    kind = RELATIONS[name]
    return any(s[0].lower() == kinds[0] for s in kind.sources) and any(
        t[0].lower() == kinds[1] for t in kind.targets
    )


def _matrix(rows: Sequence[LabelledPair], keys: Any) -> Any:
    from scipy.sparse import csr_matrix

    place = {int(key): i for i, key in enumerate(keys)}
    found = [[place[key] for key in row.features if key in place] for row in rows]
    bounds = np.cumsum([0, *map(len, found)])
    columns = np.array([column for row in found for column in row], dtype="int64")
    return csr_matrix((np.ones(len(columns)), columns, bounds), shape=(len(rows), len(keys)))
