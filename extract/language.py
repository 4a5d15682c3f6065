"""Indonesian for spaCy, with a tokenizer that loads at once.

spaCy's own ``id`` language carries some sixteen thousand special cases, nearly
all of them hyphenated reduplications, and takes seconds to load. Here a rule
keeps a hyphenated word whole and parts it only between two names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import spacy
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CURRENCY
from spacy.language import BaseDefaults, Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from extract.decoding import MOST_CHARACTERS
from extract.schema import read_table
from extract.spans import Known

__all__ = ["Alutsista", "abbreviations", "is_headline"]

_OPEN = [r"\(", r"\[", r"\{", "<", '"', "'", "“", "”", "„", "‘", "’", "«", "»", "`", "…", "•", "·"]
_CLOSE = [r"\)", r"\]", r"\}", ">", '"', "'", "“", "”", "‘", "’", "«", "»", "`", "…"]
_MARKS = [",", ";", ":", "!", r"\?", r"\*", r"\|", "=", "~", "—", "–", "&", "%", "°"]

_PREFIXES = [*_OPEN, *_MARKS, "-(?=[^0-9])", r"\.{2,}", "/", r"#(?=\W)", CURRENCY, "\\s+"]
_SUFFIXES = [
    *_CLOSE,
    *_MARKS,
    r"\.{2,}",
    "/",
    "-",
    rf"(?<=[{ALPHA_LOWER}0-9%)\]\"”’'])\.",
    rf"(?<=[{ALPHA_UPPER}][{ALPHA_UPPER}])\.",
    CURRENCY,
    "\\s+",
]
_INFIXES = [
    r"\.{2,}",
    "…",
    # "Turki-Rusia", "AS-Iran", "pro-Moskow" are two words; "rekan-rekan", "F-35" are one.
    rf"(?<=[{ALPHA}][{ALPHA}])-(?=[{ALPHA_UPPER}])",
    rf"(?<=[{ALPHA}])[–—](?=[{ALPHA}])",
    rf"(?<=[{ALPHA}]{{2}})/(?=[{ALPHA}]{{2,}}(?![\w-]*\d))",
    rf"(?<=[{ALPHA_LOWER}])\.(?=[{ALPHA_UPPER}\"“”])",
    rf"(?<=[{ALPHA}])[,;:!?](?=[{ALPHA}])",
    rf"(?<=[{ALPHA}0-9])[()\[\]\"“”«»](?=[{ALPHA}0-9])",
    rf"(?<=[{ALPHA}])=(?=[{ALPHA}])",
    # "(BAM),Rexy", "gesit.“Theo", "bola,”.Ruud": what a lost space joined.
    rf"(?<=[{ALPHA}0-9])[)\]](?=[.,;:][{ALPHA}])",
    rf"(?<=[)\]\"”’])[.,;:](?=[{ALPHA}])",
    rf"(?<=[.,;:!?])[\"“”‘](?=[{ALPHA}])",
    rf"(?<=[.,!?])[\"”](?=[.,;][{ALPHA}])",
    rf"(?<=[{ALPHA}0-9])[.,!?](?=[\"”][.,;]?[{ALPHA}])",
]
_URL = (
    r"(?i)^(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@[\w.]+\w"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:com|co|id|net|org|tv|news|go|ac|info)(?:\.[a-z]{2})?(?:/\S*)?)$"
)
MOST_CHARACTERS_CLEANED = 2 * MOST_CHARACTERS
"""Longest text that a pipeline takes; parting glued words makes a text longer."""
_LONGEST_HEADLINE = 100
_MOST_KEPT = 50_000
"""Words whose tokens the tokenizer keeps; it takes most of its time for those it does not know."""


@cache
def abbreviations() -> frozenset[str]:
    """Abbreviations that end in a full stop and end no sentence, as printed."""
    return frozenset(row["abbreviation"] for row in read_table("abbreviations.tsv"))


@spacy.registry.tokenizers("alutsista.Tokenizer.v1")
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Make the tokenizer's constructor, as spaCy's config wants it."""

    def make(nlp: Language) -> Tokenizer:
        rules = {form: [{"ORTH": form}] for form in abbreviations()}
        return Tokenizer(
            nlp.vocab,
            rules=rules,
            prefix_search=compile_prefix_regex(_PREFIXES).search,
            suffix_search=compile_suffix_regex(_SUFFIXES).search,
            infix_finditer=compile_infix_regex(_INFIXES).finditer,
            url_match=re.compile(_URL).match,
            max_cache_size=_MOST_KEPT,
        )

    return make


class AlutsistaDefaults(BaseDefaults):
    """No stop words, no special cases beyond the abbreviations."""

    config = spacy.util.load_config_from_str(
        '[nlp]\n[nlp.tokenizer]\n@tokenizers = "alutsista.Tokenizer.v1"\n'
    )


@spacy.registry.languages("alutsista")
class Alutsista(Language):
    """Indonesian news text.

    Example:
        >>> [t.text for t in Alutsista()("Turki-Rusia beli S-400 dan rekan-rekannya.")]
        ['Turki', '-', 'Rusia', 'beli', 'S-400', 'dan', 'rekan-rekannya', '.']
    """

    lang = "alutsista"
    Defaults = AlutsistaDefaults

    def __init__(
        self, *args: Any, max_length: int = MOST_CHARACTERS_CLEANED, **kwargs: Any
    ) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)


def is_headline(sentence: Span | Sequence[str]) -> bool:
    """Whether the sentence, or its words, is a headline, where capitals tell nothing."""
    if len(sentence) > _LONGEST_HEADLINE:
        return False
    words = [t.text for t in sentence] if isinstance(sentence, Span) else sentence
    if words[-1] == ".":
        return False
    told = [_LONG[word] for word in words]
    long = len(told) - told.count(None)
    return long > 2 and told.count(True) >= 0.75 * long


def _is_capital(word: str) -> bool | None:
    """Whether a long word begins with a capital; ``None`` for any other."""
    return word[0].isupper() if len(word) > 4 and word.isalpha() else None


_LONG = Known(_is_capital)
