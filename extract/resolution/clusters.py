"""Names that stand for one entity, and what must stay apart."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Clusters"]


class Clusters:
    """A disjoint-set forest over entity ids with pairs that may not meet.

    Args:
        apart: Pairs of ids that are different entities.
    """

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._apart: dict[str, set[str]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def find(self, name: str) -> str:
        """The id that stands for a name's cluster."""
        while (parent := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(parent, parent)
            name = parent
        return name

    def members(self, name: str) -> list[str]:
        """All ids of a name's cluster, in the order in which they joined."""
        root = self.find(name)
        return self._members.get(root, [root])

    def may_join(self, one: str, other: str) -> bool:
        """Whether nothing says that two clusters are different entities."""
        others = set(self.members(other))
        return all(self._apart.get(m, set()).isdisjoint(others) for m in self.members(one))

    def join(self, one: str, other: str) -> bool:
        """Make two clusters one, unless they must stay apart; ``True`` if they now are."""
        kept, gone = self.find(one), self.find(other)
        if kept == gone:
            return True
        if not self.may_join(kept, gone):
            return False
        self._members[kept] = [*self.members(kept), *self.members(gone)]
        self._members.pop(gone, None)
        self._parent[gone] = kept
        return True
