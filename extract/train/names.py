"""Pools of names to swap into training sentences."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from spacy.tokens import Doc

from extract.language import is_headline
from extract.names import PARTICLES, names_of_leaders
from extract.weapons import systems

__all__ = ["person_names", "token_odds", "weapon_names", "write_token_odds"]

_COUNT = re.compile(r"^\d+\s+(?:\d+(?:\.\d+)?\s?mm\s+)?")
_SHORT, _LONG = 2, 30
_MOST = 3.0


def person_names(docs: Iterable[Doc]) -> list[str]:
    """Names of persons in the training examples and of office holders, each once, sorted."""
    found = {span.text for doc in docs for span in doc.ents if span.label_ == "PERSON"}
    found.update(names_of_leaders())
    return sorted(name for name in found if _is_plain(name))


def _is_plain(name: str) -> bool:
    words = name.split()
    return 1 < len(words) < 5 and all(
        word[:1].isupper() or word.lower() in PARTICLES for word in words
    )


def token_odds(docs: Iterable[Doc], least: int) -> dict[str, float]:
    """How much more often each capitalised word stands in a person's name than elsewhere.

    Args:
        docs: Sentences whose persons are marked; headlines, where every word has a
            capital, and words at a sentence's start do not count.
        least: Occurrences from which a word is listed.

    Returns:
        Word to natural logarithm of the odds, with half an occurrence added to
        each side, from -3 to 3.
    """
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for doc in docs:
        if len(doc) < 2 or is_headline(doc[:]):
            continue
        for token in doc[1:]:
            text = token.text
            if text[:1].isupper() and text.isalpha() and token.ent_iob_:
                (inside if token.ent_type_ == "PERSON" else outside)[text] += 1
    return {
        word: max(-_MOST, min(_MOST, math.log((inside[word] + 0.5) / (outside[word] + 0.5))))
        for word in sorted(inside.keys() | outside.keys())
        if inside[word] + outside[word] >= least
    }


def write_token_odds(odds: dict[str, float], path: Path) -> None:
    """Write ``data/name_tokens.tsv``."""
    lines = [
        "# How much more often a capitalised word stands inside a person's name than elsewhere in",
        "# news text (natural logarithm of the odds; made by extract.train from corpora and",
        "# raw text).",
        "token\todds",
        *(f"{word}\t{value:.1f}" for word, value in odds.items()),
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def weapon_names(oryx: Path) -> list[str]:
    """Designations of the gazetteer and of a list of systems seen in use, each once, sorted.

    Args:
        oryx: ``gazetteers/oryx_systems.tsv`` of the corpora's folder.
    """
    found = {form for system in systems() for form in system.forms}
    with oryx.open(encoding="utf-8") as lines:
        for line in lines:
            name = _designation(line.partition("\t")[0])
            if name:
                found.add(name)
    return sorted(found)


def _designation(name: str) -> str | None:
    """The name alone, without the count before it and the English class noun behind it."""
    words = _COUNT.sub("", name).split()
    kept = []
    for word in words:
        if not (word[0].isupper() or word[0].isdigit()) or not word.isascii():
            break
        kept.append(word)
    whole = " ".join(kept[:3])
    return whole if _SHORT < len(whole) < _LONG and any(c.isupper() for c in whole) else None
