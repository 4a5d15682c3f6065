"""RDF and GEXF exports, read back by rdflib and networkx."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, XSD
from test_exports import EVIL, SENTENCE, empty, export, hostile, out
from test_graph import RUS, S400, TUR

from graph.exports.gexf import merged
from graph.exports.rdf import Literal, Resource, iri, prefixes
from graph.exports.turtle import _block
from graph.exports.values import days

__all__ = ["empty", "export", "hostile", "out"]

ALUT = rdflib.Namespace("urn:alutsista:term:")
SCHEMA = rdflib.Namespace("https://schema.org/")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")
WARNED = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def thing(entity_id):
    kind, _, name = entity_id.partition(":")
    return rdflib.URIRef(iri(kind, name).text)


@pytest.fixture
def turtle(export):
    def read(source):
        return rdflib.Graph().parse(export(source, "turtle")[0] / "graph.ttl")

    return read


@WARNED
@pytest.mark.parametrize("source", ["out", "hostile", "empty"])
def test_json_ld_and_turtle_are_the_same_graph(source, request, export, turtle):
    folder = request.getfixturevalue(source)
    linked = rdflib.Graph().parse(export(folder, "jsonld")[0] / "graph.jsonld", format="json-ld")
    written = turtle(folder)
    assert isomorphic(written, linked)
    assert len(written) > 60  # the relation types at least
    for term in {term for triple in written for term in triple}:
        assert not isinstance(term, rdflib.BNode)
        if isinstance(term, rdflib.URIRef):
            assert re.fullmatch(r"(https?://[\w./#-]+|urn:alutsista:[a-z]+:[\w.~%-]*)", term)
        elif term.datatype is not None:
            assert not term.ill_typed


def test_every_relation_is_there_with_its_evidence(out, turtle):
    graph = turtle(out)
    rows = pd.read_parquet(out / "relations.parquet")
    found = list(graph.subjects(RDF.type, ALUT.Relation))
    assert len(found) == len(rows)
    evidence = sorted(str(graph.value(r, PROV.value)) for r in found)
    assert evidence == sorted(rows.evidence)
    articles = {graph.value(r, PROV.wasDerivedFrom) for r in found}
    assert all((a, RDF.type, SCHEMA.NewsArticle) in graph for a in articles)
    turkey = thing(TUR)
    assert graph.value(turkey, OWL.sameAs) == rdflib.URIRef("http://www.wikidata.org/entity/Q43")
    assert str(graph.value(turkey, ALUT["iso3166-1-alpha-2"])) == "TR"
    assert set(graph.objects(turkey, SCHEMA.name)) == {
        rdflib.Literal("Turki", "id"),
        rdflib.Literal("Turkey", "en"),
    }
    supplies = [r for r in found if (r, ALUT.relation, ALUT.SUPPLIES) in graph]
    assert {graph.value(r, ALUT.weapon) for r in supplies} >= {thing(S400)}
    mutual = [r for r in found if (r, ALUT.relation, ALUT.COOPERATE) in graph]
    assert all(len(list(graph.objects(r, ALUT.participant))) == 2 for r in mutual)
    held = pd.read_parquet(out / "offices.parquet")
    assert len(list(graph.subjects(RDF.type, ORG.Membership))) == len(held)


def test_hostile_text_stays_text(hostile, turtle):
    graph = turtle(hostile)
    assert (thing(EVIL), RDF.type, SCHEMA.Person) in graph
    assert rdflib.Literal(SENTENCE, "id") in set(graph.objects(None, PROV.value))
    assert not any("javascript" in str(o) for o in graph.objects(None, SCHEMA.url))
    assert (thing(RUS), OWL.sameAs, None) not in graph  # "Q1> ." is no item
    partial = {o.datatype for o in graph.objects(None, SCHEMA.startDate)}
    assert partial == {XSD.date, XSD.gYear, XSD.gYearMonth}


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_text_survives_turtle(name, value):
    resource = Resource(iri("person", name), "schema:Person")
    resource.add("schema:name", Literal(value))
    head = "".join(f"@prefix {p}: <{base}> .\n" for p, base in prefixes().items())
    graph = rdflib.Graph().parse(data=head + _block(resource), format="turtle")
    assert str(graph.value(thing(f"person:{name}"), SCHEMA.name)) == value
    assert len(graph) == 2


# GEXF

NAMESPACE = {"g": "http://gexf.net/1.3"}


@pytest.mark.parametrize("source", ["out", "hostile"])
def test_gexf_is_a_dynamic_graph_of_the_tables(source, request, export):
    folder = request.getfixturevalue(source)
    path = export(folder, "gexf")[0] / "timeline.gexf"
    network = nx.read_gexf(path)
    nodes, edges = (pd.read_parquet(folder / f"{n}.parquet") for n in ("nodes", "edges"))
    assert (len(network), network.number_of_edges()) == (len(nodes), len(edges))
    root = ElementTree.parse(path).getroot()
    graph = root.find("g:graph", NAMESPACE)
    assert root.get("version") == "1.3" and "lastmodifieddate" not in path.read_text("utf-8")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    for edge in graph.iterfind(".//g:edge", NAMESPACE):
        row = edges.iloc[int(edge.get("id"))]
        assert edge.get("kind") == edge.get("label") == row.relation
        assert float(edge.get("weight")) == row.weight
    for element in graph.iter():
        spells = [
            (s.get("start"), s.get("end")) for s in element.iterfind("g:spells/g:spell", NAMESPACE)
        ]
        for start, end in spells:
            assert date.fromisoformat(start) <= date.fromisoformat(end)
        for (_, end), (start, _) in pairwise(spells):
            assert date.fromisoformat(end) + timedelta(days=1) < date.fromisoformat(start)


def test_spells_are_the_months_with_evidence(out, export):
    network = nx.read_gexf(export(out, "gexf")[0] / "timeline.gexf")
    relations = pd.read_parquet(out / "relations.parquet")
    published = pd.read_parquet(out / "articles.parquet").set_index("article_id").published
    relations["when"] = relations.date.fillna(relations.article_id.map(published))
    undated = 0
    for source, target, data in network.edges(data=True):
        rows = relations[
            (relations.source_id == source) & (relations.target_id == target)
            & (relations.relation == data["relation"])
            & (relations.weapon_id.fillna("") == data.get("weapon", ""))
        ]  # fmt: skip
        months = {days(when[:7]) for when in rows.when.dropna()}
        covered = data.get("spells", [])
        assert bool(covered) == bool(months)
        if not months:  # there at all times, and so are its ends
            assert not any("spells" in network.nodes[node] for node in (source, target))
        undated += not months
        for start, end in months:
            assert any(a <= start and end <= b for a, b in covered)
        for node in (source, target):  # Gephi drops an edge where an end of it is not there
            around = network.nodes[node].get("spells")
            assert around is None or all(
                any(a <= s and e <= b for a, b in around) for s, e in covered
            )
    assert 0 < undated < network.number_of_edges()


def test_spells_that_touch_are_one():
    january, february, april = days("2020-01"), days("2020-02"), days("2020-04")
    assert merged([april, february, january]) == [("2020-01-01", "2020-02-29"), april]
    assert merged([days("2020"), february]) == [days("2020")]
    assert merged([days("9999"), days("9999-12")]) == [days("9999")]
    assert merged([]) == []


def test_the_same_edge_of_two_months_has_two_spells(hostile, export):
    network = nx.read_gexf(export(hostile, "gexf")[0] / "timeline.gexf")
    spells = {
        data["factuality"]: data.get("spells")
        for source, target, data in network.edges(data=True)
        if data["relation"] == "ASSAULT" and target == TUR
    }
    assert spells == {"asserted": [("2020-01-01", "2020-01-31"), ("2020-04-01", "2020-04-30")]}
