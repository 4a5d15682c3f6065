"""Read what is new, and write the graph anew if anything of it is another."""

from __future__ import annotations

import hashlib
from contextlib import closing
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.delivery import clear_rests, output_folder, scratch_folder
from graph.commands.gathering import gather
from graph.commands.memory import give_back
from graph.commands.options import load_pipeline
from graph.commands.telling import progress, report, summary

if TYPE_CHECKING:
    from distributed import Client
    from spacy.language import Language

    from extract.many import Elsewhere
    from extract.records import Article, Problem
    from extract.resolution import Judgement
    from extract.timings import Timings
    from graph.database import Database


__all__ = ["NothingReadError", "make_graph"]


class NothingReadError(click.ClickException):
    """No source has an article."""


def make_graph(
    sources: tuple[str, ...], out: Path, options: dict[str, str | None],
    judged: list[Judgement], workers: int, spent: Timings, client: Client | None = None,
) -> None:  # fmt: skip
    """Read what is new, and write the graph anew if anything of it is another.

    Args:
        sources: What to read.
        out: Folder to write to; its store is held by this run.
        options: Of the command.
        judged: What people decided about two entities.
        workers: Processes that read new articles, where there is no cluster.
        spent: Filled with seconds by stage.
        client: Of a cluster that reads and resolves.

    Raises:
        NothingReadError: No source has an article.
        click.ClickException: A file cannot be written.
    """
    from extract.articles import Columns, read_articles
    from extract.fingerprints import fingerprint, key
    from extract.many import Job, read_into
    from extract.records import Problem
    from extract.store import Store

    with spent.stage("import graph"):
        from graph.export import is_written
    model, labels = options["model"], options["model_labels"]
    clear_rests(out)
    with spent.stage("open store"):
        name = fingerprint(model, labels)
        store = Store(out / "store", name)
    pipeline = _Pipeline(model, labels, spent)
    found = spent.each("read", read_articles(sources, Columns(text=options["text_column"])))
    with progress(sources) as known:
        job = Job(model, labels, workers, known, _elsewhere(client))
        items = read_into(store, found, job, pipeline, spent)
    report([item for item in items if isinstance(item, Problem)])
    if all(isinstance(item, Problem) for item in items):
        raise NothingReadError("nothing could be read; see the lines above")
    run = _digest(items, options, judged, name)
    if is_written(out, run):
        with output_folder(out, fetched=True) as folder:
            summary(folder, out)
        return
    pipeline.drop()
    with spent.stage("import graph"):
        from graph.database import Database

    with output_folder(out) as folder:
        with (
            scratch_folder(out / "store") as scratch,
            scratch_folder(folder / "store") as own,
            closing(Database(own)) as database,
        ):
            try:
                problems = gather(store, items, database, judged=judged,
                                  lang=options["lang"] or "id", spent=spent, client=client,
                                  scratch=scratch)  # fmt: skip
                report(problems)
                give_back()
                _write(database, folder, options, spent, run)
            except OSError as error:
                raise click.ClickException(str(error)) from error
        summary(folder, out)
    with spent.stage("tidy store"):
        store.prune({key(item) for item in items if not isinstance(item, Problem)})
        store.merge()


def _elsewhere(client: Client | None) -> Elsewhere | None:
    from extract.cluster import read_batches

    return None if client is None else partial(read_batches, client)


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

    def drop(self) -> None:
        """Let go of it, before the tables need the memory."""
        self._nlp = None
        give_back()


def _digest(
    items: list[Article | Problem], options: dict[str, str | None], judged: list[Judgement],
    name: str,
) -> str:  # fmt: skip
    """What tells a run from any that would write something else."""
    parts = (sorted(options.items()), list(map(repr, judged)), name, _versions())
    digest = hashlib.sha256(repr(parts).encode("utf-8", "replace"))
    for item in items:
        digest.update(repr(item).encode("utf-8", "replace"))
    return digest.hexdigest()


def _write(
    database: Database, out: Path, options: dict[str, str | None], spent: Timings, run: str
) -> None:
    """Build tables, files and view from the records; every file whole or not at all."""
    with spent.stage("import graph"):
        from graph.export import too_large, write_all, write_bytes, write_manifest
        from graph.tables import build_tables
        from graph.view import render
    with spent.stage("tables"):
        tables = build_tables(database, level=options["level"] or "entity")
    if problem := too_large(tables):
        database.add("problems", [problem])
        report([problem])
    (out / "manifest.json").unlink(missing_ok=True)  # until all is written it is not true
    give_back()
    with spent.stage("files"):
        files = write_all(tables, out)
    give_back()
    with spent.stage("view"):
        page = render(tables, title=options["title"] or "alutsista", lang=options["lang"] or "id")
        write_bytes(out / "graph.html", page.encode("utf-8"))
        files.append("graph.html")
    write_manifest(out, files, options=options, versions=_versions(), tables=tables, run=run)


def _versions() -> dict[str, str]:
    names = ("alutsista", "spacy", "networkx", "pyvis", "pandas", "pyarrow", "duckdb", "babel")
    return {name: version(name) for name in names}
