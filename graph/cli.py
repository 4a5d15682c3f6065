"""The command ``alutsista``.

Everything costly is imported inside the commands, so that ``--help`` answers at
once.
"""

from __future__ import annotations

import click

from graph.commands.evaluate import evaluate
from graph.commands.export import export
from graph.commands.graph import graph
from graph.commands.options import lang_option
from graph.commands.pair import pair
from graph.commands.transfers import transfers
from graph.commands.view import view
from graph.commands.who import who

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="alutsista")
@lang_option(
    "Language of labels, view and messages, of whichever command.  [env: ALUTSISTA_LANG]",
    envvar="ALUTSISTA_LANG",
)
def main(lang: str | None) -> None:
    """Knowledge graphs from Indonesian news on defence and foreign affairs."""


main.add_command(graph)
main.add_command(view)
main.add_command(pair)
main.add_command(who)
main.add_command(transfers)
main.add_command(export)
main.add_command(evaluate)


if __name__ == "__main__":
    main()
