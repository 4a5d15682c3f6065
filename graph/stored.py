"""The records of an earlier run, read back from its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from extract.records import Article, Entity, Extraction, Mention, Problem, Relation, Resolution

__all__ = ["StoredError", "read_extraction", "stored_options", "strongest"]

_RECORDS = {
    "articles": Article, "mentions": Mention, "relations": Relation, "resolutions": Resolution,
    "problems": Problem,
}  # fmt: skip


class StoredError(ValueError):
    """A folder that holds no tables of a run: says which file is missing or broken."""


def stored_options(folder: Path) -> dict[str, Any]:
    """The options that the tables of a folder were built with.

    Raises:
        StoredError: There is no readable manifest.
    """
    path = folder / "manifest.json"
    try:
        return dict(json.loads(path.read_text("utf-8"))["options"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoredError(f"{path}: not the manifest of a run ({error})") from error


def strongest(folder: Path, *, most: int) -> tuple[int, list[dict[str, Any]]]:
    """How many stated relations a run has, and those of most articles.

    Args:
        folder: What ``--out`` named.
        most: Rows wanted.

    Returns:
        The number, and rows with labels of source, target and weapon, ``weight``, ``sentences``.
    """
    import duckdb

    paths = [str(folder / f"{name}.parquet") for name in ("edges", "nodes")]
    with duckdb.connect() as connection:
        stated = connection.sql(
            "SELECT count(*) AS n FROM read_parquet(?) WHERE relation <> 'CO_OCCURS'",
            params=paths[:1],
        ).to_arrow_table()
        top = connection.sql(
            f"""SELECT source_label, relation, target_label, w.label AS weapon, weight, sentences
            FROM read_parquet(?) e LEFT JOIN read_parquet(?) w ON w.entity_id = e.weapon
            WHERE relation <> 'CO_OCCURS'
            ORDER BY weight DESC, sentences DESC, source, target, e.weapon NULLS FIRST, relation
            LIMIT {int(most)}""",
            params=paths,
        ).to_arrow_table()
    return int(stated["n"][0].as_py()), top.to_pylist()


def read_extraction(folder: Path) -> Extraction:
    """The records of an earlier run from its Parquet tables; texts are not among them.

    Args:
        folder: What ``--out`` named.

    Raises:
        StoredError: A table is missing or is not one of a run.
    """
    found = {name: list(_records(folder, name, record)) for name, record in _RECORDS.items()}
    columns = ("entity_id", "type", "label", "category", "wikidata")
    nodes = zip(*_columns(folder, "nodes", columns), strict=True)
    entities = [
        Entity(entity_id, kind, label, category=category, wikidata=item)
        for entity_id, kind, label, category, item in nodes
    ]
    return Extraction(**found, entities=entities)


def _records(folder: Path, name: str, record: type[Any]) -> Iterator[Any]:
    unstored = {"text"} if name == "articles" else set()
    names = tuple(f.name for f in fields(record) if f.name not in unstored)
    for values in zip(*_columns(folder, name, names), strict=True):
        yield record(**dict.fromkeys(unstored, ""), **dict(zip(names, values, strict=True)))


def _columns(folder: Path, name: str, names: tuple[str, ...]) -> list[list[Any]]:
    path = folder / f"{name}.parquet"
    try:
        frame = pd.read_parquet(path, columns=list(names))
    except (OSError, ValueError) as error:
        raise StoredError(f"{path}: not a table of a run ({error})") from error
    return [[_plain(value) for value in frame[column]] for column in names]


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
