"""Relations of office holders as relations of their states."""

from __future__ import annotations

from graph.columns import COLUMNS
from graph.database import Database
from graph.relation_types import directed_relations

__all__ = ["to_countries"]


def to_countries(database: Database) -> tuple[str, str]:
    """Put the state in the place of each person who holds an office of it.

    The office is the one last named on or before the day of the event, which is its own
    date or else the article's; the first one named where all are later. A person without
    an office stays. What a state would do to itself falls away, and so does a
    co-occurrence in a sentence that relates the same two.

    Args:
        database: With the records.

    Returns:
        Names of what was made: relations with new ends, of which sentence, evidence and all else
        stay, and mentions without those of persons who gave way to their state.
    """
    undirected = ", ".join(f"'{n}'" for n, is_so in directed_relations().items() if not is_so)
    columns = ", ".join(
        f'"{c}"' for c in COLUMNS["relations"] if c not in ("source_id", "target_id")
    )
    database.run("""
        CREATE VIEW timed AS
        SELECT r.*, coalesce(r.date, a.published, '') AS day
        FROM relations r LEFT JOIN articles a USING (article_id)""")
    database.run("""
        CREATE TABLE terms AS
        SELECT source_id AS person, day, max(target_id) AS state, min(target_id) AS least
        FROM timed WHERE relation = 'HOLDS_OFFICE' GROUP BY person, day""")
    database.run("""
        CREATE TABLE first_terms AS
        SELECT person, arg_min(least, day) AS state FROM terms GROUP BY person""")
    database.run(f"""
        CREATE TABLE rolled AS
        WITH ended AS (
            SELECT {columns}, coalesce(s.state, sf.state, source_id) AS one,
                coalesce(t.state, tf.state, target_id) AS other
            FROM timed r
            ASOF LEFT JOIN terms s ON s.person = r.source_id AND s.day <= r.day
            ASOF LEFT JOIN terms t ON t.person = r.target_id AND t.day <= r.day
            LEFT JOIN first_terms sf ON sf.person = r.source_id
            LEFT JOIN first_terms tf ON tf.person = r.target_id
            WHERE relation <> 'HOLDS_OFFICE')
        SELECT {columns},
            CASE WHEN relation IN ({undirected}) THEN least(one, other) ELSE one END AS source_id,
            CASE WHEN relation IN ({undirected}) THEN greatest(one, other) ELSE other END
                AS target_id
        FROM ended WHERE one <> other""")
    database.run("""
        CREATE VIEW rolled_relations AS
        SELECT * FROM rolled WHERE relation <> 'CO_OCCURS'
        UNION ALL
        SELECT c.* FROM rolled c
        WHERE relation = 'CO_OCCURS' AND NOT EXISTS (
            SELECT 1 FROM rolled r WHERE r.relation <> 'CO_OCCURS'
                AND r.article_id = c.article_id AND r.sentence = c.sentence
                AND least(r.source_id, r.target_id) = c.source_id
                AND greatest(r.source_id, r.target_id) = c.target_id)
        QUALIFY row_number() OVER (
            PARTITION BY article_id, sentence, source_id, target_id
            ORDER BY start, confidence DESC, evidence) = 1""")
    database.run("""
        CREATE VIEW rolled_mentions AS
        SELECT * FROM mentions WHERE entity_id NOT IN (SELECT person FROM terms)""")
    return "rolled_relations", "rolled_mentions"
