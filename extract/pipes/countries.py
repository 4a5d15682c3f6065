"""Mentions of countries, by name or by their seat of government."""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from extract.attributes import require
from extract.context import PACKAGED, Candidate, ContextModel
from extract.countries import CountryForm, country_forms
from extract.schema import read_table
from extract.spans import between, inside, lower_words, words_of

_PRIOR = {"seat": 1.0, "city": 0.3, "home": -2.0}
_SURE = 1
_DASHES = frozenset(("-", "–", "—"))


@Language.factory(
    "alutsista_countries",
    default_config={"context": PACKAGED},
    requires=["doc.spans"],
    assigns=["doc.spans", "span._.confidence"],
)
def make_countries(nlp: Language, name: str, context: str | None) -> Countries:
    """Make the component."""
    return Countries(nlp, ContextModel.load(context) if context else None)


class Countries:
    """Set ``doc.spans["countries"]`` in content sentences.

    A gazetteer finds the names. A capital or seat of government counts only
    where the words around it make it an actor (cues and weights are lines of
    ``data/metonym_cues.tsv``), a name only where it is no team's. The verdict of
    these rules is one feature of a trained context model, which decides.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Ankara dan Moskow sepakat. Mereka bertemu di Moskow.")
        >>> [(s.text, s.kb_id_, s.id_) for s in doc.spans["countries"]]
        [('Ankara', 'country:TUR', 'metonym'), ('Moskow', 'country:RUS', 'metonym')]

    Args:
        nlp: The pipeline that the component is part of.
        context: Decides; the rules alone do if ``None``.
    """

    def __init__(self, nlp: Language, context: ContextModel | None = None) -> None:
        self.context = context
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
        require(doc, "alutsista_countries")
        candidates = self.candidates(doc)
        if self.context is None:
            sure = [0.99 if c.verdict >= _SURE else 0.0 for c in candidates]
        else:
            sure = self.context.probabilities("country", doc, candidates)
        found = [_mention(c, p) for c, p in zip(candidates, sure, strict=True) if p > 0.5]
        doc.spans["countries"] = SpanGroup(doc, name="countries", spans=found)
        return doc

    def candidates(self, doc: Doc) -> list[Candidate]:
        """Every word for a country in the content, with what the rules say of it."""
        found = []
        places = sorted((start, end, key) for key, start, end in self.matcher(doc))
        for sentence in doc.spans["content"]:
            here = inside(places, sentence.start, sentence.end)
            spans = [Span(doc, start, end, label=key) for start, end, key in here]
            names = [s for s in filter_spans(spans) if s.label != self.blocked]
            edges = {s.start for s in names} | {-s.end for s in names}
            for span in names:
                text = between(doc, span.start, span.end)
                form = self._form(text)
                if form is not None:
                    verdict = self._verdict(form, span, sentence, edges)
                    sort = form.prior or "name"
                    marks = (text, form.iso3, f"rule {verdict}", f"{sort} {verdict}")
                    found.append(Candidate(span, sentence, sort, marks, verdict, form.iso3))
        return found

    def _verdict(self, form: CountryForm, span: Span, sentence: Span, edges: set[int]) -> int:
        """From -5, surely something else, to 5; 1 and more is the country."""
        if self._is_something_else(span):
            return -5
        if not form.prior:
            return 5
        score = _PRIOR[form.prior] + _context(span, sentence, edges)
        return max(-4, min(math.ceil(score), 4))

    def _form(self, text: str) -> CountryForm | None:
        for form in self.forms.get(text.lower(), ()):
            if text == form.form or form.any_case or (len(text) > 4 and text.isupper()):
                return form
        return None

    def _is_something_else(self, span: Span) -> bool:
        lower = lower_words(span.doc)
        before = lower[span.start - 1] if span.start else ""
        after = lower[span.end] if span.end < len(lower) else ""
        return (
            before in self.before
            or (after in self.after and span.doc[span.end].is_title)
            or before in ("@", "#")
        )


@cache
def _joins() -> frozenset[str]:
    rows = read_table("country_context.tsv")
    return _DASHES | {r["word"] for r in rows if r["side"] == "join"}


def _mention(candidate: Candidate, sure: float) -> Span:
    span = candidate.span
    kind = "name" if candidate.sort == "name" else "metonym"
    mention = Span(
        span.doc,
        span.start,
        span.end,
        label="COUNTRY",
        kb_id=f"country:{candidate.entity}",
        span_id=kind,
    )
    mention._.confidence = round(sure, 3)
    return mention


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
    lower = lower_words(span.doc)
    if _is_dateline(span, sentence):
        return -9.0
    first, last = sentence.start, sentence.end
    before2 = lower[span.start - 2] if span.start - 1 > first else ""
    before = lower[span.start - 1] if span.start > first else ""
    after = lower[span.end] if span.end < last else ""
    score = _weight("before", before) + _weight("after", after) + _weight("before2", before2)
    joined = before in _joins() and 1 - span.start in edges
    score += 2.0 if joined or (after in _joins() and span.end + 1 in edges) else 0.0
    if before == "ke" and 1 - span.start in edges:
        score += 1.5
    return score - 1.0 if not before and after == "," else score


def _is_dateline(span: Span, sentence: Span) -> bool:
    """Whether the sentence opens with a dateline that holds the span."""
    first, end = sentence.start, span.end
    if span.start - first > 8:
        return False
    words = words_of(span.doc)
    rest = words[end : min(end + 5, sentence.end)]
    dash = next((i for i, word in enumerate(rest) if word in _DASHES), None)
    if dash is None:
        return False
    head = [word for word in words[first : end + dash] if word.isalpha()]
    return all(word[0].isupper() or word.lower() == "com" for word in head)


def _weight(side: str, word: str) -> float:
    cues = _cues()
    if (side, word) in cues:
        return cues[side, word]
    for length in (4, 3):
        star = cues.get((side, word[:length] + "*"))
        if star is not None and len(word) > length:
            return star
    return 0.0
