"""What the commands say, in Indonesian and English: a line of ``data/messages.tsv`` each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graph.rows import read_rows

__all__ = ["LANGUAGES", "Messages", "messages"]

LANGUAGES = ("id", "en")
"""Languages of the messages, in the order of their columns."""


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one language.

    Attributes:
        lang: ``id`` or ``en``.
        texts: Text by key, with ``{name}`` where a value goes.
    """

    lang: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The message of a key; whole and decimal numbers as the language writes them.

        Raises:
            KeyError: There is no such message, or one of its values is missing.
        """
        return self.texts[key].format_map({n: self.value(v) for n, v in values.items()})

    def count(self, key: str, number: int) -> str:
        """A number and what it counts, from ``key.one`` for one where the language has that."""
        single = f"{key}.one"
        return self(single if number == 1 and single in self.texts else key, number=number)

    def name(self, kind: str, key: str) -> str:
        """The word for a value of the data, such as a factuality; the value where there is none."""
        return self.texts.get(f"{kind}.{key}", key)

    def relation(self, name: str) -> str:
        """A relation type as the language shows it: its label where that says more, its name."""
        return self("relation.shown", relation=name, label=self.name("relation", name))

    def value(self, value: object) -> str:
        """A value as text: 1,234 and 0.5 in English are 1.234 and 0,5 in Indonesian."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        from babel.numbers import format_decimal

        return format_decimal(value, format="#,##0.###", locale=self.lang)

    def decimal(self, value: float) -> str:
        """A figure with three decimals, all of them written."""
        from babel.numbers import get_decimal_symbol

        return f"{value:.3f}".replace(".", get_decimal_symbol(self.lang))


@cache
def messages(lang: str = "en") -> Messages:
    """The messages of a language.

    The words for types, factuality, quad classes and categories are those of the view, and
    those for relations are those of the relation types.

    Args:
        lang: ``id`` or ``en``.
    """
    column = LANGUAGES.index(lang)
    texts = {row[0]: row[1 + column] for row in read_rows("graph.data", "messages.tsv")}
    for row in read_rows("graph.view", "assets/labels.tsv"):
        if row[0] != "text":
            texts[f"{row[0]}.{row[1]}"] = row[2 + column]
    for row in read_rows("extract.data", "relations.tsv"):
        texts[f"relation.{row[0]}"] = row[5 + column]
    return Messages(lang, texts)
