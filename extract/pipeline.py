"""The spaCy pipeline: which components run, in which order.

What the components hand to one another on the ``Doc``:

* ``doc.sents``: sentences (``alutsista_sentences``).
* ``doc.spans["content"]``: the sentences that are the article's own reporting
  (``alutsista_content``). Every later component looks at these alone.
* ``doc.spans["countries"]``, ``["weapons"]``, ``["persons"]``: candidate
  mentions. ``span.label_`` is COUNTRY, WEAPON or PERSON, ``span.id_`` the kind
  (name, metonym, system, class), ``span.kb_id_`` the entity id where the
  component knows it, ``span._.confidence`` 0 to 1.
* ``doc.spans["mentions"]``: the final mentions, in text order, without overlap,
  every one with its entity id (``alutsista_entities``).
* ``doc.spans["open_offices"]``: office phrases whose state is not known, with the
  person's id (``alutsista_offices``).
* ``doc.spans["unnamed_offices"]``: office phrases without a name, with the id of their
  holder in the article or else of the state (``alutsista_holders``).
* ``doc._.relations``: a list of :class:`extract.records.Relation` whose offsets
  are characters of ``doc.text`` (``alutsista_offices``, ``alutsista_relations``).
* ``doc._.published``: ISO date of the article, or ``None``; set before the
  pipeline runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.context import PACKAGED
from extract.decoding import MOST_CHARACTERS
from extract.language import Alutsista

__all__ = ["COMPONENTS", "load"]

MOST_CHARACTERS_CLEANED = 2 * MOST_CHARACTERS
"""Longest text that the pipeline takes; parting glued words makes a text longer."""

COMPONENTS = (
    "alutsista_sentences",
    "alutsista_content",
    "alutsista_countries",
    "alutsista_names",
    "alutsista_weapons",
    "alutsista_persons",
    "alutsista_entities",
    "alutsista_offices",
    "alutsista_holders",
    "alutsista_relations",
    "alutsista_cooccurrence",
)


def _beside(model: str | None, file: str) -> str:
    """The weights that lie beside a model of names, or the package's own."""
    own = Path(model) / file if model else None
    return str(own) if own is not None and own.is_file() else PACKAGED


_JUDGED = frozenset(("alutsista_countries", "alutsista_persons"))


def load(
    model: str | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    rules_only: bool = False,
) -> Language:
    """Build the pipeline, without any network.

    Args:
        model: Name or path of a spaCy pipeline whose names are taken; the one that
            comes with the package if ``None``.
        labels: What its labels mean here: label to ``PERSON`` or ``WEAPON``.
        rules_only: Leave every trained part out.

    Returns:
        A spaCy pipeline. ``nlp(text)`` gives a ``Doc`` with
        ``doc.spans["mentions"]`` and ``doc._.relations``.

    Raises:
        ModelError: ``model`` is no pipeline that recognizes names.
    """
    set_extensions()
    nlp = Alutsista()
    nlp.max_length = MOST_CHARACTERS_CLEANED
    for name in COMPONENTS:
        if name in _JUDGED:
            nlp.add_pipe(
                name, config={"context": None if rules_only else _beside(model, "context.npz")}
            )
        elif name == "alutsista_relations":
            weights = None if rules_only else _beside(model, "relations.npz")
            nlp.add_pipe(name, config={"model": weights})
        elif name != "alutsista_names":
            nlp.add_pipe(name)
        elif not rules_only:
            config = {"model": model, "labels": dict(labels) if labels else None}
            nlp.add_pipe(name, config={k: v for k, v in config.items() if v is not None})
    return nlp


def set_extensions() -> None:
    """Register the project's attributes on spaCy's ``Doc`` and ``Span``, once."""
    if not Doc.has_extension("relations"):
        Doc.set_extension("relations", getter=_relations)
        Doc.set_extension("published", default=None)
        Span.set_extension("confidence", default=1.0)


def _relations(doc: Doc) -> list[object]:
    found: list[object] = doc.user_data.setdefault("relations", [])
    return found
