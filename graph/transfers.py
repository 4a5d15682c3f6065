"""Arms transfers in the manner of SIPRI's register."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.columns import schema
from graph.database import Database
from graph.numbers import count_beside
from graph.rows import read_rows

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["count_transfers"]


def count_transfers(database: Database) -> pa.Table:
    """Rows in the manner of SIPRI's transfer register: who supplies whom with what.

    A purchase without a supplier in the same sentence is a row without one,
    unless another sentence names who supplies that weapon to that recipient. ``number``
    is the one that most sentences state, the largest of equals.

    Args:
        database: With the views of :func:`graph.numbered.number`.
    """
    import pyarrow as pa

    database.run("""
        CREATE VIEW deals AS
        SELECT source AS supplier, target AS recipient, weapon AS item, * FROM statements
        WHERE relation = 'SUPPLIES'
        UNION ALL
        SELECT NULL, source, target, * FROM statements s
        WHERE relation = 'ACQUIRES' AND NOT EXISTS (
            SELECT 1 FROM statements o WHERE o.relation = 'SUPPLIES' AND o.target = s.source
                AND o.weapon = s.target)""")
    texts = ("article_id", "day", "evidence", "status")
    numbers = ("supplier", "recipient", "item", "merit", "number")
    kind = pa.schema([(n, pa.int64()) for n in numbers] + [(n, pa.string()) for n in texts])
    database.add_table("stated_deals", pa.Table.from_batches(_stated(database, kind), kind))
    return database.table("""
        WITH told AS (
            SELECT DISTINCT ON (supplier, recipient, item, status)
                supplier, recipient, item, status, number
            FROM (SELECT supplier, recipient, item, status, number, count(*) AS times
                FROM stated_deals WHERE number IS NOT NULL GROUP BY ALL)
            ORDER BY supplier, recipient, item, status, times DESC, number DESC)
        SELECT s.entity_id AS supplier, r.entity_id AS recipient, w.entity_id AS weapon,
            any_value(w.category) AS category, any_value(told.number) AS number, d.status,
            min(d.day) AS date, list_sort(list(DISTINCT d.article_id)) AS articles,
            arg_min(d.evidence, d.merit & ((1::BIGINT << 60) - 1)) AS evidence
        FROM stated_deals d
        LEFT JOIN told ON told.supplier IS NOT DISTINCT FROM d.supplier
            AND told.recipient = d.recipient AND told.item IS NOT DISTINCT FROM d.item
            AND told.status = d.status
        LEFT JOIN entity_numbers s ON s.entity = d.supplier
        JOIN entity_numbers r ON r.entity = d.recipient
        LEFT JOIN entity_numbers w ON w.entity = d.item
        GROUP BY s.entity_id, r.entity_id, w.entity_id, d.status
        ORDER BY supplier NULLS FIRST, recipient, weapon NULLS FIRST, d.status""").cast(
        schema("transfers")
    )


def _stated(database: Database, kind: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Status and number of each statement, which its sentence tells."""
    import pyarrow as pa

    rows = database.batches("""
        SELECT d.supplier, d.recipient, d.item, d.article_id, d.day, d.merit, d.evidence,
            d.factuality, list([n.start - d.start, n."end" - d.start] ORDER BY n.start)
                FILTER (n.start IS NOT NULL) AS places
        FROM deals d LEFT JOIN names n
            ON n.article = d.article AND n.sentence = d.sentence AND n.entity = d.item
        GROUP BY d.supplier, d.recipient, d.item, d.article_id, d.day, d.merit, d.evidence,
            d.factuality, d.start""")
    for batch in rows:
        told = batch.select(["factuality", "evidence", "places"]).to_pydict()
        status = map(_status, told["factuality"], told["evidence"])
        number = map(_number, told["evidence"], told["places"])
        whole = batch.drop_columns(["factuality", "places"])
        whole = whole.append_column("status", [pa.array(status, pa.string())])
        whole = whole.append_column("number", [pa.array(number, pa.int64())])
        yield from whole.select(kind.names).cast(kind).to_batches()


@cache
def _status_words() -> dict[str, tuple[str, ...]]:
    words: dict[str, list[str]] = {}
    for status, word in read_rows("graph.data", "transfer_status.tsv"):
        words.setdefault(status, []).append(word)
    return {status: tuple(found) for status, found in words.items()}


def _status(factuality: str, evidence: str) -> str:
    if factuality != "asserted":
        return "proposed" if factuality == "planned" else "refused"
    text = evidence.lower()
    for status in ("delivered", "ordered"):
        if any(word in text for word in _status_words()[status]):
            return status
    return "delivered"


def _number(sentence: str, places: list[Any] | None) -> int | None:
    """How many of its weapon a sentence states, from the weapon's first mention on."""
    found = (count_beside(sentence, start, end) for start, end in places or ())
    return next((number for number in found if number is not None), None)
