"""The words of a sentence, looked at from two of its participants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from extract.events import Cue
from extract.morphology import affix
from extract.numbering import Made, Numbers
from extract.pair_tables import PairTables
from extract.participants import Participant, Place
from extract.schema import read_table

__all__ = ["PairWords"]

MOST_CUES = 30
_BETWEEN = 25
_TOGETHER = 4
_BEFORE = 5
_BEHIND = 6
_VOICES = 8
_SENTENCE = 60
_SHORT = 3
_SPEAKER = 6
_STEPS = (0, 1, 2, 4, 7, 12, 20)
_PAD = 3
"""Places before the first and behind the last word that a feature may look at."""


@cache
def _speech(side: str) -> frozenset[str]:
    """Verbs of speech that stand before or behind the speaker."""
    return frozenset(r["verb"] for r in read_table("speech_verbs.tsv") if r["side"] == side)


def _nearest(source: Participant, target: Participant) -> tuple[Place, Place]:
    """A place of each, where they stand nearest."""
    if len(source.places) == len(target.places) == 1:
        return source.places[0], target.places[0]
    return min(
        ((x, y) for x in source.places for y in target.places),
        key=lambda two: (abs(two[0].start - two[1].start), two[0].start),
    )


class PairWords:
    """Numbers of the features that a sentence's words and cues give its pairs, in parts.

    Args:
        first: First token of the sentence.
        words: Its words in small letters.
        participants: Those it names, then those it may mean.
        cues: Its cues.
        tables: Number the features.
    """

    def __init__(
        self,
        first: int,
        words: Sequence[str],
        participants: Sequence[Participant],
        cues: Sequence[Cue],
        tables: PairTables,
    ) -> None:
        self.tables = tables
        self.offset = _PAD - first
        self.words = ["^"] * _PAD
        self.words += words
        for one in participants:
            for place in one.places:
                if place.sort != "implied":
                    start, end = place.start + self.offset, place.end + self.offset
                    self.words[start:end] = [f"<{one.kind}>"] * (end - start)
        self.end = len(self.words)
        self.words += ["$"] * _PAD
        self.cues = cues[:MOST_CUES]
        self._anywhere: dict[str, Numbers] = {}
        self._speaks: dict[int, bool] = {}
        self.starts = sorted({p.start for one in participants for p in one.places})
        self.named = min(sum(bool(one.places) for one in participants), 6)
        # What lies beside, before and behind a place is the same in many pairs.
        self._beside_of: dict[tuple[str, int, int], Numbers] = {}
        self._before_of: dict[tuple[str, int], Numbers] = {}
        self._behind_of: dict[tuple[str, int], Numbers] = {}

    def of_pair(self, kinds: str, source: Participant, target: Participant) -> list[Numbers]:
        """Numbers of the features of two participants, at least one of them named."""
        if source.places and target.places:
            return self._of_two(kinds, *_nearest(source, target))
        return self._of_one(kinds, source, target)

    def _bounds(self, place: Place) -> tuple[int, int]:
        # A pronoun at the end of a sentence may be taken for a longer one.
        return place.start + self.offset, min(place.end + self.offset, self.end)

    def _all(self, made: Made, start: int, end: int) -> Iterable[Numbers]:
        return map(made.__getitem__, self.words[start:end])

    def _starts_within(self, start: int, end: int, most: int) -> int:
        if start >= end:
            return 0
        within = bisect_left(self.starts, end) - bisect_left(self.starts, start)
        return within if within < most else most

    def _of_two(self, kinds: str, one: Place, other: Place) -> list[Numbers]:
        forward = one.start < other.start
        order = "<" if forward else ">"
        left, right = (one, other) if forward else (other, one)
        parts = self._between(kinds, order, left.end + self.offset, right.start + self.offset)
        parts += self._shape(kinds + order, one, other, left, right)
        parts.append(self._beside("s" + order, one))
        parts.append(self._beside("t" + order, other))
        parts.append(self._before(order, left.start + self.offset))
        parts.append(self._behind(order, right.end + self.offset))
        if "w" not in kinds:
            parts += self._spoken(kinds, one, other)
        markers = one.marker, other.marker
        for cue in self.cues:
            where, names = self._seen_from(cue, left, right)
            parts.append(self.tables.cue[cue.relation, cue.frame, where, order, names])
            parts.append(self.tables.marked_cue[cue.relation, cue.frame, where, order, *markers])
        return parts

    def _spoken(self, kinds: str, source: Place, target: Place) -> tuple[Numbers, Numbers]:
        """Who of two speaks, and the words of the sentence."""
        who = "s" if self._is_speaker(source) else "t" if self._is_speaker(target) else ""
        known = self._anywhere.get(who)
        if known is None:
            here = self.words[_PAD : min(self.end, _PAD + _SENTENCE)]
            words = dict.fromkeys(word for word in here if len(word) > _SHORT and word.isalpha())
            table = self.tables.anywhere[who]
            known = tuple(chain.from_iterable(table[word] for word in words))
            self._anywhere[who] = known
        return self.tables.speaker[kinds][who], known

    def _is_speaker(self, place: Place) -> bool:
        """Whether a verb of speech stands beside a place, but for a title before the name."""
        known = self._speaks.get(place.start)
        if known is None:
            start, end = self._bounds(place)
            behind, before = _speech("before"), _speech("after")
            known = self.words[end] == ":" or not behind.isdisjoint(self.words[end : end + 2])
            for i in range(start - 1, max(start - 1 - _SPEAKER, _PAD - 1), -1):
                if known or self.words[i] in ",.":
                    break
                known = self.words[i] in before
            self._speaks[place.start] = known
        return known

    def _shape(
        self, start: str, one: Place, other: Place, left: Place, right: Place
    ) -> tuple[Numbers, Numbers]:
        together = "G" if one.group >= 0 and one.group == other.group else ""
        sorts = one.sort[0] + other.sort[0] + together
        step = bisect_left(_STEPS, right.start - left.end)
        names = self._starts_within(left.end, right.start, 3)
        return (
            self.tables.sorts[start, sorts, one.marker, other.marker],
            self.tables.distance[start, step, names, self.named],
        )

    def _between(self, kinds: str, order: str, start: int, end: int) -> list[Numbers]:
        words = self.words[start:end]
        parts: list[Numbers] = []
        if len(words) <= _BETWEEN:
            parts += self._all(self.tables.between[kinds, order], start, end)
        if len(words) <= _TOGETHER:
            parts.append(self.tables.all_between[order][tuple(words)])
        voices = [voice for voice in map(affix, words) if voice != "-"]
        parts.append(self.tables.voices[order][tuple(voices[:_VOICES])])
        return parts

    def _beside(self, side: str, place: Place) -> Numbers:
        start, end = self._bounds(place)
        known = self._beside_of.get((side, start, end))
        if known is None:
            far, near, next_, second = (self.words[i] for i in (start - 2, start - 1, end, end + 1))
            left, left2, right, right2 = self.tables.beside[side]
            both = f"{side[0]}LL:{far} {near}", f"{side[0]}RR:{next_} {second}"
            known = (
                *left[near], *right[next_], *left2[far], *right2[second],
                *self.tables.numbers(both),
            )  # fmt: skip
            self._beside_of[side, start, end] = known
        return known

    def _before(self, order: str, start: int) -> Numbers:
        known = self._before_of.get((order, start))
        if known is None:
            words = self._all(self.tables.before[order], max(_PAD, start - _BEFORE), start)
            known = tuple(chain.from_iterable(words))
            self._before_of[order, start] = known
        return known

    def _behind(self, order: str, end: int) -> Numbers:
        known = self._behind_of.get((order, end))
        if known is None:
            last = min(self.end, end + _BEHIND)
            words = self._all(self.tables.behind[order], end, last)
            known = tuple(chain.from_iterable(words))
            self._behind_of[order, end] = known
        return known

    def _seen_from(self, cue: Cue, left: Place, right: Place) -> tuple[str, int]:
        """Whether a cue is before, behind or amid two places, and how many names are between."""
        start, end = cue.start, cue.end
        if end <= left.start:
            return "b", self._starts_within(end, left.start, 2)
        if start >= right.end:
            return "a", self._starts_within(right.end, start, 2)
        return "m", self._starts_within(left.end, start, 2)

    def _of_one(self, kinds: str, source: Participant, target: Participant) -> list[Numbers]:
        """Features of one that the sentence names and one that it may mean."""
        side, here, meant = ("s", source, target) if source.places else ("t", target, source)
        start, reasons = f"{kinds}X{side}", tuple(meant.meant)
        parts = [self.tables.alone[start, reasons, self.named]]
        for place in here.places[:2]:
            parts += self._around(start, side, place)
            for cue in self.cues:
                where, names = self._seen_from(cue, place, place)
                where = "a" if where == "m" else where
                parts.append(self.tables.cue_of_one[cue.relation, cue.frame, where, side, names])
                parts.append(self.tables.cue_of_meant[cue.frame, where, side, reasons])
        return parts

    def _around(self, key: str, side: str, place: Place) -> list[Numbers]:
        start, end = self._bounds(place)
        words = self.words
        late = start >= _PAD + 4
        left, right, left2, right2, left3, right3 = self.tables.near_one[side]
        before, behind = self.tables.around_one[side]
        near, far = words[start - 1], words[start - 2]
        return [
            self.tables.place_alone[key, place.sort, place.marker, late],
            left[near], left2[far], left3[words[start - 3]],
            right[words[end]], right2[words[end + 1]], right3[words[end + 2]],
            self.tables.numbers((f"{side}XLL:{far} {near}",)),
            *self._all(before, max(_PAD, start - _BEHIND), start),
            *self._all(behind, end, min(self.end, end + _BEHIND + 1)),
        ]  # fmt: skip
