"""Relations to edges: one for each source, relation, target and weapon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.columns import FACTUALITY, schema
from graph.database import Database
from graph.relation_types import directed_relations

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ROWS", "count_edges", "edge_batches"]

ROWS = 2_048
"""Edges of a batch; some have thousands of articles."""


def count_edges(database: Database) -> None:
    """Make the table ``edge_rows`` of numbered edges, in the order of the edge table.

    ``weight`` counts distinct articles. ``rank`` is of the most certain factuality that
    any sentence gives: asserted before planned before negated. ``evidence`` is
    the sentence of the highest confidence among those, the earliest of equals.

    Args:
        database: With the views of :func:`graph.numbered.number`.
    """
    database.run("""
        CREATE TABLE edge_rows AS
        SELECT (row_number() OVER (ORDER BY source, relation, target, weapon NULLS FIRST) - 1)::INT
            AS edge, *
        FROM (
            SELECT source, relation, target, weapon, min(rank)::INT AS rank,
                count(DISTINCT article) AS weight,
                count(DISTINCT (article::BIGINT << 32) + sentence) AS sentences,
                min(day) AS first_date, max(day) AS last_date,
                arg_min(evidence, merit) AS evidence, list(DISTINCT article) AS articles
            FROM statements GROUP BY source, relation, target, weapon
        ) ORDER BY edge""")


def edge_batches(database: Database) -> Iterator[pa.Table]:
    """The rows of the edge table, so many at a time.

    Args:
        database: With the table of :func:`count_edges`.
    """
    directed = ", ".join(f"'{name}'" for name, is_so in directed_relations().items() if is_so)
    ranks = ", ".join(f"'{name}'" for name in FACTUALITY)
    articles = database.table("SELECT article_id FROM article_numbers ORDER BY article")
    for start in range(0, database.size("edge_rows"), ROWS):
        rows = database.table(f"""
            SELECT s.entity_id AS source, s.label AS source_label, s.type AS source_type,
                t.entity_id AS target, t.label AS target_label, t.type AS target_type,
                relation, relation IN ({directed}) AS directed, w.entity_id AS weapon,
                ([{ranks}])[rank + 1] AS factuality, weight, sentences, first_date, last_date,
                evidence, list_sort(articles) AS articles
            FROM edge_rows JOIN entity_numbers s ON s.entity = source
            JOIN entity_numbers t ON t.entity = target
            LEFT JOIN entity_numbers w ON w.entity = weapon
            WHERE edge >= {start} AND edge < {start + ROWS} ORDER BY edge""")
        yield _named_articles(rows, articles["article_id"]).cast(schema("edges"))


def _named_articles(rows: pa.Table, article_ids: pa.ChunkedArray) -> pa.Table:
    """Lists of ids in the place of lists of numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lists = rows["articles"].combine_chunks()
    lists = lists if isinstance(lists, pa.ListArray) else pa.concat_arrays(lists.chunks)
    ids = pc.take(article_ids, lists.flatten()).combine_chunks()
    ends = pc.cumulative_sum(pc.list_value_length(lists)).cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
    named = pa.ListArray.from_arrays(offsets, ids)
    return rows.set_column(rows.schema.get_field_index("articles"), "articles", named)
