"""From candidate mentions to mentions of entities."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extract.attributes import require
from extract.entities import resolve_persons


@Language.factory("alutsista_entities", requires=["doc.spans"], assigns=["doc.spans"])
def make_entities(nlp: Language, name: str) -> Entities:
    """Make the component."""
    return Entities()


class Entities:
    """Set ``doc.spans["mentions"]``: one entity id each, in text order, without overlap.

    Where candidates overlap the longer one stands, and of two that are as long
    the weapon before the person before the country.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Presiden Vladmir Putin pergi. Putin kembali.")
        >>> [s.kb_id_ for s in doc.spans["mentions"]]
        ['person:Vladimir Putin', 'person:Vladimir Putin']
    """

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_entities")
        spans = [span for group in ("weapons", "persons", "countries") for span in doc.spans[group]]
        chosen = _without_overlap(spans, len(doc))
        persons = [span for span in chosen if span.label_ == "PERSON"]
        for span, name in zip(persons, resolve_persons(s.text for s in persons), strict=True):
            span.kb_id_ = f"person:{name}"
        doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=chosen)
        return doc


def _without_overlap(spans: list[Span], size: int) -> list[Span]:
    """Longest first; ``sorted`` is stable, so the order of the groups decides a tie."""
    taken = bytearray(size)
    chosen = []
    for span in sorted(spans, key=lambda s: -len(s)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * len(span)
            chosen.append(span)
    return sorted(chosen, key=lambda s: s.start)
