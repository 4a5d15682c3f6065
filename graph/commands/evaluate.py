"""``alutsista evaluate``: the extraction against gold."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from graph.commands.options import lang_option, load_pipeline, model_options, words

__all__ = ["evaluate"]


@click.command()
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
@model_options
@lang_option("Language of messages.  [default: en]")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(
    gold: tuple[Path, ...],
    split: str,
    given_mentions: bool,
    confusions: str | None,
    examples: int,
    model: str | None,
    model_labels: str | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Measure the extraction against gold.

    GOLD is a .jsonl file of annotated articles, or a folder of them.
    """
    from extract.evaluate import evaluate as compare
    from extract.gold import GoldError, read_gold
    from extract.scores import commonest

    try:
        result = compare(
            read_gold(gold, split), load_pipeline(model, model_labels),
            given_mentions=given_mentions,
            seen=read_gold(gold, "train") if split == "dev" else (),
        )  # fmt: skip
    except GoldError as error:
        from graph.console import safe

        raise click.ClickException(safe(error)) from error
    if not result.articles:
        raise click.ClickException(f"no article of the {split} part in {', '.join(map(str, gold))}")
    if as_json:
        click.echo(json.dumps(result.as_dict(), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from graph.console import print_confusions, print_scores

    console = Console(highlight=False)
    print_scores(console, result.as_dict(), words())
    if confusions:
        counts = commonest(result.confusions, confusions, 20)
        chosen = [asdict(c) for c in result.confusions if c.task == confusions]
        step = max(len(chosen) // max(examples, 1), 1)
        print_confusions(console, counts, chosen[::step][:examples], words())
