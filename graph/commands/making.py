"""Read what is new, and write the graph anew if anything of it is another."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.options import load_pipeline
from graph.commands.telling import progress, report, summary

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.records import Article, Extraction, Problem
    from extract.resolution import Judgement
    from extract.timings import Timings


__all__ = ["NothingReadError", "make_graph"]


class NothingReadError(click.ClickException):
    """No source has an article."""


def make_graph(
    sources: tuple[str, ...], out: Path, options: dict[str, str | None],
    judged: list[Judgement], workers: int, spent: Timings,
) -> None:  # fmt: skip
    """Read what is new, and write the graph anew if anything of it is another."""
    from extract.articles import Columns, read_articles
    from extract.many import Job, read_into
    from extract.records import Problem
    from extract.store import Store, fingerprint, key

    with spent.stage("import graph"):
        from graph.export import is_written
    model, labels = options["model"], options["model_labels"]
    with spent.stage("open store"):
        name = fingerprint(model, labels)
        store = Store(out / "store", name)
    pipeline = _Pipeline(model, labels, spent)
    found = spent.each("read", read_articles(sources, Columns(text=options["text_column"])))
    with progress(sources) as known:
        items = read_into(store, found, Job(model, labels, workers, known), pipeline, spent)
    report([item for item in items if isinstance(item, Problem)])
    if all(isinstance(item, Problem) for item in items):
        raise NothingReadError("nothing could be read; see the lines above")
    run = _digest(items, options, judged, name)
    if is_written(out, run):
        summary(out)
        return
    from extract.extraction import collect

    with spent.stage("load records"):
        ids = {key(item): item.article_id for item in items if not isinstance(item, Problem)}
        held = store.load(ids)
    extraction = collect(
        (item if isinstance(item, Problem) else (item, held[key(item)]) for item in items),
        lang=options["lang"] or "id", judgements=judged, timings=spent,
    )  # fmt: skip
    report([problem for problem in extraction.problems if problem.stage != "read"])
    try:
        _write(extraction, out, options, spent, run)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    store.prune(ids)
    summary(out)


class _Pipeline:
    """The pipeline, loaded when an article is new."""

    def __init__(self, model: str | None, labels: str | None, spent: Timings) -> None:
        self._named = model, labels
        self._spent = spent
        self._nlp: Language | None = None

    def __call__(self) -> Language:
        if self._nlp is None:
            with self._spent.stage("load pipeline"):
                self._nlp = load_pipeline(*self._named)
        return self._nlp


def _digest(
    items: list[Article | Problem], options: dict[str, str | None], judged: list[Judgement],
    name: str,
) -> str:  # fmt: skip
    """What tells a run from any that would write something else."""
    parts = (sorted(options.items()), list(map(repr, judged)), name, _versions(),
             list(map(repr, items)))  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()


def _write(
    extraction: Extraction, out: Path, options: dict[str, str | None], spent: Timings, run: str
) -> None:
    """Build tables, files and view from the records; every file whole or not at all."""
    with spent.stage("import graph"):
        from graph.export import write_all, write_bytes, write_manifest
        from graph.tables import build_tables
        from graph.view import render
    with spent.stage("tables"):
        tables = build_tables(extraction, level=options["level"] or "entity")
    (out / "manifest.json").unlink(missing_ok=True)  # until all is written it is not true
    with spent.stage("files"):
        files = write_all(tables, out)
    with spent.stage("view"):
        page = render(tables, title=options["title"] or "alutsista", lang=options["lang"] or "id")
        write_bytes(out / "graph.html", page.encode("utf-8"))
        files.append("graph.html")
    write_manifest(out, files, options=options, versions=_versions(), tables=tables, run=run)


def _versions() -> dict[str, str]:
    names = ("alutsista", "spacy", "networkx", "pyvis", "pandas", "pyarrow", "babel")
    return {name: version(name) for name in names}
