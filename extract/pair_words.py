"""The words of a sentence, looked at from two participants that it names."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from extract.numbering import Numbers
from extract.pair_tables import LEFT, RIGHT, PairTables
from extract.participants import Participant, Place
from extract.schema import read_table
from extract.sentence_words import PAD, SentenceWords

__all__ = ["PairWords"]

_BETWEEN = 25
_TOGETHER = 4
_BEFORE = 5
_BEHIND = 6
_VOICES = 8
_SENTENCE = 60
_SHORT = 3
_SPEAKER = 6
_NAMES = 3
_STEPS = (0, 1, 2, 4, 7, 12, 20)
_Ways = tuple[Numbers, Numbers]
"""Numbers for the left one of two as source, and for the right one."""


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


class _Seen(NamedTuple):
    """What two places have in common, whichever is the source's."""

    between: _Ways
    step: int
    names: int
    around: _Ways
    cues: _Ways


class PairWords:
    """Numbers of the features that a sentence's words and cues give its pairs, in parts.

    Args:
        words: Of the sentence.
        tables: Number the features.
    """

    def __init__(self, words: SentenceWords, tables: PairTables) -> None:
        self.words, self.tables = words, tables
        self._anywhere: dict[str, Numbers] = {}
        self._speaks: dict[int, bool] = {}
        # Most of what two say is said of them in either order, much of it of other two, too.
        self._seen: dict[tuple[int, int], _Seen] = {}
        self._beside_of: dict[tuple[bool, int], _Ways] = {}
        self._twos: dict[tuple[int, int], _Ways] = {}
        self._before_of: dict[int, _Ways] = {}
        self._behind_of: dict[int, _Ways] = {}

    def of_pair(self, kinds: str, source: Participant, target: Participant) -> list[Numbers]:
        """Numbers of the features of two participants that are named."""
        one, other = _nearest(source, target)
        forward = one.start < other.start
        left, right = (one, other) if forward else (other, one)
        seen = self._seen.get((id(left), id(right)))
        if seen is None:
            seen = self._both(kinds if forward else kinds[::-1], left, right)
            self._seen[id(left), id(right)] = seen
        way = not forward
        start = f"{kinds}{'<' if forward else '>'}"
        parts: list[Numbers] = [
            seen.between[way],
            self.tables.sorts[start, _sorts(one, other), one.marker, other.marker],
            self.tables.distance[start, seen.step, seen.names, self.words.named],
            self._beside(one, not forward)[way],
            self._beside(other, forward)[way],
            seen.around[way],
        ]
        if "w" not in kinds:
            parts += self._spoken(kinds, one, other)
        parts.append(seen.cues[way])
        return parts

    def _both(self, kinds: str, left: Place, right: Place) -> _Seen:
        offset = self.words.offset
        before = self._before(left.start + offset)
        behind = self._behind(right.end + offset)
        return _Seen(
            self._between(kinds, left.end + offset, right.start + offset),
            bisect_left(_STEPS, right.start - left.end),
            self.words.starts_within(left.end, right.start, _NAMES),
            (before[0] + behind[0], before[1] + behind[1]),
            self._cues(left, right),
        )

    def _cues(self, left: Place, right: Place) -> _Ways:
        found: list[_Ways] = []
        cue_of, marked_of = self.tables.cue, self.tables.marked_cue
        for cue in self.words.cues:
            where, names = self.words.seen_from(cue, left, right)
            relation, frame = cue.relation, cue.frame
            found.append(cue_of[relation, frame, where, names])
            found.append(marked_of[relation, frame, where, left.marker, right.marker])
        return self.tables.join_both(found)

    def _between(self, kinds: str, start: int, end: int) -> _Ways:
        words = self.words.words[start:end]
        found: list[_Ways] = []
        if len(words) <= _BETWEEN:
            found += map(self.tables.between[kinds].__getitem__, words)
        if len(words) <= _TOGETHER:
            found.append(self.tables.all_between[tuple(words)])
        found.append(self.tables.voices[self.words.voices(start, end, _VOICES)])
        return self.tables.join_both(found)

    def _beside(self, place: Place, is_right: bool) -> _Ways:
        """The words beside the left or the right one of two."""
        known = self._beside_of.get((is_right, id(place)))
        if known is None:
            start, end = self.words.bounds(place)
            words, roots = self.words.words, self.words.roots
            left, right, left2, right2 = self.tables.beside[RIGHT if is_right else LEFT]
            two = self._two_beside(start, end)
            known = self.tables.join_both([
                left[roots[start - 1]], right[words[end]],
                left2[roots[start - 2]], right2[words[end + 1]],
                (two[1], two[0]) if is_right else two,
            ])  # fmt: skip
            self._beside_of[is_right, id(place)] = known
        return known

    def _two_beside(self, start: int, end: int) -> _Ways:
        """The two words on each side of a place, as source and as target."""
        known = self._twos.get((start, end))
        if known is None:
            words, numbers = self.words.words, self.tables.numbers
            left, right = f"{words[start - 2]} {words[start - 1]}", f"{words[end]} {words[end + 1]}"
            known = (
                numbers((f"sLL:{left}", f"sRR:{right}")),
                numbers((f"tLL:{left}", f"tRR:{right}")),
            )
            self._twos[start, end] = known
        return known

    def _before(self, start: int) -> _Ways:
        known = self._before_of.get(start)
        if known is None:
            words = self.words.words[max(PAD, start - _BEFORE) : start]
            known = self.tables.join_both(list(map(self.tables.before.__getitem__, words)))
            self._before_of[start] = known
        return known

    def _behind(self, end: int) -> _Ways:
        known = self._behind_of.get(end)
        if known is None:
            words = self.words.words[end : min(self.words.end, end + _BEHIND)]
            known = self.tables.join_both(list(map(self.tables.behind.__getitem__, words)))
            self._behind_of[end] = known
        return known

    def _spoken(self, kinds: str, source: Place, target: Place) -> tuple[Numbers, Numbers]:
        """Who of two speaks, and the words of the sentence."""
        who = "s" if self._is_speaker(source) else "t" if self._is_speaker(target) else ""
        known = self._anywhere.get(who)
        if known is None:
            words, roots = self.words.words, self.words.roots
            here = range(PAD, min(self.words.end, PAD + _SENTENCE))
            stems = {words[i]: roots[i] for i in here if len(words[i]) > _SHORT}
            table = self.tables.anywhere[who]
            known = self.tables.join(table[stem] for word, stem in stems.items() if word.isalpha())
            self._anywhere[who] = known
        return self.tables.speaker[kinds][who], known

    def _is_speaker(self, place: Place) -> bool:
        """Whether a verb of speech stands beside a place, but for a title before the name."""
        known = self._speaks.get(place.start)
        if known is None:
            words = self.words.words
            start, end = self.words.bounds(place)
            behind, before = _speech("before"), _speech("after")
            known = words[end] == ":" or not behind.isdisjoint(words[end : end + 2])
            for i in range(start - 1, max(start - 1 - _SPEAKER, PAD - 1), -1):
                if known or words[i] in ",.":
                    break
                known = words[i] in before
            self._speaks[place.start] = known
        return known


def _sorts(one: Place, other: Place) -> str:
    """How two are named, and whether in one list."""
    together = "G" if one.group >= 0 and one.group == other.group else ""
    return one.sort[0] + other.sort[0] + together
