"""``python -m graph.benchmark``: nodes and edges of many relations, in seconds and megabytes.

The relations are made up: ends and weapons as unevenly frequent as in news (a few states in most
sentences, tens of thousands of persons in few), 25 relations and mentions an article. They lie in
Parquet files, as a run leaves them; the tables are then counted and written.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click

from graph.columns import schema
from graph.database import Database

__all__ = ["generate", "main"]

_AN_ARTICLE = 25


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rows", default=10_000_000, show_default=True, help="Relations, and mentions.")
def main(rows: int) -> None:
    """Measure the graph stage over made-up relations."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        code = f"from graph.benchmark import generate; generate({name!r}, {rows})"
        subprocess.run([sys.executable, "-c", code], check=True)  # not part of this one's memory
        _measure(folder, rows)


def _measure(folder: Path, rows: int) -> None:
    from graph.export import write_all
    from graph.tables import build_tables

    (folder / "spilt").mkdir()
    files = {name: [str(folder / f"{name}.parquet")] for name in _MADE}
    clock = perf_counter()
    database = Database.of_files(files, folder / "spilt")
    tables = build_tables(database)
    counted = perf_counter() - clock
    sizes = ", ".join(f"{tables.size(name):,} {name}" for name in ("nodes", "edges", "transfers"))
    click.echo(f"{rows:,} relations and mentions: {sizes}")
    click.echo(f"counted in {counted:.0f} s, {_peak():,} MB at most")
    clock = perf_counter()
    write_all(tables, folder / "out")
    click.echo(f"all files written in {perf_counter() - clock:.0f} s, {_peak():,} MB at most")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


_MADE = ("articles", "mentions", "relations")


def generate(folder: str, rows: int) -> None:
    """Write made-up articles, mentions and relations as Parquet.

    Args:
        folder: Where to.
        rows: Of relations and of mentions.
    """
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar_print = false")
    connection.execute("SELECT setseed(0.5)")
    connection.execute("SET threads = 1")  # that every run makes the same
    for name, sql in _sql(rows).items():
        made = f"({sql}) AS made"
        known = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {made}").fetchall()}
        columns = ", ".join(
            f'"{field.name}"' if field.name in known else f'NULL::VARCHAR AS "{field.name}"'
            for field in schema(name)
        )
        path = f"{folder}/{name}.parquet"
        connection.execute(f"COPY (SELECT {columns} FROM {made}) TO '{path}' (COMPRESSION zstd)")


def _sql(rows: int) -> dict[str, str]:
    source, target = _entity("u1", "v1"), _entity("u2", "v2")
    numbers = f"range({rows}) AS t(i)"
    dice = ", ".join(
        f"random() AS {name}" for name in ("u1", "u2", "u3", "u4", "u5", "v1", "v2", "v3")
    )
    place = f"""'article-' || lpad((i // {_AN_ARTICLE})::VARCHAR, 9, '0') AS article_id,
        (i % 12)::BIGINT AS sentence, (i % 12 * 180)::BIGINT AS start"""
    return {
        "articles": f"""
            SELECT 'article-' || lpad(i::VARCHAR, 9, '0') AS article_id, 'a.jsonl#' || i AS source,
                'Judul ' || i AS title, 'id' AS language, 'ok' AS status, 12 AS sentences,
                (DATE '2015-01-01' + (i * 7919 % 3650)::INT)::VARCHAR AS published
            FROM range({rows // _AN_ARTICLE + 1}) AS t(i)""",
        "mentions": f"""
            SELECT {place}, (i % 12 * 180 + 10)::BIGINT AS end, 'PERSON' AS type, 'name' AS kind,
                {source} AS entity_id, 0.9 AS confidence,
                {source} || floor(u3 * 3)::INT AS text
            FROM (SELECT i, {dice} FROM {numbers})""",
        "relations": f"""
            SELECT {place}, (i % 12 * 180 + 150)::BIGINT AS end, source_id,
                CASE WHEN u3 > 0.95 THEN 'country:C' || floor(pow(200, u2))::INT ELSE target_id END
                    AS target_id,
                CASE WHEN u3 < 0.7 THEN 'CO_OCCURS' WHEN u3 < 0.8 THEN 'COOPERATE'
                    WHEN u3 < 0.9 THEN 'ASSAULT' WHEN u3 < 0.95 THEN 'SUPPLIES'
                    ELSE 'HOLDS_OFFICE' END AS relation,
                CASE WHEN u3 BETWEEN 0.9 AND 0.95 THEN 'weapon:W-' || floor(pow(1500, u4))::INT END
                    AS weapon_id,
                CASE WHEN u3 > 0.95 THEN 'Menteri Pertahanan' END AS role,
                CASE WHEN u5 < 0.8 THEN 'asserted' WHEN u5 < 0.9 THEN 'planned' ELSE 'negated' END
                    AS factuality,
                3::BIGINT AS cue_start, 9::BIGINT AS cue_end, 'model' AS rule,
                round(v3, 4) AS confidence,
                'Kalimat ' || i || ' yang menyebut dua nama dan menyatakan hubungan di antara '
                    || 'keduanya, sepanjang yang biasa bagi sebuah berita pertahanan.' AS evidence
            FROM (SELECT *, {source} AS source_id, {target} AS target_id
                FROM (SELECT i, {dice} FROM {numbers}))
            WHERE source_id <> target_id""",
    }


def _entity(rank: str, kind: str) -> str:
    """An id, whose frequency falls with its number."""
    return f"""CASE WHEN {kind} < 0.6 THEN 'country:C' || floor(pow(200, {rank}))::INT
        WHEN {kind} < 0.9 THEN 'person:Nama ' || floor(pow(60000, {rank}))::INT
        ELSE 'weapon:W-' || floor(pow(1500, {rank}))::INT END"""


if __name__ == "__main__":
    main()
