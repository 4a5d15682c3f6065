"""Token features of the trained pipeline: word forms, vectors, gazetteer flags.

The flags tell the model what the closed lists know of a word whatever its
neighbours: that it is a title, a verb of speech, a weapon's class noun, a
country's name or a word that newspapers print small. A model keeps the lists that
it was trained with, so that a line added to one later changes nothing that it
learned. Flags are looked up once a distinct word, not once a token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import spacy
from spacy.attrs import intify_attr
from spacy.tokens import Doc
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    Ragged,
    chain,
    concatenate,
    glorot_uniform_init,
    list2ragged,
    ragged2list,
    with_array,
)

from extract.clean import common_words
from extract.countries import country_forms
from extract.names import PARTICLES
from extract.schema import read_table
from extract.weapons import class_terms, systems

__all__ = ["FLAGS", "gazetteer_embed", "word_flags"]

FLAGS = ("title", "speech", "class", "system", "country", "common", "particle")
"""What a flag says of a word, lowest bit first."""
_ROWS_OF_FLAGS = 500
_ORTH = intify_attr("ORTH")
_MOST_VECTORS = 20_000


def _words() -> dict[str, frozenset[str]]:
    titles = {w for row in read_table("office_titles.tsv") for w in row["title"].split()}
    return {
        "title": frozenset(titles),
        "speech": frozenset(row["verb"] for row in read_table("speech_verbs.tsv")),
        "class": frozenset(w for term, name in class_terms().items() if name != "not"
                           for w in term.split()),
        "system": frozenset(w for s in systems() for form in s.forms for w in form.lower().split()),
        "country": frozenset(w for form in country_forms() for w in form.form.lower().split()),
        "common": common_words(),
        "particle": PARTICLES,
    }  # fmt: skip


def word_flags() -> dict[str, int]:
    """Flags of each listed word, small: a sum of powers of two in the order of :data:`FLAGS`."""
    words = _words()
    listed = sorted({word for known in words.values() for word in known})
    return {
        word: sum(1 << bit for bit, flag in enumerate(FLAGS) if word in words[flag])
        for word in listed
    }


@spacy.registry.architectures("alutsista.GazetteerHashEmbed.v1")
def gazetteer_embed(
    width: int,
    attrs: list[str],
    rows: list[int],
    include_static_vectors: bool,
    include_gazetteer: bool,
) -> Model[list[Doc], list[Any]]:
    """Embed tokens by attributes, static vectors and gazetteer flags.

    spaCy's ``MultiHashEmbed.v2`` with one more table, for the flags.

    Args:
        width: Output width.
        attrs: Token attributes, each embedded in a hashed table.
        rows: Rows of each table.
        include_static_vectors: Whether the pipeline's vectors are a feature.
        include_gazetteer: Whether the flags are a feature.
    """
    sizes = [*rows, *([_ROWS_OF_FLAGS] if include_gazetteer else [])]
    tables: list[Any] = [
        HashEmbed(width, size, column=i, seed=8 + i, dropout=0.0) for i, size in enumerate(sizes)
    ]
    extract = _attributes([intify_attr(name) for name in attrs], include_gazetteer)
    embedded: Any = chain(extract, list2ragged(), with_array(concatenate(*tables)))
    pieces = len(sizes)
    if include_static_vectors:
        embedded = concatenate(embedded, _static_vectors(width))
        pieces += 1
    mix: Any = with_array(Maxout(width, width * pieces, nP=3, dropout=0.0, normalize=True))
    return chain(embedded, mix, ragged2list())


def _attributes(columns: list[int | str], with_flags: bool) -> Model[list[Doc], list[Any]]:
    known: dict[int, int] = {}

    def flags_of(doc: Doc, flags: dict[str, int]) -> Any:
        orths, where = np.unique(doc.to_array([_ORTH]), return_inverse=True)
        strings = doc.vocab.strings
        values = []
        for orth in orths.tolist():
            value = known.get(orth)
            if value is None:
                value = known[orth] = flags.get(strings[orth].lower(), 0) + 1
                if len(known) > 500_000:
                    known.clear()
            values.append(value)
        return np.array(values, dtype="uint64")[where.reshape(-1)]

    def forward(
        model: Any, docs: list[Doc], is_train: bool
    ) -> tuple[list[Any], Callable[..., Any]]:
        found = []
        for doc in docs:
            table = doc.to_array(list(columns)).reshape(len(doc), len(columns))
            if with_flags:
                table = np.hstack([table, flags_of(doc, model.attrs["flags"]).reshape(-1, 1)])
            found.append(model.ops.asarray2i(table, dtype="uint64"))
        return found, lambda gradient: []

    def init(model: Any, X: Any = None, Y: Any = None) -> None:  # noqa: N803 thinc's names
        known.clear()
        model.attrs["flags"] = word_flags() if with_flags else {}

    return Model("gazetteer_attributes", forward, init=init, attrs={"flags": {}})


def _static_vectors(width: int) -> Model[list[Doc], Ragged]:
    """SpaCy's ``StaticVectors``, computed once a distinct word.

    A floret vector is a sum over the character n-grams of a word, and news repeats its words.
    What is kept is no attribute of the model, which would be written with its weights.
    """
    known: dict[int, Any] = {}
    return Model(
        "static_vectors", partial(_forward_vectors, known), init=_init_vectors,
        params={"W": None}, dims={"nM": None, "nO": width},
    )  # fmt: skip


def _forward_vectors(
    known: dict[int, Any], model: Any, docs: list[Doc], is_train: bool
) -> tuple[Ragged, Callable[[Ragged], list[Any]]]:
    weights = model.get_param("W")
    lengths = model.ops.asarray1i([len(doc) for doc in docs])
    orths = np.concatenate([doc.to_array([_ORTH]).reshape(-1) for doc in docs])
    words, where = np.unique(orths, return_inverse=True)
    vectors = _vectors_of(words, docs[0].vocab.vectors, known, model.get_dim("nM"))
    output = model.ops.gemm(vectors, weights, trans2=True)[where.reshape(-1)]

    def backprop(gradient: Ragged) -> list[Any]:
        model.inc_grad(
            "W", model.ops.gemm(gradient.dataXd, vectors[where.reshape(-1)], trans1=True)
        )
        return []

    return Ragged(output, lengths), backprop


def _vectors_of(words: Any, vectors: Any, known: dict[int, Any], size: int) -> Any:
    """Vectors of distinct words, those not seen lately from the table."""
    listed = words.tolist()
    new = [word for word in listed if word not in known]
    if new:
        if len(known) + len(new) > _MOST_VECTORS:
            known.clear()
            new = listed
        known.update(zip(new, vectors.get_batch(new), strict=True))
    found = np.empty((len(listed), size), dtype="float32")
    for i, word in enumerate(listed):
        found[i] = known[word]
    return found


def _init_vectors(model: Any, X: Any = None, Y: Any = None) -> None:  # noqa: N803 thinc's names
    if X:
        vectors = X[0].vocab.vectors
        if not vectors.shape[0]:
            raise ValueError("include_static_vectors is set, but the pipeline has no vectors")
        model.set_dim("nM", vectors.shape[1])
    if model.has_dim("nM"):
        shape = (model.get_dim("nO"), model.get_dim("nM"))
        model.set_param("W", glorot_uniform_init(model.ops, shape))
