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
* ``doc._.relations``: a list of :class:`extract.records.Relation` whose offsets
  are characters of ``doc.text`` (``alutsista_offices``, ``alutsista_relations``).
* ``doc._.published``: ISO date of the article, or ``None``; set before the
  pipeline runs.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.decoding import MOST_CHARACTERS
from extract.language import Alutsista

__all__ = ["COMPONENTS", "load"]

MOST_CHARACTERS_CLEANED = 2 * MOST_CHARACTERS
"""Longest text that the pipeline takes; parting glued words makes a text longer."""

COMPONENTS = (
    "alutsista_sentences",
    "alutsista_content",
    "alutsista_countries",
    "alutsista_weapons",
    "alutsista_persons",
    "alutsista_entities",
    "alutsista_offices",
    "alutsista_relations",
    "alutsista_cooccurrence",
)


def load() -> Language:
    """Build the pipeline.

    Returns:
        A spaCy pipeline. ``nlp(text)`` gives a ``Doc`` with
        ``doc.spans["mentions"]`` and ``doc._.relations``.
    """
    set_extensions()
    nlp = Alutsista()
    nlp.max_length = MOST_CHARACTERS_CLEANED
    for name in COMPONENTS:
        nlp.add_pipe(name)
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
