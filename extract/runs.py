"""Runs of capitalised words that may be a person's name, and what speaks for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc

from extract.clean import is_common_word
from extract.language import is_headline
from extract.names import PARTICLES, leader_by_short, odds
from extract.schema import read_table
from extract.spans import Known, lower_words, offsets_of, spaces_of, text_of, words_of

__all__ = [
    "Place",
    "Text",
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


Place = tuple[int, int]
"""First word and end of a stretch of an article."""


class Text:
    """An article as lists, which are asked far faster than spaCy's tokens.

    Attributes:
        words: Its words.
        lower: The same in small letters.
        taken: For each word, 1 where a country or weapon stands.

    Args:
        doc: The article, with its countries and weapons.
    """

    def __init__(self, doc: Doc) -> None:
        self.words, self.lower = words_of(doc), lower_words(doc)
        self.spaces = spaces_of(doc)
        self.taken = bytearray(len(doc))
        for group in ("countries", "weapons"):
            for span in doc.spans.get(group, ()):
                start, end = span.start, span.end
                self.taken[start:end] = b"\1" * (end - start)
        self.kinds = list(map(_KINDS.__getitem__, self.words))
        self._article, self._offsets = text_of(doc), offsets_of(doc)
        self._headlines: dict[Place, bool] = {}

    def between(self, place: Place) -> str:
        """The text of a stretch."""
        start, end = place
        last = end - 1
        return self._article[self._offsets[start] : self._offsets[last] + len(self.words[last])]

    def is_headline(self, sentence: Place) -> bool:
        """Whether a sentence is a headline."""
        if sentence not in self._headlines:
            self._headlines[sentence] = is_headline(self.words[slice(*sentence)])
        return self._headlines[sentence]

    def before(self, place: Place, sentence: Place) -> str:
        """The word before a stretch in small letters; empty at the start of its sentence."""
        return self.lower[place[0] - 1] if place[0] > sentence[0] else ""


def run_score(text: Text, place: Place, sentence: Place, title: float, speech: float) -> float:
    """How much a run of words and what stands beside it speak for a person.

    Args:
        text: The article.
        place: The words.
        sentence: Their sentence.
        title: See :func:`title_before`.
        speech: See :func:`speech_beside`.
    """
    inside = text.words[slice(*place)]
    words = [w for w in inside if w.isalpha() or "-" in w or "." in w]
    if len(words) == 1 and _IS_SHORT[text.between(place)]:
        return THRESHOLD + place_before(text, place, sentence)
    seen = [value for w in words if (value := odds(w)) is not None]
    score = sum(seen) / len(seen) if seen else -0.5
    score += {1: -1.0, 2: 0.8}.get(len(words), 0.6)
    score += title + speech + place_before(text, place, sentence)
    if all(w.isupper() for w in words):
        score -= 1.5
    return score


def title_before(text: Text, place: Place, sentence: Place) -> float:
    """2.5 where an office, rank or role stands right before, with no more than its country."""
    titles, joint = person_titles(), _beside("joint")
    words, first = text.words, sentence[0]
    i = place[0] - 1
    if i >= first and words[i] == ",":
        i -= 1
    for distance in range(6):
        if i < first:
            return 0.0
        weight = titles.get(text.lower[i])
        if weight is not None:
            return weight if distance == 0 else min(weight, 1.6)
        if not (words[i][:1].isupper() or words[i] in joint):
            return 0.0
        i -= 1
    return 0.0


def runs_of(places: Sequence[int]) -> Iterator[Place]:
    """Stretches of numbers that follow one another."""
    start = end = -1
    for i in places:
        if i != end:
            if end > start:
                yield start, end
            start = i
        end = i + 1
    if end > start:
        yield start, end


def is_all_names(words: Sequence[str]) -> bool:
    """Whether every word stands in names more often than elsewhere."""
    return all((odds(word) or 0.0) > 0.3 for word in words if word.isalpha())


def is_telling(word: str) -> bool:
    """Whether a word of a name may stand for it alone."""
    value = odds(word)
    return not is_common_word(word.lower()) and (value is None or value > -1)


def stands_alone(text: Text, place: Place, sentence: Place) -> bool:
    """Whether no capitalised word beside a stretch makes it part of another name."""
    if text.is_headline(sentence):
        return True
    (start, end), (first, last) = place, sentence
    words = text.words
    if end < last and words[end].isalpha() and words[end][:1].isupper():
        return False
    i = start - 1
    if i < first:
        return True
    return (
        not words[i].isalpha()
        or not words[i][:1].isupper()
        or text.lower[i] in person_titles()
        or is_common_word(text.lower[i])
        or i == first
        or text.taken[i] == 1
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


def speech_beside(text: Text, place: Place, sentence: Place) -> float:
    """How much a verb of speech beside a stretch speaks for a person."""
    end = place[1]
    after = text.lower[end : min(end + 3, sentence[1])]
    verbs = _speech()
    if text.before(place, sentence) in verbs["after"] or (after and after[0] in verbs["before"]):
        return 1.8
    if len(after) > 1 and after[0] in _beside("adverb"):
        return 1.2 if after[1] in verbs["before"] else 0.0
    return 0.8 if after[:1] == [","] and len(after) > 1 and after[1] in person_titles() else 0.0


def place_before(text: Text, place: Place, sentence: Place) -> float:
    """How much the word before a stretch speaks for a person, or against where below 0."""
    return _beside("before").get(text.before(place, sentence), 0.0)


def name_runs(text: Text, sentence: Place) -> Iterator[Place]:
    """Runs of words that could be a name, without titles and common words at their ends."""
    first, last = sentence
    kinds, taken = text.kinds, text.taken
    start = -1
    for i in range(first, last):
        if kinds[i] and not taken[i] and _can_be_name(text, i, first):
            start = i if start < 0 else start
        elif start >= 0 and not _joins(text, i, last):
            yield from _trimmed(text, start, i)
            start = -1
    if start >= 0:
        yield from _trimmed(text, start, last)


_NEVER, _ALWAYS, _INITIAL, _COMMON = range(4)


def _kind(word: str) -> int:
    """Whether a word can be part of a name, as far as it alone can tell."""
    if not word[0].isupper() or not any(c.isalpha() for c in word) or len(word) > 30:
        return _NEVER
    if any(c.isdigit() for c in word) or "." in word[:-1] or word.lower() in person_titles():
        return _NEVER
    if len(word) == 2 and word[1] == ".":
        return _INITIAL
    value = odds(word)
    if (value is not None and value <= -2.2) or (word.isupper() and 1 < len(word) < 6):
        return _ALWAYS if value is not None and value > 1 else _NEVER
    if not is_common_word(word.lower()) or (value is not None and value > 0.5):
        return _ALWAYS
    return _COMMON


def _is_short(name: str) -> bool:
    return leader_by_short(name) is not None


_KINDS = Known(_kind)
_IS_SHORT = Known(_is_short)


def _can_be_name(text: Text, i: int, first: int) -> bool:
    kind = text.kinds[i]
    return kind == _ALWAYS or (i > first and (kind == _INITIAL or _is_forename(text, i)))


def _is_forename(text: Text, i: int) -> bool:
    """Whether a common word in capitals begins a name: after a title or country, before a name."""
    words, lower = text.words, text.lower
    if i + 1 >= len(words):
        return False
    return (
        words[i + 1].istitle()
        and not is_common_word(lower[i + 1])
        and (lower[i - 1] in person_titles() or text.taken[i - 1] == 1)
        and words[i].istitle()
    )


def _joins(text: Text, i: int, last: int) -> bool:
    """Whether a small word or hyphen holds two parts of a name together."""
    if i + 1 >= last or text.taken[i] or text.taken[i + 1]:
        return False
    word, after = text.words[i], text.words[i + 1]
    if word == "-":
        return after[:1].isupper() and not text.spaces[i] and not text.spaces[i - 1]
    return text.lower[i] in PARTICLES and (after[:1].isupper() or after == "-")


def _trimmed(text: Text, start: int, end: int) -> Iterator[Place]:
    while end > start and not text.words[end - 1][:1].isupper():
        end -= 1
    if 0 < end - start <= _LONGEST + 2:
        yield start, end
