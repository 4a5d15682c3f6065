"""What the commands that answer share: their options, finding an entity, printing."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.commands.options import lang_option, words
from graph.messages import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Known", "answer_options", "as_json", "clear_errors"]

SEVERAL = 2
"""Exit status where a name fits several entities."""
NONE = 1
"""Exit status where it fits none, as where a folder cannot be read."""


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of every command that answers from the tables of a run."""
    options = (
        click.option(
            "--in", "folder", default="out", show_default=True, metavar="DIR",
            type=click.Path(path_type=Path), help="Folder that alutsista graph wrote (its --out).",
        ),
        click.option(
            "--limit", default=5, show_default=True, type=click.IntRange(1),
            help="Most rows of each list.",
        ),
        lang_option("Language of messages and labels.  [default: en; labels as the tables]"),
        click.option("--json", "json_wanted", is_flag=True,
                     help="Print one JSON object (UTF-8); its keys: graph.answers.records."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def clear_errors(folder: Path) -> Iterator[None]:
    """Turn a folder without tables into an error that says what to do."""
    from graph.stored import StoredError

    try:
        yield
    except StoredError as error:
        raise click.ClickException(
            f"{error}; name the folder of a run with --in DIR, "
            f"or make one with: alutsista graph SOURCE --out {folder}"
        ) from error


def as_json(answer: Any) -> None:
    """Print an answer as one JSON object.

    Characters that steer a terminal are written as escapes: to a reader of JSON the same.
    """
    text = json.dumps(asdict(answer), ensure_ascii=False, indent=2)
    click.echo("".join(map(_escaped, text)).encode("utf-8"))


def _escaped(char: str) -> str:
    harmless = char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    return char if harmless else json.dumps(char)[1:-1].replace("\x7f", "\\u007f")


class Known:
    """The entities of a run, to be found by name.

    Args:
        folder: What ``--out`` named.
        lang: Language of the labels; by default that of the tables.

    Raises:
        StoredError: There is no table of nodes.
    """

    def __init__(self, folder: Path, lang: str | None) -> None:
        from graph.answers.reading import nodes

        self._folder = folder
        self.nodes: pd.DataFrame = nodes(folder)
        self._labels = _other_labels(self.nodes)
        if lang is not None:
            place = LANGUAGES.index(lang)
            told = zip(self.nodes["entity_id"], self.nodes["label"], strict=True)
            self.nodes["label"] = [
                self._labels[i][place] if i in self._labels else label for i, label in told
            ]

    def choose(self, query: str) -> str:
        """The id of the one entity that a query names.

        Raises:
            click.exceptions.Exit: It names several, or none; which, or the nearest, was said.
        """
        from graph.lookup import find, near

        say = words()
        found = find(self.nodes, query, self._labels)
        if len(found) == 1:
            return found[0]
        if found:
            self._list(say("find.several", query=query), found)
            raise click.exceptions.Exit(SEVERAL)
        alike = near(self.nodes, query, self._labels)
        self._list(say("find.none", query=query, folder=self._folder), ())
        if alike:
            self._list(say("find.near"), alike)
        raise click.exceptions.Exit(NONE)

    def _list(self, head: str, ids: Sequence[str]) -> None:
        from graph.console import safe

        chosen = self.nodes[self.nodes["entity_id"].isin(list(ids))]
        known = {row["entity_id"]: row for row in chosen.to_dict("records")}
        click.echo(safe(head), err=True)
        for entity_id in ids:
            articles = words().count("articles", int(known[entity_id]["articles"]))
            click.echo(safe(f"  {entity_id}  {known[entity_id]['label']}, {articles}"), err=True)


def _other_labels(nodes: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """Labels, in each language, of what has one in each: countries and weapons."""
    from extract.catalogue import describe

    ids = nodes.loc[nodes["type"] != "PERSON", "entity_id"].tolist()
    each = zip(*(describe(ids, lang=lang) for lang in LANGUAGES), strict=True)
    return {same[0].entity_id: tuple(entity.label for entity in same) for same in each}
