"""The tables as entities of FollowTheMoney, each a list of statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from graph.exports.base import Row, Run
from graph.exports.values import (
    alpha2,
    days,
    one_line,
    relation_types,
    slug,
    web_address,
    wikidata_item,
)
from graph.messages import LANGUAGES
from graph.rows import read_rows

__all__ = ["Entities", "Entity", "Statement"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of a property.

    Attributes:
        prop: Name of the property.
        value: As FollowTheMoney keeps it.
        lang: ISO 639-3 code of a text's language.
        origin: Id of the article that says so, or ``None`` for what the gazetteers know.
        first_seen: First day on which an article says so.
        last_seen: Last one.
    """

    prop: str
    value: str
    lang: str | None = None
    origin: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(slots=True)
class Entity:
    """A thing with the properties of a schema; no value stands twice."""

    entity_id: str
    schema: str
    statements: list[Statement] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def add(
        self, prop: str, value: str | None, *, lang: str | None = None,
        origin: str | None = None, seen: tuple[str | None, str | None] = (None, None),
    ) -> None:  # fmt: skip
        """Add a value, if there is one, it is new, and as a date in the calendar."""
        text = one_line(value or "")
        if prop in _NAMES:
            text = one_line(text.strip("'\" "))
        if prop in _DATES and days(text) is None:
            return
        if text and (prop, text) not in self._seen:
            self._seen.add((prop, text))
            self.statements.append(Statement(prop, text, lang, origin, *seen))


_NAMES = frozenset(("name", "alias", "weakAlias"))
_DATES = frozenset(("date", "startDate", "endDate", "publishedAt"))
_Seen = tuple[str, str | None, str | None]


@cache
def _terms(kind: str) -> dict[str, str]:
    return {key: value for k, key, value in read_rows("graph.data", "ftm.tsv") if k == kind}


def _country(code: str | None) -> str | None:
    found = alpha2(code)
    return found.lower() if found else _terms("country").get(code or "")


class Entities:
    """Entities of a run, in the order of the tables.

    Args:
        run: The tables.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def __iter__(self) -> Iterator[Entity]:
        """Articles, what they name, relations, offices, transfers."""
        yield from map(self._article, self._run.articles.values())
        yield from self._things()
        yield from self._links()
        yield from self._offices()
        yield from self._transfers()

    def _article(self, row: Row) -> Entity:
        entity = Entity(_article_id(row["article_id"]), "Article")
        own = {"origin": row["article_id"], "seen": (row["published"], row["published"])}
        entity.add("fileName", row["source"].replace("\\", "/").rpartition("/")[2], **own)
        entity.add("title", row["title"], lang=_terms("language").get(row["language"]), **own)
        entity.add("publisher", row["publisher"], **own)
        entity.add("publishedAt", row["published"], **own)
        entity.add("sourceUrl", web_address(row["url"]), **own)
        entity.add("language", _terms("language").get(row["language"]), **own)
        return entity

    def _things(self) -> Iterator[Entity]:
        """Countries, persons and weapons, each with the articles that name it."""
        forms, named = self._mentions()
        for entity_id, node in self._run.nodes.items():
            entity = Entity(slug(entity_id), _terms("schema")[node["type"]])
            for lang in LANGUAGES:
                code = _terms("language")[lang]
                entity.add("name", self._run.label(entity_id, lang), lang=code)
            for form, (origin, first, last) in forms.get(entity_id, {}).items():
                entity.add("weakAlias", form, lang="ind", origin=origin, seen=(first, last))
            entity.add("wikidataId", wikidata_item(node["wikidata"]))
            entity.add("country", _country(node["country"]))
            if node["type"] == "PERSON":
                entity.add("position", node["office"], lang="ind")
            entity.add("keywords", node["category"])
            yield entity
            for article_id in named.get(entity_id, ()):
                yield self._documentation(entity, article_id)

    def _mentions(self) -> tuple[dict[str, dict[str, _Seen]], dict[str, dict[str, None]]]:
        """By entity, how it is written, with where and when, and the articles that name it."""
        forms: dict[str, dict[str, _Seen]] = {}
        named: dict[str, dict[str, None]] = {}
        for row in self._run.rows("mentions"):
            article = row["article_id"]
            named.setdefault(row["entity_id"], {})[article] = None
            day = self._run.articles.get(article, {}).get("published")
            known = forms.setdefault(row["entity_id"], {})
            origin, first, last = known.get(row["text"], (article, day, day))
            dates = sorted(date for date in (first, last, day) if date)
            known[row["text"]] = (origin, dates[0], dates[-1]) if dates else (origin, None, None)
        return forms, named

    def _documentation(self, thing: Entity, article_id: str) -> Entity:
        article = _article_id(article_id)
        entity = Entity(slug(f"documentation\t{article}\t{thing.entity_id}"), "Documentation")
        entity.add("document", article, origin=article_id)
        entity.add("entity", thing.entity_id, origin=article_id)
        self._provenance(entity, [article_id], proof=False)
        return entity

    def _links(self) -> Iterator[Entity]:
        """Relations, but those that are offices or no more than co-occurrence."""
        for row in self._run.rows("edges"):
            if row["relation"] not in ("HOLDS_OFFICE", "CO_OCCURS"):
                key = (row["source"], row["relation"], row["target"], row["weapon"] or "")
                entity = Entity(slug("\t".join(key)), "UnknownLink")
                kind = relation_types()[row["relation"]]
                entity.add("subject", slug(row["source"]))
                entity.add("object", slug(row["target"]))
                for lang in LANGUAGES:
                    entity.add("role", kind.labels[lang], lang=_terms("language")[lang])
                entity.add("recordId", row["relation"])
                entity.add("status", row["factuality"])
                entity.add("startDate", row["first_date"])
                entity.add("endDate", row["last_date"])
                entity.add("description", self._remark(row, kind.directed))
                self._evidence(entity, row)
                yield entity

    def _remark(self, row: Row, directed: bool) -> str:
        """What an ``UnknownLink`` has no property for."""
        weapon = f"weapon: {self._run.label(row['weapon'])}; " if row["weapon"] else ""
        return f"{weapon}directed: {'yes' if directed else 'no'}; articles: {row['weight']}"

    def _offices(self) -> Iterator[Entity]:
        """A position for each office of a state, once, and who was seen in it, and when."""
        positions: set[str] = set()
        for row in self._run.rows("offices"):
            if row["person"] not in self._run.nodes:
                continue
            code = row["country"].partition(":")[2]
            post = Entity(slug(f"position\t{code}\t{row['role'].casefold()}"), "Position")
            if post.entity_id not in positions:
                positions.add(post.entity_id)
                post.add("name", f"{row['role']}, {self._run.label(row['country'])}", lang="ind")
                post.add("country", _country(code))
                if row["country"] in self._run.nodes:
                    post.add("organization", slug(row["country"]))
                yield post
            held = Entity(slug(f"occupancy\t{row['person']}\t{post.entity_id}"), "Occupancy")
            held.add("holder", slug(row["person"]))
            held.add("post", post.entity_id)
            held.add("date", row["first_date"])  # days it was seen, not those of the term
            held.add("date", row["last_date"])
            self._evidence(held, row)
            yield held

    def _transfers(self) -> Iterator[Entity]:
        for row in self._run.rows("transfers"):
            sides = [i for i in (row["supplier"], row["recipient"]) if i in self._run.nodes]
            key = (row["supplier"] or "", row["recipient"] or "", row["weapon"] or "")
            event = Entity(slug("\t".join(("transfer", *key, row["status"]))), "Event")
            weapon, seller, buyer = (self._run.label(i) if i else "?" for i in (
                row["weapon"], row["supplier"], row["recipient"]))  # fmt: skip
            event.add("name", f"{weapon}: {seller} → {buyer} ({row['status']})")
            for side in sides:
                event.add("involved", slug(side))
            event.add("date", row["date"])
            event.add("keywords", row["status"])
            event.add("keywords", row["category"])
            event.add("notes", f"number: {row['number']}" if row["number"] is not None else None)
            self._evidence(event, row)
            yield event
            if row["weapon"] in self._run.nodes:
                link = Entity(slug(f"weapon\t{event.entity_id}"), "UnknownLink")
                link.add("subject", event.entity_id)
                link.add("object", slug(row["weapon"]))
                link.add("role", "weapon", lang="eng")
                self._evidence(link, row)
                yield link

    def _evidence(self, entity: Entity, row: Row) -> None:
        only = row["articles"][0] if len(row["articles"]) == 1 else None
        first = self._run.articles.get(row["articles"][0] if row["articles"] else "", {})
        day = first.get("published") if only else None
        lang = _terms("language").get(first.get("language", ""))
        entity.add("summary", row["evidence"], lang=lang, origin=only, seen=(day, day))
        self._provenance(entity, row["articles"])

    def _provenance(self, entity: Entity, articles: list[str], *, proof: bool = True) -> None:
        """Articles, their publishers and addresses."""
        for article_id in articles:
            row = self._run.articles.get(article_id, {})
            day = row.get("published")
            if proof:
                link = _article_id(article_id)
                entity.add("proof", link, origin=article_id, seen=(day, day))
            for prop, value in (
                ("publisher", row.get("publisher")),
                ("sourceUrl", web_address(row.get("url"))),
            ):
                entity.add(prop, value, origin=article_id, seen=(day, day))


def _article_id(article_id: str) -> str:
    return slug(f"article:{article_id}")
