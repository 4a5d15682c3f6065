"""Entities that stand in one sentence with no stated relation."""

from __future__ import annotations

from itertools import combinations

from spacy.language import Language
from spacy.tokens import Doc

from extract.attributes import require
from extract.records import Relation
from extract.spans import mentions_by_sentence

MOST_ENTITIES = 30


@Language.factory(
    "alutsista_cooccurrence",
    default_config={"most_entities": MOST_ENTITIES},
    requires=["doc.spans"],
    assigns=["doc._.relations"],
)
def make_cooccurrence(nlp: Language, name: str, most_entities: int) -> Cooccurrence:
    """Make the component."""
    return Cooccurrence(most_entities)


class Cooccurrence:
    """Append CO_OCCURS between entities of a content sentence that nothing else relates.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Di sana dipamerkan S-400 dan Su-35.")
        >>> [(r.relation, r.source_id, r.target_id) for r in doc._.relations]
        [('CO_OCCURS', 'weapon:S-400', 'weapon:Su-35')]

    Args:
        most_entities: Entities of one sentence that are paired; those named
            first go first. Bounds the pairs of a sentence that is a long list.
    """

    def __init__(self, most_entities: int = MOST_ENTITIES) -> None:
        self.most_entities = most_entities

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_cooccurrence")
        found: list[Relation] = []
        stated: dict[int, set[frozenset[str]]] = {}
        for relation in doc._.relations:
            pair = frozenset((relation.source_id, relation.target_id))
            stated.setdefault(relation.start, set()).add(pair)
        for sentence, mentions in mentions_by_sentence(doc):
            start, end = sentence.start_char, sentence.end_char
            known = stated.get(start, set())
            entities = list(dict.fromkeys(mention.kb_id_ for mention in mentions))
            for one, other in combinations(entities[: self.most_entities], 2):
                if frozenset((one, other)) not in known:
                    source, target = min(one, other), max(one, other)
                    found.append(_together(start, end, source, target))
        doc._.relations += tuple(found)
        return doc


def _together(start: int, end: int, source: str, target: str) -> Relation:
    return Relation(
        "", 0, start, end, "CO_OCCURS", source, target, None, None, "asserted", None, None, None,
        "cooccurrence", 1.0,
    )  # fmt: skip
