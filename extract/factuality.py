"""Whether an event is told as fact, as planned or as not so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extract.schema import read_table

__all__ = ["factuality"]

_REACH = 8
_ENDS = frozenset((",", ";", "“", '"'))


@cache
def _cues() -> dict[str, tuple[str, int]]:
    return {r["word"]: (r["factuality"], int(r["scope"])) for r in read_table("factuality.tsv")}


def factuality(words: Sequence[str], cue: int) -> str:
    """Factuality of the event whose cue begins at a word.

    Args:
        words: Of the sentence, in small letters.
        cue: Place of the cue's first.

    Returns:
        ``negated`` if a negation reaches the cue, else ``planned`` if a word of
        intention, possibility or condition does, else ``asserted``. A word's reach
        is counted in words and ends at a comma.
    """
    cues = _cues()
    found = "asserted"
    before = words[max(cue - _REACH, 0) : cue]
    for distance, word in enumerate(reversed(before), 1):
        if word in _ENDS:
            break
        hit = cues.get(word)
        if hit is not None and distance <= hit[1]:
            if hit[0] == "negated":
                return "negated"
            found = hit[0]
    return found
