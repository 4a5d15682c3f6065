"""Mentions of persons, by rule: titles, speech, known names, words that are names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup, Token
from spacy.util import filter_spans

from extract.clean import is_common_word
from extract.language import is_headline
from extract.names import (
    PARTICLES,
    leader_by_short,
    likely_leader,
    names_of_leaders,
    odds,
    short_names_of_leaders,
)
from extract.schema import read_table

THRESHOLD = 1.2
_HEADLINE = 1.0
_LONGEST = 6
_MODEL_LABELS = frozenset(("PERSON", "PER"))


@Language.factory(
    "alutsista_persons",
    default_config={"threshold": THRESHOLD},
    requires=["doc.spans"],
    assigns=["doc.spans"],
)
def make_persons(nlp: Language, name: str, threshold: float) -> Persons:
    """Make the component."""
    return Persons(nlp, threshold)


class Persons:
    """Set ``doc.spans["persons"]`` in content sentences: names alone, without title or rank.

    A run of capitalised words is a person if it is a well-known name
    (``data/leaders.tsv``), or if its words and its context say so: how often
    each word stands in names (``data/name_tokens.tsv``), a title before it
    (``data/office_titles.tsv``), a verb of speech beside it
    (``data/speech_verbs.tsv``). Parts of a name found once are found again
    everywhere in the article, in headlines too. Entities with label PERSON or
    PER that a trained component left in ``doc.ents`` are taken as they are.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Menteri Pertahanan Turki Hulusi Akar tiba. Akar bicara.")
        >>> [s.text for s in doc.spans["persons"]]
        ['Hulusi Akar', 'Akar']

    Args:
        threshold: Score from which a run of capitalised words is a person.
    """

    def __init__(self, nlp: Language, threshold: float = THRESHOLD) -> None:
        self.threshold = threshold
        self.known = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.known.add("known", [nlp.make_doc(name) for name in names_of_leaders()])
        self.short = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.short.add("short", [nlp.make_doc(name) for name in short_names_of_leaders()])
        self.titles = _titles()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        taken = bytearray(len(doc))
        for group in ("countries", "weapons"):
            for span in doc.spans.get(group, ()):
                taken[span.start : span.end] = b"\1" * len(span)
        found: list[Span] = [e for e in doc.ents if e.label_ in _MODEL_LABELS]
        for sentence in doc.spans["content"]:
            found += self._known(sentence, taken)
            found += self._runs(sentence, taken)
        found += self._again(doc, found, taken)
        persons = []
        for span in filter_spans(found):
            person = Span(doc, span.start, span.end, label="PERSON", span_id="name")
            person._.confidence = 0.9
            persons.append(person)
        doc.spans["persons"] = SpanGroup(doc, name="persons", spans=persons)
        return doc

    def _known(self, sentence: Span, taken: bytearray) -> Iterator[Span]:
        for _, start, end in self.known(sentence):
            if all(
                t.text[:1].isupper() or t.lower_ in PARTICLES or t.is_punct
                for t in sentence.doc[start:end]
            ):
                yield sentence.doc[start:end]
        for _, start, end in self.short(sentence):
            span = sentence.doc[start:end]
            alone = _stands_alone(span, sentence, self.titles, taken)
            if alone and not any(taken[start:end]) and not _place_before(span, sentence):
                yield span

    def _runs(self, sentence: Span, taken: bytearray) -> Iterator[Span]:
        headline = is_headline(sentence)
        threshold = self.threshold + (_HEADLINE if headline else 0.0)
        for start, end in _name_runs(sentence, taken, self.titles):
            span = sentence.doc[start:end]
            if headline and not (_is_all_names(span) or likely_leader(span.text)):
                continue
            if self._score(span, sentence) >= threshold:
                yield span

    def _score(self, span: Span, sentence: Span) -> float:
        words = [t for t in span if t.is_alpha or "-" in t.text or "." in t.text]
        if len(words) == 1 and leader_by_short(span.text):
            return self.threshold + _place_before(span, sentence)
        seen = [value for t in words if (value := odds(t.text)) is not None]
        score = sum(seen) / len(seen) if seen else -0.5
        score += {1: -1.0, 2: 0.8}.get(len(words), 0.6)
        score += self._title_before(span, sentence)
        score += _speech_beside(span, sentence)
        score += _place_before(span, sentence)
        if all(t.text.isupper() for t in words):
            score -= 1.5
        return score

    def _title_before(self, span: Span, sentence: Span) -> float:
        """2.5 where an office, rank or role stands right before, with no more than its country."""
        doc = span.doc
        i = span.start - 1
        if i >= sentence.start and doc[i].text == ",":
            i -= 1
        for distance in range(6):
            if i < sentence.start:
                return 0.0
            token = doc[i]
            weight = self.titles.get(token.lower_)
            if weight is not None:
                return weight if distance == 0 else min(weight, 1.6)
            if not (token.text[:1].isupper() or token.text in _beside("joint")):
                return 0.0
            i -= 1
        return 0.0

    def _again(self, doc: Doc, found: list[Span], taken: bytearray) -> Iterator[Span]:
        """Names found once, and their single words, wherever else they stand."""
        parts: set[str] = set()
        whole = PhraseMatcher(doc.vocab, attr="ORTH")
        names = {tuple(t.text for t in span) for span in found if len(span) > 1}
        whole.add("whole", [Doc(doc.vocab, words=list(name)) for name in sorted(names)])
        for sentence in doc.spans["content"]:
            for _, start, end in whole(sentence):
                if not any(taken[start:end]):
                    yield doc[start:end]
        for span in found:
            words = [t.text for t in span if t.is_alpha or "-" in t.text]
            parts.update(w for w in words if len(w) > 2 and _is_telling(w))
        if not parts:
            return
        for sentence in doc.spans["content"]:
            is_part = [t.text in parts and not taken[t.i] for t in sentence]
            for start, end in _runs_of(is_part):
                span = sentence[start:end]
                if _stands_alone(span, sentence, self.titles, taken):
                    yield span


def _runs_of(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Stretches of ``True``."""
    for is_set, group in groupby(range(len(flags)), key=flags.__getitem__):
        if is_set:
            places = list(group)
            yield places[0], places[-1] + 1


def _is_all_names(span: Span) -> bool:
    return all((odds(t.text) or 0.0) > 0.3 for t in span if t.is_alpha)


def _is_telling(word: str) -> bool:
    value = odds(word)
    return not is_common_word(word.lower()) and (value is None or value > -1)


def _stands_alone(
    span: Span, sentence: Span, titles: Mapping[str, float], taken: bytearray
) -> bool:
    """Whether no capitalised word beside the span makes it part of another name."""
    if is_headline(sentence):
        return True
    doc = span.doc
    after = doc[span.end] if span.end < sentence.end else None
    before = doc[span.start - 1] if span.start > sentence.start else None
    if after is not None and after.is_alpha and after.text[:1].isupper():
        return False
    return (
        before is None
        or not before.is_alpha
        or not before.text[:1].isupper()
        or before.lower_ in titles
        or is_common_word(before.lower_)
        or before.i == sentence.start
        or taken[before.i] == 1
    )


@cache
def _titles() -> dict[str, float]:
    """Every word that can end a title right before a name, and how telling it is."""
    weights = {"office": 2.5, "post": 2.5, "honorific": 2.5, "role": 2.0}
    return {
        row["title"].split()[-1]: weights[row["kind"]] for row in read_table("office_titles.tsv")
    }


@cache
def _speech() -> dict[str, frozenset[str]]:
    rows = read_table("speech_verbs.tsv")
    return {s: frozenset(r["verb"] for r in rows if r["side"] == s) for s in ("before", "after")}


@cache
def _beside(side: str) -> dict[str, float]:
    rows = read_table("name_context.tsv")
    return {r["word"]: float(r["weight"]) for r in rows if r["side"] == side}


def _speech_beside(span: Span, sentence: Span) -> float:
    doc = span.doc
    before = doc[span.start - 1].lower_ if span.start > sentence.start else ""
    after = [t.lower_ for t in doc[span.end : min(span.end + 3, sentence.end)]]
    verbs = _speech()
    if before in verbs["after"] or (after and after[0] in verbs["before"]):
        return 1.8
    if len(after) > 1 and after[0] in _beside("adverb"):
        return 1.2 if after[1] in verbs["before"] else 0.0
    return 0.8 if after[:1] == [","] and len(after) > 1 and after[1] in _titles() else 0.0


def _place_before(span: Span, sentence: Span) -> float:
    before = span.doc[span.start - 1].lower_ if span.start > sentence.start else ""
    return _beside("before").get(before, 0.0)


def _name_runs(
    sentence: Span, taken: bytearray, titles: Mapping[str, float]
) -> Iterator[tuple[int, int]]:
    """Runs of words that could be a name, without titles and common words at their ends."""
    doc = sentence.doc
    start: int | None = None
    for i in range(sentence.start, sentence.end + 1):
        token = doc[i] if i < sentence.end else None
        if token is not None and not taken[i] and _can_be_name(token, titles, sentence, taken):
            start = i if start is None else start
            continue
        if token is not None and start is not None and _joins(doc, i, sentence, taken):
            continue
        if start is not None:
            yield from _trimmed(doc, start, i)
            start = None


def _can_be_name(
    token: Token, titles: Mapping[str, float], sentence: Span, taken: bytearray
) -> bool:
    text = token.text
    if not text[0].isupper() or not any(c.isalpha() for c in text) or len(text) > 30:
        return False
    if any(c.isdigit() for c in text) or "." in text[:-1] or text.lower() in titles:
        return False
    if len(text) == 2 and text[1] == ".":
        return token.i > sentence.start
    value = odds(text)
    if (value is not None and value <= -2.2) or (text.isupper() and 1 < len(text) < 6):
        return value is not None and value > 1
    if not is_common_word(text.lower()) or (value is not None and value > 0.5):
        return True
    return token.i > sentence.start and _is_forename(token, titles, taken)


def _is_forename(token: Token, titles: Mapping[str, float], taken: bytearray) -> bool:
    """Whether a common word in capitals begins a name: after a title or country, before a name."""
    doc = token.doc
    if token.i + 1 >= len(doc):
        return False
    before, after = doc[token.i - 1], doc[token.i + 1]
    return (
        after.is_title
        and not is_common_word(after.lower_)
        and (before.lower_ in titles or taken[before.i] == 1)
        and token.is_title
    )


def _joins(doc: Doc, i: int, sentence: Span, taken: bytearray) -> bool:
    """Whether a small word or hyphen holds two parts of a name together."""
    token = doc[i]
    if i + 1 >= sentence.end or taken[i] or taken[i + 1]:
        return False
    after = doc[i + 1]
    if token.text == "-":
        return after.text[:1].isupper() and not token.whitespace_ and not doc[i - 1].whitespace_
    return token.lower_ in PARTICLES and (after.text[:1].isupper() or after.text == "-")


def _trimmed(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end > start and not doc[end - 1].text[:1].isupper():
        end -= 1
    if 0 < end - start <= _LONGEST + 2:
        yield start, end
