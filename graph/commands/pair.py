"""``alutsista pair``: what two entities do to each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.answering import Known, answer_options, as_json, clear_errors
from graph.commands.options import words

if TYPE_CHECKING:
    from graph.answers.records import Pair, Period, Statement
    from graph.commands.showing import Sheet

__all__ = ["pair"]

WIDEST = 14
"""Signs of the widest bar of a timeline."""

EXAMPLES = """\b
Examples:
  alutsista pair TUR RUS
  alutsista pair Indonesia "Amerika Serikat" --in arsip --lang id"""
"""Shown below the help; ``\\b`` keeps click from joining the lines."""


@click.command(epilog=EXAMPLES)
@click.argument("first")
@click.argument("second")
@answer_options
def pair(
    first: str, second: str, folder: Path, limit: int, lang: str | None, json_wanted: bool
) -> None:
    """Tell what two countries, persons or weapons do to each other.

    FIRST and SECOND are ids (country:TUR), ISO codes, labels in either language or names as
    the articles write them; case and accents do not count.
    """
    from graph.answers.pair import answer

    with clear_errors(folder):
        known = Known(folder, lang)
        ids = known.choose(first), known.choose(second)
        if ids[0] == ids[1]:
            raise click.UsageError(f"{first} and {second} are both {ids[0]}")
        found = answer(folder, known.nodes, *ids, limit)
    if json_wanted:
        as_json(found)
        return
    from graph.commands.showing import Sheet

    _show(found, Sheet(words()))


def _show(found: Pair, sheet: Sheet) -> None:
    from graph.commands.showing import statement_rows, transfer_rows

    say = sheet.say
    names = {"first": found.first.label, "second": found.second.label}
    sheet.line(say("pair.title", **names, ids=f"{found.first.id}, {found.second.id}"), "bold")
    count = say.count("articles", found.articles)
    sheet.line(say("pair.articles", articles=count) if found.articles else say("pair.never"))
    sheet.gap()
    heads = ["relation", "weapon", "articles", "factuality", "dates"]
    ways = {
        say("pair.mutual", **names): found.mutual,
        say("pair.way", source=found.first.label, target=found.second.label): found.forward,
        say("pair.way", source=found.second.label, target=found.first.label): found.backward,
    }
    for title, ranked in ways.items():
        sheet.listed(title, heads, ranked, statement_rows(_weapon))
    if found.together:
        _loose(found.together, any(ranked.shown for ranked in ways.values()), sheet)
    _timeline(found.timeline, sheet)
    heads = ["relation", "who", "articles", "factuality", "dates"]
    sheet.listed(say("pair.holders"), heads, found.holders, statement_rows(_ends))
    heads = ["supplier", "recipient", "weapon", "number", "status", "date", "articles"]
    sheet.listed(say("pair.transfers"), heads, found.transfers, transfer_rows)
    _weapons(found, sheet)


def _weapon(statement: Statement) -> str:
    return statement.weapon.label if statement.weapon else ""


def _ends(statement: Statement) -> str:
    sign = "→" if statement.directed else "–"
    return f"{statement.source.label} {sign} {statement.target.label}"


def _loose(together: Statement, related: bool, sheet: Sheet) -> None:
    """How often both are named and not related; with a sentence where nothing relates them."""
    if not related:
        sheet.line(sheet.say("pair.unrelated"))
    articles = sheet.say.count("articles", together.articles)
    sheet.line(sheet.say("pair.together", articles=articles))
    if not related:
        sheet.evidence("    ", together.evidence)
    sheet.gap()


def _timeline(periods: list[Period], sheet: Sheet) -> None:
    from graph.answers.statements import QUADS

    say = sheet.say
    quads = [quad for quad in QUADS if any(period.articles[quad] for period in periods)]
    if not quads:
        return
    sums = [_sums(period) for period in periods]
    most = max(map(sum, sums)) or 1
    rows = [
        (
            period.period or say("dates.none"),
            *(period.articles[quad] for quad in quads),
            "".join(sign * -(-n * WIDEST // most) for sign, n in zip("+-", pair, strict=True)),
        )
        for period, pair in zip(periods, sums, strict=True)
    ]
    heads = ["period", *(f"={say.name('quad', quad)}" for quad in quads), "balance"]
    sheet.table(say("pair.timeline"), heads, rows)


def _sums(period: Period) -> tuple[int, int]:
    """Articles of cooperation and of conflict."""
    told = period.articles.items()
    return (
        sum(n for quad, n in told if quad.endswith("cooperation")),
        sum(n for quad, n in told if quad.endswith("conflict")),
    )


def _weapons(found: Pair, sheet: Sheet) -> None:
    if not found.weapons.shown:
        return
    rows = [
        (shared.weapon.label, _deeds(shared.first, sheet), _deeds(shared.second, sheet))
        for shared in found.weapons.shown
    ]
    heads = ["weapon", f"={found.first.label}", f"={found.second.label}"]
    sheet.table(sheet.say("pair.weapons"), heads, rows)


def _deeds(deeds: dict[str, int], sheet: Sheet) -> str:
    return ", ".join(f"{sheet.say(f'weapon.{name}')} ({n})" for name, n in sorted(deeds.items()))
