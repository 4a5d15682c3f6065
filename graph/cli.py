"""The command ``alutsista``: the only module that joins extraction and graph.

Everything costly is imported inside the commands, so that ``--help`` answers at
once.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from spacy.language import Language

    from extract.records import Article, Extraction, Problem
    from extract.resolution import Judgement
    from extract.timings import Timings
    from graph.tables import Tables

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="alutsista")
def main() -> None:
    """Knowledge graphs from Indonesian news on defence and foreign affairs."""


def _model_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of the commands that run the extraction."""
    labels = click.option(
        "--model-labels",
        metavar="LABEL=TYPE,…",
        help="What the labels of --model mean here: PERSON or WEAPON.  [default: "
        "PERSON=PERSON,PER=PERSON,WEAPON=WEAPON]",
    )
    model = click.option(
        "--model",
        metavar="NAME_OR_PATH",
        help="A spaCy pipeline to find names with, in place of the one that comes with it.",
    )
    return model(labels(command))


def _load(model: str | None, labels: str | None) -> Language:
    from extract.model import ModelError, parse_labels
    from extract.pipeline import load

    try:
        return load(model, labels=parse_labels(labels) if labels else None)
    except ModelError as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.",
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    default="id",
    show_default=True,
    help="Language of labels and of the view.",
)
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
@_model_options
@click.option("--timings", is_flag=True, help="Print the seconds spent, by stage.")
def graph(
    sources: tuple[str, ...],
    out: Path,
    lang: str,
    level: str,
    title: str | None,
    judgements: Path | None,
    text_column: str | None,
    workers: int | None,
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
    from extract.store import Store, StoreError
    from extract.timings import Timings

    spent = Timings()
    options = {
        "lang": lang, "level": level, "title": title, "text_column": text_column,
        "model": model, "model_labels": model_labels,
    }  # fmt: skip
    judged = _judgements(judgements, out)
    new = not out.exists()
    _make_folder(out)
    try:
        with Store.held(out / "store"):
            _graph(sources, out, options, judged, workers or _cores(), spent)
    except StoreError as error:
        raise click.ClickException(str(error)) from error
    except _NothingReadError:
        if new:
            shutil.rmtree(out)
        raise
    if timings:
        _timings(spent, perf_counter() - clock)


class _NothingReadError(click.ClickException):
    """No source has an article."""


def _cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _graph(
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
    pipeline = _Lazy(model, labels, spent)
    found = spent.each("read", read_articles(sources, Columns(text=options["text_column"])))
    with _progress(sources) as progress:
        items = read_into(store, found, Job(model, labels, workers, progress), pipeline, spent)
    _report([item for item in items if isinstance(item, Problem)])
    if all(isinstance(item, Problem) for item in items):
        raise _NothingReadError("nothing could be read; see the lines above")
    run = _digest(items, options, judged, name)
    if is_written(out, run):
        _summary_of(out)
        return
    from extract.extraction import collect

    with spent.stage("load records"):
        ids = {key(item): item.article_id for item in items if not isinstance(item, Problem)}
        held = store.load(ids)
    extraction = collect(
        (item if isinstance(item, Problem) else (item, held[key(item)]) for item in items),
        lang=options["lang"] or "id", judgements=judged, timings=spent,
    )  # fmt: skip
    _report([problem for problem in extraction.problems if problem.stage != "read"])
    try:
        tables = _write(extraction, out, options, spent, run)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    store.prune(ids)
    _summary(tables, out)


class _Lazy:
    """The pipeline, loaded when an article is new."""

    def __init__(self, model: str | None, labels: str | None, spent: Timings) -> None:
        self._named = model, labels
        self._spent = spent
        self._nlp: Language | None = None

    def __call__(self) -> Language:
        if self._nlp is None:
            with self._spent.stage("load pipeline"):
                self._nlp = _load(*self._named)
        return self._nlp


def _digest(
    items: list[Article | Problem], options: dict[str, str | None], judged: list[Judgement],
    name: str,
) -> str:  # fmt: skip
    """What tells a run from any that would write something else."""
    parts = (sorted(options.items()), list(map(repr, judged)), name, _versions(),
             list(map(repr, items)))  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()


@contextmanager
def _progress(sources: tuple[str, ...]) -> Iterator[Callable[[Article], None]]:
    """A bar with rate and time left, where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda article: None
        return
    from extract.articles import count_articles
    from graph.console import progress_bar

    with progress_bar() as bar:
        task = bar.add_task("", total=count_articles(sources))
        yield lambda article: bar.advance(task)


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
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise click.ClickException(f"cannot write {out}: {error.strerror or error}") from error


def _report(problems: list[Problem]) -> None:
    from graph.console import problem_lines

    for line in problem_lines((problem.source, problem.problem) for problem in problems):
        click.echo(line, err=True)


def _write(
    extraction: Extraction, out: Path, options: dict[str, str | None], spent: Timings, run: str
) -> Tables:
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
        files["graph.html"] = page.encode("utf-8")
        write_bytes(out / "graph.html", files["graph.html"])
    write_manifest(out, files, options=options, versions=_versions(), tables=tables, run=run)
    return tables


def _versions() -> dict[str, str]:
    names = ("alutsista", "spacy", "networkx", "pyvis", "pandas", "pyarrow", "babel")
    return {name: version(name) for name in names}


def _summary(tables: Tables, out: Path) -> None:
    sizes = {"articles": len(tables.articles), "transfers": len(tables.transfers),
             "problems": len(tables.problems)}  # fmt: skip
    _tell(tables.nodes, tables.edges, sizes, out)


def _summary_of(out: Path) -> None:
    """What was said when the same was written before."""
    import pandas as pd

    sizes = json.loads((out / "manifest.json").read_text("utf-8"))["counts"]
    nodes = pd.read_parquet(out / "nodes.parquet", columns=["entity_id", "label"])
    _tell(nodes, pd.read_parquet(out / "edges.parquet"), sizes, out)


def _tell(nodes: pd.DataFrame, edges: pd.DataFrame, sizes: dict[str, int], out: Path) -> None:
    from rich.console import Console

    from graph.console import print_table, safe

    console = Console(highlight=False)
    stated = edges[edges["relation"] != "CO_OCCURS"]
    console.print(
        f"{sizes['articles']} articles, {len(nodes)} entities, {len(stated)} stated relations, "
        f"{sizes['transfers']} arms transfers, {sizes['problems']} problems"
    )
    console.print()
    top = stated.sort_values(
        ["weight", "sentences", "source", "target"], ascending=[False, False, True, True]
    ).head(8)
    labels = dict(zip(nodes["entity_id"], nodes["label"], strict=True))
    top["weapon"] = top["weapon"].map(labels)
    columns = ["source_label", "relation", "target_label", "weapon", "weight", "sentences"]
    rows = top[columns].astype(object).where(top[columns].notna(), "").to_numpy().tolist()
    heads = ["source", "relation", "target", "weapon", "articles", "sentences"]
    print_table(console, "Relations in most articles", heads, rows)
    console.print(
        safe(f"Open {out / 'graph.html'} in a browser; load {out / 'edges.csv'} in pandas.")
    )


def _timings(spent: Timings, total: float) -> None:
    from rich.console import Console

    from graph.console import print_table

    rows = [(name, round(seconds, 3)) for name, seconds in spent.items()]
    print_table(
        Console(highlight=False), "Seconds by stage", ["stage", "seconds"],
        [*rows, ("all of the command", round(total, 3))],
    )  # fmt: skip


@main.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="OUT"
)
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice(["COUNTRY", "PERSON", "WEAPON"], case_sensitive=False),
    help="Keep relations among these entity types.",
)
@click.option(
    "--relation",
    "relations",
    multiple=True,
    metavar="TYPE",
    help="Keep these relations, such as SUPPLIES.",
)
@click.option(
    "--factuality",
    multiple=True,
    type=click.Choice(["asserted", "planned", "negated"]),
    help="Keep what is stated so.",
)
@click.option(
    "--since",
    metavar="DATE",
    help="First year, month or day of the articles (2023, 2023-05, 2023-05-17).",
)
@click.option("--until", metavar="DATE", help="Last one.")
@click.option(
    "--min-weight",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Fewest articles of a relation.",
)
@click.option(
    "--min-confidence",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Least confidence.",
)
@click.option(
    "--level",
    type=click.Choice(["entity", "country"]),
    help="country: what office holders do, their states do.  [default: as the tables]",
)
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    help="Language of labels and of the view.  [default: as the tables]",
)
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), help="[default: as the reader's system]"
)
@click.option("--title", help="Heading of the view.")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: OUT/graph.html]",
)
@click.option(
    "--open/--no-open", "opened", default=True, show_default=True, help="Open it in the browser."
)
def view(
    folder: Path,
    types: tuple[str, ...],
    relations: tuple[str, ...],
    factuality: tuple[str, ...],
    since: str | None,
    until: str | None,
    min_weight: int,
    min_confidence: float,
    level: str | None,
    lang: str | None,
    theme: str | None,
    title: str | None,
    target: Path | None,
    opened: bool,
) -> None:
    """Build the view again from the tables in OUT, all of it or a part, and open it."""
    from graph.narrow import Narrowing
    from graph.stored import StoredError, read_extraction, stored_options
    from graph.tables import build_tables

    keep = Narrowing(
        types, _known_relations(relations), factuality, _iso("--since", since),
        _iso("--until", until), min_confidence, min_weight,
    )  # fmt: skip
    try:
        options = stored_options(folder)
        extraction = read_extraction(folder)
    except StoredError as error:
        raise click.ClickException(
            f"{error}; make them with: alutsista graph SOURCE --out {folder}"
        ) from error
    if level == "entity" and options.get("level") == "country":
        raise click.ClickException(
            f"the tables in {folder} are those of states; make them anew with --level entity"
        )
    lang = lang or options.get("lang") or "id"
    _relabel(extraction, lang)
    tables = build_tables(extraction, level=level or "entity", keep=keep)
    path = target or folder / "graph.html"
    _write_view(tables, path, title or options.get("title") or "alutsista", lang, theme)
    click.echo(f"{len(tables.nodes)} entities, {len(tables.edges)} relations in {path}")
    if opened:
        click.launch(str(path.resolve().as_uri()))


def _write_view(tables: Tables, path: Path, title: str, lang: str, theme: str | None) -> None:
    from graph.export import write_bytes
    from graph.view import render

    try:
        write_bytes(path, render(tables, title=title, lang=lang, theme=theme).encode("utf-8"))
    except OSError as error:
        raise click.ClickException(str(error)) from error


def _relabel(extraction: Extraction, lang: str) -> None:
    from extract.catalogue import describe

    categories = {e.entity_id: e.category for e in extraction.entities if e.category}
    ids = {entity.entity_id for entity in extraction.entities}
    extraction.entities = describe(ids, lang=lang, categories=categories)


def _known_relations(given: tuple[str, ...]) -> tuple[str, ...]:
    from graph.tables import directed_relations

    wanted = tuple(name.upper() for name in given)
    unknown = sorted(set(wanted) - set(directed_relations()))
    if unknown:
        known = ", ".join(directed_relations())
        raise click.BadParameter(
            f"{', '.join(unknown)}: not one of {known}", param_hint="--relation"
        )
    return wanted


def _iso(option: str, date: str | None) -> str | None:
    if date is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date):
        raise click.BadParameter(f"{date}: not YYYY, YYYY-MM or YYYY-MM-DD", param_hint=option)
    return date


@main.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD…")
@click.option(
    "--split",
    type=click.Choice(["all", "train", "dev"]),
    default="all",
    show_default=True,
    help="Part of the gold: dev is a fifth of the articles, chosen by their id.",
)
@click.option("--given-mentions", is_flag=True, help="Take mentions from gold; measure relations.")
@click.option(
    "--confusions",
    type=click.Choice(["content", "mention", "relation"]),
    help="List the commonest disagreements of this kind, with examples.",
)
@click.option("--examples", default=20, show_default=True, help="Disagreements shown in full.")
@_model_options
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(
    gold: tuple[Path, ...],
    split: str,
    given_mentions: bool,
    confusions: str | None,
    examples: int,
    model: str | None,
    model_labels: str | None,
    as_json: bool,
) -> None:
    """Measure the extraction against gold.

    GOLD is a .jsonl file of annotated articles, or a folder of them.
    """
    from extract.evaluate import evaluate as compare
    from extract.gold import GoldError, read_gold
    from extract.scores import commonest

    try:
        result = compare(
            read_gold(gold, split), _load(model, model_labels),
            given_mentions=given_mentions,
            seen=read_gold(gold, "train") if split == "dev" else (),
        )  # fmt: skip
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    if not result.articles:
        raise click.ClickException(f"no article of the {split} part in {', '.join(map(str, gold))}")
    if as_json:
        click.echo(json.dumps(result.as_dict(), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from graph.console import print_confusions, print_scores

    console = Console(highlight=False)
    print_scores(console, result.as_dict())
    if confusions:
        counts = commonest(result.confusions, confusions, 20)
        chosen = [asdict(c) for c in result.confusions if c.task == confusions]
        step = max(len(chosen) // max(examples, 1), 1)
        print_confusions(console, counts, chosen[::step][:examples])


if __name__ == "__main__":
    main()
