"""The records of an earlier run, read back from its tables."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from extract.records import Article, Entity, Extraction, Mention, Problem, Relation, Resolution
from graph.columns import schema
from graph.database import Database
from graph.narrow import Narrowing
from graph.tables import Tables, build_tables

__all__ = ["StoredError", "read_extraction", "read_tables", "stored_options", "strongest"]

_RECORDS = {
    "articles": Article, "mentions": Mention, "relations": Relation, "resolutions": Resolution,
    "problems": Problem,
}  # fmt: skip


class StoredError(ValueError):
    """A folder that holds no tables of a run: says which file is missing or broken.

    Example:
        >>> read_tables("nowhere")
        Traceback (most recent call last):
        graph.stored.StoredError: nowhere/articles.parquet: not a table of a run (...)
    """


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

    paths = [glob.escape(str(folder / f"{name}.parquet")) for name in ("edges", "nodes")]
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


def read_tables(
    folder: str | Path, *, level: str | None = None, keep: Narrowing | None = None
) -> Tables:
    """The tables of an earlier run, whole or in part, from its Parquet files.

    The records stay in the files, which have to be there as long as the tables are used.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from extract import Article, load, run
        >>> from graph.export import write_all
        >>> article = Article("a1", "-", "Turki membeli rudal S-400 dari Rusia.")
        >>> with TemporaryDirectory() as out:  # here: what alutsista graph SOURCE --out OUT writes
        ...     _ = write_all(build_tables(run([article], load())), Path(out))
        ...     tables = read_tables(out, keep=Narrowing(relations=["SUPPLIES"]))
        ...     tables.edges[["source_label", "relation", "target_label"]].values.tolist()
        [['Rusia', 'SUPPLIES', 'Turki']]

    Args:
        folder: What ``--out`` named.
        level: ``entity``, or ``country`` to give what office holders do to their states; by
            default as the files have it.
        keep: Relations wanted; all by default.

    Raises:
        StoredError: A file is missing or is not a table of a run, or entities are asked of
            tables of states.
        ValueError: There is no such level.
    """
    import duckdb
    import pyarrow.parquet as pq

    folder = Path(folder)
    files = {name: [glob.escape(str(_checked(folder, name)))] for name in _RECORDS}
    nodes, offices = _checked(folder, "nodes"), _checked(folder, "offices")
    if level == "entity" and stored_options(folder).get("level") == "country":
        raise StoredError(f"{folder}: its tables are those of states, not of entities")
    try:
        database = Database.of_files(files)
        columns = "entity_id, type, label, category, wikidata, 'name' AS kind"
        database.run(
            f"INSERT INTO entities BY NAME SELECT {columns} FROM read_parquet(?)",
            [glob.escape(str(nodes))],
        )
        held = pq.read_table(offices).cast(schema("offices"))
        return build_tables(database, level=level or "entity", keep=keep, offices=held)
    except (duckdb.Error, OSError) as error:
        raise StoredError(f"{folder}: its tables cannot be read ({error})") from error


def _checked(folder: Path, name: str) -> Path:
    """The file of a table, which has all of the table's columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    try:
        found = pq.read_schema(path).names
    except (OSError, pa.ArrowException) as error:
        raise StoredError(f"{path}: not a table of a run ({error})") from error
    missing = [column for column in schema(name).names if column not in found]
    if missing:
        raise StoredError(f"{path}: not a table of a run (no {', '.join(missing)})")
    return path


def read_extraction(folder: str | Path) -> Extraction:
    """The records of an earlier run from its Parquet tables; texts are not among them.

    All of them stand in memory then; :func:`read_tables` leaves them in the files.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from graph.export import write_all
        >>> with TemporaryDirectory() as out:
        ...     _ = write_all(build_tables(Extraction([Article("a1", "-", "")])), Path(out))
        ...     [article.article_id for article in read_extraction(out).articles]
        ['a1']

    Args:
        folder: What ``--out`` named.

    Raises:
        StoredError: A table is missing or is not one of a run.
    """
    folder = Path(folder)
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
