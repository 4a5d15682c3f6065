"""The page as text: one file, nothing that leaves it, data that stays data."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.records import Article, Entity, Extraction, Mention, Relation
from graph import view
from graph.messages import LANGUAGES
from graph.tables import build_tables
from graph.view import render
from graph.view.payload import MOST_EVIDENCE

HOSTILE = (
    "</script><script>window.hacked=1</script><!-- <img src=x onerror='window.hacked=2'> "
    'href="javascript:window.hacked=3" \u2028\u2029 \u202e & {{data}} \x00'
)


def page_of(extraction, **options):
    return render(build_tables(extraction), **options)


def block(page, name):
    return re.search(rf'id="{name}">(.*?)</script>', page, re.S)[1]


def data_of(page):
    return json.loads(block(page, "data"))


def evidence_of(page):
    """The rows of evidence of each edge, with their text."""
    first, found = data_of(page)["statements"]["first"], json.loads(block(page, "evidence"))
    return [
        [(found["texts"][t], *row) for s, t, *row in found["rows"] if start <= s < end]
        for start, end in itertools.pairwise(first)
    ]


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
    for rows, text in zip(evidence_of(page_of(extraction)), tables.edges["evidence"], strict=True):
        assert rows[0][0] == text


def test_every_row_is_in_the_page():
    page = page_of(small())
    data = data_of(page)
    ids = data["nodes"]["id"]
    assert set(ids) == {"country:TUR", "country:RUS", "weapon:S-400"}
    assert len(data["edges"]["relation"]) == 5
    supply = data["edges"]["relation"].index("SUPPLIES")
    assert ids[data["edges"]["weapon"][supply]] == "weapon:S-400"
    assert data["edges"]["weapon"].count(-1) == 4
    ((text, cue, names, date, role),) = evidence_of(page)[supply]
    assert (text, cue, date, role) == ("Turki membeli S-400", [0, 3], None, None)
    assert names == [[0, 5], [0, 5], [0, 5]]


def test_names_are_marked_where_the_mentions_are():
    extraction = small("Kemarin Turki membeli S-400")
    extraction.relations = [replace(extraction.relations[1], start=100, end=127, cue_start=None)]
    extraction.mentions = [
        Mention("a", 0, 108, 113, "Turki", "COUNTRY", "name", "country:TUR", 1.0),
        Mention("a", 0, 122, 127, "S-400", "WEAPON", "system", "weapon:S-400", 1.0),
        Mention("a", 0, 100, 107, "Kemarin", "COUNTRY", "name", "country:RUS", 1.0),
        Mention("a", 1, 200, 205, "Turki", "COUNTRY", "name", "country:TUR", 1.0),
    ]
    (((text, cue, names, *_),),) = evidence_of(page_of(extraction))
    assert cue is None
    assert [text[a:b] for a, b in names] == ["Turki", "S-400"]


def test_hostile_text_stays_data():
    page = page_of(small(HOSTILE, HOSTILE, HOSTILE), title=HOSTILE)
    for name in ("data", "evidence"):
        assert not set("<>&") & set(block(page, name)) and block(page, name).isascii()
    assert data_of(page)["articles"]["title"] == [HOSTILE]
    assert page.count("<script") == page_of(small()).count("<script")
    assert "<img" not in page.partition("<body>")[2].partition('<script type="application')[0]


@settings(max_examples=25, deadline=None)
@given(st.text())
def test_any_text_comes_back_as_it_was(text):
    page = page_of(small(text))
    assert data_of(page)["articles"]["title"] == [text]
    assert evidence_of(page)[0][0][0] == text


def test_the_same_tables_give_the_same_page():
    assert page_of(small()) == page_of(small())


@pytest.mark.parametrize(("lang", "word"), [("id", "Bukti"), ("en", "Evidence")])
def test_language(lang, word):
    page = page_of(small(), lang=lang)
    assert f'<html lang="{lang}">' in page
    data = data_of(page)
    assert data["words"][data["lang"]]["text"]["evidence"] == word


def test_evidence_of_an_edge_is_bounded():
    many = small()
    many.relations = [
        sentence("a", n, "COOPERATE", "country:RUS", "country:TUR", f"Kalimat {n}")
        for n in range(50)
    ]
    page = page_of(many)
    assert len(evidence_of(page)[0]) == MOST_EVIDENCE
    assert data_of(page)["statements"]["first"] == [0, 50]


def test_each_month_and_factuality_of_an_edge_has_its_evidence():
    many = small()
    (article,) = many.articles
    days = [f"2021-{month:02}-{day}" for month in (1, 2, 3) for day in (10, 20)]
    many.articles = [replace(article, article_id=d, published=d) for d in days]
    many.relations = [
        sentence(day, n, "COOPERATE", "country:RUS", "country:TUR", f"{day} {n}",
                 factuality="planned" if n == 5 else "asserted", confidence=0.9 - n / 10)
        for day in days for n in range(6)
    ]  # fmt: skip
    (rows,) = evidence_of(page_of(many))
    assert len(rows) == MOST_EVIDENCE + 3
    assert {text[:7] for text, *_ in rows} == {"2021-01", "2021-02", "2021-03"}
    assert {text[:7] for text, *_ in rows if text.endswith("5")} == {
        "2021-01",
        "2021-02",
        "2021-03",
    }


def test_an_empty_graph_has_a_page():
    assert data_of(page_of(Extraction()))["nodes"] == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_relation_has_a_style_and_a_word(lang):
    data = data_of(page_of(small()))
    words = data["words"][lang]
    for name, relation in data["relations"].items():
        assert words["relation"][name] and relation["quad"] in data["styles"]["quad"]
        assert relation["quad"] in words["quad"]


def test_both_languages_say_the_same_things():
    words = data_of(page_of(small()))["words"]
    assert {k: set(v) for k, v in words["id"].items()} == {
        k: set(v) for k, v in words["en"].items()
    }


def test_what_the_page_says_is_in_the_words():
    folder = Path(view.__file__).parent / "assets"
    code = "".join(path.read_text("utf-8") for path in folder.glob("*.js"))
    template = (folder / "template.html").read_text("utf-8")
    said = {*re.findall(r'say\("(\w+)"', code), *re.findall(r'data-(?:say|name)="(\w+)"', template)}
    known = set(data_of(page_of(small()))["words"]["id"]["text"])
    assert said <= known
    dynamic = {"graph_view", "table_view", "since", "until", "agent", "relation", "target", "articles",
               "article", "articles_column", "first", "last", "mention", "mentions", "stop", "settle",
               "factuality", "copied", "not_copied", "play", "pause", "weapon", "graph", "cite"}  # fmt: skip
    assert known <= said | dynamic


def test_a_page_of_20_000_nodes_is_made_in_bounded_time():
    import time

    tables = build_tables(generated(20_000))
    clock = time.perf_counter()
    page = render(tables)
    assert time.perf_counter() - clock < 60
    assert len(data_of(page)["nodes"]["id"]) == 20_000


def test_a_page_of_a_large_graph_holds_the_strongest_and_says_so(monkeypatch):
    extraction = generated(40)
    extraction.articles.append(Article("b", "b", "x", title="Lain"))
    extraction.relations += [
        replace(one, sentence=one.sentence + n, evidence=f"{n}") for one in extraction.relations[:3]
        for n in range(1, 6)
    ]  # fmt: skip
    whole = data_of(page_of(extraction))
    assert not whole["partly"]
    monkeypatch.setattr("graph.view.strongest.MOST_EDGES", 5)
    monkeypatch.setattr("graph.view.strongest.MOST_OF_EDGE", 4)
    part = data_of(page_of(extraction))
    assert part["partly"] and len(part["edges"]["relation"]) == 5
    ids = part["nodes"]["id"]
    strongest = {(r.source_id, r.target_id) for r in extraction.relations[:3]}
    held = {
        (ids[a], ids[b]) for a, b in zip(part["edges"]["from"], part["edges"]["to"], strict=True)
    }
    assert strongest <= held and len(ids) <= 10
    counts = np.diff(part["statements"]["first"])
    assert sorted(counts)[-3:] == [4, 4, 4]
    assert part["articles"]["title"] == ["Judul"] and whole["articles"]["title"] == [
        "Judul",
        "Lain",
    ]
