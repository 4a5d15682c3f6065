"""The page as text: one file, nothing that leaves it, data that stays data."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Article, Entity, Extraction, Mention, Relation
from graph.tables import build_tables
from graph.view import render
from graph.view.layout import MOST_BY_FORCE, positions
from graph.view.page import MOST_EVIDENCE

HOSTILE = (
    "</script><script>window.hacked=1</script><!-- <img src=x onerror='window.hacked=2'> "
    'href="javascript:window.hacked=3" \u2028\u2029 \u202e & {{data}} \x00'
)


def page_of(extraction, **options):
    tables = build_tables(extraction)
    return render(tables.nodes, tables.edges, tables.relations, tables.articles, **options)


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])


def sentence(article, number, name, source, target, evidence, **changes):
    values = {
        "article_id": article, "sentence": number, "start": 0, "end": len(evidence),
        "relation": name, "source_id": source, "target_id": target, "weapon_id": None,
        "role": None, "factuality": "asserted", "date": None, "cue_start": 0, "cue_end": 3,
        "rule": "r", "confidence": 0.5, "evidence": evidence,
    }  # fmt: skip
    return Relation(**{**values, **changes})


def small(text="Turki membeli S-400", url="https://contoh.id/1", name="Turki"):
    ids = {"country:TUR": name, "country:RUS": "Rusia", "weapon:S-400": "S-400"}
    kinds = {i: i.partition(":")[0].upper() for i in ids}
    return Extraction(
        [Article("a", "a.txt", "x", title=text, publisher=text, published="2020-01-01", url=url)],
        [Mention("a", 0, 0, len(n), n, kinds[i], "name", i, 1.0) for i, n in ids.items()],
        [
            sentence("a", 0, "SUPPLIES", "country:RUS", "country:TUR", text, weapon_id="weapon:S-400"),
            sentence("a", 0, "ACQUIRES", "country:TUR", "weapon:S-400", text),
            sentence("a", 1, "COOPERATE", "country:RUS", "country:TUR", text),
            sentence("a", 2, "THREATEN", "country:RUS", "country:TUR", text, factuality="planned"),
            sentence("a", 3, "CO_OCCURS", "country:RUS", "weapon:S-400", text, cue_start=None),
        ],
        [Entity(i, kinds[i], n) for i, n in ids.items()],
    )  # fmt: skip


def generated(size, seed=1):
    network = nx.barabasi_albert_graph(size, 3, seed=seed)
    ids = [f"country:{i:05}" for i in network]
    return Extraction(
        [Article("a", "a", "x", title="Judul")],
        [Mention("a", 0, 0, 1, i, "COUNTRY", "name", i, 1.0) for i in ids],
        [
            sentence("a", n, "COOPERATE", ids[a], ids[b], f"Kalimat {n}")
            for n, (a, b) in enumerate(network.edges)
        ],
        [Entity(i, "COUNTRY", f"Negara {i[-5:]}") for i in ids],
    )


def test_the_page_is_one_file_with_a_strict_policy():
    page = page_of(small())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    head = page.partition('<script type="application/json"')[0]
    assert not re.search(
        r"<(?:link|iframe|img|object|base)\b|@import|url\([\"']?(?!data:|[\"'])", head, re.I
    )


def test_the_first_sentence_of_an_edge_is_the_evidence_of_the_edge_table():
    extraction = small()
    sure = next(one for one in extraction.relations if one.relation == "COOPERATE")
    extraction.relations += [
        replace(sure, sentence=5, start=500, evidence="mungkin", factuality="planned", confidence=1.0),
        replace(sure, sentence=6, start=600, evidence="pasti", confidence=0.99),
    ]  # fmt: skip
    tables = build_tables(extraction)
    data = data_of(page_of(extraction))
    for edge, row in zip(data["edges"], tables.edges.to_dict("records"), strict=True):
        assert data["evidence"][edge["id"]][0]["text"] == row["evidence"]


def test_every_row_is_in_the_page():
    data = data_of(page_of(small()))
    assert {n["id"] for n in data["nodes"]} == {"country:TUR", "country:RUS", "weapon:S-400"}
    assert len(data["edges"]) == 5
    supply = next(e for e in data["edges"] if e["relation"] == "SUPPLIES")
    (evidence,) = data["evidence"][supply["id"]]
    assert (evidence["text"], evidence["article"]) == ("Turki membeli S-400", "a")
    assert evidence["cue"] == [0, 3]


def test_hostile_text_stays_data():
    page = page_of(small(HOSTILE, HOSTILE, HOSTILE), title=HOSTILE)
    block = re.search(r'id="data">(.*?)</script>', page, re.S)[1]
    assert not set("<>&") & set(block) and block.isascii()
    assert data_of(page)["articles"]["a"]["title"] == HOSTILE
    assert page.count("<script") == page_of(small()).count("<script")
    assert "<img" not in page.partition("<body>")[2].partition('<script type="application')[0]


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_any_text_comes_back_as_it_was(text):
    assert data_of(page_of(small(text)))["articles"]["a"]["title"] == text


def test_the_same_tables_give_the_same_page():
    assert page_of(small()) == page_of(small())


@pytest.mark.parametrize(("lang", "word"), [("id", "Bukti"), ("en", "Evidence")])
def test_language(lang, word):
    page = page_of(small(), lang=lang)
    assert f'<html lang="{lang}">' in page
    assert data_of(page)["words"]["text"]["evidence"] == word


def test_evidence_of_an_edge_is_bounded():
    many = small()
    many.relations = [
        sentence("a", n, "COOPERATE", "country:RUS", "country:TUR", f"Kalimat {n}")
        for n in range(50)
    ]
    data = data_of(page_of(many))
    assert len(data["evidence"]["e0"]) == MOST_EVIDENCE
    assert data["edges"][0]["sentences"] == 50


def test_an_empty_graph_has_a_page():
    assert data_of(page_of(Extraction()))["nodes"] == []


def test_every_relation_has_a_style_and_a_word():
    data = data_of(page_of(small()))
    for relation in data["relations"].values():
        assert relation["label"] and relation["quad"] in data["styles"]["quad"]
        assert relation["quad"] in data["words"]["quad"]


def test_layout_is_seeded_and_keeps_nodes_apart():
    ends = [(a, b, 1.0) for a, b in nx.barabasi_albert_graph(60, 2, seed=3).edges]
    where = positions(60, ends)
    assert np.array_equal(where, positions(60, ends))
    gaps = np.abs(where[:, None] - where[None])
    close = ((gaps < (100, 55)).all(axis=2)).sum() - 60
    assert close <= 6


@pytest.mark.parametrize("size", [0, 1, 2, MOST_BY_FORCE + 50])
def test_layout_of_any_size_is_finite(size):
    ends = [(0, i, 1.0) for i in range(1, size, 2)]
    where = positions(size, ends)
    assert where.shape == (size, 2) and np.isfinite(where).all()


def test_a_page_of_20_000_nodes_is_made_in_bounded_time():
    import time

    frame = build_tables(small())
    nodes = pd.DataFrame(
        {**frame.nodes.iloc[0].to_dict(), "entity_id": f"country:{i}", "aliases": ["x"]}
        for i in range(20_000)
    )
    edges = pd.DataFrame(
        {**frame.edges.iloc[0].to_dict(), "source": f"country:{i}", "target": f"country:{i // 3}"}
        for i in range(1, 20_000)
    )
    clock = time.perf_counter()
    page = render(nodes, edges, frame.relations, frame.articles)
    assert time.perf_counter() - clock < 60
    assert len(data_of(page)["nodes"]) == 20_000
