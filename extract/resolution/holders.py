"""Who held an office on a day, as the corpus tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from extract.office_phrases import office_context, role_key
from extract.records import OfficeMention
from extract.resolution.survey import Held

__all__ = ["Terms"]

_DAYS = 90
"""How far from an article's day another may stand that names the holder."""
_CLEAR = 2
"""How many times as many articles must name the holder as the next person."""


class Terms:
    """Offices of states with the days on which articles name their holders.

    Args:
        held: Offices that articles give to persons.
        new: The id in the corpus of an article's id.
    """

    def __init__(self, held: Iterable[Held], new: Callable[[str, str], str]) -> None:
        self._seen: dict[tuple[str, str], dict[str, set[tuple[str, int]]]] = {}
        for one in held:
            day = _day(one.published)
            if one.role is not None and day is not None:
                holders = self._seen.setdefault((one.state, one.role), defaultdict(set))
                holders[new(one.article_id, one.person)].add((one.article_id, day))

    def holder(self, office: OfficeMention, published: str | None) -> str | None:
        """The person named in that office around a day.

        The one whom most articles of the 90 days before and after name so; ``None`` where
        there is none, or another is named half as often, or many hold such an office.
        """
        role, at = role_key(office.role), _day(published)
        if at is None or role in office_context()["many"]:
            return None
        counts = {
            person: sum(abs(day - at) <= _DAYS for _, day in seen)
            for person, seen in self._seen.get((office.country, role), {}).items()
        }
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or not ranked[0][1]:
            return None
        clear = len(ranked) < 2 or ranked[0][1] >= _CLEAR * ranked[1][1]
        return ranked[0][0] if clear else None


def _day(published: str | None) -> int | None:
    try:
        return date.fromisoformat(published or "").toordinal()
    except ValueError:
        return None
