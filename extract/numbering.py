"""Numbers of features, remembered by what the features are made of.

To write a feature as text and hash it takes far longer than to look up the few values it is
made of, and the same values come again and again: words, prepositions, cues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

__all__ = ["Made", "Numbering", "Numbers", "in_tuple"]

Numbers = Any
"""Numbers of features as one value, or two values joined by ``+``: a tuple, or packed in bytes."""

MOST_REMEMBERED = 1 << 17
"""Keys that are remembered at once; bounds the memory that a long run takes."""


def in_tuple(parts: Iterable[Numbers]) -> Numbers:
    """Tuples of numbers in one."""
    return tuple(chain.from_iterable(parts))


class Made(dict[Any, Any]):
    """What one function makes of a key, made where the key is new."""

    def __init__(self, make: Callable[[Any], Any], owner: Numbering) -> None:
        super().__init__()
        self._make, self._owner = make, owner
        self._older: dict[Any, Any] = {}

    def __missing__(self, key: Any) -> Any:
        made = self._older.pop(key, None)
        if made is None:
            made = self._make(key)
        owner = self._owner
        if owner.room <= 0:
            owner.forget()
        owner.room -= 1
        self[key] = made
        return made

    def age(self) -> None:
        """Forget what was not asked for since the last time."""
        self._older = dict(self)
        self.clear()


class Numbering:
    """Numbers what functions write of keys.

    Example:
        >>> def beside(side, word):
        ...     return [f"{side}:{word}", f"{side}:{word[:2]}"]
        >>> numbering = Numbering(lambda features: tuple(map(len, features)))
        >>> numbering.of(beside, "left")["perang"]
        (11, 7)
        >>> numbering.both(beside, ("left",), ("right",))["perang"]
        ((11, 7), (12, 8))

    Args:
        numbers: Gives the numbers of features; may leave some out.
        nothing: The numbers of none.
    """

    def __init__(self, numbers: Callable[[Sequence[str]], Numbers], nothing: Numbers = ()) -> None:
        self.numbers, self.nothing = numbers, nothing
        self._all: list[Made] = []
        self.room = MOST_REMEMBERED // 2

    def of(self, write: Callable[..., Sequence[str]], *leading: Any) -> Made:
        """Numbers of what a function writes of these arguments and a last one, the key."""
        numbers = self.numbers
        return self._made(lambda key: numbers(write(*leading, key)))

    def both(
        self,
        write: Callable[..., Sequence[str]],
        one: tuple[Any, ...] | None,
        other: tuple[Any, ...] | None,
    ) -> Made:
        """The same of one and of other arguments; nothing of ``None``."""
        numbers, nothing = self.numbers, self.nothing

        def make(key: Any) -> tuple[Numbers, Numbers]:
            return (
                numbers(write(*one, key)) if one is not None else nothing,
                numbers(write(*other, key)) if other is not None else nothing,
            )

        return self._made(make)

    def _made(self, make: Callable[[Any], Any]) -> Made:
        made = Made(make, self)
        self._all.append(made)
        return made

    def forget(self) -> None:
        """Forget the keys long not asked for, where there are too many."""
        for made in self._all:
            made.age()
        self.room = MOST_REMEMBERED // 2
