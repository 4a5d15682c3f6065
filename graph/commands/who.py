"""``alutsista who``: what the tables hold of one entity."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.commands.answering import Known, answer_options, as_json, clear_errors
from graph.commands.options import words

if TYPE_CHECKING:
    from graph.answers.records import Meeting, Office, Profile, Statement
    from graph.commands.showing import Sheet
    from graph.messages import Messages

__all__ = ["who"]

NAMES = 8
"""Aliases that are told; ``--json`` gives them all."""

EXAMPLES = """\b
Examples:
  alutsista who "Hulusi Akar"
  alutsista who S-400 --json"""
"""Shown below the help; ``\\b`` keeps click from joining the lines."""


@click.command(epilog=EXAMPLES)
@click.argument("name")
@answer_options
def who(name: str, folder: Path, limit: int, lang: str | None, json_wanted: bool) -> None:
    """Tell who a person is, or what is known of a country or weapon.

    NAME is an id (person:Hulusi Akar), an ISO code, a label in either language or a name as the
    articles write it; case and accents do not count.
    """
    from graph.answers.profile import answer

    with clear_errors(folder):
        known = Known(folder, lang)
        found = answer(folder, known.nodes, known.choose(name), limit)
    if json_wanted:
        as_json(found)
        return
    from graph.commands.showing import Sheet

    _show(found, Sheet(words()))


def _show(found: Profile, sheet: Sheet) -> None:
    from graph.commands.showing import statement_rows

    _head(found, sheet)
    say = sheet.say
    one = "country" if found.type == "PERSON" else "person"
    heads = ["role", one, "articles", "dates"]
    sheet.listed(say("who.offices"), heads, found.offices, _office_rows(one))
    heads = ["relation", "with", "articles", "factuality", "dates"]
    rows = statement_rows(lambda statement: _other(statement, found.id))
    sheet.listed(say("who.relations"), heads, found.relations, rows)
    heads = ["with", "date", "factuality", "articles"]
    sheet.listed(say("who.meetings"), heads, found.meetings, _meeting_rows)
    if found.together.shown:
        names = ", ".join(f"{t.other.label} ({t.articles})" for t in found.together.shown)
        sheet.line(say("who.together", names=names))


def _head(found: Profile, sheet: Sheet) -> None:
    from graph.commands.showing import span

    say = sheet.say
    facts = [found.id, say.name("type", found.type).lower()]
    facts += [say.name("category", found.category)] if found.category else []
    facts += [f"Wikidata {found.wikidata}"] if found.wikidata else []
    sheet.line(f"{found.label} ({', '.join(facts)})", "bold")
    others = [alias for alias in found.aliases if alias != found.label][:NAMES]
    if others:
        sheet.line(say("who.aliases", names=", ".join(others)))
    sheet.line(
        say(
            "who.seen", mentions=say.count("mentions", found.mentions),
            articles=say.count("articles", found.articles),
            dates=span(found.first_date, found.last_date, say),
        )
    )  # fmt: skip
    sheet.gap()


def _other(statement: Statement, entity_id: str) -> str:
    """Who or what else takes part, with an arrow towards who is acted on."""
    sign = "→" if statement.directed else "–"
    weapon = f" ({statement.weapon.label})" if statement.weapon else ""
    if statement.source.id == entity_id:
        return f"{sign} {statement.target.label}{weapon}"
    if statement.target.id == entity_id:
        return f"{'←' if statement.directed else sign} {statement.source.label}{weapon}"
    return f"{statement.source.label} {sign} {statement.target.label}"


def _office_rows(one: str) -> Any:
    from graph.commands.showing import span

    def rows(shown: Iterable[Office], say: Messages) -> list[Any]:
        return [
            (
                (office.role, getattr(office, one).label, office.articles,
                 span(office.first_date, office.last_date, say)),
                office.evidence,
            )
            for office in shown
        ]  # fmt: skip

    return rows


def _meeting_rows(shown: Iterable[Meeting], say: Messages) -> list[Any]:
    return [
        (
            (met.other.label, met.date or say("dates.none"),
             say.name("factuality", met.factuality).lower(), met.articles),
            met.evidence,
        )
        for met in shown
    ]  # fmt: skip
