"""Whether an event is told as fact, as planned or as not so."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from extract.schema import read_table

__all__ = ["factuality"]

_REACH = 8


@cache
def _cues() -> dict[str, tuple[str, int]]:
    return {r["word"]: (r["factuality"], int(r["scope"])) for r in read_table("factuality.tsv")}


def factuality(doc: Doc, cue: int, first: int) -> str:
    """Factuality of the event whose cue begins at a token.

    Args:
        doc: The document.
        cue: First token of the cue.
        first: First token of its sentence.

    Returns:
        ``negated`` if a negation reaches the cue, else ``planned`` if a word of
        intention, possibility or condition does, else ``asserted``. A word's reach
        is counted in words and ends at a comma.
    """
    cues = _cues()
    found = "asserted"
    for distance, i in enumerate(range(cue, max(cue - _REACH, first) - 1, -1)):
        token = doc[i]
        if token.text in (",", ";", "“", '"') and i < cue:
            break
        hit = cues.get(token.lower_) if i < cue else None
        if hit is not None and distance <= hit[1]:
            if hit[0] == "negated":
                return "negated"
            found = hit[0]
    return found
