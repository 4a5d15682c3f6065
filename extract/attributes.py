"""What the components set on a ``Doc`` beside spaCy's own, and what each needs of the others.

Importing this module registers the attributes ``doc._.relations``, ``doc._.published`` and
``span._.confidence``; every component does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

from spacy.tokens import Doc, Span

from extract.records import Relation

__all__ = ["PipelineError", "require"]

_NEEDS = {
    "alutsista_content": ("sentences",),
    "alutsista_countries": ("content",),
    "alutsista_names": ("content", "countries"),
    "alutsista_weapons": ("content", "countries"),
    "alutsista_persons": ("content",),
    "alutsista_entities": ("countries", "weapons", "persons"),
    "alutsista_offices": ("content", "mentions"),
    "alutsista_holders": ("content", "mentions", "open_offices"),
    "alutsista_relations": ("content", "mentions", "open_offices"),
    "alutsista_cooccurrence": ("content", "mentions"),
}
_SETS = {"mentions": "alutsista_entities", "open_offices": "alutsista_offices"}
"""What does not bear the name of the component that sets it."""
_values = attrgetter(*(field.name for field in fields(Relation)))


class PipelineError(ValueError):
    """A component lacks what others set: says which, and how to add them.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("alutsista")
        >>> _ = nlp.add_pipe("alutsista_content")
        >>> nlp("Turki membeli rudal dari Rusia.")
        Traceback (most recent call last):
        extract.attributes.PipelineError: alutsista_content needs components before it that have
            not run; add in this order:
            nlp.add_pipe("alutsista_sentences", before="alutsista_content")
    """


def require(doc: Doc, component: str) -> None:
    """Make sure that a document has what a component needs.

    Args:
        doc: The document.
        component: Name of the component's factory.

    Raises:
        PipelineError: It lacks something.
    """
    missing = dict.fromkeys(_missing(doc, component))
    if missing:
        calls = ", ".join(f'nlp.add_pipe("{name}", before="{component}")' for name in missing)
        raise PipelineError(
            f"{component} needs components before it that have not run; add in this order: {calls}"
        )


def _missing(doc: Doc, component: str) -> Iterator[str]:
    """Components that have to run before one, in their order."""
    for need in _NEEDS.get(component, ()):
        is_set = doc.has_annotation("SENT_START") if need == "sentences" else need in doc.spans
        if not is_set:
            maker = _SETS.get(need, f"alutsista_{need}")
            yield from _missing(doc, maker)
            yield maker


def _relations(doc: Doc) -> tuple[Relation, ...]:
    return tuple(Relation(*values) for values in doc.user_data.get("relations", ()))


def _set_relations(doc: Doc, relations: Iterable[Relation]) -> None:
    """Keep plain values, which ``Doc.to_bytes`` and ``DocBin`` can write."""
    doc.user_data["relations"] = [_values(relation) for relation in relations]


def _register() -> None:
    """Leave an attribute of that name alone, be it from an earlier import or another package."""
    attributes: list[tuple[type[Any], str, dict[str, Any]]] = [
        (Doc, "relations", {"getter": _relations, "setter": _set_relations}),
        (Doc, "published", {"default": None}),
        (Span, "confidence", {"default": 1.0}),
    ]
    for owner, name, how in attributes:
        if not owner.has_extension(name):
            owner.set_extension(name, **how)


_register()
