"""``alutsista view``: the view again from the tables of a run, whole or in part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.options import iso_date, lang_option, words

if TYPE_CHECKING:
    from extract.records import Extraction
    from graph.tables import Tables


__all__ = ["view"]


@click.command()
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
    callback=iso_date,
    help="First year, month or day of the articles (2023, 2023-05, 2023-05-17).",
)
@click.option("--until", metavar="DATE", callback=iso_date, help="Last one.")
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
@lang_option("Language of labels, view and messages.  [default: labels and view as the tables]")
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
        types, _known_relations(relations), factuality, since, until, min_confidence, min_weight
    )
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
    _tell(tables, path)
    if opened:
        click.launch(str(path.resolve().as_uri()))


def _tell(tables: Tables, path: Path) -> None:
    from graph.console import safe

    say = words()
    entities = say.count("entities", tables.size("nodes"))
    relations = say.count("relations", tables.size("edges"))
    click.echo(safe(say("view.written", entities=entities, relations=relations, path=path)))


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
    from graph.relation_types import directed_relations

    wanted = tuple(name.upper() for name in given)
    unknown = sorted(set(wanted) - set(directed_relations()))
    if unknown:
        known = ", ".join(directed_relations())
        raise click.BadParameter(
            f"{', '.join(unknown)}: not one of {known}", param_hint="--relation"
        )
    return wanted
