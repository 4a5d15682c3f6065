"""What a page has room for: all relations, or the strongest of a large graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from graph.database import Database
from graph.tables import Tables, frame

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MOST_EDGES", "MOST_OF_EDGE", "MOST_STATEMENTS", "Held", "hold"]

MOST_EDGES = 70_000
"""Edges that a page holds at most."""
MOST_OF_EDGE = 1_000
"""Statements of one edge that it holds at most, the best of every month first."""
MOST_STATEMENTS = 150_000
"""Statements that it holds at most in all."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a page holds.

    Attributes:
        nodes: Rows of the node table: all of them, or the ends and weapons of the edges held.
        edges: Source, relation, target, weapon and weight of the edges held.
        articles: Rows of the article table, and ``article``, the number that statements have.
        partly: Whether anything had to be left out.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    articles: pd.DataFrame
    partly: bool


def hold(tables: Tables) -> Held:
    """Choose what the page holds: stated relations before co-occurrences, the heaviest first.

    Makes ``held_edges``, edge rows numbered anew, and ``held_statements``, their statements with
    ``edge`` and ``statement``, numbered in the order in which the page shows them: by edge, then
    as the edge table chooses its evidence.
    """
    database = tables.database
    _hold_edges(database)
    _hold_statements(database)
    (stated,) = database.table("SELECT sum(sentences)::BIGINT AS n FROM edge_rows")["n"].to_pylist()
    partly = (
        database.size("held_edges") < tables.size("edges")
        or database.size("held_statements") < (stated or 0)
    )  # fmt: skip
    chosen = "WHERE article IN (SELECT article FROM held_statements)" if partly else ""
    articles = database.table(f"""
        SELECT a.*, n.article FROM articles a JOIN article_numbers n USING (article_id)
        {chosen} ORDER BY article""")
    edges = database.table("""
        SELECT s.entity_id AS source, relation, t.entity_id AS target, w.entity_id AS weapon, weight
        FROM held_edges JOIN entity_numbers s ON s.entity = source
        JOIN entity_numbers t ON t.entity = target
        LEFT JOIN entity_numbers w ON w.entity = weapon ORDER BY edge""")
    nodes = next(tables.batches("nodes"))
    nodes = _ends(database, nodes) if partly else nodes
    return Held(frame(nodes), frame(edges), frame(articles), partly)


def _hold_edges(database: Database) -> None:
    database.run(f"""
        CREATE OR REPLACE TABLE held_edges AS
        SELECT (row_number() OVER (ORDER BY edge) - 1)::INT AS edge, * EXCLUDE (edge, place, upto)
        FROM (
            SELECT edge, source, relation, target, weapon, weight,
                row_number() OVER strength AS place,
                sum(least(sentences, {MOST_OF_EDGE})) OVER strength AS upto
            FROM edge_rows
            WINDOW strength AS (
                ORDER BY relation = 'CO_OCCURS', weight DESC, sentences DESC, edge))
        WHERE place <= {MOST_EDGES} AND upto <= {MOST_STATEMENTS}""")


def _hold_statements(database: Database) -> None:
    best = "rank, confidence DESC, article, start, cue_start NULLS FIRST, rule"
    columns = (
        "source, target, weapon, rank, confidence, article, published, day, sentence, start, "
        "cue_start, cue_end, date, role, rule"
    )
    database.run(f"""
        CREATE OR REPLACE TABLE held_statements AS
        WITH stated AS (
            SELECT h.edge, {", ".join(f"s.{name.strip()}" for name in columns.split(","))}
            FROM statements s JOIN held_edges h ON h.source = s.source AND h.target = s.target
                AND h.relation = s.relation AND coalesce(h.weapon, -1) = coalesce(s.weapon, -1)),
        monthly AS (
            SELECT *, row_number() OVER (
                PARTITION BY edge, substr(published, 1, 7) ORDER BY {best}) AS of_month
            FROM stated),
        kept AS (
            SELECT * EXCLUDE (of_month) FROM monthly QUALIFY row_number() OVER (
                PARTITION BY edge ORDER BY of_month, {best}) <= {MOST_OF_EDGE})
        SELECT (row_number() OVER (ORDER BY edge, {best}) - 1)::INT AS statement, *
        FROM kept ORDER BY statement""")


def _ends(database: Database, nodes: pa.Table) -> pa.Table:
    """The nodes that the edges held name."""
    import pyarrow.compute as pc

    kept = database.table("""
        SELECT entity_id FROM entity_numbers WHERE entity IN (
            SELECT unnest([source, target, weapon]) FROM held_edges)""")
    return nodes.filter(pc.is_in(nodes["entity_id"], kept["entity_id"].combine_chunks()))
