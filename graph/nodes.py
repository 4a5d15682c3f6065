"""Mentions to nodes: one for each entity, with its measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.columns import schema
from graph.database import Database
from graph.measure import measures

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["count_nodes"]


def count_nodes(database: Database) -> pa.Table:
    """The node table.

    Aliases are the distinct surface forms, the most frequent first. ``office`` and ``country`` of
    a person are those that most articles give, the first by name of equals.

    Args:
        database: With the views of :func:`graph.numbered.number` and the table of
            :func:`graph.edges.count_edges`.

    Returns:
        A row for each entity that is mentioned or is an end of an edge, sorted by id.
    """
    database.run("""
        CREATE TABLE node_rows AS
        WITH named AS (
            SELECT entity, count(*) AS mentions, count(DISTINCT article) AS articles,
                min(published) AS first_date, max(published) AS last_date
            FROM names GROUP BY entity),
        forms AS (
            SELECT entity, list("text" ORDER BY times DESC, "text") AS aliases
            FROM (SELECT entity, "text", count(*) AS times FROM names GROUP BY entity, "text")
            GROUP BY entity),
        held AS (
            SELECT source AS entity, target, role, count(DISTINCT article) AS times
            FROM statements WHERE relation = 'HOLDS_OFFICE' AND role IS NOT NULL
            GROUP BY source, target, role),
        office AS (
            SELECT DISTINCT ON (entity) entity, target, role FROM held
            ORDER BY entity, times DESC, target, role)
        SELECT n.*, coalesce(f.aliases, []) AS aliases, coalesce(named.mentions, 0) AS mentions,
            coalesce(named.articles, 0) AS articles, named.first_date, named.last_date,
            CASE WHEN n.entity_id LIKE 'country:%' THEN substr(n.entity_id, 9)
                ELSE substr(s.entity_id, strpos(s.entity_id, ':') + 1) END AS country,
            office.role AS office
        FROM entity_numbers n LEFT JOIN named USING (entity) LEFT JOIN forms f USING (entity)
        LEFT JOIN office USING (entity) LEFT JOIN entity_numbers s ON s.entity = office.target
        WHERE named.entity IS NOT NULL
            OR n.entity IN (SELECT source FROM edge_rows UNION SELECT target FROM edge_rows)""")
    rows = database.table("SELECT * FROM node_rows ORDER BY entity")
    ties = database.table("""
        SELECT least(source, target) AS one, greatest(source, target) AS other,
            sum(weight)::BIGINT AS weight
        FROM edge_rows WHERE relation <> 'CO_OCCURS' AND source <> target
        GROUP BY one, other ORDER BY one, other""")
    for name, values in measures(
        rows["entity"].to_numpy(), *(ties[c].to_numpy() for c in ("one", "other", "weight"))
    ).items():
        rows = rows.append_column(name, [values])
    return rows.select(schema("nodes").names).cast(schema("nodes"))
