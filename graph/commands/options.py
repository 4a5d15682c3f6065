"""What several commands share: the model that they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language


__all__ = ["load_pipeline", "model_options"]


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
