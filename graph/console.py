"""What the commands print: tables and problems, with hostile text made harmless."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

__all__ = [
    "print_confusions",
    "print_scores",
    "print_table",
    "problem_lines",
    "progress_bar",
    "safe",
]

MOST_PROBLEMS = 10
"""Problems of one file that are told one by one; the table of problems has them all."""


def safe(text: object) -> str:
    """Text that cannot steer a terminal: control and direction characters become ``�``."""
    return "".join(
        "�" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else char
        for char in str(text).replace("\n", " ").replace("\t", " ")
    )


def problem_lines(problems: Iterable[tuple[str, str]], most: int = MOST_PROBLEMS) -> Iterator[str]:
    """A line for each problem; of a file with more than ``most``, the first and their number.

    Args:
        problems: Source, with ``#row`` in a table, and what is wrong there.
        most: Lines of one file.
    """
    for file, group in groupby(problems, key=lambda problem: problem[0].rpartition("#")[0]):
        rows = list(group)
        shown = rows if not file or len(rows) <= most + 1 else rows[:most]
        yield from (safe(f"{source}: {problem}") for source, problem in shown)
        if len(shown) < len(rows):
            yield safe(f"{file}: {len(rows) - len(shown):,} more problems like these")


def progress_bar() -> Progress:
    """A bar on standard error with count, rate and time left, gone when it is done."""
    return Progress(
        TextColumn("{task.completed:,.0f} articles"), BarColumn(), _Rate(), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(), console=Console(stderr=True), transient=True,
    )  # fmt: skip


class _Rate(ProgressColumn):
    """Articles a second, once that is known."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} a second" if speed else "")


def print_table(
    console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Print a table; columns that hold numbers alone are set flush right."""
    cells = [list(row) for row in rows]
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for index, name in enumerate(columns):
        numbers = all(isinstance(row[index], int | float) for row in cells)
        table.add_column(name, justify="right" if numbers else "left")
    for row in cells:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)
    console.print()


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else safe(value)


def print_scores(console: Console, figures: Mapping[str, Any]) -> None:
    """Print the figures of an evaluation, a table a task."""
    console.print(
        f"{figures['articles']} articles, {figures['words']:,} words, "
        f"{figures['words_per_second']:,} words a second"
    )
    console.print()
    for task, kinds in figures["scores"].items():
        rows = [
            (kind, s["precision"], s["recall"], s["f1"], s["gold"], s["predicted"])
            for kind, s in kinds.items()
        ]
        print_table(console, task, ("type", "P", "R", "F1", "gold", "found"), rows)
    right = [(name, s["right"], s["of"]) for name, s in figures["accuracy"].items()]
    print_table(console, "of the relations found", ("attribute", "right", "of"), right)
    sure = [(f"from {name}", s["right"], s["of"]) for name, s in figures["reliability"].items()]
    print_table(console, "right by confidence", ("confidence", "right", "of"), sure)


def print_confusions(
    console: Console, counts: Iterable[tuple[str, int]], examples: Iterable[Mapping[str, Any]]
) -> None:
    """Print the commonest disagreements, then single ones with their sentence."""
    print_table(console, "commonest disagreements (gold → found)", ("what", "times"), list(counts))
    for item in examples:
        console.print(Text(f"{safe(item['article_id'])}, sentence {item['sentence']}", "bold"))
        console.print(Text(f"  {item['kind']} {item['task']}"))
        console.print(Text(f"  gold:  {safe(item['gold']) or '–'}"))
        console.print(Text(f"  found: {safe(item['predicted']) or '–'}"))
        console.print(Text(f"  {safe(item['text'])}", "dim"))
        console.print()
