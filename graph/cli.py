"""The command ``alutsista``: the only module that joins extraction and graph.

Everything costly is imported inside the commands, so that ``--help`` answers at
once.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    pass

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="alutsista")
def main() -> None:
    """Knowledge graphs from Indonesian news on defence and foreign affairs."""


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option(
    "--lang",
    type=click.Choice(["id", "en"]),
    default="id",
    show_default=True,
    help="Language of labels and of the view.",
)
@click.option("--title", help="Heading of the view.")
@click.option("--text-column", help="Column of a table or JSONL that holds the text.")
@click.option("--timings", is_flag=True, help="Print the seconds spent, by stage.")
def graph(
    sources: tuple[str, ...],
    out: Path,
    lang: str,
    title: str | None,
    text_column: str | None,
    timings: bool,
) -> None:
    """Turn articles into a knowledge graph.

    SOURCE is a file (.txt .html .jsonl .csv .parquet), a folder of them, or - for
    standard input.
    """
    raise NotImplementedError


@main.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD…")
@click.option(
    "--split",
    type=click.Choice(["all", "train", "dev"]),
    default="all",
    show_default=True,
    help="Part of the gold: dev is a fifth of the articles, chosen by their id.",
)
@click.option("--given-mentions", is_flag=True, help="Take mentions from gold; measure relations.")
@click.option(
    "--confusions",
    type=click.Choice(["content", "mention", "relation"]),
    help="List the commonest disagreements of this kind, with examples.",
)
@click.option("--examples", default=20, show_default=True, help="Disagreements shown in full.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(
    gold: tuple[Path, ...],
    split: str,
    given_mentions: bool,
    confusions: str | None,
    examples: int,
    as_json: bool,
) -> None:
    """Measure the extraction against gold.

    GOLD is a .jsonl file of annotated articles, or a folder of them.
    """
    from extract.evaluate import evaluate as compare
    from extract.gold import GoldError, read_gold
    from extract.pipeline import load
    from extract.scores import commonest

    try:
        result = compare(read_gold(gold, split), load(), given_mentions=given_mentions)
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    if not result.articles:
        raise click.ClickException(f"no article of the {split} part in {', '.join(map(str, gold))}")
    if as_json:
        click.echo(json.dumps(result.as_dict(), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from graph.console import print_confusions, print_scores

    console = Console(highlight=False)
    print_scores(console, result.as_dict())
    if confusions:
        counts = commonest(result.confusions, confusions, 20)
        chosen = [asdict(c) for c in result.confusions if c.task == confusions]
        step = max(len(chosen) // max(examples, 1), 1)
        print_confusions(console, counts, chosen[::step][:examples])
