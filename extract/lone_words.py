"""The words of a sentence, looked at from a participant whose counterpart is not named."""

from __future__ import annotations

from extract.numbering import Numbers
from extract.pair_tables import PairTables
from extract.participants import Participant, Place
from extract.sentence_words import PAD, SentenceWords

__all__ = ["LoneWords"]

_MOST_PLACES = 2
_LATE = 4
_AROUND = 6
_Sides = tuple[Numbers, Numbers]
"""Numbers for one as source, and for it as target."""


class LoneWords:
    """Numbers of the features of one that a sentence names and one that it may mean.

    Args:
        words: Of the sentence.
        tables: Number the features.
    """

    def __init__(self, words: SentenceWords, tables: PairTables) -> None:
        self.words, self.tables = words, tables
        self._around_of: dict[int, _Sides] = {}
        self._cues_of: dict[tuple[int, tuple[str, ...]], _Sides] = {}

    def of_pair(self, kinds: str, source: Participant, target: Participant) -> list[Numbers]:
        """Numbers of the features of two, exactly one of them named."""
        as_target = not source.places
        here, meant = (target, source) if as_target else (source, target)
        start, reasons = f"{kinds}X{'st'[as_target]}", tuple(meant.meant)
        parts: list[Numbers] = [self.tables.alone[start, reasons, self.words.named]]
        for place in here.places[:_MOST_PLACES]:
            late = place.start + self.words.offset >= PAD + _LATE
            parts.append(self.tables.place_alone[start, place.sort, place.marker, late])
            parts.append(self._around(place)[as_target])
            if self.words.cues:
                parts.append(self._cues(place, reasons)[as_target])
        return parts

    def _around(self, place: Place) -> _Sides:
        """The words around a place, which are the same in all its pairs."""
        known = self._around_of.get(id(place))
        if known is None:
            start, end = self.words.bounds(place)
            words, roots = self.words.words, self.words.roots
            left, right, left2, right2, left3, right3 = self.tables.near_one
            before, behind = self.tables.around_one
            two = f"XLL:{words[start - 2]} {words[start - 1]}"
            numbers = self.tables.numbers
            known = self.tables.join_both([
                left[roots[start - 1]], left2[roots[start - 2]], left3[roots[start - 3]],
                right[roots[end]], right2[roots[end + 1]], right3[roots[end + 2]],
                (numbers((f"s{two}",)), numbers((f"t{two}",))),
                *map(before.__getitem__, words[max(PAD, start - _AROUND) : start]),
                *map(behind.__getitem__, words[end : min(self.words.end, end + _AROUND + 1)]),
            ])  # fmt: skip
            self._around_of[id(place)] = known
        return known

    def _cues(self, place: Place, reasons: tuple[str, ...]) -> _Sides:
        """Where the cues stand to a place."""
        known = self._cues_of.get((id(place), reasons))
        if known is None:
            found: list[_Sides] = []
            for cue in self.words.cues:
                where, names = self.words.seen_from(cue, place, place)
                where = "a" if where == "m" else where
                found.append(self.tables.cue_of_one[cue.relation, cue.frame, where, names])
                found.append(self.tables.cue_of_meant[cue.frame, where, reasons])
            self._cues_of[id(place), reasons] = known = self.tables.join_both(found)
        return known
