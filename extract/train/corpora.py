"""Published corpora as spaCy ``Doc``s with this project's labels.

Which files there are is ``corpora.tsv`` beside this module; what their labels
mean here is ``corpus_labels.tsv``: ``PERSON``; ``O`` for what is neither a
person nor a weapon; ``?`` for what may hold one, of which training then says
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extract.schema import parse_table, read_table

__all__ = ["Corpus", "CorpusError", "corpora", "read_corpus"]

_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%”’…")
_NO_SPACE_AFTER = frozenset("([{“‘")


class CorpusError(ValueError):
    """A corpus that cannot be used: says which, where and what to do."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """One file of annotated sentences.

    Attributes:
        name: Key of its labels in ``corpus_labels.tsv``.
        part: ``train`` or ``dev``.
        file: Path below the corpora's folder.
        form: ``columns`` (a token and its IOB label a line, blank line between
            sentences) or ``spans`` (JSON lines of text and character spans).
        weight: How often a sentence of it stands among the examples.
        source: Where it comes from.
        licence: Its licence, as its publisher names it.
    """

    name: str
    part: str
    file: str
    form: str
    source: str
    licence: str
    weight: int = 1


def corpora(folder: Path, part: str | None = None) -> list[Corpus]:
    """The corpora in a folder, of one part or all.

    A ``corpora.tsv`` in the folder itself takes the place of the package's list.
    """
    own = folder / "corpora.tsv"
    rows = parse_table(own.read_text("utf-8")) if own.is_file() else None
    found = [_corpus(row) for row in rows or read_table("corpora.tsv", "extract.train")]
    return [corpus for corpus in found if part in (None, corpus.part)]


def _corpus(row: dict[str, str]) -> Corpus:
    weight = int(row.pop("weight", "") or 1)
    return Corpus(**row, weight=weight)


def read_corpus(corpus: Corpus, folder: Path, vocab: Vocab) -> Iterator[Doc]:
    """Read the sentences of a corpus, one ``Doc`` each.

    Args:
        corpus: Which.
        folder: The corpora's folder.
        vocab: Of the pipeline to be trained.

    Raises:
        CorpusError: The file is missing, or a line is not in the form said.
    """
    path = folder / corpus.file
    if not path.is_file():
        raise CorpusError(f"{path}: no such corpus; give the folder that holds it with --corpora")
    read = _read_columns if corpus.form == "columns" else _read_spans
    meanings = _meanings(corpus.name)
    for number, words, spaces, labels in read(path):
        unknown = {label[2:] for label in labels if label != "O"} - meanings.keys()
        if unknown:
            raise CorpusError(
                f"{path}:{number}: label {', '.join(sorted(unknown))} is not in corpus_labels.tsv"
            )
        yield _doc(vocab, words, spaces, labels, meanings)


@cache
def _meanings(name: str) -> dict[str, str]:
    rows = read_table("corpus_labels.tsv", "extract.train")
    return {row["label"]: row["meaning"] for row in rows if row["corpus"] == name}


_Sentence = tuple[int, list[str], list[bool] | None, list[str]]


def _read_columns(path: Path) -> Iterator[_Sentence]:
    words: list[str] = []
    labels: list[str] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.split()
            if len(fields) > 1:
                words.append(fields[0])
                labels.append(fields[-1])
            elif fields:
                raise CorpusError(f"{path}:{number}: a token without a label")
            elif words:
                yield number, words, None, labels
                words, labels = [], []
    if words:
        yield number, words, None, labels


def _read_spans(path: Path) -> Iterator[_Sentence]:
    from extract.language import Alutsista

    tokenize = Alutsista().make_doc
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                text, annotation = json.loads(line)
                spans = annotation["entities"]
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path}:{number}: not a text with its spans ({error})") from None
            doc = tokenize(text)
            labels = ["O"] * len(doc)
            for start, end, label in spans:
                span = doc.char_span(start, end, alignment_mode="expand")
                covered = range(0) if span is None else range(span.start, span.end)
                for i in covered:
                    labels[i] = f"{'B' if i == covered.start else 'I'}-{label}"
            yield number, [t.text for t in doc], [bool(t.whitespace_) for t in doc], labels


def _doc(
    vocab: Vocab,
    words: list[str],
    spaces: list[bool] | None,
    labels: list[str],
    meanings: dict[str, str],
) -> Doc:
    doc = Doc(vocab, words=words, spaces=spaces or _spaces(words))
    entities: list[Span] = []
    missing: list[Span] = []
    for start, end, label in _spans(labels):
        meaning = meanings[label]
        if meaning == "?":
            missing.append(doc[start:end])
        elif meaning != "O":
            entities.append(Span(doc, start, end, label=meaning))
    doc.set_ents(entities, missing=missing, default="outside")
    return doc


def _spans(labels: list[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and bare label of each run; a stray I- begins one."""
    start = 0
    for i in range(1, len(labels) + 1):
        if i < len(labels) and labels[i][:1] == "I" and labels[i][2:] == labels[start][2:]:
            continue
        if labels[start] != "O":
            yield start, i, labels[start][2:]
        start = i


def _spaces(words: Iterable[str]) -> list[bool]:
    """Where the text had spaces, as far as its tokens tell."""
    listed = list(words)
    after = [*listed[1:], ""]
    return [
        word not in _NO_SPACE_AFTER and follower not in _NO_SPACE_BEFORE
        for word, follower in zip(listed, after, strict=True)
    ]
