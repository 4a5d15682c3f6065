"""Answers as text: tables whose rows are numbered, and the evidence of each below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graph.answers.records import Evidence, Named, Ranked, Statement, Transfer
from graph.console import print_table, safe
from graph.messages import Messages

__all__ = ["Sheet", "span", "statement_rows", "transfer_rows"]

_WHOLE = ("", "articles", "balance", "date", "number", "period", "status")
"""Columns whose cells stay on one line."""
_SPAN = 12
"""Width of a day and a dash: a span of days takes two lines where there is more to tell."""

Row = tuple[Sequence[object], Evidence]


class Sheet:
    """What one answer prints, in one language, its evidence numbered throughout.

    Args:
        say: The messages.
        console: Where to; by default standard output.
    """

    def __init__(self, say: Messages, console: Console | None = None) -> None:
        self.say = say
        self._console = console or Console(highlight=False)
        self._numbers: dict[Evidence, int] = {}

    def line(self, text: str, style: str = "") -> None:
        """A paragraph, broken into lines of the console's width."""
        self._console.print(Text(safe(text), style))

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def listed(
        self, title: str, heads: Sequence[str], ranked: Ranked[Any], rows: Callable[..., list[Row]]
    ) -> None:
        """A table of a list with its evidence; nothing where the list is empty.

        A sentence is printed once: rows below that it supports as well have its number.

        Args:
            title: Above it.
            heads: Keys of its heads (``head.…``).
            ranked: The list.
            rows: Cells and evidence of what is shown of it.
        """
        if not ranked.shown:
            return
        made = rows(ranked.shown, self.say)
        new = [evidence for _, evidence in made if evidence not in self._numbers]
        for evidence in new:
            self._numbers.setdefault(evidence, len(self._numbers) + 1)
        cells = [(f"[{self._numbers[evidence]}]", *row) for row, evidence in made]
        self.table(title, ["", *heads], cells)
        for evidence in dict.fromkeys(new):
            self.evidence(f"[{self._numbers[evidence]}] ", evidence)
        cut = ranked.total > len(ranked.shown)
        if cut:
            more = self.say("list.more", shown=len(ranked.shown), total=ranked.total)
            self._console.print(Text(more, "dim"))
        if new or cut:
            self.gap()

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """A table without evidence; a column without a cell is left out.

        Args:
            title: Above it.
            heads: Keys of its heads, "" for none, or words of the data after a ``=``.
            rows: Cells.
        """
        columns = zip(heads, zip(*rows, strict=True), strict=True)
        kept = [(head, column) for head, column in columns if any(cell != "" for cell in column)]
        heads, filled = [head for head, _ in kept], [column for _, column in kept]
        named = [
            head[1:] if head.startswith("=") else head and self.say(f"head.{head}")
            for head in heads
        ]
        whole = [index for index, head in enumerate(heads) if head in _WHOLE]
        widths = {i: _narrowest(named[i], column) for i, column in enumerate(filled)}
        if {"who", "with"} & set(heads) and "dates" in heads:
            widths[heads.index("dates")] = _SPAN
        cells = list(zip(*filled, strict=True))
        print_table(self._console, title, named, cells, self.say, whole, widths)

    def evidence(self, mark: str, evidence: Evidence) -> None:
        """A sentence, verbatim but for what a terminal must not get, and where it stands."""
        text = Text(safe(f"“{evidence.text.strip()}”"))
        self._console.print(_hanging(mark, text))
        self._console.print(Padding(Text(safe(self._cited(evidence)), "dim"), (0, 0, 0, len(mark))))

    def _cited(self, evidence: Evidence) -> str:
        article = evidence.article
        if article is None:
            return f"— {self.say('cite.unplaced')}"
        publisher = article.publisher or self.say("cite.unpublished")
        date = article.published or self.say("dates.none")
        where = article.title or article.article_id
        return f"— {publisher}, {date}: {where}" + (f" <{article.url}>" if article.url else "")


def _narrowest(head: str, column: Sequence[object]) -> int | None:
    """Width of a column of numbers whose head is broken into words; none of any other."""
    if not all(isinstance(cell, int) for cell in column):
        return None
    return max(len(word) for word in (*head.split(), *map(str, column)))


def _hanging(mark: str, text: Text) -> Any:
    """Text whose lines after the first begin where it begins, behind the mark."""
    grid = Table.grid(padding=0)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark), text)
    return grid


def span(first: str | None, last: str | None, say: Messages) -> str:
    """The first and last date in words; one where they are the same."""
    if first is None or last is None:
        return say("dates.none")
    return first if first == last else say("dates.span", first=first, last=last)


def _certainty(factuality: dict[str, int], say: Messages) -> str:
    """The word alone where all articles agree, else each with its number of articles."""
    told = [(say.name("factuality", name).lower(), number) for name, number in factuality.items()]
    return told[0][0] if len(told) == 1 else ", ".join(f"{word} {n}" for word, n in told)


def statement_rows(way: Callable[[Statement], str]) -> Callable[..., list[Row]]:
    """What makes rows of statements.

    Args:
        way: The second cell: who is concerned.
    """

    def rows(shown: Iterable[Statement], say: Messages) -> list[Row]:
        return [
            (
                (say.relation(s.relation), way(s), s.articles, _certainty(s.factuality, say),
                 span(s.first_date, s.last_date, say)),
                s.evidence,
            )
            for s in shown
        ]  # fmt: skip

    return rows


def transfer_rows(shown: Iterable[Transfer], say: Messages) -> list[Row]:
    """Rows of transfers."""
    return [
        (
            (_label(t.supplier), t.recipient.label, _label(t.weapon),
             "" if t.number is None else say.value(t.number), say.name("status", t.status),
             t.date or "", t.articles),
            t.evidence,
        )
        for t in shown
    ]  # fmt: skip


def _label(entity: Named | None) -> str:
    return entity.label if entity else "–"
