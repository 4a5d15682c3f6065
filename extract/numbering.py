"""Numbers of features, remembered by what the features are made of.

To write a feature as text and hash it takes far longer than to look up the few values it is
made of, and the same values come again and again: words, prepositions, cues.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

__all__ = ["Made", "Numbering", "Numbers"]

Numbers = tuple[int, ...]

MOST_REMEMBERED = 1 << 17
"""Keys that are remembered at once; bounds the memory that a long run takes."""


class Made(dict[Any, Numbers]):
    """Numbers of the features that one function writes of a key, made where the key is new."""

    def __init__(
        self, write: Callable[..., Sequence[str]], leading: tuple[Any, ...], owner: Numbering
    ) -> None:
        super().__init__()
        self._write, self._owner = partial(write, *leading), owner
        self._older: dict[Any, Numbers] = {}

    def __missing__(self, key: Any) -> Numbers:
        numbers = self._older.pop(key, None)
        if numbers is None:
            numbers = self._owner.numbers(self._write(key))
        if self._owner.room <= 0:
            self._owner.forget()
        self._owner.room -= 1
        self[key] = numbers
        return numbers

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

    Args:
        numbers: Gives the numbers of features; may leave some out.
    """

    def __init__(self, numbers: Callable[[Sequence[str]], Numbers]) -> None:
        self.numbers = numbers
        self._all: list[Made] = []
        self.room = MOST_REMEMBERED // 2

    def of(self, write: Callable[..., Sequence[str]], *leading: Any) -> Made:
        """Numbers of what a function writes of these arguments and a last one, the key."""
        made = Made(write, leading, self)
        self._all.append(made)
        return made

    def forget(self) -> None:
        """Forget the keys long not asked for, where there are too many."""
        for made in self._all:
            made.age()
        self.room = MOST_REMEMBERED // 2
