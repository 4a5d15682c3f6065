"""The trained pipeline: loading it from the package, or another one in its place."""

from __future__ import annotations

from importlib.resources import as_file, files

import spacy
from spacy.language import Language
from spacy.vocab import Vocab

__all__ = ["KINDS", "ModelError", "load_model", "parse_labels"]

KINDS = ("PERSON", "WEAPON")
"""What a model's labels can mean here."""


class ModelError(ValueError):
    """A model that cannot be used: says which and what to do.

    Example:
        >>> from extract import load
        >>> load("nowhere")
        Traceback (most recent call last):
        extract.model.ModelError: nowhere: no spaCy pipeline of that name or path (...)
    """


def load_model(name_or_path: str | None = None, vocab: Vocab | None = None) -> Language:
    """Load a spaCy pipeline that recognizes names.

    Args:
        name_or_path: An installed package or a folder; the pipeline that comes
            with this package if ``None``.
        vocab: Shared with the pipeline that will use the package's own.

    Raises:
        ModelError: There is no such pipeline, or it sets no entities.
    """
    if name_or_path is None:
        with as_file(files("extract") / "model") as folder:
            return spacy.load(folder, vocab=vocab or True)
    try:
        nlp = spacy.load(name_or_path)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{name_or_path}: no spaCy pipeline of that name or path ({error})"
        ) from error
    if not any("doc.ents" in nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names):
        raise ModelError(f"{name_or_path}: none of its components recognizes names (doc.ents)")
    return nlp


def parse_labels(text: str) -> dict[str, str]:
    """Parse ``"PER=PERSON,PROD=WEAPON"``.

    Raises:
        ModelError: A part is not ``LABEL=PERSON`` or ``LABEL=WEAPON``.
    """
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    wrong = [f"{label}{sign}{kind}" for label, sign, kind in pairs if kind not in KINDS]
    if wrong or not pairs:
        raise ModelError(
            f"labels {', '.join(wrong) or text!r}: write LABEL=TYPE,… with TYPE one of "
            f"{', '.join(KINDS)}"
        )
    return {label: kind for label, _, kind in pairs}
