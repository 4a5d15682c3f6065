"""The tables as RDF: one model, which JSON-LD and Turtle write.

Entities are things of schema.org with their Wikidata item (``owl:sameAs``). A relation is a
resource of its own, an ``alut:Relation``, for each sentence that states it: with its ends, type,
weapon, role, factuality, date, confidence and evidence (``prov:value``), derived from an article
(``prov:wasDerivedFrom``). Offices are memberships of the Organization ontology, relation types
concepts of SKOS. Ids become parts of a URN, percent-encoded, so that no text can end an IRI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from graph.exports.base import Row, Run
from graph.exports.values import alpha2, days, relation_types, slug, web_address, wikidata_item
from graph.messages import LANGUAGES
from graph.rows import read_rows

__all__ = ["Iri", "Literal", "Resource", "iri", "prefixes", "resources"]


class Iri(NamedTuple):
    """A resource: ``prefix:name`` with a prefix of :func:`prefixes`, or a whole IRI.

    Attributes:
        text: Without characters that no IRI may hold.
        short: Whether it is written with a prefix.
    """

    text: str
    short: bool = True


class Literal(NamedTuple):
    """A value.

    Attributes:
        text: As it is, not escaped.
        lang: Language tag, or ``None``.
        datatype: ``xsd:`` and its name, or ``None`` for a text.
    """

    text: str
    lang: str | None = None
    datatype: str | None = None


class Resource:
    """A resource with its types and properties; what is missing is not added.

    Args:
        name: Its IRI.
        types: Of ``rdf:type``, with prefix.
    """

    def __init__(self, name: Iri, *types: str) -> None:
        self.name = name
        self.types = types
        self.properties: dict[str, list[Iri | Literal]] = {}

    def add(self, predicate: str, value: Iri | Literal | None) -> None:
        """Add a value unless it is missing or there already."""
        values = self.properties.setdefault(predicate, [])
        if value is not None and value not in values:
            values.append(value)
        if not values:
            del self.properties[predicate]


@cache
def prefixes() -> dict[str, str]:
    """Namespaces by prefix."""
    return {row[0]: row[1] for row in read_rows("graph.data", "rdf_prefixes.tsv")}


def iri(kind: str, name: str) -> Iri:
    """The IRI of something of the run, one for each kind and name."""
    return Iri(f"urn:alutsista:{kind}:{quote(name, safe='', errors='replace')}", short=False)


def resources(run: Run) -> Iterator[Resource]:
    """All resources of a run: relation types, articles, entities, relations, offices, transfers.

    Args:
        run: The tables.
    """
    yield from _concepts()
    for row in run.articles.values():
        yield from _article(row)
    for entity_id, node in run.nodes.items():
        yield _entity(entity_id, node, run)
    for number, row in enumerate(run.rows("relations")):
        yield _relation(number, row, run)
    for row in run.rows("offices"):
        yield _office(row, run)
    for row in run.rows("transfers"):
        yield _transfer(row, run)


def _concepts() -> Iterator[Resource]:
    """Relation types, and the classes that they are of."""
    for quad in dict.fromkeys(kind.quad for kind in relation_types().values()):
        broader = Resource(_quad(quad), "skos:Concept")
        broader.add("skos:prefLabel", Literal(quad, "en"))
        yield broader
    for name, kind in relation_types().items():
        concept = Resource(Iri(f"alut:{name}"), "skos:Concept")
        for lang, label in kind.labels.items():
            concept.add("skos:prefLabel", Literal(label, lang))
        concept.add("skos:broader", _quad(kind.quad))
        yield concept


def _quad(quad: str) -> Iri:
    return Iri("alut:" + quad.replace(" ", "-"))


def _article(row: Row) -> Iterator[Resource]:
    article = Resource(iri("article", row["article_id"]), "schema:NewsArticle", "prov:Entity")
    article.add("schema:identifier", Literal(row["article_id"]))
    article.add("schema:headline", _text(row["title"], row["language"]))
    article.add("schema:datePublished", _date(row["published"]))
    article.add("schema:inLanguage", _text(row["language"]))
    article.add("schema:sha256", _text(row["text_sha256"]))
    address = web_address(row["url"])
    if address is not None:
        article.add("schema:url", Literal(address, datatype="xsd:anyURI"))
    if row["publisher"]:
        publisher = Resource(iri("publisher", row["publisher"]), "schema:Organization")
        publisher.add("schema:name", Literal(row["publisher"]))
        article.add("schema:publisher", publisher.name)
        yield publisher
    yield article


_TYPES = {"COUNTRY": "schema:Country", "PERSON": "schema:Person", "WEAPON": "schema:Product"}


def _entity(entity_id: str, node: Row, run: Run) -> Resource:
    thing = Resource(_thing(entity_id), _TYPES[node["type"]])
    thing.add("schema:identifier", Literal(entity_id))
    for lang in LANGUAGES:
        thing.add("schema:name", Literal(run.label(entity_id, lang), lang))
    for alias in node["aliases"] or ():
        thing.add("schema:alternateName", Literal(alias))
    item = wikidata_item(node["wikidata"])
    thing.add("owl:sameAs", Iri(f"wd:{item}") if item else None)
    thing.add("schema:category", _text(node["category"]))
    if node["type"] == "COUNTRY":
        thing.add("alut:iso3166-1-alpha-3", _text(node["country"]))
        thing.add("alut:iso3166-1-alpha-2", _text(alpha2(node["country"])))
    elif node["country"]:
        thing.add("schema:affiliation", _thing(f"country:{node['country']}"))
        thing.add("schema:jobTitle", _text(node["office"], "id"))
    return thing


def _relation(number: int, row: Row, run: Run) -> Resource:
    name = f"{row['article_id']}:{row['sentence']}:{number}"
    relation = Resource(iri("relation", name), "alut:Relation", "schema:Event", "prov:Entity")
    directed = relation_types()[row["relation"]].directed
    relation.add("alut:relation", Iri(f"alut:{row['relation']}"))
    ends = ("alut:source", "alut:target") if directed else ("alut:participant",) * 2
    for predicate, side in zip(ends, ("source_id", "target_id"), strict=True):
        relation.add(predicate, _thing(row[side]))
    relation.add("alut:weapon", _thing(row["weapon_id"]) if row["weapon_id"] else None)
    relation.add("alut:role", _text(row["role"], "id"))
    relation.add("alut:factuality", _text(row["factuality"]))
    relation.add("alut:confidence", Literal(f"{row['confidence']:.4f}", datatype="xsd:decimal"))
    relation.add("schema:startDate", _date(run.date(row)))
    relation.add("alut:statedDate", _date(row["date"]))
    relation.add("alut:sentence", Literal(str(row["sentence"]), datatype="xsd:integer"))
    _evidence(relation, row["evidence"], [row["article_id"]], run)
    return relation


def _office(row: Row, run: Run) -> Resource:
    name = "\t".join((row["person"], row["country"], row["role"].casefold()))
    office = Resource(iri("office", slug(name)), "org:Membership", "prov:Entity")
    office.add("org:member", _thing(row["person"]))
    office.add("org:organization", _thing(row["country"]))
    office.add("alut:role", Literal(row["role"], "id"))
    office.add("alut:firstSeen", _date(row["first_date"]))
    office.add("alut:lastSeen", _date(row["last_date"]))
    _evidence(office, row["evidence"], row["articles"], run)
    return office


def _transfer(row: Row, run: Run) -> Resource:
    parts = (row[column] or "" for column in ("supplier", "recipient", "weapon", "status"))
    transfer = Resource(
        iri("transfer", slug("\t".join(parts))), "alut:Transfer", "schema:TransferAction",
        "prov:Entity",
    )  # fmt: skip
    for predicate, column in (
        ("schema:agent", "supplier"), ("schema:recipient", "recipient"),
        ("schema:object", "weapon"),
    ):  # fmt: skip
        transfer.add(predicate, _thing(row[column]) if row[column] else None)
    transfer.add("alut:status", _text(row["status"]))
    transfer.add("schema:category", _text(row["category"]))
    transfer.add("schema:startTime", _date(row["date"]))
    if row["number"] is not None:
        transfer.add("alut:number", Literal(str(row["number"]), datatype="xsd:integer"))
    _evidence(transfer, row["evidence"], row["articles"], run)
    return transfer


def _evidence(resource: Resource, sentence: str | None, articles: list[str], run: Run) -> None:
    lang = run.articles.get(articles[0], {}).get("language") if articles else None
    resource.add("prov:value", _text(sentence, lang))
    for article_id in articles:
        resource.add("prov:wasDerivedFrom", iri("article", article_id))


def _thing(entity_id: str) -> Iri:
    kind, _, name = entity_id.partition(":")
    return iri(kind, name)


def _text(text: str | None, lang: str | None = None) -> Literal | None:
    tag = lang if lang and re.fullmatch(r"[a-z]{2,3}", lang) else None
    return Literal(text, tag) if text else None


def _date(date: str | None) -> Literal | None:
    """A date of the precision that it has; none that is not in the calendar."""
    if days(date) is None or date is None:
        return None
    kinds = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
    return Literal(date, datatype=kinds[len(date)])
