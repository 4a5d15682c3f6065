"""Placeholder."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("alutsista_content")
def make_content(nlp: Language, name: str) -> Content:
    """Make the component."""
    return Content()


class Content:
    """Placeholder."""

    def __call__(self, doc: Doc) -> Doc:
        doc.spans["content"] = list(doc.sents)
        return doc
