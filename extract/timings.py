"""Seconds spent, by stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

__all__ = ["Timings"]

_Item = TypeVar("_Item")


class Timings(defaultdict[str, float]):
    """Seconds spent, by stage."""

    def __init__(self) -> None:
        super().__init__(float)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the seconds that a block takes."""
        clock = perf_counter()
        yield
        self[name] += perf_counter() - clock

    def each(self, name: str, items: Iterable[_Item]) -> Iterator[_Item]:
        """Count the seconds that an iterator takes to give its items."""
        items = iter(items)
        while True:
            clock = perf_counter()
            item = next(items, None)
            self[name] += perf_counter() - clock
            if item is None:
                return
            yield item
