"""Records to tables, network, measures and files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from extract.extraction import run
from extract.records import Article, Entity, Extraction, Mention, Problem, Relation
from graph.benchmark import generate
from graph.benchmark import main as benchmark
from graph.build import from_networkx, to_edges, to_networkx, to_nodes
from graph.columns import COLUMNS
from graph.database import Database, DatabaseError
from graph.export import ExportError, defuse, too_large, write_all, write_bytes, write_manifest
from graph.measure import measures
from graph.narrow import Narrowing
from graph.numbers import count_beside
from graph.tables import build_tables

HOSTILE = "=1+1 <script>alert(1)</script> \"'&\x00\x1b[31m\u202e\u2028\n|"


def mention(article, entity, text, start=0):
    kind = entity.partition(":")[0].upper()
    return Mention(article, 0, start, start + len(text), text, kind, "name", entity, 0.9)


def relation(article, name, source, target, **changes):
    values = {
        "article_id": article, "sentence": 0, "start": 0, "end": 10, "relation": name,
        "source_id": source, "target_id": target, "weapon_id": None, "role": None,
        "factuality": "asserted", "date": None, "cue_start": 1, "cue_end": 3, "rule": "r",
        "confidence": 0.5, "evidence": f"{article} {name}",
    }  # fmt: skip
    return Relation(**{**values, **changes})


TUR, RUS, S400 = "country:TUR", "country:RUS", "weapon:S-400"
PUTIN = "person:Vladimir Putin"


@pytest.fixture
def extraction():
    return Extraction(
        articles=[
            Article("a", "a.txt", "x", published="2020-01-05", title="Satu", text_sha256="1"),
            Article("b", "b.txt", "y", published="2021-01-05", text_sha256="2"),
        ],
        mentions=[
            mention("a", TUR, "Turki"), mention("a", TUR, "Ankara", 9), mention("b", TUR, "Turki"),
            mention("a", RUS, "Rusia", 20), mention("a", S400, "S-400", 30), mention("b", PUTIN, "Putin", 9),
        ],
        relations=[
            relation("a", "SUPPLIES", RUS, TUR, weapon_id=S400, date="2019", confidence=0.4,
                     factuality="planned", evidence="akan mengirim"),
            relation("b", "SUPPLIES", RUS, TUR, weapon_id=S400, confidence=0.8,
                     evidence="telah mengirim"),
            relation("b", "SUPPLIES", RUS, TUR, weapon_id="weapon:drone", sentence=3),
            relation("a", "ACQUIRES", TUR, S400, evidence="membeli"),
            relation("b", "ACQUIRES", TUR, "weapon:tank", evidence="menolak", factuality="negated"),
            relation("a", "COOPERATE", RUS, TUR), relation("a", "COOPERATE", RUS, TUR, sentence=2),
            relation("b", "HOLDS_OFFICE", PUTIN, RUS, role="Presiden"),
            relation("a", "CO_OCCURS", S400, PUTIN, cue_start=None, cue_end=None),
        ],
        entities=[Entity(TUR, "COUNTRY", "Turki"), Entity(S400, "WEAPON", "S-400", "Air defence systems")],
        problems=[Problem("c.txt", None, "read", "empty text")],
    )  # fmt: skip


def test_columns_are_those_of_the_design_also_when_empty(extraction):
    for source in (extraction, Extraction()):
        tables = build_tables(source)
        for name, columns in COLUMNS.items():
            assert tuple(getattr(tables, name).columns) == columns


def test_dates_that_are_all_missing_are_missing_in_every_file(extraction, tmp_path):
    for article in extraction.articles:
        article.published = None
    extraction.relations = [replace(one, date=None) for one in extraction.relations]
    write_all(build_tables(extraction), tmp_path)
    for name in ("nodes", "edges"):
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table["first_date"].null_count == len(table)
        assert pd.read_csv(tmp_path / f"{name}.csv").last_date.isna().all()


def test_an_edge_for_each_source_relation_target_and_weapon(extraction):
    edges = build_tables(extraction).edges
    row = edges[(edges.relation == "SUPPLIES") & (edges.weapon == S400)].iloc[0]
    assert (row.source, row.target, row.weight, row.sentences) == (RUS, TUR, 2, 2)
    assert (row.factuality, row.evidence) == ("asserted", "telah mengirim")
    assert (row.first_date, row.last_date, row.articles) == ("2019", "2021-01-05", ["a", "b"])
    assert len(edges[edges.relation == "SUPPLIES"]) == 2
    assert edges[edges.relation == "COOPERATE"][["weight", "sentences"]].values.tolist() == [[1, 2]]


def test_nodes(extraction):
    nodes = build_tables(extraction).nodes.set_index("entity_id")
    assert nodes.loc[TUR, ["label", "mentions", "articles"]].tolist() == ["Turki", 3, 2]
    assert nodes.loc[TUR, "aliases"] == ["Turki", "Ankara"]
    assert nodes.loc[TUR, ["first_date", "last_date"]].tolist() == ["2020-01-05", "2021-01-05"]
    assert nodes.loc[PUTIN, ["country", "office"]].tolist() == ["RUS", "Presiden"]
    assert nodes.loc[S400, "category"] == "Air defence systems"
    assert nodes.loc["weapon:tank", "mentions"] == 0


def test_transfers(extraction):
    transfers = build_tables(extraction).transfers
    rows = transfers[["supplier", "recipient", "weapon", "status"]].values.tolist()
    assert [RUS, TUR, S400, "proposed"] in rows
    assert [RUS, TUR, S400, "delivered"] in rows
    assert [None, TUR, "weapon:tank", "refused"] in rows
    assert not [row for row in rows if row[0] is None and row[2] == S400]


def test_supplies_alone_are_transfers(extraction):
    supplies = [r for r in extraction.relations if r.relation == "SUPPLIES"]
    rows = build_tables(replace(extraction, relations=supplies)).transfers
    assert len(rows) and rows["supplier"].notna().all()


def test_holders_of_offices_with_the_days_they_were_seen(extraction):
    extraction.relations += [
        relation("a", "HOLDS_OFFICE", PUTIN, RUS, role="presiden", evidence="presiden Putin"),
        relation("a", "HOLDS_OFFICE", PUTIN, RUS, role="Perdana Menteri"),
        relation("b", "HOLDS_OFFICE", PUTIN, RUS, role="Presiden", sentence=4),
    ]
    offices = build_tables(extraction).offices
    rows = offices[["person", "country", "role", "first_date", "last_date"]].values.tolist()
    assert rows == [
        [PUTIN, RUS, "Perdana Menteri", "2020-01-05", "2020-01-05"],
        [PUTIN, RUS, "Presiden", "2020-01-05", "2021-01-05"],
    ]
    assert offices.loc[1, ["articles", "evidence"]].tolist() == [["a", "b"], "presiden Putin"]


def rolled_up(extraction):
    tables = build_tables(extraction, level="country")
    columns = ["source", "relation", "target", "weight"]
    return tables, tables.edges[columns].values.tolist()


def test_what_office_holders_do_their_states_do(extraction):
    extraction.relations += [
        relation("a", "ACCUSE", PUTIN, TUR, evidence="Putin mengecam", sentence=7),
        relation("a", "CONSULT", PUTIN, TUR, sentence=8),
        relation("a", "CO_OCCURS", PUTIN, TUR, sentence=8),
        relation("a", "CO_OCCURS", PUTIN, RUS, sentence=9),
        relation("a", "ACCUSE", "person:Tanpa Jabatan", TUR, sentence=10),
    ]
    tables, edges = rolled_up(extraction)
    assert [RUS, "ACCUSE", TUR, 1] in edges
    assert [RUS, "CONSULT", TUR, 1] in edges
    assert ["person:Tanpa Jabatan", "ACCUSE", TUR, 1] in edges
    assert not [edge for edge in edges if PUTIN in edge or edge[0] == edge[2]]
    assert [RUS, "CO_OCCURS", TUR, 1] not in edges
    row = tables.edges[tables.edges.relation == "ACCUSE"].set_index("source").loc[RUS]
    assert row.evidence == "Putin mengecam"
    assert PUTIN not in set(tables.nodes.entity_id)
    assert tables.offices.person.tolist() == [PUTIN]


def test_the_office_is_that_of_the_day(extraction):
    extraction.articles[1].published = "2021-01-05"
    extraction.relations = [
        relation("a", "HOLDS_OFFICE", PUTIN, RUS, role="Presiden", date="2000"),
        relation("b", "HOLDS_OFFICE", PUTIN, "country:SUN", role="Perwira", date="1980"),
        relation("a", "ACCUSE", PUTIN, TUR, date="1985", sentence=2),
        relation("a", "ACCUSE", PUTIN, TUR, date="2010", sentence=3),
        relation("a", "ACCUSE", PUTIN, TUR, date="1970", sentence=4),
    ]
    _, edges = rolled_up(extraction)
    assert [RUS, "ACCUSE", TUR, 1] in edges
    assert ["country:SUN", "ACCUSE", TUR, 1] in edges
    assert len(edges) == 2


def test_nothing_rolls_up_from_nothing():
    assert build_tables(Extraction(), level="country").edges.empty


def test_the_order_of_the_records_changes_nothing(extraction):
    turned = Extraction(
        extraction.articles[::-1], extraction.mentions[::-1], extraction.relations[::-1],
        extraction.entities[::-1], extraction.problems,
    )  # fmt: skip
    one, other = build_tables(extraction), build_tables(turned)
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_network_and_back(extraction):
    tables = build_tables(extraction)
    network = to_networkx(tables.nodes, tables.edges)
    assert network.number_of_edges(RUS, TUR) == 3
    nodes, edges = from_networkx(network)
    pd.testing.assert_frame_equal(nodes[tables.nodes.columns], tables.nodes, check_dtype=False)
    pd.testing.assert_frame_equal(edges[tables.edges.columns], tables.edges, check_dtype=False)


def test_records_and_tables_give_the_same_edges_nodes_and_network(extraction):
    tables = build_tables(extraction)
    for source in (extraction, tables):
        pd.testing.assert_frame_equal(to_edges(source), tables.edges)
        pd.testing.assert_frame_equal(to_nodes(source), tables.nodes)
        network, again = to_networkx(source), to_networkx(tables.nodes, tables.edges)
        assert nx.utils.graphs_equal(network, again)
    edges = to_edges(tables)
    edges["relation"] = "changed"
    assert "changed" not in set(tables.edges["relation"])


def test_edges_of_a_level_and_of_a_part(extraction):
    extraction.relations.append(relation("b", "SANCTION", PUTIN, TUR))
    supplies = to_edges(extraction, keep=Narrowing(relations=["SUPPLIES"]))
    assert supplies["weapon"].tolist() == ["weapon:S-400", "weapon:drone"]
    states = to_edges(extraction, level="country")
    assert (RUS, "SANCTION", TUR) in set(
        states[["source", "relation", "target"]].itertuples(False, None)
    )
    assert PUTIN in to_nodes(extraction)["entity_id"].tolist()
    assert PUTIN not in to_nodes(extraction, level="country")["entity_id"].tolist()


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda e: to_edges(e, level="state"), ValueError, "'state': not one of entity, country"),
        (lambda e: to_edges(build_tables(e), level="country"), ValueError, "build_tables"),
        (lambda e: to_networkx(to_nodes(e)), TypeError, "edges"),
        (lambda e: to_networkx(e, to_edges(e)), TypeError, "edges"),
        (lambda e: Narrowing(relations="SUPPLIES"), TypeError, r"\['SUPPLIES'\]"),
        (lambda e: Narrowing(types=["STATE"]), ValueError, "COUNTRY, PERSON, WEAPON"),
        (lambda e: Narrowing(factuality=["sure"]), ValueError, "asserted, planned, negated"),
    ],
)
def test_what_cannot_be_asked_for_says_what_can(extraction, call, error, words):
    with pytest.raises(error, match=words):
        call(extraction)


def test_measures_leave_cooccurrence_out(extraction):
    tables = build_tables(extraction)
    nodes = tables.nodes.set_index("entity_id")
    assert nodes.loc[S400, "degree"] == 1
    assert nodes.loc[RUS, "betweenness"] > nodes.loc[PUTIN, "betweenness"]
    assert nodes["pagerank"].sum() == pytest.approx(1, abs=1e-4)


def ties_of(network):
    ends = np.array([sorted(edge) for edge in network.edges]).reshape(-1, 2)
    weights = np.array([d.get("weight", 1) for _, _, d in network.edges(data=True)])
    return ends[:, 0], ends[:, 1], weights


@pytest.mark.parametrize("seed", range(5))
def test_measures_are_networkxs(seed):
    network = nx.gnp_random_graph(60, 0.05, seed=seed)
    for number, (_, _, data) in enumerate(network.edges(data=True)):
        data["weight"] = number % 4 + 1
    found = measures(np.arange(60), *ties_of(network))
    for name, theirs in (
        ("degree", dict(network.degree())), ("weighted_degree", dict(network.degree(weight="weight"))),
        ("betweenness", nx.betweenness_centrality(network)), ("pagerank", nx.pagerank(network)),
    ):  # fmt: skip
        assert found[name].tolist() == pytest.approx([theirs[i] for i in range(60)], abs=1e-5)
    groups = nx.community.louvain_communities(network, seed=7)
    assert sorted(np.bincount(found["community"]), reverse=True) == sorted(
        map(len, groups), reverse=True
    )


def test_betweenness_of_many_nodes_is_near_the_exact_one():
    network = nx.barabasi_albert_graph(1200, 3, seed=1)
    found = measures(np.arange(1200), *ties_of(network))["betweenness"]
    exact = nx.betweenness_centrality(network)
    assert np.corrcoef(found, [exact[i] for i in network])[0, 1] > 0.98


def test_communities_of_a_large_network_take_bounded_time_and_name_every_node(monkeypatch):
    network = nx.planted_partition_graph(8, 60, 0.3, 0.005, seed=1)
    ties = ties_of(network)
    whole = measures(np.arange(480), *ties)["community"]
    monkeypatch.setattr("graph.measure.MOST_TIES", len(ties[0]) * 3 // 4)
    part = measures(np.arange(480), *ties)["community"]
    for found in (whole, part):
        for planted in range(8):
            members = found[planted * 60 : planted * 60 + 60]
            assert np.bincount(members).max() >= 57
    assert part.tolist() == measures(np.arange(480), *ties)["community"].tolist()


def test_nothing_has_measures_too():
    nothing = np.array([], dtype=int)
    assert all(len(values) == 0 for values in measures(nothing, *[nothing] * 3).values())
    alone = measures(np.array([3, 5]), *[nothing] * 3)
    assert alone["community"].tolist() == [0, 1] and alone["betweenness"].tolist() == [0, 0]


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def hostile():
    entity = f"person:{HOSTILE}"
    return Extraction(
        [
            Article(
                HOSTILE, HOSTILE, "x", title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)"
            )
        ],
        [mention(HOSTILE, entity, HOSTILE), mention(HOSTILE, TUR, "Turki")],
        [
            relation(
                HOSTILE, "ACCUSE", entity, TUR, role=HOSTILE, evidence=HOSTILE, weapon_id=HOSTILE
            )
        ],
        [Entity(entity, "PERSON", HOSTILE, HOSTILE)],
        [Problem(HOSTILE, HOSTILE, "read", HOSTILE)],
    )


def test_files_are_read_back(extraction, tmp_path):
    tables = build_tables(extraction)
    files = write_all(tables, tmp_path)
    for name in COLUMNS:
        assert pq.read_table(tmp_path / f"{name}.parquet").column_names == list(COLUMNS[name])
    edges = pd.read_csv(tmp_path / "edges.csv")
    assert list(edges.columns) == list(COLUMNS["edges"])
    assert edges.weight.dtype.kind == "i"
    assert edges.articles[edges.weapon == S400].tolist()[-1] == "a | b"
    gexf, graphml = (
        nx.read_gexf(tmp_path / "graph.gexf"),
        nx.read_graphml(tmp_path / "graph.graphml"),
    )
    for network in (gexf, graphml):
        assert network.is_directed() and network.is_multigraph()
        assert network.number_of_edges() == len(tables.edges)
        assert network.nodes[TUR]["mentions"] == 3
        assert isinstance(network.nodes[TUR]["betweenness"], float)
        assert network.nodes[TUR]["aliases"] == "Turki | Ankara"
        relations = {d["relation"] for _, _, d in network.edges(data=True)}
        assert relations == set(tables.edges.relation)
        attributes = {k for _, _, d in network.edges(data=True) for k in d}
        assert {"weight", "factuality", "evidence", "articles", "weapon", "directed"} <= attributes
    assert sorted(files) == sorted(path.name for path in tmp_path.iterdir())


def test_gexf_is_as_gephi_wants_it(extraction, tmp_path):
    write_all(build_tables(extraction), tmp_path)
    text = (tmp_path / "graph.gexf").read_text("utf-8")
    root = ElementTree.fromstring(text)
    space = "{" + root.tag.partition("}")[0][1:] + "}"
    edges = root.findall(f".//{space}edge")
    assert len({e.get("id") for e in edges}) == len(edges)
    assert all(e.get("weight") and e.get("label") for e in edges)
    assert all(n.get("label") for n in root.findall(f".//{space}node"))
    assert "lastmodifieddate" not in text


def test_a_network_that_no_tool_opens_is_not_written_and_says_so(extraction, tmp_path, monkeypatch):
    write_all(build_tables(extraction), tmp_path)
    monkeypatch.setattr("graph.network_files.MOST_EDGES", 3)
    tables = build_tables(extraction)
    assert "edges are more than 3" in too_large(tables).problem
    assert "graph.gexf" not in write_all(tables, tmp_path)
    assert not list(tmp_path.glob("graph.g*")) and (tmp_path / "edges.csv").exists()


def test_the_tables_take_more_memory_where_little_does_not_do(tmp_path, monkeypatch):
    monkeypatch.setattr("graph.database.LEAST", 8)
    monkeypatch.setattr("graph.database._COUNTED", 0)
    generate(str(tmp_path), 30_000)
    files = {n: [str(tmp_path / f"{n}.parquet")] for n in ("articles", "mentions", "relations")}
    bounded = build_tables(Database.of_files(files, tmp_path))
    free = build_tables(Database.of_files(files))
    for name in ("nodes", "edges", "transfers"):
        pd.testing.assert_frame_equal(bounded.frame(name), free.frame(name))
    monkeypatch.setattr("graph.database.MOST", 4)
    with pytest.raises(DatabaseError, match="memory or disk do not suffice"):
        build_tables(Database.of_files(files, tmp_path))


@pytest.mark.slow
def test_many_relations_are_counted_in_bounded_time_and_memory():
    result = CliRunner().invoke(benchmark, ["--rows", "300000"])
    assert result.exit_code == 0, result.output
    seconds, megabytes = re.search(r"counted in (\d+) s, ([\d,]+) MB", result.output).groups()
    assert int(seconds) < 60 and int(megabytes.replace(",", "")) < 2000


def test_empty_tables_are_written_with_their_types(tmp_path):
    write_all(build_tables(Extraction()), tmp_path)
    schema = pq.read_schema(tmp_path / "nodes.parquet")
    assert str(schema.field("mentions").type) == "int64"
    assert pd.read_csv(tmp_path / "edges.csv").empty


def test_hostile_text_is_defused_and_kept(tmp_path):
    write_all(build_tables(hostile()), tmp_path)
    for name in ("nodes", "edges", "problems"):
        for row in read_csv((tmp_path / f"{name}.csv").read_bytes()):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    nx.read_graphml(tmp_path / "graph.graphml")
    network = nx.read_gexf(tmp_path / "graph.gexf")
    label = next(d["label"] for n, d in network.nodes(data=True) if n.startswith("person:"))
    assert "<script>alert(1)</script>" in label and "\x00" not in label
    assert pq.read_table(tmp_path / "edges.parquet").column("evidence").to_pylist() == [HOSTILE]


@pytest.mark.parametrize("text", ["=1", "+x", "-x", "@x", " =1", "\t=1", "\rx", "＝1", "\u200b=1"])
def test_defuse(text):
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.2", "x=1", "", "a-b", "2020-01-05", "'=1"])
def test_what_is_no_formula_stays(text):
    assert defuse(text) == text


@given(st.text())
def test_defuse_only_ever_adds_an_apostrophe(text):
    assert defuse(text) in (text, f"'{text}")


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot write"):
        write_bytes(tmp_path / "file" / "a.csv", b"x")


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path):
    path = tmp_path / "a.csv"
    write_bytes(path, b"old")
    with pytest.raises(TypeError):
        write_bytes(path, "not bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_manifest(extraction, tmp_path):
    tables = build_tables(extraction)
    files = write_all(tables, tmp_path)
    write_manifest(
        tmp_path, files, options={"lang": "id"}, versions={"alutsista": "0"}, tables=tables
    )
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["counts"]["articles"] == 2
    assert sorted(manifest["outputs"]) == sorted(files)
    assert manifest["inputs"][0] == {"source": "a.txt", "text_sha256": "1"}


def test_package_exports_what_it_says():
    import graph

    assert all(getattr(graph, name) for name in graph.__all__)
    with pytest.raises(AttributeError):
        _ = graph.nothing


@pytest.mark.parametrize(
    ("text", "of", "number"),
    [
        ("Turki membeli 36 jet tempur F-16 dari AS", "F-16", 36),
        ("Indonesia memesan 42 unit pesawat tempur Rafale", "Rafale", 42),
        ("dua puluh empat unit F-16", "F-16", 24),
        ("seratus dua puluh tank Leopard 2", "Leopard 2", 120),
        ("dua belas drone", "drone", 12),
        ("sebuah kapal selam", "kapal selam", 1),
        ("Rafale sebanyak 42 unit", "Rafale", 42),
        ("1.200 rudal", "rudal", 1200),
        ("dua ribu lima ratus rudal", "rudal", 2500),
        ("5 juta peluru", "peluru", 5_000_000),
        ("Leopard 2 dan tiga tank", "tank", 3),
        ("pada 2020 drone", "drone", None),
        ("tahun 1999 tank", "tank", None),
        ("sejumlah rudal", "rudal", None),
        ("sistem S-400", "S-400", None),
    ],
)
def test_numbers_beside_a_name(text, of, number):
    at = text.rindex(of)
    assert count_beside(text, at, at + len(of)) == number


@given(st.text(alphabet="0123456789. satudpuluhbei-", max_size=60), st.integers(0, 60))
def test_numbers_never_fail(text, at):
    found = count_beside(text, min(at, len(text)), len(text))
    assert found is None or found > 0


def test_transfers_give_the_number_stated(nlp):
    article = Article("a", "a.txt", "Turki membeli 36 jet tempur F-16 dari Amerika Serikat.")
    (row,) = build_tables(run([article], nlp)).transfers.to_dict("records")
    assert (row["supplier"], row["recipient"], row["number"]) == ("country:USA", "country:TUR", 36)


def test_a_number_is_written_whole(nlp, tmp_path):
    text = "Turki membeli 36 jet tempur F-16 dari Amerika Serikat. Turki membeli drone dari Israel."
    write_all(build_tables(run([Article("a", "a.txt", text)], nlp)), tmp_path)
    lines = (tmp_path / "transfers.csv").read_text("utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    assert {row["number"] for row in rows} == {"36", ""}
    table = pq.read_table(tmp_path / "transfers.parquet")
    assert sorted(table["number"].to_pylist(), key=str) == [36, None]
