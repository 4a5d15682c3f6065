"""Trains the model of relations on gold articles, and measures it on articles it has not seen."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language

from extract.evaluate import comparable
from extract.extraction import Timings, extract_article
from extract.gold import GoldArticle
from extract.joint import EVIDENCE, JointModel, Places, evidence
from extract.pair_tables import PairTables
from extract.pairs import pairs
from extract.reading import read
from extract.relation_model import RelationModel, hashed, heads_of
from extract.schema import RELATIONS, quad_class

__all__ = ["LabelledPair", "labelled_pairs", "train_relations"]

LEAST_PAIRS = 4
"""Pairs that a feature must stand with to be kept."""
_STRENGTH, _STRENGTH_OF_MANY, _STRENGTH_OF_RULES = 0.3, 0.15, 0.05
"""Inverse of the L2 penalty: of a type's regression, of those for several types, and of that which
judges the rules."""
FOLDS = 5
"""Parts of the articles, each judged by regressions on the others."""
_OUT_OF_QUESTION = 0.01
"""A type less likely than this is not weighed further in training."""
_HALF_TRUST = 100
"""Training pairs of a type from which its own regression weighs as much as that of the rules."""
_BEFORE = "alutsista_relations"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A pair with what gold says of it.

    Attributes:
        article_id: Where.
        sentence: Number of its sentence.
        source: Entity id.
        target: Entity id.
        kinds: First letters of the two entity types.
        features: Their hashes.
        types: Relation types that gold has from source to target in this sentence.
        stated: Relation types that the rules read there.
    """

    article_id: str
    sentence: int
    source: str
    target: str
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
                    sentence,
                    pair.source,
                    pair.target,
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
    """Fit the regressions on pairs alone, and the one that weighs what they say together.

    The latter learns from judgements of articles that were left out: all articles are
    dealt into :data:`FOLDS` parts, each judged by regressions on the others.

    Args:
        rows: What :func:`labelled_pairs` yields.
    """
    listed = list(rows)
    table = _Table.of(listed)
    everything = np.ones(len(listed), dtype=bool)
    first = _first(table, everything)
    folds = np.array([_fold(row.article_id) for row in listed])
    told = [np.zeros((len(listed), width), "float32") for width in (len(table.types), 1)]
    told.append(np.zeros_like(told[0]))
    for fold in sorted(set(folds)):
        part = folds == fold
        model = first if part.all() else _first(table, ~part)
        numbers = [model.numbers_of(listed[i].features) for i in np.flatnonzero(part)]
        judged = model.alone(numbers, table.stated[part], table.able[part])
        for values, found in zip(told, judged, strict=True):
            values[part] = found
    first.joint = _joint(table, told)
    return first


@dataclass(frozen=True, slots=True)
class _Table:
    """Labelled pairs as arrays, a row each."""

    types: list[str]
    keys: Any
    matrix: Any
    holds: Any
    stated: Any
    able: Any
    places: Places

    @classmethod
    def of(cls, rows: Sequence[LabelledPair]) -> _Table:
        counts = Counter(key for row in rows for key in row.features)
        keys = np.array(sorted(k for k, n in counts.items() if n >= LEAST_PAIRS), dtype="uint32")
        types = [name for name in RELATIONS if name != "CO_OCCURS"]
        shape = (len(rows), len(types))

        def table(says: Callable[[LabelledPair, str], bool]) -> Any:
            return np.array([[says(row, t) for t in types] for row in rows], bool).reshape(shape)

        return cls(
            types, keys, _matrix(rows, keys),
            table(lambda row, name: name in row.types),
            table(lambda row, name: name in row.stated),
            table(lambda row, name: _may_hold(name, row.kinds)),
            Places.of([(r.article_id, r.sentence, r.source, r.target) for r in rows]),
        )  # fmt: skip


def _fold(article_id: str) -> int:
    return hashlib.sha256(article_id.encode()).digest()[2] % FOLDS


def _first(table: _Table, part: Any) -> RelationModel:
    """The regressions that judge a pair alone, fitted on some rows."""
    heads = heads_of(table.types)
    columns = []
    for name in heads:
        able, holds, strength = _task(table, name)
        columns.append(_fitted(table.matrix, able & part, holds, strength))
    seen = table.holds[part].sum(axis=0)
    return RelationModel(
        table.types, table.keys, np.stack([weights for weights, _ in columns], axis=1),
        np.array([bias for _, bias in columns]), seen / (seen + _HALF_TRUST),
        JointModel(np.eye(len(EVIDENCE))[0], np.zeros(len(table.types))),
    )  # fmt: skip


def _task(table: _Table, head: str) -> tuple[Any, Any, float]:
    """Rows that a head learns from, whether it holds in each, and how freely it learns."""
    if head == "rules":
        right = (table.stated & table.holds).any(axis=1)
        return table.stated.any(axis=1), right, _STRENGTH_OF_RULES
    if head in table.types:
        column = table.types.index(head)
        return table.able[:, column], table.holds[:, column], _STRENGTH
    some = [name != "HOLDS_OFFICE" if head == "any" else quad_class(name) == head
            for name in table.types]  # fmt: skip
    return np.ones(len(table.holds), bool), table.holds[:, some].any(axis=1), _STRENGTH_OF_MANY


def _joint(table: _Table, told: Sequence[Any]) -> JointModel:
    """The regression over what the others say, on pairs and types that are not out of question."""
    from sklearn.linear_model import LogisticRegression

    alone, related, quad = told
    chosen = table.able & ((alone > _OUT_OF_QUESTION) | table.stated)
    shape = alone.shape
    values = evidence(alone, related, quad, table.stated, table.places)
    columns = [np.broadcast_to(value, shape)[chosen] for value in values]
    kinds = np.broadcast_to(np.arange(shape[1]), shape)[chosen]
    holds = table.holds[chosen]
    if not 0 < holds.sum() < len(holds):
        return JointModel(np.eye(len(EVIDENCE))[0], np.zeros(shape[1]))
    spread = np.array([max(float(column.std()), 1e-6) for column in columns])
    scaled = np.stack(columns, axis=1) / spread
    model = LogisticRegression(max_iter=1000)
    model.fit(np.hstack([scaled, np.eye(shape[1])[kinds]]), holds)
    weights = model.coef_[0]
    return JointModel(
        weights[: len(columns)] / spread, weights[len(columns) :] + model.intercept_[0]
    )


def _fitted(matrix: Any, able: Any, holds: Any, strength: float) -> tuple[Any, float]:
    """Weights and bias of a regression on the rows that are able to hold."""
    from sklearn.linear_model import LogisticRegression

    wanted = holds[able]
    if not 0 < wanted.sum() < len(wanted):
        return np.zeros(matrix.shape[1]), -30.0
    model = LogisticRegression(C=strength, solver="liblinear", random_state=0)
    model.fit(matrix[able], wanted)
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
