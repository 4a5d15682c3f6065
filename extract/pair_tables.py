"""Numbers of the features of pairs, by the values that :mod:`extract.wording` writes them of.

Where two are judged as source and target and the other way round, or one as source and as
target, what is said of both is asked for together: such a table gives two lots of numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from extract import wording
from extract.numbering import Numbering, Numbers, in_tuple

__all__ = ["RELATED", "PairTables"]

RELATED = frozenset(("cc", "cp", "pc", "pp", "cw"))
"""First letters of the types of source and target that a relation may hold between."""
LEFT, RIGHT = (("s", "<"), ("t", ">")), (("t", "<"), ("s", ">"))
"""What the left and what the right one of two is, and the order of source and target, where the
left one is source and where the right one is."""
_KINDS = [source + target for source, target in product("cpw", repeat=2)]
_Two = tuple[Numbers, Numbers]


class PairTables:
    """A table for each function of :mod:`extract.wording`, and some of its arguments.

    Those of two that stand in the text one behind the other give the numbers for the left
    one as source, then for the right one; those of one give them for it as source, then as
    target.

    Args:
        numbers: Gives the numbers of features; may leave some out.
        join: Joins what it gives.
    """

    def __init__(
        self,
        numbers: Callable[[Sequence[str]], Numbers],
        join: Callable[[Iterable[Numbers]], Numbers] = in_tuple,
    ) -> None:
        self.numbers, self.join = numbers, join
        self.nothing = join(())
        numbering = Numbering(numbers, self.nothing)
        of, both = numbering.of, numbering.both
        ways, sides = (("<",), (">",)), (("s",), ("t",))
        self.ruled, self.headline = of(wording.ruled), of(wording.headline)
        self.elsewhere, self.armed = of(wording.elsewhere), of(wording.armed)
        self.served, self.office = of(wording.served), of(wording.office)
        self.sorts, self.distance = of(wording.sorts), of(wording.distance)
        self.anywhere = {who: of(wording.anywhere, who) for who in ("", "s", "t")}
        self.speaker = {kinds: of(wording.speaker, kinds) for kinds in _KINDS}
        self.alone, self.place_alone = of(wording.alone), of(wording.place_alone)
        # Of two, by the kinds of the left and the right one.
        self.between = {
            kinds: both(
                wording.between,
                (kinds, "<") if kinds in RELATED else None,
                (kinds[::-1], ">") if kinds[::-1] in RELATED else None,
            )
            for kinds in _KINDS
        }
        self.all_between = both(wording.all_between, *ways)
        self.voices = both(wording.voices, *ways)
        self.before, self.behind = both(wording.before, *ways), both(wording.behind, *ways)
        self.cue, self.marked_cue = both(wording.cue, *ways), both(wording.marked_cue, *ways)
        self.beside = {
            ends: [both(write, *((*way, step) for way in ends))
                   for step in (1, 2) for write in (wording.left, wording.right)]
            for ends in (LEFT, RIGHT)
        }  # fmt: skip
        # Of one.
        self.cue_of_one = both(wording.cue_of_one, *sides)
        self.cue_of_meant = both(wording.cue_of_meant, *sides)
        self.near_one = [
            both(wording.near_one, (f"sX{way}{n}",), (f"tX{way}{n}",))
            for n, way in product((1, 2, 3), "LR")
        ]
        self.around_one = [both(wording.around_one, (f"sX{x}",), (f"tX{x}",)) for x in "PS"]

    def join_both(self, found: Sequence[_Two]) -> _Two:
        """Join the first and the second numbers of what tables of two give."""
        if not found:
            return self.nothing, self.nothing
        ones, others = zip(*found, strict=True)
        return self.join(ones), self.join(others)
