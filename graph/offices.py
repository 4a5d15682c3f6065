"""Who was seen in which office of which state, and from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.columns import schema
from graph.database import Database

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["count_offices"]


def count_offices(database: Database) -> pa.Table:
    """The table of offices.

    The dates are the first and the last on which an article names the holder so, not those
    of the term; a role that differs in capitals alone is the same, worded as it most often is.

    Args:
        database: With the records.
    """
    return database.table("""
        WITH held AS (
            SELECT r.*, lower(role) AS plain, coalesce(date, published) AS day
            FROM relations r LEFT JOIN articles USING (article_id)
            WHERE relation = 'HOLDS_OFFICE' AND role IS NOT NULL),
        worded AS (
            SELECT DISTINCT ON (source_id, target_id, plain) source_id, target_id, plain, role
            FROM (SELECT source_id, target_id, plain, role, count(*) AS times FROM held
                GROUP BY source_id, target_id, plain, role)
            ORDER BY source_id, target_id, plain, times DESC, role)
        SELECT source_id AS person, target_id AS country, any_value(w.role) AS role,
            min(day) AS first_date, max(day) AS last_date,
            list_sort(list(DISTINCT article_id)) AS articles,
            arg_min(evidence, (article_id, sentence, start)) AS evidence
        FROM held h JOIN worded w USING (source_id, target_id, plain)
        GROUP BY source_id, target_id, plain ORDER BY person, country, plain""").cast(
        schema("offices")
    )
