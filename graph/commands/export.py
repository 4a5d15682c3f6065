"""``alutsista export``: the tables of a run in other tools' formats."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.commands.options import lang_option
from graph.exports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.exports.base import Exporter, Run


__all__ = ["export"]


@click.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="OUT"
)
@click.option(
    "--to",
    "formats",
    multiple=True,
    required=True,
    type=click.Choice(list(FORMATS), case_sensitive=False),
    help="Format to write; may be given more than once.",
)
@click.option(
    "--about",
    multiple=True,
    metavar="COUNTRY",
    help="Country of the report, twice for a pair: ISO code, id or name (TUR, country:TUR, Turki).",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to, a folder in it for each format.  [default: OUT/exports]",
)
@lang_option("Language of labels and of the report.  [default: as the tables]")
def export(
    folder: Path,
    formats: tuple[str, ...],
    about: tuple[str, ...],
    out: Path | None,
    lang: str | None,
) -> None:
    """Write the tables in OUT in the formats of other tools.

    neo4j: CSV for neo4j-admin's bulk import; ftm: FollowTheMoney entities and statements;
    plover: PLOVER event records; jsonld, turtle: RDF; gexf: a network over time for Gephi;
    report: Markdown about a country, or two (--about).
    """
    from graph.exports import exporter
    from graph.stored import StoredError

    kinds = {name: exporter(name) for name in dict.fromkeys(formats)}
    try:
        run = _run(folder, lang)
        wanted = _countries(about, run) if about or _about_countries(kinds) else ()
        for name, kind in kinds.items():
            _write(kind(run, wanted), (out or folder / "exports") / name)
    except StoredError as error:
        raise click.ClickException(
            f"{error}; make them with: alutsista graph SOURCE --out {folder}"
        ) from error
    except OSError as error:
        raise click.ClickException(str(error)) from error


def _run(folder: Path, lang: str | None) -> Run:
    """The tables with the labels of both languages."""
    from extract.catalogue import describe
    from graph.exports.base import Run
    from graph.messages import LANGUAGES
    from graph.stored import stored_options

    chosen = lang or stored_options(folder).get("lang") or "id"
    ids = Run(folder).nodes
    names = {
        language: {entity.entity_id: entity.label for entity in describe(ids, lang=language)}
        for language in LANGUAGES
    }
    return Run(folder, chosen, names)


def _write(exporter: Exporter, folder: Path) -> None:
    """Write each file whole or not at all, and list what was written."""
    from graph.console import safe
    from graph.export import write_bytes

    for name, pieces in exporter.files():
        data = _joined(pieces)
        write_bytes(folder / name, data)
        click.echo(safe(f"{folder / name} ({len(data):,} bytes)"))
    for line in exporter.after(folder):
        click.echo(safe(line))


def _joined(pieces: Iterable[str]) -> bytes:
    buffer = io.BytesIO()
    for piece in pieces:
        buffer.write(piece.encode("utf-8", "replace"))
    return buffer.getvalue()


def _about_countries(kinds: dict[str, type[Exporter]]) -> bool:
    return any(kind.per_country for kind in kinds.values())


def _countries(given: tuple[str, ...], run: Run) -> tuple[str, ...]:
    """Ids of the countries named."""
    from graph.exports.countries import UnknownCountryError, find_country

    if not 1 <= len(given) <= 2:
        raise click.UsageError("a report is about one country or two: --about TUR --about RUS")
    try:
        return tuple(dict.fromkeys(find_country(name, run) for name in given))
    except UnknownCountryError as error:
        raise click.BadParameter(str(error), param_hint="--about") from error
