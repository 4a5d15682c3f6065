"""Placeholder."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("alutsista_weapons")
def make_weapons(nlp: Language, name: str) -> Weapons:
    """Make the component."""
    return Weapons()


class Weapons:
    """Placeholder."""

    def __call__(self, doc: Doc) -> Doc:
        doc.spans["weapons"] = []
        return doc
