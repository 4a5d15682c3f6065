"""FollowTheMoney: entities as JSON lines, and the statements that they are made of.

The schema is the one of https://followthemoney.tech. A state is a ``PublicBody``, a weapon an
``Asset``, an article an ``Article`` that ``Documentation`` ties to what it names, a relation an
``UnknownLink``, an office a ``Position`` with an ``Occupancy``, an arms transfer an ``Event``.
Co-occurrence is no link: two ``Documentation`` of one article say it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha1
from pathlib import Path

from graph.exports.base import Exporter
from graph.exports.ftm_entities import Entities, Entity

__all__ = ["DATASET", "FollowTheMoney"]

DATASET = "alutsista"
"""Name of the data set that entities and statements belong to."""


class FollowTheMoney(Exporter):
    """``entities.ftm.json`` as Aleph and OpenSanctions' tools read it, and ``statements.json``.

    A statement says which value of which property is known from which article
    (``origin``), and the first and last day of the articles that say so.
    """

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """Entities, and their statements."""
        yield "entities.ftm.json", map(_entity_line, Entities(self.run))
        yield (
            "statements.json",
            (line for entity in Entities(self.run) for line in _statement_lines(entity)),
        )

    def after(self, folder: Path) -> Iterator[str]:
        """What reads them."""
        yield from self.notes
        yield f"Read with: ftm validate -i {folder}/entities.ftm.json"


def _entity_line(entity: Entity) -> str:
    properties: dict[str, list[str]] = {}
    for statement in entity.statements:
        properties.setdefault(statement.prop, []).append(statement.value)
    record = {
        "id": entity.entity_id, "schema": entity.schema, "properties": properties,
        "datasets": [DATASET],
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False) + "\n"


def _statement_lines(entity: Entity) -> Iterator[str]:
    """Statements with the key that ``followthemoney.statement`` gives them."""
    for statement in entity.statements:
        key = f"{DATASET}.{entity.entity_id}.{statement.prop}.{statement.value}"
        if statement.lang is not None:
            key = f"{key}@{statement.lang}"
        record = {
            "id": sha1(key.encode(), usedforsecurity=False).hexdigest(),
            "entity_id": entity.entity_id,
            "canonical_id": entity.entity_id,
            "prop": statement.prop,
            "schema": entity.schema,
            "value": statement.value,
            "dataset": DATASET,
            "lang": statement.lang,
            "original_value": None,
            "external": False,
            "first_seen": statement.first_seen,
            "last_seen": statement.last_seen,
            "origin": statement.origin,
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"
