"""Office phrases that name nobody, and who holds the office in this article."""

from __future__ import annotations

from collections import Counter, defaultdict

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.attributes import require
from extract.office_phrases import filling, head_ending, office_context, role_key, titles
from extract.reading import UNNAMED_OFFICES
from extract.records import Relation
from extract.spans import mentions_by_sentence

_REACH = 6
_NEAR = 5


@Language.factory(
    "alutsista_holders", requires=["doc.spans", "doc._.relations"], assigns=["doc.spans"]
)
def make_holders(nlp: Language, name: str) -> Holders:
    """Make the component."""
    return Holders()


class Holders:
    """Set ``doc.spans["unnamed_offices"]``: office phrases of a state without a name.

    ``span.kb_id_`` is the person who holds that office of that state, where the
    article names one (the one named most often, where it names several), else
    the state.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Presiden Turki Recep Tayyip Erdogan tiba. Presiden Turki itu lalu pergi.")
        >>> [(s.text, s.kb_id_) for s in doc.spans["unnamed_offices"]]
        [('Presiden Turki', 'person:Recep Tayyip Erdogan')]
    """

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_holders")
        held: dict[int, list[Relation]] = defaultdict(list)
        known: dict[tuple[str, str], set[str]] = defaultdict(set)
        for relation in doc._.relations:
            if relation.relation == "HOLDS_OFFICE":
                held[relation.start].append(relation)
                known[relation.target_id, role_key(relation.role)].add(relation.source_id)
        counts = Counter(m.kb_id_ for m in doc.spans["mentions"] if m.label_ == "PERSON")
        found: list[Span] = []
        for sentence, mentions in mentions_by_sentence(doc):
            for place, state in enumerate(mentions):
                if state.label_ != "COUNTRY":
                    continue
                start = _head(state, sentence)
                near = mentions[max(place - 1, 0) : place + 2]
                offices = held[sentence.start_char]
                if start is None or _is_named(doc, start, state.end, near, offices):
                    continue
                holders = known[state.kb_id_, role_key(doc[start : state.start].text)]
                who = max(sorted(holders), key=counts.__getitem__, default=state.kb_id_)
                found.append(Span(doc, start, state.end, "OFFICE", kb_id=who))
        doc.spans[UNNAMED_OFFICES] = found
        return doc


def _head(state: Span, sentence: Span) -> int | None:
    """First token of the office phrase that a state's name ends, of one holder today."""
    doc = state.doc
    for i in range(state.start - 1, max(sentence.start, state.start - _REACH) - 1, -1):
        length, kind = head_ending(doc, i, sentence.start)
        if length and kind in ("office", "post"):
            start = i - length + 1
            before = doc[start - 1].lower_ if start > sentence.start else ""
            return None if before in office_context()["unheld"] else start
        if not (doc[i].text[0].isupper() or doc[i].lower_ in filling()):
            return None
    return None


def _is_named(doc: Doc, start: int, end: int, near: list[Span], offices: list[Relation]) -> bool:
    """Whether the phrase has its holder's name beside it."""
    first, last = doc[start].idx, doc[end - 1].idx
    if any(o.cue_start is not None and first <= o.cue_start <= last for o in offices):
        return True
    if doc[start - 1].lower_ in office_context()["as"] and start:
        return True
    persons = [m for m in near if m.label_ == "PERSON"]
    return any(_is_apposed(doc, end, p.start) or _is_apposed(doc, p.end, start) for p in persons)


def _is_apposed(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but punctuation, capitals and titles lies between two stretches."""
    return 0 <= end - start <= _NEAR and all(
        not t.text[0].isalpha() or t.text[0].isupper() or t.lower_ in titles()
        for t in doc[start:end]
    )
