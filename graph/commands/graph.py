"""``alutsista graph``: articles in, the graph out."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from graph.commands.delivery import check_writable, remove
from graph.commands.making import NothingReadError, make_graph
from graph.commands.options import Place, lang_option, model_options
from graph.commands.telling import timings_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client

    from extract.resolution import Judgement


__all__ = ["graph"]


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--out",
    required=True,
    type=Place(),
    help="Folder to write to, or the address of one (s3://…).",
)
@lang_option("Language of labels, view and messages.  [default: id for labels and view]")
@click.option(
    "--level",
    type=click.Choice(["entity", "country"]),
    default="entity",
    show_default=True,
    help="country: what office holders do is done by their states.",
)
@click.option("--title", help="Heading of the view.")
@click.option(
    "--judgements",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="CSV of what you decided about two entities (left,right,judgement,by).  "
    "[default: OUT/judgements.csv, if there]",
)
@click.option("--text-column", help="Column of a table or JSONL that holds the text.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes that read new articles.  [default: one for each core]",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="dask: read on a cluster; its workers must reach OUT under the same path.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of the cluster, such as tcp://10.0.0.1:8786.")
@model_options
@click.option("--timings", is_flag=True, help="Print the seconds spent, by stage.")
def graph(
    sources: tuple[str, ...],
    out: Path,
    lang: str | None,
    level: str,
    title: str | None,
    judgements: Path | None,
    text_column: str | None,
    workers: int | None,
    engine: str,
    scheduler: str | None,
    model: str | None,
    model_labels: str | None,
    timings: bool,
) -> None:
    """Turn articles into a knowledge graph.

    SOURCE is a file (.txt .html .jsonl .csv .parquet), a folder of them, or - for
    standard input. OUT receives the tables as Parquet and CSV, graph.html,
    graph.graphml, graph.gexf and manifest.json. What each article holds is kept in
    OUT/store: a second run reads only what is new, and one that was cut off goes on.
    """
    clock = perf_counter()
    from extract.cluster import ClusterError
    from extract.parts import StoreError
    from extract.store import Store
    from extract.timings import Timings

    spent = Timings()
    options = {
        "lang": lang or "id", "level": level, "title": title, "text_column": text_column,
        "model": model, "model_labels": model_labels,
    }  # fmt: skip
    judged = _judgements(judgements, out)
    new = not out.exists()
    _make_folder(out)
    try:
        with _cluster(engine, scheduler) as client, Store.held(out / "store"):
            make_graph(sources, out, options, judged, workers or _cores(), spent, client)
    except (StoreError, ClusterError) as error:
        raise click.ClickException(str(error)) from error
    except NothingReadError:
        if new:
            remove(out)
        raise
    if timings:
        timings_table(spent, perf_counter() - clock)


@contextmanager
def _cluster(engine: str, scheduler: str | None) -> Iterator[Client | None]:
    """The cluster asked for, or none."""
    if engine == "local":
        yield None
        return
    from extract.cluster import connect

    if scheduler is None:
        raise click.UsageError("--engine dask needs --scheduler ADDRESS")
    with connect(scheduler) as client:
        yield client


def _cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _judgements(given: Path | None, out: Path) -> list[Judgement]:
    """What people decided about two entities: the file given, else the one beside the output."""
    from extract.resolution import JudgementError, read_judgements

    path = given or out / "judgements.csv"
    try:
        return read_judgements(path) if given is not None or path.is_file() else []
    except JudgementError as error:
        raise click.ClickException(str(error)) from error


def _make_folder(out: Path) -> None:
    """Make sure of a place to write to before a long run, not after it."""
    try:
        check_writable(out)
    except OSError as error:
        raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from error
