"""What several commands share: their language, the model that they use, dates.

One option, ``--lang``, decides the language of all that is shown: the messages of the command,
the labels of entities and the view. It stands before the command or after it (the one after it
counts), and the environment variable ``ALUTSISTA_LANG`` is its default. Where neither is given,
messages are English, new tables and views have Indonesian labels, and what is shown of tables
has the labels that they were made with. Errors and ``--help`` are English always.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from graph.messages import LANGUAGES, Messages, messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language


__all__ = ["Place", "iso_date", "lang_option", "load_pipeline", "model_options", "words"]

_LANG = "alutsista.lang"
"""Where the language is kept in click's context, which nested commands share."""


class Place(click.Path):
    """A folder on this machine, or the address of one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The folder, which need not be there."""
        from extract.places import PlaceError, is_local, place

        try:
            folder = place(value)
        except PlaceError as error:
            self.fail(str(error), param, ctx)
        if is_local(folder) and folder.is_file():
            self.fail(f"{value} is a file", param, ctx)
        return folder


def lang_option(
    text: str, *, envvar: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option ``--lang``; what it gives is the language asked for, here or before, or none.

    Args:
        text: Its help.
        envvar: Variable that it takes its default from.
    """

    def keep(context: click.Context, _: click.Parameter, value: str | None) -> str | None:
        if value is not None:
            context.meta[_LANG] = value
        return value or context.meta.get(_LANG)

    choice = click.Choice(sorted(LANGUAGES, reverse=True))
    return click.option("--lang", type=choice, envvar=envvar, callback=keep, help=text)


def words() -> Messages:
    """The messages in the language of the command that runs; English where none is asked for."""
    context = click.get_current_context(silent=True)
    return messages((context.meta.get(_LANG) if context else None) or "en")


def iso_date(_: click.Context, option: click.Parameter, date: Any) -> Any:
    """Callback of an option that takes a year, month or day.

    Raises:
        click.BadParameter: It is something else.
    """
    if date is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date):
        raise click.BadParameter(f"{date}: not YYYY, YYYY-MM or YYYY-MM-DD", param=option)
    return date


def model_options(command: Callable[..., None]) -> Callable[..., None]:
    """Options of the commands that run the extraction."""
    labels = click.option(
        "--model-labels",
        metavar="LABEL=TYPE,…",
        help="What the labels of --model mean here: PERSON or WEAPON.  [default: "
        "PERSON=PERSON,PER=PERSON,WEAPON=WEAPON]",
    )
    model = click.option(
        "--model",
        metavar="NAME_OR_PATH",
        help="A spaCy pipeline to find names with, in place of the one that comes with it.",
    )
    return model(labels(command))


def load_pipeline(model: str | None, labels: str | None) -> Language:
    """The pipeline, with its own model of names or another one."""
    from extract.model import ModelError, parse_labels
    from extract.pipeline import load

    try:
        return load(model, labels=parse_labels(labels) if labels else None)
    except ModelError as error:
        raise click.ClickException(str(error)) from error
