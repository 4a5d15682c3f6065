"""A report in Markdown about a country or two, with evidence and sources.

Its words are in ``graph/data/report.tsv``, in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

from graph.exports.base import Exporter, Row
from graph.exports.findings import Finding, Findings, gather
from graph.exports.markdown import escape, heading, link, quotation, table
from graph.exports.values import relation_types
from graph.messages import LANGUAGES
from graph.rows import read_rows

__all__ = ["MOST_RELATIONS", "Report"]

MOST_RELATIONS = 25
"""Relations of a section that are told one by one."""
_QUADS = (
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict",
)  # fmt: skip


@cache
def _words() -> dict[tuple[str, str], str]:
    """Texts by key and language; those that the view has too are its own."""
    found: dict[tuple[str, str], str] = {}
    for key, *texts in read_rows("graph.data", "report.tsv"):
        found.update(zip(((key, lang) for lang in LANGUAGES), texts, strict=True))
    for kind, key, *texts in read_rows("graph.view", "assets/labels.tsv"):
        if kind in ("quad", "category"):
            name = f"{kind}_{key}"
            found.update(zip(((name, lang) for lang in LANGUAGES), texts, strict=True))
    return found


class Report(Exporter):
    """``TUR.md`` or ``TUR-RUS.md``: relations, timeline, transfers, offices, method."""

    per_country = True

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """One file, named by the countries."""
        codes = (re.sub(r"\W", "_", country.partition(":")[2]) for country in self.about)
        yield f"{'-'.join(codes)}.md", self._pieces(gather(self.run, self.about))

    def _say(self, key: str, **values: object) -> str:
        """A text of the report's language; what is filled in is escaped already."""
        return _words()[key, self.run.lang].format(**values)

    def _label(self, entity_id: str) -> str:
        return escape(self.run.label(entity_id))

    def _pieces(self, found: Findings) -> Iterator[str]:
        names = dict(zip("ab", map(self._label, self.about), strict=False))
        key = "title_one" if len(self.about) == 1 else "title_two"
        yield heading(1, self._say(key, **names))
        yield from self._summary(found)
        for factuality in ("asserted", "planned", "negated"):
            yield from self._relations(factuality, found.stated.get(factuality, []))
            if factuality == "asserted":
                yield from self._timeline(found)
                yield from self._transfers(found.transfers)
                yield from self._offices(found.offices)
        yield heading(2, self._say("methods"))
        for number in range(1, 5):
            yield f"- {self._say(f'methods_{number}', version=escape(version('alutsista')))}\n"

    def _summary(self, found: Findings) -> Iterator[str]:
        rows = [self.run.articles.get(article, {}) for article in found.articles]
        dates = [f.dates for group in found.stated.values() for f in group if f.dates]
        if dates:
            first, last = min(d[0] for d in dates), max(d[1] for d in dates)
            yield self._say("period", first=escape(first), last=escape(last)) + "\n"
        else:
            yield self._say("no_period") + "\n"
        sentences = sum(f.sentences for group in found.stated.values() for f in group)
        yield self._say(
            "size", articles=len(rows), relations=sentences, transfers=len(found.transfers),
            publishers=len({row["publisher"] for row in rows if row.get("publisher")}),
        ) + "\n\n"  # fmt: skip

    def _relations(self, key: str, findings: list[Finding]) -> Iterator[str]:
        yield heading(2, self._say(key))
        if not findings:
            yield self._say("none") + "\n\n"
            return
        if key == "asserted":
            yield self._say("asserted_note") + "\n\n"
        for finding in findings[:MOST_RELATIONS]:
            yield from self._relation(finding)
        if len(findings) > MOST_RELATIONS:
            yield f"… {self._say('more', number=len(findings) - MOST_RELATIONS)}\n\n"

    def _relation(self, finding: Finding) -> Iterator[str]:
        row = finding.best
        kind = relation_types()[row["relation"]]
        arrow = "→" if kind.directed else "–"
        weapon = row["weapon_id"]
        verb = escape(kind.labels[self.run.lang])
        said = f"{verb} {self._say('with_weapon', weapon=self._label(weapon))}" if weapon else verb
        yield heading(
            3, f"{self._label(row['source_id'])} {arrow} {self._label(row['target_id'])}: {said}"
        )
        number = self._say("articles_count", number=len(finding.articles))
        yield f"{number}; {self._dates(finding.dates)}\n\n"
        yield quotation(row["evidence"])
        yield f"\n{self._citation(row['article_id'], len(finding.articles) - 1)}\n\n"

    def _dates(self, dates: tuple[str | None, str | None] | None) -> str:
        first, last = dates or (None, None)
        if not first or not last:
            return self._say("no_date")
        return escape(first) if first == last else f"{escape(first)} – {escape(last)}"

    def _citation(self, article_id: str, others: int = 0) -> str:
        row = self.run.articles.get(article_id, {})
        parts = [
            link(row.get("title") or article_id, row.get("url")),
            escape(row.get("publisher") or self._say("no_publisher")),
            escape(row.get("published") or self._say("no_date")),
        ]
        if others > 0:
            parts.append(self._say("more_articles", number=others))
        return ", ".join(parts)

    def _timeline(self, found: Findings) -> Iterator[str]:
        yield heading(2, self._say("timeline"))
        yield self._say("timeline_note")
        yield f" {self._say('undated', number=found.undated)}\n\n" if found.undated else "\n\n"
        months = sorted({month for month, _ in found.months})
        if not months:
            yield self._say("none") + "\n\n"
            return
        heads = [self._say("month"), *(self._say(f"quad_{quad}") for quad in _QUADS)]
        yield from table(
            heads, ([escape(m), *(str(found.months[m, q]) for q in _QUADS)] for m in months)
        )

    def _transfers(self, rows: list[Row]) -> Iterator[str]:
        columns = ("supplier", "recipient", "weapon", "category", "number", "status", "date")
        heads = [self._say(column) for column in (*columns, "source")]
        yield from self._table("transfers", heads, [self._transfer(row) for row in rows])

    def _transfer(self, row: Row) -> list[str]:
        sides = (row[column] for column in ("supplier", "recipient", "weapon"))
        category = _words().get((f"category_{row['category']}", self.run.lang), row["category"])
        return [
            *(self._label(i) if i else "" for i in sides),
            escape(category or ""),
            "" if row["number"] is None else str(row["number"]),
            self._say(f"status_{row['status']}"),
            escape(row["date"] or ""),
            self._citation(row["articles"][0], len(row["articles"]) - 1),
        ]

    def _offices(self, rows: list[Row]) -> Iterator[str]:
        heads = [self._say(c) for c in ("person", "country", "role", "seen", "source")]
        cells = [
            [
                self._label(row["person"]), self._label(row["country"]), escape(row["role"]),
                self._dates((row["first_date"], row["last_date"])),
                self._citation(row["articles"][0], len(row["articles"]) - 1),
            ]
            for row in rows
        ]  # fmt: skip
        yield from self._table("offices", heads, cells)

    def _table(self, key: str, heads: list[str], cells: list[list[str]]) -> Iterator[str]:
        yield heading(2, self._say(key))
        if cells:
            yield from table(heads, cells)
        else:
            yield self._say("none") + "\n\n"
