"""Many articles: read what the store does not have, in one process or several, and keep it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from extract.fingerprints import key
from extract.parts import write_part
from extract.records import Article, Found, Problem
from extract.store import Store

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.timings import Timings

__all__ = ["DEADLY", "Batch", "Elsewhere", "Job", "read_and_keep", "read_batch", "read_into"]

BATCH = 64
"""Articles that a process reads at a time, and that a part file holds."""
FAR = 8
"""How many times as many a cluster's worker reads at a time, seconds of work for a message."""
ALONE = 256
"""New articles that one process reads before others are started, which takes a second."""
DEADLY = "the process that read it was ended by the system; the article is left out"
Batch = tuple[Article, ...]
_TRIES = 2
"""Processes that an article may bring down before it is left out."""


@dataclass(frozen=True, slots=True)
class Job:
    """How articles are read.

    Attributes:
        model: Name or path of another pipeline for names.
        labels: What its labels mean here, as the command line has it.
        workers: Processes.
        progress: Called with each article once it is known.
        elsewhere: Reads batches in place of this machine's processes, and gives each with the
            part file that holds it.
    """

    model: str | None = None
    labels: str | None = None
    workers: int = 1
    progress: Callable[[Article], None] = field(default=lambda article: None)
    elsewhere: Elsewhere | None = None


Elsewhere = Callable[[Iterator[Batch], Job, Store, "Timings"], Iterator[tuple[Batch, Path]]]


def read_into(
    store: Store, items: Iterable[Article | Problem], job: Job, nlp: Callable[[], Language],
    timings: Timings,
) -> list[Article | Problem]:  # fmt: skip
    """Make sure that the store has every article.

    Args:
        store: Gets a part file for each batch read, at once.
        items: What :func:`extract.articles.read_articles` yields.
        job: How to read.
        nlp: Loads the pipeline; not called when nothing is new.
        timings: Filled with seconds by stage.

    Returns:
        The articles without their texts, and the problems, in the order read.
    """
    seen: list[Article | Problem] = []
    new = _unknown(store, items, seen, job)
    here = 0 if job.elsewhere else ALONE if job.workers > 1 else None
    size = FAR * BATCH if job.elsewhere else BATCH
    for batch in _batches(islice(new, here), size):
        found = read_batch(batch, nlp(), timings, job.progress)
        store.add(zip(map(key, batch), found, strict=True))
        _forget_texts(batch)
    rest = next(new, None)
    if rest is not None:
        together = job.elsewhere or _together
        for batch, path in together(_batches(chain([rest], new), size), job, store, timings):
            store.note(path, [key(article) for article in batch])
            _forget_texts(batch)
            for article in batch:
                job.progress(article)
    return seen


def _unknown(
    store: Store, items: Iterable[Article | Problem], seen: list[Article | Problem], job: Job
) -> Iterator[Article]:
    """The articles that the store does not have; notes every item."""
    for item in items:
        seen.append(item)
        if isinstance(item, Problem):
            continue
        if key(item) in store:
            item.text = ""
            job.progress(item)
        else:
            yield item


def read_batch(
    batch: Batch, nlp: Language, timings: Timings | None = None,
    known: Callable[[Article], None] = lambda article: None,
) -> list[Found]:  # fmt: skip
    """Read some articles; ``known`` is called with each once that is done."""
    from extract.extraction import find
    from extract.timings import Timings

    timings = Timings() if timings is None else timings
    found = []
    for article in batch:
        found.append(find(article, nlp, timings))
        known(article)
    return found


def read_and_keep(batch: Batch, folder: Path, nlp: Language) -> tuple[Path, dict[str, float]]:
    """Read some articles into a part file, so that no other process handles their records.

    Returns:
        The file, and seconds by stage.
    """
    from extract.timings import Timings

    spent = Timings()
    found = read_batch(batch, nlp, spent)
    with spent.stage("store"):
        path = write_part(folder, list(zip(map(key, batch), found, strict=True)))
    return path, dict(spent)


def _forget_texts(batch: Batch) -> None:
    for article in batch:
        article.text = ""


def _batches(articles: Iterable[Article], size: int) -> Iterator[Batch]:
    articles = iter(articles)
    while batch := tuple(islice(articles, size)):
        yield batch


def _together(
    batches: Iterator[Batch], job: Job, store: Store, timings: Timings
) -> Iterator[tuple[Batch, Path]]:
    """Read batches in several processes; what one that dies was reading is read once more."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # as many processes as cores are enough
    unread = yield from _until_one_dies(batches, job, store, timings)
    while unread:
        for batch in unread:
            store.add(zip(map(key, batch), _one_by_one(batch, job), strict=True))
            ((path, _),) = store.parts([key(batch[0])]).items()
            yield batch, path
        unread = yield from _until_one_dies(batches, job, store, timings)


def _until_one_dies(
    batches: Iterator[Batch], job: Job, store: Store, timings: Timings
) -> Generator[tuple[Batch, Path], None, list[Batch]]:
    """Read until all is read or a process has died; returns the batches taken and not read."""
    taken: list[Batch] = []
    running: dict[Future[tuple[Path, dict[str, float]]], Batch] = {}
    try:
        with _pool(job.workers, job) as pool:
            while True:
                for batch in islice(batches, 2 * job.workers - len(running)):
                    taken.append(batch)
                    running[pool.submit(_read_and_keep, batch, store.folder)] = batch
                if not running:
                    return []
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    path, spent = future.result()
                    for name, seconds in spent.items():
                        timings[name] += seconds
                    batch = running.pop(future)
                    taken.remove(batch)
                    yield batch, path
    except BrokenProcessPool:
        return taken


def _one_by_one(batch: Batch, job: Job) -> list[Found]:
    """Read the articles of a batch alone, to know which one brings its process down."""
    found: list[Found] = []
    deaths = 0
    while len(found) < len(batch):
        with _pool(1, job) as pool:
            try:
                for article in batch[len(found) :]:
                    found += pool.submit(_read, (article,)).result()
                    deaths = 0
            except BrokenProcessPool:
                deaths += 1
                if deaths == _TRIES:
                    found.append(Found("failed", problem=DEADLY))
                    deaths = 0
    return found


def _pool(workers: int, job: Job) -> ProcessPoolExecutor:
    context = get_context("spawn")
    return ProcessPoolExecutor(workers, context, _start, (job.model, job.labels))


_pipeline: list[Language] = []
"""The pipeline of this process, once it has been loaded."""


def _start(model: str | None, labels: str | None) -> None:
    from extract.model import parse_labels
    from extract.pipeline import load

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others
    _pipeline.append(load(model, labels=parse_labels(labels) if labels else None))


def _read(batch: Batch) -> list[Found]:
    return read_batch(batch, _pipeline[0])


def _read_and_keep(batch: Batch, folder: Path) -> tuple[Path, dict[str, float]]:
    return read_and_keep(batch, folder, _pipeline[0])
