"""All steps in their order, and which file each leaves behind."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from extract.context import ContextModel
from extract.gold import GoldArticle, read_gold
from extract.names import reload_odds
from extract.pipeline import load
from extract.train.annotations import own_annotations, read_annotations
from extract.train.card import describe
from extract.train.context import TASKS, labelled_candidates, train_context
from extract.train.corpora import CorpusError, corpora, read_corpus
from extract.train.heldout import HeldOut
from extract.train.names import token_odds, write_token_odds
from extract.train.relations import labelled_pairs, train_relations
from extract.train.steps import (
    half_of,
    make_silver,
    pack,
    read_docs,
    train_names,
    write_docs,
    write_examples,
)
from extract.train.vectors import paragraphs, train_vectors, write_tokens

__all__ = ["Settings", "build"]

VECTOR_SIZE = 96
LEAST_COUNT = 3
"""Occurrences from which a word's odds of standing in a name are listed."""
HALVES = (0, 1)
"""A teacher is trained on each half of the gold, and later a reader on each and what the teachers
agree on; a reader gives the predictions on the half that it has not seen, from which the context
model learns."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line says; see its help."""

    corpora: Path
    gold: Path
    text: Path
    out: Path
    work: Path
    steps: int
    teacher_steps: int
    reader_steps: int
    vector_rows: int
    vector_epochs: int
    min_count: int
    silver_share: float
    seed: int
    jobs: int = 1
    name_tokens: Path | None = None


def build(settings: Settings, say: Callable[[str], None]) -> None:
    """Rebuild the model.

    Args:
        settings: Paths and sizes.
        say: Called with a line for each step.

    Raises:
        CorpusError: A corpus is missing or not in its form.
        GoldError: The gold is.
    """
    work = settings.work
    work.mkdir(parents=True, exist_ok=True)
    _vectors(settings, say)
    if not (work / "train.spacy").exists():
        say("examples")
        articles = _annotated(settings)
        write_examples(settings.corpora, articles, load(rules_only=True), work, settings.seed)
    _train(settings, say, [_Task(f"teacher-{h}", f"half-{h}", settings.teacher_steps, h + 1)
                           for h in HALVES])  # fmt: skip
    _silver(settings, say)
    _train(settings, say, [
        *(_Task(f"reader-{h}", f"all-{h}", settings.reader_steps, h + 11) for h in HALVES),
        _Task("names", "all", settings.steps, 0),
    ])  # fmt: skip
    say("context model")
    gold = _annotated(settings)
    context = train_context(labelled_candidates(gold, _unbiased(settings)))
    pack(work / "names" / "model-last", settings.out)
    context.save(settings.out / "context.npz")
    say("relations")
    readers = _unbiased(settings, str(settings.out / "context.npz"))
    relations = train_relations(labelled_pairs(gold, readers))
    relations.save(settings.out / "relations.npz")
    say("measures and card")
    describe(settings.out, settings.corpora, settings.gold, work)


def _annotated(settings: Settings) -> list[GoldArticle]:
    """The gold articles to train on, and the paragraphs of the raw text that are annotated."""
    gold = list(read_gold([settings.gold], "train"))
    held_out = HeldOut(item.article.text for item in read_gold([settings.gold], "dev"))
    own = read_annotations(own_annotations(), paragraphs(settings.text))
    return gold + [item for item in own if item.article.text not in held_out]


def _vectors(settings: Settings, say: Callable[[str], None]) -> None:
    if not settings.text.is_file():
        raise CorpusError(f"{settings.text}: no such text; name one with --text")
    tokens = settings.work / "tokens.txt"
    if not tokens.exists():
        say("tokens of the raw text")
        kept_for_measuring = read_gold([settings.gold], "dev")
        held_out = HeldOut(item.article.text for item in kept_for_measuring)
        left_out = write_tokens(settings.text, tokens, held_out)
        say(f"left out as held out: {left_out} paragraphs")
    if not (settings.work / "vectors").exists():
        say("vectors")
        train_vectors(
            tokens, settings.work / "vectors", size=VECTOR_SIZE, rows=settings.vector_rows,
            epochs=settings.vector_epochs, min_count=settings.min_count,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Task:
    """A model to train: its folder, its examples, its batches, what is added to the seed."""

    name: str
    examples: str
    steps: int
    seed: int


def _train(settings: Settings, say: Callable[[str], None], tasks: list[_Task]) -> None:
    left = [task for task in tasks if not (settings.work / task.name / "model-last").exists()]
    for task in left:
        say(f"{task.name}: {task.steps} batches of {task.examples}.spacy")
    _each(settings, partial(_train_one, settings), left)


def _train_one(settings: Settings, task: _Task) -> None:
    work = settings.work
    train_names(
        work, work / f"{task.examples}.spacy", work / task.name, steps=task.steps,
        system__seed=settings.seed + task.seed,
    )  # fmt: skip


def _each(settings: Settings, function: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    """Call a function on each item, in so many processes as was asked for."""
    if settings.jobs == 1 or len(items) < 2:
        return [function(item) for item in items]
    with ProcessPoolExecutor(settings.jobs, get_context("spawn")) as pool:
        return list(pool.map(function, items))


def _unbiased(settings: Settings, context: str | None = None) -> Callable[[GoldArticle], Language]:
    """Pipelines whose model of names has not seen the article; with a context model if given."""
    readers = {}
    for half in HALVES:
        nlp = load(rules_only=True)
        config = {"model": str(settings.work / f"reader-{half}" / "model-last")}
        nlp.add_pipe("alutsista_names", config=config, after="alutsista_countries")
        if context is not None:
            for name in TASKS.values():
                judged: Any = nlp.get_pipe(name)
                judged.context = ContextModel.load(context)
        readers[half] = nlp
    return lambda item: readers[1 - half_of(item.article.article_id)]


def _silver(settings: Settings, say: Callable[[str], None]) -> None:
    """Add to the examples the raw sentences on which the teachers agree."""
    work = settings.work
    if (work / "all.spacy").exists():
        return
    say("sentences on which the teachers agree")
    _each(settings, partial(_silver_part, settings), list(HALVES))
    nlp = load(rules_only=True)
    agreed = [doc for part in HALVES for doc in read_docs(work / f"silver-{part}.spacy", nlp)]
    if settings.name_tokens is not None:
        published = [
            doc
            for corpus in corpora(settings.corpora, "train")
            for doc in read_corpus(corpus, settings.corpora, nlp.vocab)
        ]
        write_token_odds(token_odds([*published, *agreed], LEAST_COUNT), settings.name_tokens)
        reload_odds()
    for name, base in (("all-0", "half-0"), ("all-1", "half-1"), ("all", "train")):
        examples = [*read_docs(work / f"{base}.spacy", nlp), *agreed]
        random.Random(settings.seed).shuffle(examples)
        write_docs(examples, work / f"{name}.spacy")


def _silver_part(settings: Settings, part: int) -> None:
    """Read every second paragraph of the raw text."""
    work = settings.work
    if (work / f"silver-{part}.spacy").exists():
        return
    teachers = [spacy.load(work / f"teacher-{half}" / "model-last") for half in HALVES]
    with (work / "tokens.txt").open(encoding="utf-8") as paragraphs:
        silver = make_silver(
            islice(paragraphs, part, None, len(HALVES)), teachers, load(rules_only=True),
            settings.silver_share, settings.seed,
        )  # fmt: skip
        write_docs(silver, work / f"silver-{part}.spacy")
