"""The command ``alutsista``.

Everything costly is imported inside the commands, so that ``--help`` answers at
once.
"""

from __future__ import annotations

import click

from graph.commands.evaluate import evaluate
from graph.commands.export import export
from graph.commands.graph import graph
from graph.commands.view import view

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="alutsista")
def main() -> None:
    """Knowledge graphs from Indonesian news on defence and foreign affairs."""


main.add_command(graph)
main.add_command(view)
main.add_command(export)
main.add_command(evaluate)


if __name__ == "__main__":
    main()
