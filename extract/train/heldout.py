"""Raw text that holds an article kept for measuring is not trained on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["HeldOut"]

_WORD = re.compile(r"\w+")
_LENGTH = 10


class HeldOut:
    """Tells text that repeats a held-out one: ten words in a row are the same.

    Capitals, punctuation and spaces do not count, so that another scrape of the
    same article is found too.

    Args:
        texts: The held-out texts.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._seen = {run for text in texts for run in _runs(text)}

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and any(run in self._seen for run in _runs(text))


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.lower())
    for i in range(len(words) - _LENGTH + 1):
        yield " ".join(words[i : i + _LENGTH])
