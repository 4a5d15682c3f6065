"""What the commands print: tables and problems, with hostile text made harmless."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

from graph.messages import Messages, messages

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


def problem_lines(
    problems: Iterable[tuple[str, str]], most: int = MOST_PROBLEMS, say: Messages | None = None
) -> Iterator[str]:
    """A line for each problem; of a file with more than ``most``, the first and their number.

    Args:
        problems: Source, with ``#row`` in a table, and what is wrong there.
        most: Lines of one file.
        say: Language of what is told, English by default; problems are worded as they are.
    """
    say = say or messages()
    for file, group in groupby(problems, key=lambda problem: problem[0].rpartition("#")[0]):
        rows = list(group)
        shown = rows if not file or len(rows) <= most + 1 else rows[:most]
        yield from (safe(f"{source}: {problem}") for source, problem in shown)
        if len(shown) < len(rows):
            yield safe(say("problems.more", file=file, number=len(rows) - len(shown)))


def progress_bar(say: Messages | None = None) -> Progress:
    """A bar on standard error with count, rate and time left, gone when it is done."""
    say = say or messages()
    return Progress(
        _Count(say), BarColumn(), _Rate(say), TimeElapsedColumn(),
        TextColumn(say("progress.left")), TimeRemainingColumn(), console=Console(stderr=True),
        transient=True,
    )  # fmt: skip


class _Said(ProgressColumn):
    """A column of words in one language."""

    def __init__(self, say: Messages) -> None:
        super().__init__()
        self._say = say


class _Count(_Said):
    """Articles read."""

    def render(self, task: Task) -> Text:
        return Text(self._say.count("articles", int(task.completed)))


class _Rate(_Said):
    """Articles a second, once that is known."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(self._say("progress.rate", number=round(speed)) if speed else "")


def print_table(
    console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]],
    say: Messages | None = None, whole: Collection[int] = (),
    widths: Mapping[int, int | None] | None = None,
) -> None:  # fmt: skip
    """Print a table; columns that hold numbers alone are set flush right.

    Args:
        console: Where to.
        title: Above it.
        columns: Heads.
        rows: Cells.
        say: Language of decimals, English by default.
        whole: Columns, from 0, whose cells are not broken into lines.
        widths: Most characters of a line, by column.
    """
    say = say or messages()
    cells = [list(row) for row in rows]
    table = Table(box=None, pad_edge=False)
    for index, name in enumerate(columns):
        numbers = all(isinstance(row[index], int | float) for row in cells)
        table.add_column(
            Text(safe(name)), justify="right" if numbers else "left", no_wrap=index in whole,
            overflow="fold", max_width=(widths or {}).get(index),
        )  # fmt: skip
    for row in cells:
        table.add_row(*(Text(_cell(value, say)) for value in row))
    console.print(Text(safe(title), "italic"))  # a title of the table's own is broken at its width
    console.print(table)
    console.print()


def _cell(value: object, say: Messages) -> str:
    return say.decimal(value) if isinstance(value, float) else safe(value)


def print_scores(console: Console, figures: Mapping[str, Any], say: Messages | None = None) -> None:
    """Print the figures of an evaluation, a table a task."""
    say = say or messages()
    sizes = (("articles", "articles"), ("words", "words"), ("speed", "words_per_second"))
    console.print(Text(", ".join(say.count(key, figures[name]) for key, name in sizes)))
    console.print()
    heads = [say(f"head.{name}") for name in ("type", "precision", "recall", "f1", "gold", "found")]
    for task, kinds in figures["scores"].items():
        rows = [
            (kind, s["precision"], s["recall"], s["f1"], s["gold"], s["predicted"])
            for kind, s in kinds.items()
        ]
        print_table(console, say.name("task", task), heads, rows, say)
    heads = [say(f"head.{name}") for name in ("attribute", "right", "of")]
    right = [
        (say.name("attribute", name), s["right"], s["of"])
        for name, s in figures["accuracy"].items()
    ]
    print_table(console, say("evaluate.attributes"), heads, right, say)
    heads[0] = say("head.confidence")
    sure = [
        (say("evaluate.from", range=name), s["right"], s["of"])
        for name, s in figures["reliability"].items()
    ]
    print_table(console, say("evaluate.reliability"), heads, sure, say)


def print_confusions(
    console: Console, counts: Iterable[tuple[str, int]], examples: Iterable[Mapping[str, Any]],
    say: Messages | None = None,
) -> None:  # fmt: skip
    """Print the commonest disagreements, then single ones with their sentence."""
    say = say or messages()
    heads = [say("head.what"), say("head.times")]
    kinds = ((what.partition(": "), times) for what, times in counts)
    rows = [(say.name("confusion", kind) + colon + pair, n) for (kind, colon, pair), n in kinds]
    print_table(console, say("evaluate.confusions"), heads, rows, say)
    gold, found = say("evaluate.gold"), say("evaluate.found")
    wide = max(len(gold), len(found))
    for item in examples:
        place = say("evaluate.place", article=item["article_id"], sentence=item["sentence"])
        console.print(Text(safe(place), "bold"))
        kind = {part: say.name("confusion", item[part]) for part in ("kind", "task")}
        console.print(Text(safe(f"  {say('evaluate.kind', **kind)}")))
        console.print(Text(f"  {gold:<{wide}} {safe(item['gold']) or '–'}"))
        console.print(Text(f"  {found:<{wide}} {safe(item['predicted']) or '–'}"))
        console.print(Text(f"  {safe(item['text'])}", "dim"))
        console.print()
