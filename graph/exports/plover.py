"""PLOVER event records as JSON lines, one for each sentence that states an event.

Field names and their meaning are those of the PLOVER manual (Open Event Data Alliance), chapter
"Data Fields": ``source`` and ``recipient`` are lists of actors, and where an event has no
direction both are sources, but for types that require a recipient. ``factuality``,
``directed`` and ``confidence`` are added. Arms relations, offices and co-occurrence are no
events of PLOVER and are left out, as is what has no date, which the manual requires.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from itertools import groupby
from typing import Any

from graph.exports.base import Exporter, Row
from graph.exports.values import days, relation_types, web_address, wikidata_item
from graph.rows import read_rows

__all__ = ["CODEBOOK", "Plover"]

CODEBOOK = "plover-0.8"
"""The version of PLOVER's event types."""

_QUADS = {
    "verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3,
    "material conflict": 4,
}  # fmt: skip
_CONTEXTS = {"planned": ["future"], "negated": ["negation"]}
_Forms = dict[tuple[int, str], str]
"""Sentence and entity to how the sentence names it first."""


class Plover(Exporter):
    """``plover.jsonl``: the events, in the order of the articles."""

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """One file, a record a line."""
        self._undated = self._other = 0
        self._coder = f"alutsista {version('alutsista')}"
        yield "plover.jsonl", self._lines()
        if self._undated:
            self.notes.append(
                f"{self._undated:,} events left out: neither they nor their article have a date"
            )
        if self._other:
            self.notes.append(
                f"{self._other:,} relations left out: arms, offices and co-occurrence are no "
                "PLOVER events"
            )

    def _lines(self) -> Iterator[str]:
        mentions = groupby(self.run.rows("mentions"), lambda row: row["article_id"])
        named, found = next(mentions, (None, iter(())))
        for article, relations in groupby(self.run.rows("relations"), lambda r: r["article_id"]):
            while named is not None and named < article:  # both tables go by article
                named, found = next(mentions, (None, iter(())))
            forms = _forms(found) if named == article else {}
            for number, row in enumerate(relations):
                record = self._record(row, number, forms)
                if record is not None:
                    yield json.dumps(record, ensure_ascii=False) + "\n"

    def _record(self, row: Row, number: int, forms: _Forms) -> dict[str, Any] | None:
        event = row["relation"]
        if event not in _events():
            self._other += 1
            return None
        span = days(self.run.date(row))
        if span is None:
            self._undated += 1
            return None
        kind = relation_types()[event]
        scale, needs_recipient = _events()[event]
        actors = [self._actor(row[side], row, forms) for side in ("source_id", "target_id")]
        sources = actors if not kind.directed and not needs_recipient else actors[:1]
        return _present({
            "id": f"{row['article_id']}:{row['sentence']}:{number}",
            "has_event": True,
            "date": span[0],
            "enddate": span[1] if span[1] != span[0] else None,
            "source": sources,
            "recipient": actors[len(sources):],
            "event": [event],
            "event_text": [row["evidence"]] if row["evidence"] else None,
            "quad_code": _QUADS[kind.quad],
            "event_scale": scale,
            "mode": _modes(row),
            "context": _CONTEXTS.get(row["factuality"]),
            "text_info": {"sequence": row["sentence"], "start": row["start"], "end": row["end"]},
            "cite_info": self._citation(row["article_id"]),
            "factuality": row["factuality"],
            "directed": kind.directed,
            "confidence": row["confidence"],
        })  # fmt: skip

    def _actor(self, entity_id: str, row: Row, forms: _Forms) -> dict[str, Any]:
        """An actor; of a person the code is that of the state whose office it holds."""
        node = self.run.nodes.get(entity_id, {})
        item = wikidata_item(node.get("wikidata"))
        return _present({
            "code": node.get("country"),
            "actor_text": forms.get((row["sentence"], entity_id)),
            "identifier_id": f"https://www.wikidata.org/wiki/{item}" if item else None,
            "identifier_text": self.run.label(entity_id, "en"),
            "office": node.get("office"),
        })  # fmt: skip

    def _citation(self, article_id: str) -> dict[str, Any]:
        row = self.run.articles.get(article_id, {})
        return _present({
            "citation": article_id,
            "url": web_address(row.get("url")),
            "title": row.get("title"),
            "language": row.get("language"),
            "publication": row.get("publisher"),
            "coder": self._coder,
            "codebook": CODEBOOK,
        })  # fmt: skip


def _present(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value is not None and value != []}


def _forms(mentions: Iterable[Row]) -> _Forms:
    found: _Forms = {}
    for row in mentions:
        found.setdefault((row["sentence"], row["entity_id"]), row["text"])
    return found


@cache
def _events() -> dict[str, tuple[float, bool]]:
    rows = read_rows("graph.data", "plover_events.tsv")
    return {event: (float(scale), recipient == "1") for event, scale, recipient in rows}


@cache
def _mode_cues() -> dict[tuple[str, str], str]:
    return {
        (event, cue): mode
        for event, mode, cues in read_rows("graph.data", "plover_modes.tsv")
        for cue in cues.split("|")
    }


def _modes(row: Row) -> list[str]:
    """The mode that the words which stated the event give away, if they do."""
    if row["cue_start"] is None or row["cue_end"] is None:
        return []
    cue = row["evidence"][row["cue_start"] - row["start"] : row["cue_end"] - row["start"]]
    mode = _mode_cues().get((row["relation"], " ".join(cue.lower().split())))
    return [mode] if mode else []
