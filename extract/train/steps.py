"""The steps from corpora to a model, each from files to files in a work folder."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, DocBin

from extract.gold import GoldArticle
from extract.language import Alutsista
from extract.train.corpora import corpora
from extract.train.examples import corpus_examples, gold_examples
from extract.train.names import person_names, weapon_names
from extract.train.silver import agreed, raw_sentences

__all__ = [
    "half_of",
    "make_silver",
    "pack",
    "read_docs",
    "train_names",
    "write_docs",
    "write_examples",
]

_ATTRIBUTES = ["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"]
GOLD_WEIGHT = 3
"""How often a gold sentence stands among the examples; a corpus's, as ``corpora.tsv`` says."""
PLAIN_SHARE = 0.35
"""Share of the agreed sentences without a name that are kept."""


def write_docs(docs: Iterable[Doc], path: Path) -> None:
    """Write annotated sentences for spaCy's corpus reader."""
    DocBin(docs=docs, attrs=_ATTRIBUTES).to_disk(path)


def read_docs(path: Path, nlp: Language) -> list[Doc]:
    """Read what :func:`write_docs` wrote."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def half_of(article_id: str) -> int:
    """Which half of the training articles one belongs to, 0 or 1, by its id alone."""
    return hashlib.sha256(article_id.encode()).digest()[1] % 2


def write_examples(
    folder: Path, gold: Iterable[GoldArticle], rules: Language, work: Path, seed: int
) -> None:
    """Write the examples that models of names are trained on.

    ``train.spacy`` holds all, ``half-0.spacy`` and ``half-1.spacy`` the corpora
    and one half of the gold articles, ``dev-NAME.spacy`` the dev part of a
    corpus; ``names.json`` the names to swap.

    Args:
        folder: The corpora's folder.
        gold: Articles to train on.
        rules: The pipeline without models.
        work: Folder to write to.
        seed: Of the order.
    """
    nlp = Alutsista()
    halves: tuple[list[Doc], list[Doc]] = ([], [])
    for item in gold:
        halves[half_of(item.article.article_id)].extend(gold_examples([item], nlp))
    published: list[Doc] = []
    for corpus in corpora(folder, "train"):
        published += list(corpus_examples(corpus, folder, rules)) * corpus.weight
    for corpus in corpora(folder, "dev"):
        write_docs(corpus_examples(corpus, folder, rules), work / f"dev-{corpus.name}.spacy")
    own = halves[0] + halves[1]
    for name, part in (("train", own), ("half-0", halves[0]), ("half-1", halves[1])):
        examples = part * GOLD_WEIGHT + published
        random.Random(seed).shuffle(examples)
        write_docs(examples, work / f"{name}.spacy")
    pool = {
        "PERSON": person_names(own + published),
        "WEAPON": weapon_names(folder / "gazetteers" / "oryx_systems.tsv"),
    }
    (work / "names.json").write_text(json.dumps(pool, ensure_ascii=False), "utf-8")


def train_names(work: Path, train: Path, out: Path, *, steps: int, **overrides: Any) -> Language:
    """Train a model of names.

    Args:
        work: Folder with vectors, names and dev examples.
        train: Examples, as :func:`write_docs` wrote them.
        out: Folder for the trained pipeline.
        steps: Batches to train on.
        overrides: Settings of ``configs/ner.cfg``; ``__`` stands for a full stop.
    """
    from spacy.cli.train import train as spacy_train

    settings: dict[str, Any] = {
        "paths.train": str(train),
        "paths.dev": str(next(iter(sorted(work.glob("dev-*.spacy"))))),
        "paths.vectors": str(work / "vectors"),
        "paths.names": str(work / "names.json"),
        "training.max_steps": steps,
        "training.eval_frequency": max(steps // 4, 1),
    }
    settings |= {name.replace("__", "."): value for name, value in overrides.items()}
    config = Path(str(files("extract.train") / "configs" / "ner.cfg"))
    unfinished = out.with_name(f"{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    spacy_train(config, unfinished, overrides=settings)
    unfinished.rename(out)  # spaCy writes a model long before the last batch
    return spacy.load(out / "model-last")


def make_silver(
    paragraphs: Iterable[str], teachers: list[Language], rules: Language, share: float, seed: int
) -> Iterator[Doc]:
    """Sentences of raw text on whose names the teachers agree.

    Args:
        paragraphs: Tokenized raw text.
        teachers: Trained models of names.
        rules: A pipeline that sets sentence boundaries.
        share: Share of the paragraphs to read.
        seed: Of the choice among sentences without a name.
    """
    rng = random.Random(seed)
    for doc in agreed(raw_sentences(paragraphs, rules, share), teachers):
        has_capital = any(token.text[:1].isupper() for token in doc[1:])
        if doc.ents or (has_capital and rng.random() < PLAIN_SHARE):
            yield doc


def pack(trained: Path, out: Path) -> None:
    """Write a trained pipeline without the words it was trained on.

    A vocabulary keeps every string of its training text; the features are hashed,
    so the pipeline needs none of them.

    Args:
        trained: What :func:`train_names` wrote, ``model-last`` of it.
        out: Folder to write.
    """
    source = spacy.load(trained)
    bare = spacy.util.load_model_from_config(source.config, auto_fill=True, validate=False)
    bare.vocab.vectors = source.vocab.vectors
    bare.from_disk(trained, exclude=["vocab"])
    bare.config["paths"] = dict.fromkeys(bare.config["paths"])
    bare.to_disk(out, exclude=["vocab"])
    recognizer: Any = source.get_pipe("ner")
    bare.vocab.to_disk(out / "vocab", exclude=["lookups"])
    StringStore(recognizer.labels).to_disk(out / "vocab" / "strings.json")
