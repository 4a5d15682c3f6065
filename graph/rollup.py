"""Relations of office holders as relations of their states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

__all__ = ["to_countries"]

_Terms = dict[str, list[tuple[str, str]]]
"""Person to the days an article named their office, with its state; earliest first."""


def to_countries(
    mentions: pd.DataFrame,
    relations: pd.DataFrame,
    articles: pd.DataFrame,
    directed: Mapping[str, bool],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the state in the place of each person who holds an office of it.

    The office is the one last named on or before the day of the event, which is its own
    date or else the article's; the first one named where all are later. A person without
    an office stays. What a state would do to itself falls away, and so does a
    co-occurrence in a sentence that relates the same two.

    Args:
        mentions: Columns of the mentions table.
        relations: Columns of the relations table.
        articles: With ``article_id`` and ``published``.
        directed: Whether source and target of a relation differ in part.

    Returns:
        Mentions without those of persons who gave way to their state, and relations with
        new ends; sentence, evidence and all else of a relation stay.
    """
    published = relations["article_id"].map(articles.set_index("article_id")["published"])
    when = relations["date"].where(relations["date"].notna(), published).fillna("")
    held = relations["relation"] == "HOLDS_OFFICE"
    terms: _Terms = defaultdict(list)
    for person, state, day in zip(
        relations.loc[held, "source_id"], relations.loc[held, "target_id"], when[held], strict=True
    ):
        terms[person].append((day, state))
    for days in terms.values():
        days.sort()

    def states(ids: pd.Series[str]) -> list[str]:
        return [_state(i, day, terms) for i, day in zip(ids, when, strict=True)]

    rolled = relations.assign(
        source_id=states(relations["source_id"]), target_id=states(relations["target_id"])
    )
    rolled = rolled[~held & (rolled["source_id"] != rolled["target_id"])].copy()
    kept = mentions[~mentions["entity_id"].isin(list(terms))]
    columns = ["source_id", "target_id"]
    turned = ~rolled["relation"].map(directed).astype(bool)
    turned &= rolled["source_id"] > rolled["target_id"]
    rolled.loc[turned, columns] = rolled.loc[turned, columns[::-1]].to_numpy()
    return kept.reset_index(drop=True), _without_repeats(rolled).reset_index(drop=True)


def _state(entity_id: str, day: str, terms: _Terms) -> str:
    days = terms.get(entity_id)
    if not days:
        return entity_id
    before = [state for seen, state in days if seen <= day]
    return before[-1] if before else days[0][1]


def _without_repeats(relations: pd.DataFrame) -> pd.DataFrame:
    """Each co-occurrence of a sentence once, and none beside a stated relation."""
    ends = [
        frozenset(pair) for pair in zip(relations["source_id"], relations["target_id"], strict=True)
    ]
    place = list(zip(relations["article_id"], relations["sentence"], ends, strict=True))
    loose = (relations["relation"] == "CO_OCCURS").tolist()
    stated = {where for where, is_loose in zip(place, loose, strict=True) if not is_loose}
    seen: set[object] = set()
    keep: list[bool] = []
    for where, is_loose in zip(place, loose, strict=True):
        repeated = is_loose and (where in stated or where in seen)
        if is_loose:
            seen.add(where)
        keep.append(not repeated)
    return relations[pd.Series(keep, index=relations.index, dtype=bool)]
