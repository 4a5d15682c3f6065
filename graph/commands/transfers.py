"""``alutsista transfers``: rows of the table of arms transfers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.answering import Known, answer_options, as_json, clear_errors
from graph.commands.options import iso_date, words

if TYPE_CHECKING:
    from graph.answers.records import Transfers

__all__ = ["transfers"]

EXAMPLES = """\b
Examples:
  alutsista transfers --to TUR --from RUS --weapon S-400
  alutsista transfers --status delivered --since 2019 --json"""
"""Shown below the help; ``\\b`` keeps click from joining the lines."""


@click.command(epilog=EXAMPLES)
@click.option("--to", "recipient", metavar="COUNTRY", help="Who receives.")
@click.option("--from", "supplier", metavar="COUNTRY", help="Who supplies.")
@click.option("--weapon", metavar="WEAPON", help="A system (S-400) or class (fighter aircraft).")
@click.option(
    "--status",
    multiple=True,
    help="How far it went; may be given more than once.",
    type=click.Choice(["proposed", "ordered", "delivered", "refused"]),
)
@click.option(
    "--since",
    metavar="DATE",
    callback=iso_date,
    help="First year, month or day (2019, 2019-07, 2019-07-12); leaves out what has no date.",
)
@click.option("--until", metavar="DATE", callback=iso_date, help="Last one.")
@answer_options
def transfers(
    recipient: str | None,
    supplier: str | None,
    weapon: str | None,
    status: tuple[str, ...],
    since: str | None,
    until: str | None,
    folder: Path,
    limit: int,
    lang: str | None,
    json_wanted: bool,
) -> None:
    """List arms transfers with their evidence, the latest first.

    COUNTRY and WEAPON are ids, ISO codes, labels in either language or names as the articles
    write them; case and accents do not count.
    """  # fmt: skip
    from graph.answers.register import answer, select

    with clear_errors(folder):
        known = Known(folder, lang)
        ids = {
            name: known.choose(query)
            for name, query in (
                ("recipient", recipient), ("supplier", supplier), ("weapon", weapon),
            )
            if query is not None
        }  # fmt: skip
        found = answer(
            folder, known.nodes, limit,
            lambda table: select(table, **ids, status=status, since=since, until=until),
        )  # fmt: skip
    if json_wanted:
        as_json(found)
        return
    _show(found)


def _show(found: Transfers) -> None:
    from graph.commands.showing import Sheet, transfer_rows

    sheet = Sheet(words())
    if not found.transfers.shown:
        sheet.line(sheet.say("transfers.none"))
    heads = ["supplier", "recipient", "weapon", "number", "status", "date", "articles"]
    sheet.listed(sheet.say("transfers.title"), heads, found.transfers, transfer_rows)
