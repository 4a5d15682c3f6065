"""What the command prints: progress, problems, the strongest relations, seconds."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.options import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extract.records import Article, Problem
    from extract.timings import Timings


__all__ = ["progress", "report", "summary", "timings_table"]


@contextmanager
def progress(sources: tuple[str, ...]) -> Iterator[Callable[[Article], None]]:
    """A bar with rate and time left, where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda article: None
        return
    from extract.articles import count_articles
    from graph.console import progress_bar

    with progress_bar(words()) as bar:
        task = bar.add_task("", total=count_articles(sources))
        yield lambda article: bar.advance(task)


def report(problems: list[Problem]) -> None:
    """Tell problems on standard error."""
    from graph.console import problem_lines

    told = ((problem.source, problem.problem) for problem in problems)
    for line in problem_lines(told, say=words()):
        click.echo(line, err=True)


def summary(folder: Path, out: Path) -> None:
    """What was found, and the relations of most articles, from the files written.

    Args:
        folder: Where they are.
        out: Where to say that they are.
    """
    from rich.console import Console
    from rich.text import Text

    from graph.console import print_table, safe
    from graph.stored import strongest

    say = words()
    console = Console(highlight=False)
    counts = json.loads((folder / "manifest.json").read_text("utf-8"))["counts"]
    stated, top = strongest(folder, most=8)
    counts |= {"entities": counts["nodes"], "stated": stated}
    order = ("articles", "entities", "stated", "transfers", "problems")
    console.print(Text(", ".join(say.count(name, counts[name]) for name in order)))
    console.print()
    rows = [["" if cell is None else cell for cell in row.values()] for row in top]
    names = ("source", "relation", "target", "weapon", "articles", "sentences")
    print_table(console, say("summary.top"), [say(f"head.{name}") for name in names], rows, say)
    files = {"view": out / "graph.html", "edges": out / "edges.csv"}
    console.print(Text(safe(say("summary.open", **files))))


def timings_table(spent: Timings, total: float) -> None:
    """The seconds of each stage."""
    from rich.console import Console

    from graph.console import print_table

    say = words()
    rows = [(say.name("stage", name), round(seconds, 3)) for name, seconds in spent.items()]
    print_table(
        Console(highlight=False), say("timings.title"), [say("head.stage"), say("head.seconds")],
        [*rows, (say("timings.all"), round(total, 3))], say,
    )  # fmt: skip
