"""CSV for ``neo4j-admin database import full`` of Neo4j 5: nodes by label, relationships by type.

The header fields are those of the operations manual, chapter "CSV header format". A quote within
a value is doubled (RFC 4180), an empty field is a missing value, and the parts of a list are set
apart by the control character U+001F, which no name holds, so that a ``;`` in one does no harm.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph.exports.base import Exporter, Row
from graph.exports.values import days, one_line, relation_types, web_address

__all__ = ["ARRAY_DELIMITER", "Neo4j"]

ARRAY_DELIMITER = "\x1f"
"""What stands between the parts of a list."""

_LABELS = {"COUNTRY": "Country", "PERSON": "Person", "WEAPON": "Weapon"}
_ENTITY = (
    "id:ID", "label:string", "label_id:string", "label_en:string", "aliases:string[]",
    "country:string", "office:string", "category:string", "wikidata:string", "mentions:long",
    "articles:long", "first_date:date", "last_date:date", "degree:long", "weighted_degree:long",
    "betweenness:double", "pagerank:double", "community:long", ":LABEL",
)  # fmt: skip
_ARTICLE = (
    "id:ID", "title:string", "publisher:string", "published:date", "url:string",
    "language:string", "source:string", "text_sha256:string", ":LABEL",
)  # fmt: skip
_TRANSFER = (
    "id:ID", "category:string", "number:long", "status:string", "date:string", "first_day:date",
    "last_day:date", "articles:string[]", "evidence:string", ":LABEL",
)  # fmt: skip
_RELATION = (
    ":START_ID", ":END_ID", "directed:boolean", "weapon:string", "role:string",
    "factuality:string", "weight:long", "sentences:long", "first_date:string",
    "last_date:string", "first_day:date", "last_day:date", "articles:string[]",
    "evidence:string", ":TYPE",
)  # fmt: skip
_MENTIONED = (":START_ID", ":END_ID", "mentions:long", ":TYPE")
_PART = (":START_ID", ":END_ID", ":TYPE")


class Neo4j(Exporter):
    """Entities, articles and transfers as nodes; relations, mentions and offices between them."""

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """Node files by label, then relationship files by type; none without rows."""
        self._nodes: list[str] = []
        self._relationships: list[str] = []
        for kind, label in _LABELS.items():
            yield from self._some(self._nodes, label, _ENTITY, self._entities(kind, label))
        yield from self._some(self._nodes, "Article", _ARTICLE, self._articles())
        yield from self._some(self._nodes, "Transfer", _TRANSFER, self._transfers())
        for name in relation_types():
            rows = self._held() if name == "HOLDS_OFFICE" else self._edges(name)
            yield from self._some(self._relationships, name, _RELATION, rows)
        yield from self._some(self._relationships, "MENTIONED_IN", _MENTIONED, self._mentioned())
        for column in ("supplier", "recipient", "weapon"):
            name = f"TRANSFER_{column.upper()}"
            yield from self._some(self._relationships, name, _PART, self._parts(column, name))

    def after(self, folder: Path) -> Iterator[str]:
        """The command that imports the files into a new database."""
        parts = ["neo4j-admin", "database", "import", "full", "neo4j"]
        parts += [f"--array-delimiter=U+{ord(ARRAY_DELIMITER):04X}"]
        for option, names in (("nodes", self._nodes), ("relationships", self._relationships)):
            parts += [f"--{option}={folder / name}" for name in names]
        yield from super().after(folder)
        yield "Import into a new database with:"
        yield "  " + shlex.join(parts)

    def _some(
        self, names: list[str], name: str, header: tuple[str, ...], rows: Iterator[dict[str, Any]]
    ) -> Iterator[tuple[str, Iterable[str]]]:
        first = next(rows, None)
        if first is None:
            return
        names.append(f"{name}.csv")
        yield f"{name}.csv", _table(header, first, rows)

    def _entities(self, kind: str, label: str) -> Iterator[dict[str, Any]]:
        for entity_id, node in self.run.nodes.items():
            if node["type"] == kind:
                names = {f"label_{lang}": self.run.label(entity_id, lang) for lang in ("id", "en")}
                yield {
                    **node, **names, "id": entity_id, "label": self.run.label(entity_id),
                    "LABEL": label,
                }  # fmt: skip

    def _articles(self) -> Iterator[dict[str, Any]]:
        for row in self.run.rows("articles"):
            yield {
                **row, "id": f"article:{row['article_id']}", "url": web_address(row["url"]),
                "LABEL": "Article",
            }  # fmt: skip

    def _transfers(self) -> Iterator[dict[str, Any]]:
        for number, row in enumerate(self.run.rows("transfers")):
            yield {**row, **_span(row["date"], row["date"]), "id": f"transfer:{number}",
                   "LABEL": "Transfer"}  # fmt: skip

    def _edges(self, name: str) -> Iterator[dict[str, Any]]:
        for row in self.run.rows("edges", relation=name):
            yield {
                **row, **_span(row["first_date"], row["last_date"]),
                "START_ID": row["source"], "END_ID": row["target"], "TYPE": name,
            }  # fmt: skip

    def _held(self) -> Iterator[dict[str, Any]]:
        """The offices, which unlike the edges name the role."""
        for row in self.run.rows("offices"):
            if {row["person"], row["country"]} <= self.run.nodes.keys():
                yield {
                    **row, **_span(row["first_date"], row["last_date"]), "directed": True,
                    "weight": len(row["articles"]),
                    "START_ID": row["person"], "END_ID": row["country"], "TYPE": "HOLDS_OFFICE",
                }  # fmt: skip

    def _mentioned(self) -> Iterator[dict[str, Any]]:
        counts: Counter[tuple[str, str]] = Counter()
        for row in self.run.rows("mentions"):
            counts[row["entity_id"], row["article_id"]] += 1
        for (entity_id, article_id), number in counts.items():
            yield {"START_ID": entity_id, "END_ID": f"article:{article_id}", "mentions": number,
                   "TYPE": "MENTIONED_IN"}  # fmt: skip

    def _parts(self, column: str, name: str) -> Iterator[dict[str, Any]]:
        for number, row in enumerate(self.run.rows("transfers")):
            if row[column] in self.run.nodes:
                yield {"START_ID": f"transfer:{number}", "END_ID": row[column], "TYPE": name}


def _span(first: str | None, last: str | None) -> Row:
    """The days that dates of any precision reach from and to."""
    begin, end = days(first), days(last)
    return {"first_day": begin and begin[0], "last_day": end and end[1]}


def _table(
    header: tuple[str, ...], first: dict[str, Any], rows: Iterator[dict[str, Any]]
) -> Iterator[str]:
    keys = [field.lstrip(":").partition(":")[0] for field in header]
    yield ",".join(header) + "\n"
    yield ",".join(_field(first.get(key)) for key in keys) + "\n"
    for row in rows:
        yield ",".join(_field(row.get(key)) for key in keys) + "\n"


def _field(value: Any) -> str:
    if value is None or value == []:
        return ""  # missing, where a quoted empty field would be an empty text
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    parts = value if isinstance(value, list) else [value]
    text = ARRAY_DELIMITER.join(one_line(str(part)) for part in parts)
    return '"' + text.replace('"', '""') + '"'
