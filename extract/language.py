"""Indonesian for spaCy with a lean tokenizer."""

from __future__ import annotations

import spacy
from spacy.language import Language

__all__ = ["Alutsista"]


@spacy.registry.languages("alutsista")
class Alutsista(Language):
    """Indonesian news text (placeholder: spaCy's default tokenizer)."""

    lang = "alutsista"
