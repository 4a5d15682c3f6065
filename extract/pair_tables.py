"""Numbers of the features of pairs, by the values that :mod:`extract.wording` writes them of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from extract import wording
from extract.numbering import Numbering, Numbers

__all__ = ["PairTables"]

_ORDERS = "<>"
_SIDES = "st"
_KINDS = [source + target for source, target in product("cpw", repeat=2)]


class PairTables:
    """A table for each function of :mod:`extract.wording`, and each order, side or kinds.

    Args:
        numbers: Gives the numbers of features; may leave some out.
    """

    def __init__(self, numbers: Callable[[Sequence[str]], Numbers]) -> None:
        self.numbers = numbers
        of = Numbering(numbers).of
        self.ruled, self.headline = of(wording.ruled), of(wording.headline)
        self.elsewhere, self.armed = of(wording.elsewhere), of(wording.armed)
        self.served, self.office = of(wording.served), of(wording.office)
        self.sorts, self.distance = of(wording.sorts), of(wording.distance)
        self.cue, self.marked_cue = of(wording.cue), of(wording.marked_cue)
        self.between = {key: of(wording.between, *key) for key in product(_KINDS, _ORDERS)}
        self.anywhere = {who: of(wording.anywhere, who) for who in ("", "s", "t")}
        self.speaker = {kinds: of(wording.speaker, kinds) for kinds in _KINDS}
        self.all_between = {order: of(wording.all_between, order) for order in _ORDERS}
        self.voices = {order: of(wording.voices, order) for order in _ORDERS}
        self.before = {order: of(wording.before, order) for order in _ORDERS}
        self.behind = {order: of(wording.behind, order) for order in _ORDERS}
        self.beside = {
            side + order: (
                of(wording.left, side, order, 1), of(wording.left, side, order, 2),
                of(wording.right, side, order, 1), of(wording.right, side, order, 2),
            )
            for side, order in product(_SIDES, _ORDERS)
        }  # fmt: skip
        self.alone, self.place_alone = of(wording.alone), of(wording.place_alone)
        self.cue_of_one, self.cue_of_meant = of(wording.cue_of_one), of(wording.cue_of_meant)
        self.near_one = {
            side: [of(wording.near_one, f"{side}X{way}{n}") for n, way in product((1, 2, 3), "LR")]
            for side in _SIDES
        }
        self.around_one = {
            side: (of(wording.around_one, f"{side}XP"), of(wording.around_one, f"{side}XS"))
            for side in _SIDES
        }
