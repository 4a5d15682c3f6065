"""Subword vectors of Indonesian news, trained with floret.

floret (https://github.com/explosion/floret) hashes words and their character
n-grams into one small table, so that a misspelt or new name has a vector too.
"""

from __future__ import annotations

import lzma
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from extract.clean import clean
from extract.language import Alutsista

__all__ = ["paragraphs", "train_vectors", "write_tokens"]


def write_tokens(text: Path, out: Path, held_out: Container[str] = ()) -> int:
    """Tokenize raw text, a paragraph a line, as the pipeline would.

    Args:
        text: UTF-8 text, plain or packed with xz.
        out: File to write, tokens parted by spaces.
        held_out: Paragraphs in it are left out.

    Returns:
        Number of paragraphs left out.
    """
    tokenize = Alutsista().make_doc
    left_out = 0
    with out.open("w", encoding="utf-8") as written:
        for line in paragraphs(text):
            if line in held_out:
                left_out += 1
                continue
            tokens = [t.text for t in tokenize(clean(line.strip()).text) if not t.is_space]
            written.write(" ".join(tokens) + "\n")
    return left_out


def paragraphs(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 text, plain or packed with xz, without their ends."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n")


def train_vectors(
    tokens: Path, out: Path, *, size: int, rows: int, epochs: int, min_count: int, threads: int = 1
) -> None:
    """Train floret vectors and write them as a spaCy pipeline without components.

    Args:
        tokens: What :func:`write_tokens` wrote.
        out: Folder to write, for ``initialize.vectors`` of a spaCy config.
        size: Dimensions.
        rows: Rows of the hash table; the vectors take ``4 * size * rows`` bytes.
        epochs: Passes over the text.
        min_count: Occurrences from which a word is trained on.
        threads: Threads. More than one makes the result differ from run to run.
    """
    import floret
    from spacy.vectors import Vectors

    table = out.with_suffix(".floret")
    model = floret.train_unsupervised(
        str(tokens), model="skipgram", mode="floret", dim=size, bucket=rows, hashCount=2,
        minn=3, maxn=5, minCount=min_count, epoch=epochs, thread=threads, verbose=1,
    )  # fmt: skip
    model.save_floret_vectors(str(table))
    nlp = Alutsista()
    nlp.vocab.vectors = _read(table, Vectors, nlp)
    nlp.to_disk(out)


def _read(table: Path, vectors: Any, nlp: Alutsista) -> Any:
    """The table as spaCy's vectors; the first line says how words are hashed."""
    import numpy as np

    with table.open(encoding="utf-8") as lines:
        head = next(lines).split()
        rows, size, least, most, hashes, seed = map(int, head[:6])
        data = np.zeros((rows, size), dtype="float32")
        for line in lines:
            row, *values = line.rstrip().split(" ")
            data[int(row)] = np.asarray(values, dtype="float32")
    return vectors(
        strings=nlp.vocab.strings, data=data, mode="floret", hash_count=hashes, hash_seed=seed,
        minn=least, maxn=most, bow=head[6], eow=head[7],
    )  # fmt: skip
