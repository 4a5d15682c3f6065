"""Mentions of persons: candidates of the model, the lists and the rules, judged by context."""

from __future__ import annotations

from collections import Counter

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from extract.attributes import require
from extract.context import PACKAGED, Candidate, ContextModel
from extract.name_repeats import repeats
from extract.names import (
    PARTICLES,
    key,
    likely_leader,
    names_of_leaders,
    never_persons,
    short_names_of_leaders,
)
from extract.person_marks import Evidence, marks
from extract.runs import (
    THRESHOLD,
    Place,
    Text,
    is_all_names,
    name_runs,
    person_titles,
    place_before,
    run_score,
    speech_beside,
    stands_alone,
    title_before,
)
from extract.spans import by_sentence, inside

_HEADLINE = 1.0
_SURE = 0.9
_MOST_WORDS = 12
"""Words of the longest name; a longer run of capitals is a list, a slogan or noise."""
LEAST = 0.4
"""Probability from which a candidate is a person; below a half, since gold names many whom the
lists know, and other news fewer (chosen on idner and nerui)."""
PLAIN_SCORE = 2.0
"""Score of the rules from which a span that the model found needs no context model."""


@Language.factory(
    "alutsista_persons",
    default_config={"context": PACKAGED},
    requires=["doc.spans"],
    assigns=["doc.spans", "span._.confidence"],
)
def make_persons(nlp: Language, name: str, context: str | None) -> Persons:
    """Make the component."""
    return Persons(nlp, ContextModel.load(context) if context else None)


class Persons:
    """Set ``doc.spans["persons"]`` in content sentences: names alone, without title or rank.

    Candidates are what the trained model found (``doc.spans["names"]``),
    well-known names (``data/leaders.tsv``) and runs of capitalised words. What
    speaks for each (who proposed it, how often its words stand in names
    (``data/name_tokens.tsv``), a title before it, a verb of speech beside it,
    how the article writes it elsewhere) are features of a context model, which
    decides. Parts of a name found once are found again everywhere in the
    article. Without a context model the score of the rules decides.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Menteri Pertahanan Turki Hulusi Akar tiba, kata Akar.")
        >>> [s.text for s in doc.spans["persons"]]
        ['Hulusi Akar', 'Akar']

    Args:
        nlp: The pipeline that the component is part of.
        context: Decides; the rules alone do if ``None``.
    """

    def __init__(self, nlp: Language, context: ContextModel | None = None) -> None:
        self.context = context
        self.known = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.known.add("known", [nlp.make_doc(name) for name in names_of_leaders()])
        self.short = PhraseMatcher(nlp.vocab, attr="ORTH")
        self.short.add("short", [nlp.make_doc(name) for name in short_names_of_leaders()])

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_persons")
        text = Text(doc)
        candidates = self._candidates(doc, text)
        if self.context is None:
            sure = [0.9 if c.verdict > 0 else 0.0 for c in candidates]
        else:
            sure = self.context.probabilities("person", doc, candidates)
            pairs = zip(candidates, sure, strict=True)
            sure = [max(p, _SURE) if c.verdict > 1 else p for c, p in pairs]
        chosen = _best(candidates, sure)
        chosen += [(span, 0.8) for span in repeats(doc, text, [span for span, _ in chosen])]
        chosen = _whole_words(doc, chosen)
        confidence = {(span.start, span.end): p for span, p in reversed(chosen)}
        persons = []
        for span in filter_spans([span for span, _ in chosen]):
            if len(key(span.text).split()) > _MOST_WORDS:
                continue
            person = Span(doc, span.start, span.end, label="PERSON", span_id="name")
            person._.confidence = round(confidence[span.start, span.end], 3)
            persons.append(person)
        doc.spans["persons"] = SpanGroup(doc, name="persons", spans=persons)
        return doc

    def candidates(self, doc: Doc) -> list[Candidate]:
        """Every span of the content that may be a name, with what speaks for it."""
        return self._candidates(doc, Text(doc))

    def _candidates(self, doc: Doc, text: Text) -> list[Candidate]:
        read = [span for span in doc.spans.get("names", ()) if span.label_ == "PERSON"]
        model = [_without_title(span) for span in read]
        times = Counter(span.text for span in model)
        full, short = self._full(doc, text), sorted(m[1:] for m in self.short(doc))
        found = []
        for sentence, proposed in by_sentence(doc, model):
            bounds = sentence.start, sentence.end
            evidence = _evidence(text, bounds, proposed, full, short)
            if not evidence:
                continue
            covered = {
                i for (start, end), e in evidence.items() if e.model for i in range(start, end)
            }
            headline = text.is_headline(bounds)
            for place, told in sorted(evidence.items()):
                name = text.between(place)
                if name in never_persons():
                    continue
                span = doc[place[0] : place[1]]
                looks = marks(span, name, bounds[0], told, headline, covered, times)
                plain = _is_plain(told, headline)
                verdict = 2 if plain else int(_rules_accept(name, text, place, told, headline))
                found.append(Candidate(span, sentence, "person", looks, verdict))
        return found

    def _full(self, doc: Doc, text: Text) -> list[Place]:
        """Where the full names of well-known persons stand."""
        return sorted(
            (start, end)
            for _, start, end in self.known(doc)
            if all(
                text.words[i][:1].isupper() or text.lower[i] in PARTICLES or doc[i].is_punct
                for i in range(start, end)
            )
        )


def _evidence(
    text: Text, sentence: Place, model: list[Span], full: list[Place], short: list[Place]
) -> dict[Place, Evidence]:
    """What may be a name in a sentence, by its place."""
    found: dict[Place, Evidence] = {}

    def of(place: Place) -> Evidence:
        return found.setdefault(place, Evidence())

    for span in model:
        of((span.start, span.end)).model = True
    for place in inside(full, *sentence):
        of(place).known = "full"
    for place in inside(short, *sentence):
        if (
            stands_alone(text, place, sentence)
            and not any(text.taken[slice(*place)])
            and not place_before(text, place, sentence)
        ):
            of(place).known = "short"
    for place in name_runs(text, sentence):
        of(place)
    for place, told in found.items():
        told.title = title_before(text, place, sentence)
        told.speech = speech_beside(text, place, sentence)
        told.score = run_score(text, place, sentence, told.title, told.speech)
    return found


def _whole_words(doc: Doc, chosen: list[tuple[Span, float]]) -> list[tuple[Span, float]]:
    """Names without a hyphenated word cut in two: "Morales-Reyes", "al-Sharaa".

    Two names with a hyphen between them ("Prabowo-Gibran") stay two.
    """
    starts = {span.start: span for span, _ in chosen}
    whole: list[tuple[Span, float]] = []
    for span, sure in chosen:
        start, end = span.start, span.end
        if _is_joined(doc, start - 1) and start > 1 and doc[start - 2].lower_ in PARTICLES:
            start -= 2
        if end + 1 < len(doc) and _is_joined(doc, end) and doc[end + 1].text[0].isupper():
            other = starts.get(end + 1)
            if other is None or (len(span) > 1 and len(other) == 1):
                end += 2
        whole.append((doc[start:end], sure))
    return whole


def _is_joined(doc: Doc, i: int) -> bool:
    """Whether a token is a hyphen without a space on either side."""
    return i > 0 and doc[i].text == "-" and not (doc[i].whitespace_ or doc[i - 1].whitespace_)


def _without_title(span: Span) -> Span:
    """The name alone, where the model took a title with it."""
    start = span.start
    while start < span.end - 1 and span.doc[start].lower_ in person_titles():
        start += 1
    return span.doc[start : span.end]


def _best(candidates: list[Candidate], sure: list[float]) -> list[tuple[Span, float]]:
    """The likeliest candidates that do not overlap."""
    used: set[int] = set()
    chosen = []
    order = sorted(range(len(candidates)), key=lambda i: (-sure[i], i))
    for i in order:
        span = candidates[i].span
        if sure[i] > LEAST and used.isdisjoint(range(span.start, span.end)):
            used.update(range(span.start, span.end))
            chosen.append((span, sure[i]))
    return chosen


def _is_plain(told: Evidence, headline: bool) -> bool:
    """Whether it needs no context: a well-known full name, or one that model and rules agree on."""
    agreed = told.model and not headline and told.score >= PLAIN_SCORE
    return told.known == "full" or agreed


def _rules_accept(name: str, text: Text, place: Place, told: Evidence, headline: bool) -> bool:
    """What is decided where no context model is."""
    if told.model or told.known:
        return True
    if headline and not (is_all_names(text.words[slice(*place)]) or likely_leader(name)):
        return False
    return told.score >= THRESHOLD + (_HEADLINE if headline else 0.0)
