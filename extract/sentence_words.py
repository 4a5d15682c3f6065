"""The words and cues of a sentence, as the features of its pairs look at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extract.events import Cue
from extract.morphology import affix, root
from extract.participants import Participant, Place

__all__ = ["PAD", "SentenceWords"]

MOST_CUES = 30
MOST_NAMED = 6
PAD = 3
"""Places before the first and behind the last word that a feature may look at."""
_BEFORE, _BEHIND = ["^"] * PAD, ["$"] * PAD


class SentenceWords:
    """What is known of a sentence before two of its participants are chosen.

    Args:
        first: First token of the sentence.
        words: Its words in small letters.
        participants: Those it names, then those it may mean.
        cues: Its cues.

    Attributes:
        words: The same words, in place of a participant's its kind, with :data:`PAD` before
            and behind.
        roots: Their roots.
        offset: From tokens to places in the two.
        end: Place behind the last word.
        cues: Those that features look at.
        starts: First tokens of the participants, ascending.
        named: How many are named.
    """

    def __init__(
        self,
        first: int,
        words: Sequence[str],
        participants: Sequence[Participant],
        cues: Sequence[Cue],
    ) -> None:
        self.offset = PAD - first
        self.words = [*_BEFORE, *words]
        for one in participants:
            for place in one.places:
                if place.sort != "implied":
                    start, end = place.start + self.offset, place.end + self.offset
                    self.words[start:end] = [f"<{one.kind}>"] * (end - start)
        self.end = len(self.words)
        self.words += _BEHIND
        self.roots = list(map(root, self.words))
        self.cues = cues[:MOST_CUES]
        self.starts = sorted({p.start for one in participants for p in one.places})
        self.named = min(sum(bool(one.places) for one in participants), MOST_NAMED)
        affixes = enumerate(map(affix, self.words))
        voiced = [(at, voice) for at, voice in affixes if voice != "-"]
        self._voiced = [at for at, _ in voiced]
        self._voices = [voice for _, voice in voiced]

    def bounds(self, place: Place) -> tuple[int, int]:
        """A participant's place in the words."""
        # A pronoun at the end of a sentence may be taken for a longer one.
        return place.start + self.offset, min(place.end + self.offset, self.end)

    def voices(self, start: int, end: int, most: int) -> tuple[str, ...]:
        """The first affixes in a stretch of the words."""
        if start >= end:
            return ()
        first = bisect_left(self._voiced, start)
        return tuple(self._voices[first : min(bisect_left(self._voiced, end), first + most)])

    def starts_within(self, start: int, end: int, most: int) -> int:
        """How many participants begin in a stretch of tokens."""
        if start >= end:
            return 0
        within = bisect_left(self.starts, end) - bisect_left(self.starts, start)
        return within if within < most else most

    def seen_from(self, cue: Cue, left: Place, right: Place) -> tuple[str, int]:
        """Whether a cue is before, behind or amid two places, and how many names are between."""
        start, end = cue.start, cue.end
        if end <= left.start:
            return "b", self.starts_within(end, left.start, 2)
        if start >= right.end:
            return "a", self.starts_within(right.end, start, 2)
        return "m", self.starts_within(left.end, start, 2)
