"""What two entities do to each other."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

import pandas as pd

from graph.answers import reading
from graph.answers.citations import Citations, Labels
from graph.answers.records import Pair, Ranked, SharedWeapon
from graph.answers.register import transfers
from graph.answers.statements import prepared, stated, statements, timeline
from graph.rows import read_rows

__all__ = ["answer", "between_holders", "direct", "shared_weapons"]


def answer(folder: Path, nodes: pd.DataFrame, first: str, second: str, limit: int) -> Pair:
    """Read what two entities do to each other.

    Args:
        folder: What ``--out`` named.
        nodes: With ``entity_id`` and ``label``.
        first: Entity id.
        second: Another one.
        limit: Most rows of each list.

    Raises:
        StoredError: A table is missing or is not one of a run.
    """
    labels = Labels(nodes)
    offices = reading.offices_of(folder, "country", (first, second))
    one, other = _side(first, offices), _side(second, offices)
    relations = reading.relations_among(folder, one | other)
    table = reading.transfers_of(folder)
    moved = pd.concat([
        table[(table["supplier"] == a) & (table["recipient"] == b)]
        for a, b in ((first, second), (second, first))
    ])  # fmt: skip
    shown = {article for listed in moved["articles"].head(limit) for article in listed}
    citations = Citations(
        reading.articles_of(folder, shown.union(relations["article_id"])),
        reading.articles_that(folder, shown) if shown else None,
    )
    work = prepared(relations, citations)
    pair = direct(work, first, second)
    acts = stated(pair)
    directed = acts["directed"]
    across = between_holders(work, one, other, first, second)
    together = statements(pair[pair["quad"] == "none"], citations, labels, 1).shown
    weapons = shared_weapons(reading.arms_between(folder, [first, second]), labels, first, second)
    return Pair(
        first=labels(first), second=labels(second), articles=int(pair["article_id"].nunique()),
        mutual=statements(acts[~directed], citations, labels, limit),
        forward=statements(
            acts[directed & (acts["source_id"] == first)], citations, labels, limit
        ),
        backward=statements(
            acts[directed & (acts["source_id"] == second)], citations, labels, limit
        ),
        together=together[0] if together else None,
        holders=statements(across, citations, labels, limit),
        timeline=timeline(pair), transfers=transfers(moved, citations, labels, limit),
        weapons=Ranked(len(weapons), weapons[:limit]),
    )  # fmt: skip


def _side(entity_id: str, offices: pd.DataFrame) -> set[str]:
    """An entity, and the persons who hold an office of it."""
    return {entity_id, *offices.loc[offices["country"] == entity_id, "person"]}


def direct(work: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The relations of which the two are the ends, whichever way.

    Args:
        work: With ``source_id`` and ``target_id``.
        first: Entity id.
        second: Another one.
    """
    ends = work[["source_id", "target_id"]]
    ways = [(ends == [a, b]).all(axis=1) for a, b in ((first, second), (second, first))]
    return work[ways[0] | ways[1]]


def between_holders(
    work: pd.DataFrame, one: Collection[str], other: Collection[str], first: str, second: str
) -> pd.DataFrame:
    """What persons in office of one state do to those of another, or to that state.

    Args:
        work: What :func:`graph.answers.statements.prepared` returned.
        one: The first entity and who holds office of it.
        other: The second, likewise.
        first: Entity id.
        second: Another one.

    Returns:
        The stated relations from one side to the other without those of the two themselves.
    """
    acts = stated(work)
    source, target = acts["source_id"], acts["target_id"]
    facing = (source.isin(list(one)) & target.isin(list(other))) | (
        source.isin(list(other)) & target.isin(list(one))
    )
    selves = source.isin([first, second]) & target.isin([first, second])
    return acts[facing & ~selves]


def shared_weapons(
    arms: pd.DataFrame, labels: Labels, first: str, second: str
) -> list[SharedWeapon]:
    """Named weapon systems that both have to do with, those of most articles first.

    Classes such as *missile* are left out: nearly everybody has some.

    Args:
        arms: Arms relations of the edge table.
        labels: Names of entities.
        first: Entity id.
        second: Another one.
    """
    does: dict[str, dict[str, dict[str, int]]] = {}
    for row in arms[arms["factuality"] != "negated"].to_dict("records"):
        supplied = row["relation"] == "SUPPLIES"
        weapon = row["weapon"] if supplied else row["target"]
        parts = [(row["source"], row["relation"])]
        if supplied:
            parts.append((row["target"], "RECEIVES"))
        if isinstance(weapon, str) and weapon not in _classes():
            for who, what in parts:
                deeds = does.setdefault(weapon, {}).setdefault(who, {})
                deeds[what] = deeds.get(what, 0) + int(row["weight"])
    both = [
        SharedWeapon(labels(weapon), who[first], who[second])
        for weapon, who in does.items()
        if first in who and second in who
    ]
    return sorted(both, key=lambda w: (-_articles(w), w.weapon.id))


def _articles(shared: SharedWeapon) -> int:
    return sum(shared.first.values()) + sum(shared.second.values())


@cache
def _classes() -> frozenset[str]:
    return frozenset(f"weapon:{row[0]}" for row in read_rows("extract.data", "weapon_classes.tsv"))
