"""Part of the relations, by what a reader asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graph.columns import FACTUALITY
from graph.database import Database
from graph.relation_types import directed_relations

__all__ = ["Narrowing", "narrow"]

_TYPES = ("COUNTRY", "PERSON", "WEAPON")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is to be kept; what is empty or ``None`` keeps everything.

    Example:
        >>> Narrowing(relations=["SUPPLIES", "ACQUIRES"], since="2023", confidence=0.5).weight
        1
        >>> Narrowing(relations=["SELLS"])
        Traceback (most recent call last):
        ValueError: relations: 'SELLS' is not one of AGREE, ...

    Attributes:
        types: Entity types that both ends must have.
        relations: Relation types.
        factuality: ``asserted``, ``planned``, ``negated``.
        since: First year, month or day of the article (ISO); without a date it is left out.
        until: Last one.
        confidence: Least confidence of a relation.
        weight: Fewest articles in which the same relation is found.

    Raises:
        TypeError: A text stands where a list of texts has to.
        ValueError: There is no such type, relation or factuality.
    """

    types: Collection[str] = ()
    relations: Collection[str] = ()
    factuality: Collection[str] = ()
    since: str | None = None
    until: str | None = None
    confidence: float = 0.0
    weight: int = 1

    def __post_init__(self) -> None:
        known = {"types": _TYPES, "relations": directed_relations(), "factuality": FACTUALITY}
        for name, all_of_it in known.items():
            given = getattr(self, name)
            if isinstance(given, str):
                raise TypeError(f"{name}: give a list, [{given!r}]")
            for value in given:
                if value not in all_of_it:
                    raise ValueError(f"{name}: {value!r} is not one of {', '.join(all_of_it)}")


def narrow(database: Database, relations: str, mentions: str, keep: Narrowing) -> tuple[str, str]:
    """Keep the relations that pass, and the mentions of what they relate.

    Args:
        database: With the records.
        relations: Table or view of relations.
        mentions: Table or view of mentions.
        keep: What passes.

    Returns:
        Names of relations and of mentions; those given where nothing is asked for.
    """
    if keep == Narrowing():
        return relations, mentions
    tests, values = _tests(keep)
    database.run(
        f"""CREATE TABLE passing AS
        SELECT r.* FROM {relations} r LEFT JOIN articles a USING (article_id)
        WHERE {" AND ".join(tests)}""",
        values,
    )
    database.run(f"""
        CREATE TABLE kept_relations AS
        SELECT p.* FROM passing p JOIN (
            SELECT source_id, relation, target_id, weapon_id FROM passing
            GROUP BY ALL HAVING count(DISTINCT article_id) >= {int(keep.weight)}) k
        ON p.source_id = k.source_id AND p.relation = k.relation AND p.target_id = k.target_id
            AND p.weapon_id IS NOT DISTINCT FROM k.weapon_id""")
    database.run(f"""
        CREATE VIEW kept_mentions AS
        SELECT * FROM {mentions} WHERE entity_id IN (
            SELECT unnest([source_id, target_id, weapon_id]) FROM kept_relations)""")
    return "kept_relations", "kept_mentions"


def _tests(keep: Narrowing) -> tuple[list[str], list[Any]]:
    """What a relation must pass, as SQL, and the values in it."""
    tests: list[str] = ["r.confidence >= ?"]
    values: list[Any] = [keep.confidence]
    chosen = (
        ("r.relation", keep.relations), ("r.factuality", keep.factuality),
        ("upper(split_part(r.source_id, ':', 1))", keep.types),
        ("upper(split_part(r.target_id, ':', 1))", keep.types),
    )  # fmt: skip
    for expression, wanted in chosen:
        if wanted:
            tests.append(f"{expression} IN (SELECT unnest(?))")
            values.append(list(wanted))
    for sign, day in ((">=", keep.since), ("<=", keep.until)):
        if day is not None:
            tests.append(f"substr(a.published, 1, {len(day)}) {sign} ?")
            values.append(day)
    return tests, values
