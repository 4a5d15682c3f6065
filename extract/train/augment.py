"""Examples with other names in other capitals, so that the model learns contexts, not lists."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import spacy
import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from extract.names import PARTICLES

__all__ = ["create_augmenter", "new_names", "title_case"]

_VOWELS = "aeiou"


@spacy.registry.augmenters("alutsista.NewNames.v1")
def create_augmenter(
    names: Path, swap: float, mutate: float, headline: float, upper: float
) -> Callable[[Language, Example], Iterator[Example]]:
    """Make an augmenter.

    Args:
        names: JSON with a list of names a label, ``{"PERSON": […], "WEAPON": […]}``.
        swap: Share of the examples whose names are swapped for others.
        mutate: Share of the swapped persons' words that become words nobody has
            seen, by other vowels.
        headline: Share of the examples that are written as headlines are.
        upper: Share of the examples whose names are written in capitals.
    """
    pool: dict[str, list[str]] = srsly.read_json(names)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        doc = example.reference
        if doc.ents and random.random() < swap:
            doc = new_names(doc, pool, mutate)
        chance = random.random()
        if chance < headline:
            doc = _rewritten(doc, title_case(doc))
        elif chance < headline + upper:
            doc = _rewritten(doc, [t.text.upper() if t.ent_type_ else t.text for t in doc])
        if doc is example.reference:
            yield example
        else:
            words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
            yield Example(Doc(nlp.vocab, words=words, spaces=spaces), doc)

    return augment


def _iob(doc: Doc) -> list[Any]:
    """IOB labels, ``None`` where nothing is said of a token."""
    return [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else t.ent_iob_ or None for t in doc]


def _rewritten(doc: Doc, words: list[str]) -> Doc:
    spaces = [bool(t.whitespace_) for t in doc]
    return Doc(doc.vocab, words=words, spaces=spaces, ents=_iob(doc))


def title_case(doc: Doc) -> list[str]:
    """Words as a headline has them: all but the smallest with a capital."""
    return [
        t.text[0].upper() + t.text[1:]
        if len(t) > 3 or t.i == 0 or t.lower_ in PARTICLES
        else t.text
        for t in doc
    ]


def new_names(doc: Doc, pool: dict[str, list[str]], mutate: float) -> Doc:
    """The same sentence about others: each name swapped for one of as many words or fewer."""
    words: list[str] = []
    spaces: list[bool] = []
    labels: list[Any] = []
    inside = _iob(doc)
    chosen: dict[str, list[str]] = {}
    i = 0
    ends = {span.start: span for span in doc.ents}
    while i < len(doc):
        span = ends.get(i)
        if span is None:
            words.append(doc[i].text)
            spaces.append(bool(doc[i].whitespace_))
            labels.append(inside[i])
            i += 1
            continue
        name = chosen.setdefault(span.text, _another(span.label_, len(span), pool, mutate))
        words += name
        spaces += [*[True] * (len(name) - 1), bool(doc[span.end - 1].whitespace_)]
        labels += [f"B-{span.label_}", *[f"I-{span.label_}"] * (len(name) - 1)]
        i = span.end
    return Doc(doc.vocab, words=words, spaces=spaces, ents=labels)


def _another(label: str, length: int, pool: dict[str, list[str]], mutate: float) -> list[str]:
    names = pool[label]
    if label != "PERSON":
        return random.choice(names).split()
    parts = [random.choice(names).split() for _ in range(2)]
    if length == 1:
        whole = [random.choice(parts[0])]
        if whole[0].lower() in PARTICLES:
            whole = parts[0][-1:]
    elif random.random() < 0.5:
        whole = parts[0]
    else:
        whole = [*parts[0][:-1], parts[1][-1]] if len(parts[0]) > 1 else [parts[0][0], parts[1][-1]]
    return [_mutated(w) if random.random() < mutate else w for w in whole]


def _mutated(word: str) -> str:
    """The word with one vowel for another."""
    places = [i for i, char in enumerate(word) if char in _VOWELS]
    if not places:
        return word
    at = random.choice(places)
    return word[:at] + random.choice(_VOWELS) + word[at + 1 :]
