"""Numbers in the place of ids, which SQL groups and joins several times as fast."""

from __future__ import annotations

from graph.columns import FACTUALITY
from graph.database import Database

__all__ = ["number"]


def number(database: Database, relations: str, mentions: str) -> None:
    """Make the tables and views that the graph's tables are counted from.

    ``entity_numbers`` and ``article_numbers`` give each id its place among all of them.
    ``statements`` is the relations with ``source``, ``target``, ``weapon`` and ``article`` as
    such numbers, ``day`` (the event's own date, or else the article's), ``rank`` (place in
    :data:`~graph.columns.FACTUALITY`) and ``merit``, the least for the sentence that an edge is
    quoted with: the most certain, of the highest confidence, the first in the first article.
    ``names`` is the mentions with ``entity`` and ``article``.

    Args:
        database: With the records.
        relations: Table or view of relations.
        mentions: Table or view of mentions.
    """
    ids = " UNION ALL ".join(
        f"SELECT {column} AS id FROM {table}"
        for table, column in (
            (relations, "source_id"), (relations, "target_id"), (relations, "weapon_id"),
            (mentions, "entity_id"),
        )
    )  # fmt: skip
    database.run(f"""
        CREATE TABLE entity_numbers AS
        SELECT (row_number() OVER (ORDER BY id) - 1)::INT AS entity, id AS entity_id,
            coalesce(e.type, upper(split_part(id, ':', 1))) AS type,
            coalesce(e.label, substr(id, strpos(id, ':') + 1)) AS label, e.category, e.wikidata
        FROM (SELECT DISTINCT id FROM ({ids}) WHERE id IS NOT NULL)
        LEFT JOIN entities e ON e.entity_id = id""")
    database.run(f"""
        CREATE TABLE article_numbers AS
        SELECT (row_number() OVER (ORDER BY article_id) - 1)::INT AS article, article_id,
            any_value(published) AS published
        FROM (SELECT article_id, published FROM articles
            UNION ALL SELECT DISTINCT article_id, NULL FROM {relations}
            UNION ALL SELECT DISTINCT article_id, NULL FROM {mentions})
        GROUP BY article_id""")
    ranks = ", ".join(f"'{name}'" for name in FACTUALITY)
    database.run(f"""
        CREATE VIEW ranked AS
        SELECT r.*, s.entity AS source, t.entity AS target, w.entity AS weapon, a.article,
            a.published, coalesce(r.date, a.published) AS day,
            list_position([{ranks}], r.factuality) - 1 AS rank
        FROM {relations} r JOIN entity_numbers s ON s.entity_id = r.source_id
        JOIN entity_numbers t ON t.entity_id = r.target_id
        LEFT JOIN entity_numbers w ON w.entity_id = r.weapon_id
        JOIN article_numbers a ON a.article_id = r.article_id""")
    database.run("""
        CREATE VIEW statements AS
        SELECT *, (rank::BIGINT << 60) + ((10000 - round(confidence * 10000)::BIGINT) << 46)
            + (article::BIGINT << 16) + least(sentence, 65535) AS merit FROM ranked""")
    database.run(f"""
        CREATE VIEW names AS
        SELECT m.*, e.entity, a.article, a.published FROM {mentions} m
        JOIN entity_numbers e ON e.entity_id = m.entity_id
        JOIN article_numbers a ON a.article_id = m.article_id""")
