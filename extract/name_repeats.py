"""Names found once in an article, wherever else it writes them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from extract.runs import Place, Text, is_telling, runs_of, speech_beside, stands_alone

__all__ = ["repeats"]


def repeats(doc: Doc, text: Text, found: list[Span]) -> Iterator[Span]:
    """Names found once, and their single words, wherever else they stand."""
    if not found:
        return
    content = [(sentence.start, sentence.end) for sentence in doc.spans["content"]]
    spelled = [text.words[span.start : span.end] for span in found]
    names = {tuple(words) for words in spelled if len(words) > 1}
    for start, end in _whole(text, content, names):
        yield doc[start:end]
    parts = set(_initials(doc, found))
    for words in spelled:
        told = [word for word in words if word.isalpha() or "-" in word]
        parts.update(word for word in told if len(word) > 2 and word[0].isupper())
    if not parts:
        return
    taken = text.taken
    at = [i for i, word in enumerate(text.words) if word in parts and not taken[i]]
    for sentence in content:
        here = at[bisect_left(at, sentence[0]) : bisect_left(at, sentence[1])]
        for place in runs_of(here):
            if stands_alone(text, place, sentence) and _tells(text, place, sentence):
                yield doc[place[0] : place[1]]


def _whole(
    text: Text, content: list[Place], names: set[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """Where names of more than one word stand, by their ends."""
    begun: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in names:
        begun[name[0]].append(name)
    at = [i for i, word in enumerate(text.words) if word in begun]
    for first, last in content:
        here = []
        for i in at[bisect_left(at, first) : bisect_left(at, last)]:
            for name in begun[text.words[i]]:
                end = i + len(name)
                if end <= last and tuple(text.words[i:end]) == name and not any(text.taken[i:end]):
                    here.append((end, i))
        for end, start in sorted(here):
            yield start, end


def _tells(text: Text, place: Place, sentence: Place) -> bool:
    """Whether words of a name stand for it: one that is a common word too, only where it speaks."""
    words = text.words[slice(*place)]
    return any(map(is_telling, words)) or speech_beside(text, place, sentence) > 0


def _initials(doc: Doc, found: list[Span]) -> Iterator[str]:
    """Initials that the article puts in brackets behind a name: "Hidayat Nur Wahid (HNW)"."""
    for span in found:
        if len(span) > 1 and span.end + 2 < len(doc) and doc[span.end].text == "(":
            short = doc[span.end + 1].text
            if short.isupper() and short == "".join(t.text[0] for t in span if t.is_title):
                yield short
