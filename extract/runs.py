"""Runs of capitalised words that may be a person's name, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby

from spacy.tokens import Doc, Span, Token

from extract.clean import is_common_word
from extract.language import is_headline
from extract.names import PARTICLES, leader_by_short, odds
from extract.schema import read_table

__all__ = [
    "is_all_names",
    "is_telling",
    "name_runs",
    "person_titles",
    "place_before",
    "run_score",
    "runs_of",
    "speech_beside",
    "stands_alone",
    "title_before",
]

THRESHOLD = 1.2
"""Score from which a run of words is a person where no model decides."""
_LONGEST = 6


def run_score(span: Span, sentence: Span, title: float, speech: float) -> float:
    """How much a run of words and what stands beside it speak for a person.

    Args:
        span: The words.
        sentence: Their sentence.
        title: See :func:`title_before`.
        speech: See :func:`speech_beside`.
    """
    words = [t for t in span if t.is_alpha or "-" in t.text or "." in t.text]
    if len(words) == 1 and leader_by_short(span.text):
        return THRESHOLD + place_before(span, sentence)
    seen = [value for t in words if (value := odds(t.text)) is not None]
    score = sum(seen) / len(seen) if seen else -0.5
    score += {1: -1.0, 2: 0.8}.get(len(words), 0.6)
    score += title + speech + place_before(span, sentence)
    if all(t.text.isupper() for t in words):
        score -= 1.5
    return score


def title_before(span: Span, sentence: Span) -> float:
    """2.5 where an office, rank or role stands right before, with no more than its country."""
    doc = span.doc
    titles = person_titles()
    i = span.start - 1
    if i >= sentence.start and doc[i].text == ",":
        i -= 1
    for distance in range(6):
        if i < sentence.start:
            return 0.0
        token = doc[i]
        weight = titles.get(token.lower_)
        if weight is not None:
            return weight if distance == 0 else min(weight, 1.6)
        if not (token.text[:1].isupper() or token.text in _beside("joint")):
            return 0.0
        i -= 1
    return 0.0


def runs_of(flags: list[bool]) -> Iterator[tuple[int, int]]:
    """Stretches of ``True``."""
    for is_set, group in groupby(range(len(flags)), key=flags.__getitem__):
        if is_set:
            places = list(group)
            yield places[0], places[-1] + 1


def is_all_names(span: Span) -> bool:
    """Whether every word of the span stands in names more often than elsewhere."""
    return all((odds(t.text) or 0.0) > 0.3 for t in span if t.is_alpha)


def is_telling(word: str) -> bool:
    """Whether a word of a name may stand for it alone."""
    value = odds(word)
    return not is_common_word(word.lower()) and (value is None or value > -1)


def stands_alone(span: Span, sentence: Span, titles: Mapping[str, float], taken: bytearray) -> bool:
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
def person_titles() -> dict[str, float]:
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


def speech_beside(span: Span, sentence: Span) -> float:
    """How much a verb of speech beside the span speaks for a person."""
    doc = span.doc
    before = doc[span.start - 1].lower_ if span.start > sentence.start else ""
    after = [t.lower_ for t in doc[span.end : min(span.end + 3, sentence.end)]]
    verbs = _speech()
    if before in verbs["after"] or (after and after[0] in verbs["before"]):
        return 1.8
    if len(after) > 1 and after[0] in _beside("adverb"):
        return 1.2 if after[1] in verbs["before"] else 0.0
    return 0.8 if after[:1] == [","] and len(after) > 1 and after[1] in person_titles() else 0.0


def place_before(span: Span, sentence: Span) -> float:
    """How much the word before the span speaks for a person, or against where below 0."""
    before = span.doc[span.start - 1].lower_ if span.start > sentence.start else ""
    return _beside("before").get(before, 0.0)


def name_runs(
    sentence: Span, taken: bytearray, titles: Mapping[str, float], capital: bytearray
) -> Iterator[tuple[int, int]]:
    """Runs of words that could be a name, without titles and common words at their ends.

    Args:
        sentence: Where to look.
        taken: For each token of the article, 1 where a country or weapon stands.
        titles: Words that end a title.
        capital: For each token, 1 where it begins with a capital.
    """
    doc = sentence.doc
    start: int | None = None
    for i in range(sentence.start, sentence.end + 1):
        if start is None and (i == sentence.end or not capital[i]):
            continue
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
