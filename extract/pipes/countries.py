"""Mentions of countries, by name or by their seat of government."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from extract.countries import CountryForm, country_forms
from extract.schema import read_table

_PRIOR = {"seat": 1.0, "city": 0.3, "home": -2.0}
_DASHES = frozenset(("-", "–", "—"))
_JOINS = _DASHES | {"dan"}


@Language.factory("alutsista_countries", requires=["doc.spans"], assigns=["doc.spans"])
def make_countries(nlp: Language, name: str) -> Countries:
    """Make the component."""
    return Countries(nlp)


class Countries:
    """Set ``doc.spans["countries"]`` in content sentences.

    A gazetteer finds the names. A capital or seat of government counts only
    where the words around it make it an actor: cues and weights are lines of
    ``data/metonym_cues.tsv``.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Ankara dan Moskow sepakat. Mereka bertemu di Moskow.")
        >>> [(s.text, s.kb_id_, s.id_) for s in doc.spans["countries"]]
        [('Ankara', 'country:TUR', 'metonym'), ('Moskow', 'country:RUS', 'metonym')]
    """

    def __init__(self, nlp: Language) -> None:
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.forms: dict[str, list[CountryForm]] = defaultdict(list)
        for form in country_forms():
            self.forms[form.form.lower()].append(form)
        self.matcher.add("form", [nlp.make_doc(key) for key in self.forms])
        phrases = [row["phrase"] for row in read_table("not_countries.tsv")]
        self.matcher.add("not", [nlp.make_doc(phrase) for phrase in phrases])
        self.blocked = nlp.vocab.strings["not"]
        rows = read_table("country_context.tsv")
        self.before = frozenset(r["word"] for r in rows if r["side"] == "before")
        self.after = frozenset(r["word"] for r in rows if r["side"] == "after")

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        found: list[Span] = []
        for sentence in doc.spans["content"]:
            spans = [Span(doc, start, end, label=key) for key, start, end in self.matcher(sentence)]
            names = [s for s in filter_spans(spans) if s.label != self.blocked]
            edges = {s.start for s in names} | {-s.end for s in names}
            found += filter(None, (self._mention(s, sentence, edges) for s in names))
        doc.spans["countries"] = SpanGroup(doc, name="countries", spans=found)
        return doc

    def _mention(self, span: Span, sentence: Span, edges: set[int]) -> Span | None:
        form = self._form(span)
        if form is None or self._is_something_else(span):
            return None
        kind, confidence = "name", 0.99
        if form.prior:
            score = _PRIOR[form.prior] + _context(span, sentence, edges)
            if score <= 0:
                return None
            kind, confidence = "metonym", min(0.6 + score / 10, 0.95)
        mention = Span(
            span.doc,
            span.start,
            span.end,
            label="COUNTRY",
            kb_id=f"country:{form.iso3}",
            span_id=kind,
        )
        mention._.confidence = confidence
        return mention

    def _form(self, span: Span) -> CountryForm | None:
        text = span.text
        for form in self.forms.get(text.lower(), ()):
            if text == form.form or form.any_case or (len(text) > 4 and text.isupper()):
                return form
        return None

    def _is_something_else(self, span: Span) -> bool:
        doc = span.doc
        before = doc[span.start - 1].lower_ if span.start else ""
        after = doc[span.end].lower_ if span.end < len(doc) else ""
        return (
            before in self.before
            or (after in self.after and doc[span.end].is_title)
            or before in ("@", "#")
        )


@cache
def _cues() -> dict[tuple[str, str], float]:
    return {(r["side"], r["word"]): float(r["weight"]) for r in read_table("metonym_cues.tsv")}


def _context(span: Span, sentence: Span, edges: set[int]) -> float:
    """How much the words around a capital make it an actor.

    Args:
        span: The capital.
        sentence: Its sentence.
        edges: First token of every name of the sentence, and minus one past the last.
    """
    doc = span.doc
    if _is_dateline(span, sentence):
        return -9.0
    first, last = sentence.start, sentence.end
    before2 = doc[span.start - 2].lower_ if span.start - 1 > first else ""
    before = doc[span.start - 1].lower_ if span.start > first else ""
    after = doc[span.end].lower_ if span.end < last else ""
    score = _weight("before", before) + _weight("after", after) + _weight("before2", before2)
    joined = before in _JOINS and 1 - span.start in edges
    score += 2.0 if joined or (after in _JOINS and span.end + 1 in edges) else 0.0
    if before == "ke" and 1 - span.start in edges:
        score += 1.5
    return score - 1.0 if not before and after == "," else score


def _is_dateline(span: Span, sentence: Span) -> bool:
    """Whether the sentence opens with a dateline that holds the span."""
    doc, first = span.doc, sentence.start
    if span.start - first > 8:
        return False
    rest = doc[span.end : min(span.end + 5, sentence.end)]
    dash = next((i for i, token in enumerate(rest) if token.text in _DASHES), None)
    if dash is None:
        return False
    head = [t for t in doc[first : span.end + dash] if t.is_alpha]
    return all(token.text[0].isupper() or token.lower_ == "com" for token in head)


def _weight(side: str, word: str) -> float:
    cues = _cues()
    if (side, word) in cues:
        return cues[side, word]
    for length in (4, 3):
        star = cues.get((side, word[:length] + "*"))
        if star is not None and len(word) > length:
            return star
    return 0.0
