"""Part of the relations, by what a reader asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

__all__ = ["Narrowing", "narrow"]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is to be kept; what is empty or ``None`` keeps everything.

    Attributes:
        types: Entity types that both ends must have.
        relations: Relation types.
        factuality: ``asserted``, ``planned``, ``negated``.
        since: First year, month or day of the article (ISO); without a date it is left out.
        until: Last one.
        confidence: Least confidence of a relation.
        weight: Fewest articles in which the same relation is found.
    """

    types: Collection[str] = ()
    relations: Collection[str] = ()
    factuality: Collection[str] = ()
    since: str | None = None
    until: str | None = None
    confidence: float = 0.0
    weight: int = 1


def narrow(
    mentions: pd.DataFrame, relations: pd.DataFrame, articles: pd.DataFrame, keep: Narrowing
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keep the relations that pass, and the mentions of what they relate.

    Args:
        mentions: Columns of the mentions table.
        relations: Columns of the relations table.
        articles: With ``article_id`` and ``published``.
        keep: What passes.

    Returns:
        Mentions and relations; unchanged where nothing is asked for.
    """
    if keep == Narrowing():
        return mentions, relations
    published = relations["article_id"].map(articles.set_index("article_id")["published"])
    passes = relations["confidence"].astype(float) >= keep.confidence
    for column, wanted in (("relation", keep.relations), ("factuality", keep.factuality)):
        if wanted:
            passes &= relations[column].isin(list(wanted))
    if keep.types:
        for column in ("source_id", "target_id"):
            kind = relations[column].str.partition(":")[0].str.upper()
            passes &= kind.isin(list(keep.types))
    if keep.since is not None:
        passes &= (published.str.slice(0, len(keep.since)) >= keep.since).fillna(False)
    if keep.until is not None:
        passes &= (published.str.slice(0, len(keep.until)) <= keep.until).fillna(False)
    kept = relations[passes.astype(bool)]
    keys = ["source_id", "relation", "target_id", "weapon_id"]
    weight = kept.groupby(keys, dropna=False)["article_id"].transform("nunique")
    kept = kept[weight >= keep.weight]
    named = pd.concat([kept[column] for column in ("source_id", "target_id", "weapon_id")])
    mentioned = mentions[mentions["entity_id"].isin(set(named.dropna()))]
    return mentioned.reset_index(drop=True), kept.reset_index(drop=True)
