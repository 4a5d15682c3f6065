"""What the tables say about a country or a pair, gathered for a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.exports.base import Row, Run
from graph.exports.values import days, relation_types

__all__ = ["Finding", "Findings", "gather"]

_Key = tuple[str, str, str, str | None, str]


@dataclass(slots=True)
class Finding:
    """All sentences that state one relation with one factuality.

    Attributes:
        best: The row of the highest confidence, the earliest of equals.
        articles: Ids of the articles.
        sentences: How many sentences.
        dates: First and last date, as stated, or ``None``.
    """

    best: Row
    articles: set[str] = field(default_factory=set)
    sentences: int = 0
    dates: tuple[str, str] | None = None

    def take(self, row: Row, date: str | None) -> None:
        """Count a sentence in."""
        self.articles.add(row["article_id"])
        self.sentences += 1
        if row["confidence"] > self.best["confidence"]:
            self.best = row
        if date:
            first, last = self.dates or (date, date)
            self.dates = (min(first, date), max(last, date))


@dataclass(slots=True)
class Findings:
    """What a report tells.

    Attributes:
        stated: By factuality, the relations in most articles first.
        months: Statements said to have happened, by month (or year, where that is all that is
            known) and quad class.
        undated: Such statements without a date.
        transfers: Rows of the transfers table.
        offices: Rows of the offices table.
        articles: Ids of the articles that state any of it.
    """

    stated: dict[str, list[Finding]]
    months: Counter[tuple[str, str]]
    undated: int
    transfers: list[Row]
    offices: list[Row]
    articles: set[str]


def gather(run: Run, about: tuple[str, ...]) -> Findings:
    """Gather what the tables say.

    Args:
        run: The tables.
        about: Ids of one country or two. Who holds an office of a country counts as part of
            it; of two, only what passes between them is taken.
    """
    sides = [_side(run, country) for country in about]
    found: dict[_Key, Finding] = {}
    months: Counter[tuple[str, str]] = Counter()
    undated = 0
    for row in _statements(run, sides):
        date = run.date(row)
        key = (row["source_id"], row["relation"], row["target_id"], row["weapon_id"],
               row["factuality"])  # fmt: skip
        found.setdefault(key, Finding(row)).take(row, date)
        quad = relation_types()[row["relation"]].quad
        if row["factuality"] == "asserted" and quad.split()[-1] in ("cooperation", "conflict"):
            if days(date) is None:
                undated += 1
            else:
                months[(date or "")[:7], quad] += 1
    transfers = [r for r in run.rows("transfers") if _passes(r["supplier"], r["recipient"], sides)]
    offices = [row for row in run.rows("offices") if row["country"] in about]
    sources = set[str]().union(*(finding.articles for finding in found.values()))
    sources.update(*(row["articles"] for row in [*transfers, *offices]))
    return Findings(_ranked(found), months, undated, transfers, offices, sources)


def _side(run: Run, country: str) -> frozenset[str]:
    """A country, and the persons whose office is one of it."""
    code = country.partition(":")[2]
    persons = (i for i, n in run.nodes.items() if n["type"] == "PERSON" and n["country"] == code)
    return frozenset((country, *persons))


def _passes(source: str | None, target: str | None, sides: list[frozenset[str]]) -> bool:
    if len(sides) == 1:
        return source in sides[0] or target in sides[0]
    left, right = sides
    return (source in left and target in right) or (source in right and target in left)


def _statements(run: Run, sides: list[frozenset[str]]) -> Iterator[Row]:
    for row in run.rows("relations"):
        stated = row["relation"] not in ("HOLDS_OFFICE", "CO_OCCURS")
        if stated and _passes(row["source_id"], row["target_id"], sides):
            yield row


def _ranked(found: dict[_Key, Finding]) -> dict[str, list[Finding]]:
    ranked: dict[str, list[Finding]] = {}
    order = sorted(
        found.items(),
        key=lambda item: (-len(item[1].articles), -item[1].sentences, *map(str, item[0])),
    )
    for key, finding in order:
        ranked.setdefault(key[-1], []).append(finding)
    return ranked
