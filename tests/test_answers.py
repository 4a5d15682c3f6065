"""Answers from the tables: hand-made ones, and those of the seeds."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.answers import reading
from graph.answers.citations import Citations, Labels
from graph.answers.pair import between_holders, direct, shared_weapons
from graph.answers.profile import meetings, offices, together
from graph.answers.records import Citation, Evidence
from graph.answers.register import select, transfers
from graph.answers.statements import MONTHS, prepared, stated, statements, timeline
from graph.cli import main
from graph.lookup import find, fold, near
from graph.stored import StoredError

ROOT = Path(__file__).parents[1]
NODES = pd.DataFrame(
    [
        ("country:TUR", "Turki", ["Turki", "Ankara", "Türkiye"]),
        ("country:RUS", "Rusia", ["Rusia", "Moskow"]),
        ("country:USA", "Amerika Serikat", ["AS", "Amerika"]),
        ("country:ASM", "Samoa Amerika", []),
        ("person:Recep Tayyip Erdogan", "Recep Tayyip Erdogan", ["Erdoğan"]),
        ("person:Hulusi Akar", "Hulusi Akar", ["Akar"]),
        ("person:Binali Yildirim", "Binali Yıldırım", []),
        ("person:Ali Khamenei", "Ali Khamenei", ["Khamenei"]),
        ("person:Ali Larijani", "Ali Larijani", ["Larijani"]),
        ("weapon:S-400", "S-400", ["S400"]),
        ("weapon:fighter aircraft", "pesawat tempur", ["jet tempur"]),
    ],
    columns=["entity_id", "label", "aliases"],
)
OTHER = {"country:TUR": ("Turki", "Turkey"), "country:RUS": ("Rusia", "Russia")}
A, B, P, Q, W = "country:AAA", "country:BBB", "person:P", "person:Q", "weapon:W-1"
LABELS = Labels(pd.DataFrame({"entity_id": [A, B], "label": ["Aland", "Bland"]}))
ARTICLES = pd.DataFrame(
    [
        ("one", "Kabar", "2020-01-05", "Judul", "https://kabar.test/1"),
        ("two", None, "2021-06-30", None, None),
        ("three", None, None, None, None),
    ],
    columns=["article_id", "publisher", "published", "title", "url"],
)
CITED = Citations(ARTICLES)


def relations(*rows):
    """Relations by article, sentence, relation, source, target, and what else is not usual."""
    usual = {"weapon_id": None, "factuality": "asserted", "date": None, "confidence": 0.5}
    names = ("article_id", "sentence", "relation", "source_id", "target_id")
    made = [usual | dict(zip(names, row[:5], strict=True)) | dict(*row[5:]) for row in rows]
    for row in made:
        row.setdefault("evidence", f"{row['article_id']}.{row['sentence']}")
    return prepared(pd.DataFrame(made), CITED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country:TUR", ["country:TUR"]),
        ("person:hulusi akar", ["person:Hulusi Akar"]),
        ("tur", ["country:TUR"]),
        ("TR", ["country:TUR"]),
        ("RUSSIA", ["country:RUS"]),
        ("turkiye", ["country:TUR"]),
        ("ERDOGAN", ["person:Recep Tayyip Erdogan"]),
        ("Erdoğan", ["person:Recep Tayyip Erdogan"]),
        ("yildirim", ["person:Binali Yildirim"]),
        ("s 400", ["weapon:S-400"]),
        ("Jet-Tempur", ["weapon:fighter aircraft"]),
        ("fighter aircraft", ["weapon:fighter aircraft"]),
        ("tayyip recep", ["person:Recep Tayyip Erdogan"]),
        ("AS", ["country:USA"]),  # what articles write stands before a code of two letters
        ("Amerika", ["country:USA"]),  # and a whole name before a part of one
        ("Ali", ["person:Ali Khamenei", "person:Ali Larijani"]),
        ("Tay", []),
        ("Akarr", []),
        ("", []),
        ("--", []),
        ("[.*", []),
    ],
)
def test_an_entity_is_found_by_what_people_call_it(query, found):
    assert find(NODES, query, OTHER) == found


def test_what_is_not_found_has_near_matches():
    assert near(NODES, "Akarr", OTHER)[0] == "person:Hulusi Akar"
    assert near(NODES, "Rusland", OTHER) == []
    assert near(NODES, "russsia", OTHER) == ["country:RUS"]
    assert near(NODES, "", OTHER) == near(NODES, "TUX", OTHER) == []


@given(st.lists(st.text()))
@settings(max_examples=50)
def test_names_folded_together_are_those_folded_alone(names):
    assert fold(names) == [fold([name])[0] for name in names]


def test_one_statement_for_each_deed_with_its_best_sentence():
    work = relations(
        ("one", 1, "ASSAULT", A, B, {"confidence": 0.9, "factuality": "planned"}),
        ("one", 2, "ASSAULT", A, B, {"confidence": 0.3}),
        ("two", 0, "ASSAULT", A, B, {"confidence": 0.4, "date": "2019"}),
        ("two", 0, "ASSAULT", A, B, {"confidence": 0.2}),
        ("one", 3, "SUPPLIES", A, B, {"weapon_id": W}),
    )
    found = statements(work, CITED, LABELS, 10)
    assert found.total == 2
    first, second = found.shown
    assert (first.relation, first.articles, first.sentences) == ("ASSAULT", 2, 3)
    assert first.factuality == {"asserted": 2, "planned": 1}
    assert (first.first_date, first.last_date) == ("2019", "2021-06-30")
    # asserted before planned, then the surest
    assert first.evidence == Evidence("two.0", Citation("two", None, "2021-06-30"))
    assert (second.weapon.id, second.weapon.label, second.quad) == (W, "W-1", "arms")
    assert statements(work, CITED, LABELS, 1).shown == [first]
    assert second.evidence.article.url == "https://kabar.test/1"


def test_statements_do_not_depend_on_the_order_of_rows():
    work = relations(*[("one", i, "ACCUSE", A, B, {"confidence": 0.5}) for i in range(5)])
    turned = statements(work.iloc[::-1], CITED, LABELS, 5)
    assert statements(work, CITED, LABELS, 5) == turned
    assert turned.shown[0].evidence.text == "one.0"


def test_nothing_gives_nothing():
    work = relations(("one", 1, "ACCUSE", A, B)).iloc[:0]
    assert statements(work, CITED, LABELS, 5).shown == []
    assert timeline(work) == []
    assert meetings(work, A, CITED, LABELS, 5).total == together(work, A, LABELS, 5).total == 0


def test_a_relation_without_direction_is_one_whichever_end_comes_first():
    work = relations(("one", 1, "COOPERATE", B, A), ("two", 1, "COOPERATE", A, B))
    (only,) = statements(work, CITED, LABELS, 5).shown
    assert (only.source.id, only.target.id, only.articles, only.directed) == (A, B, 2, False)


def test_the_timeline_counts_articles_by_month_and_class():
    work = relations(
        ("one", 1, "COOPERATE", A, B), ("one", 2, "COOPERATE", A, B),
        ("one", 3, "ASSAULT", A, B, {"factuality": "negated"}),
        ("two", 1, "AGREE", A, B, {"date": "2020-01"}), ("two", 2, "ACCUSE", A, B),
        ("three", 1, "SUPPLIES", A, B), ("three", 2, "CO_OCCURS", A, B),
    )  # fmt: skip
    told = {p.period: {quad: n for quad, n in p.articles.items() if n} for p in timeline(work)}
    assert list(told.items()) == [
        ("2020-01", {"material cooperation": 1, "verbal cooperation": 1}),
        ("2021-06", {"verbal conflict": 1}),
        (None, {"arms": 1}),
    ]


def test_a_long_time_is_told_by_year():
    months = [f"{2000 + i // 12}-{i % 12 + 1:02}" for i in range(MONTHS + 1)]
    rows = [("one", i, "AGREE", A, B, {"date": month}) for i, month in enumerate(months)]
    assert [p.period for p in timeline(relations(*rows))] == ["2000", "2001", "2002"]
    assert [p.period for p in timeline(relations(*rows[1:]))] == months[1:]


def test_the_two_alone_and_those_in_office():
    work = relations(
        ("one", 1, "ASSAULT", A, B), ("one", 2, "ACCUSE", B, A), ("one", 3, "CONSULT", P, Q),
        ("one", 4, "THREATEN", P, B), ("one", 5, "ACCUSE", P, A), ("one", 6, "CO_OCCURS", P, B),
        ("one", 7, "HOLDS_OFFICE", P, A), ("one", 8, "ACCUSE", A, Q),
    )  # fmt: skip
    assert direct(work, A, B)["sentence"].tolist() == [1, 2]
    assert between_holders(work, {A, P}, {B, Q}, A, B)["sentence"].tolist() == [3, 4, 8]
    assert stated(work)["sentence"].tolist() == [1, 2, 3, 4, 5, 8]


def test_weapons_of_both():
    arms = pd.DataFrame(
        [
            (A, B, "SUPPLIES", W, "asserted", 2), (A, W, "PRODUCES", None, "asserted", 1),
            (A, "weapon:X", "OPERATES", None, "asserted", 5),
            (A, "weapon:Y", "OPERATES", None, "negated", 5),
            (B, "weapon:Y", "OPERATES", None, "asserted", 5),
            (A, "weapon:missile", "OPERATES", None, "asserted", 5),
            (B, "weapon:missile", "OPERATES", None, "asserted", 5),
            (B, W, "ACQUIRES", None, "planned", 1), (B, A, "SUPPLIES", None, "asserted", 1),
        ],
        columns=["source", "target", "relation", "weapon", "factuality", "weight"],
    )  # fmt: skip
    (only,) = shared_weapons(arms, LABELS, A, B)
    assert only.weapon.id == W
    assert only.first == {"SUPPLIES": 2, "PRODUCES": 1}
    assert only.second == {"RECEIVES": 2, "ACQUIRES": 1}


def test_meetings_are_told_by_whom_and_when_latest_first():
    work = relations(
        ("one", 1, "CONSULT", P, Q, {"date": "2019-03"}), ("two", 1, "CONSULT", Q, P),
        ("three", 1, "CONSULT", P, A), ("two", 2, "CONSULT", P, B, {"factuality": "negated"}),
        ("three", 3, "CONSULT", P, Q, {"date": "2019-03", "confidence": 0.9}),
        ("two", 3, "AGREE", P, A),
    )  # fmt: skip
    found = meetings(work, P, CITED, LABELS, 9)
    assert [(m.other.id, m.date, m.articles) for m in found.shown] == [
        (Q, "2021-06-30", 1), (Q, "2019-03", 2), (A, None, 1),
    ]  # fmt: skip
    assert found.shown[1].evidence.text == "three.3"
    assert meetings(work, P, CITED, LABELS, 1).total == 3


def test_who_is_named_beside():
    work = relations(
        ("one", 1, "CO_OCCURS", A, P), ("one", 2, "CO_OCCURS", A, P),
        ("two", 1, "CO_OCCURS", B, P), ("one", 3, "CO_OCCURS", P, B), ("one", 4, "AGREE", P, Q),
    )  # fmt: skip
    found = together(work, P, LABELS, 9)
    assert [(t.other.label, t.articles) for t in found.shown] == [("Bland", 2), ("Aland", 1)]


def test_offices_cite_the_first_of_their_articles():
    held = pd.DataFrame(
        [
            (P, A, "Menteri", "2020", "2021", ["two"], "x"),
            (P, B, "Raja", None, None, ["one", "two"], "y"),
        ],
        columns=["person", "country", "role", "first_date", "last_date", "articles", "evidence"],
    )
    found = offices(held, CITED, LABELS, 1)
    assert found.total == 2
    assert (found.shown[0].role, found.shown[0].first_date) == ("Raja", None)
    assert found.shown[0].evidence.article.article_id == "one"


TRANSFERS = pd.DataFrame(
    [
        (A, B, W, "Missiles", 4, "delivered", "2019", ["one"], "s"),
        (None, B, W, "Missiles", None, "ordered", "2021-06-30", ["one", "two"], "t"),
        (A, B, None, None, None, "delivered", None, ["three"], "u"),
        (B, A, "weapon:X", "Ships", 1, "proposed", "2020-02", ["two", "three"], "v"),
    ],
    columns=["supplier", "recipient", "weapon", "category", "number", "status", "date", "articles", "evidence"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "evidence"),
    [
        ({}, "tvsu"),
        ({"recipient": B}, "tsu"),
        ({"supplier": A}, "su"),
        ({"weapon": W}, "ts"),
        ({"status": ["delivered"]}, "su"),
        ({"status": ["ordered", "proposed"]}, "tv"),
        ({"since": "2020"}, "tv"),
        ({"since": "2019-05"}, "tvs"),
        ({"since": "2020-02-15"}, "tv"),
        ({"until": "2019"}, "s"),
        ({"until": "2020-01"}, "s"),
        ({"since": "2020-03", "until": "2021-06-29"}, ""),
        ({"recipient": P}, ""),
    ],
)
def test_transfers_as_they_are_asked_for(asked, evidence):
    assert "".join(select(TRANSFERS, **asked)["evidence"]) == evidence


def test_transfers_cite_the_article_that_their_sentence_stands_in():
    places = pd.DataFrame({"article_id": ["two", "one", "two"], "evidence": ["t", "x", "s"]})
    found = transfers(TRANSFERS, Citations(ARTICLES, places), LABELS, 9).shown
    # s stands in an article that is not one of the row's; the only one of the row is cited
    assert [t.evidence.article and t.evidence.article.article_id for t in found] == [
        "one", "two", "three", None,
    ]  # fmt: skip
    assert found[0].number == 4 and found[1].number is None
    assert found[1].supplier is None and found[2].weapon is None


def test_a_long_table_is_read_a_part_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "_BATCH", 3)
    rows = pa.table({"person": [P, Q] * 5, "number": list(range(10)), "other": [None] * 10})
    pq.write_table(rows, tmp_path / "offices.parquet", row_group_size=4)
    found = reading.read(tmp_path, "offices", ["number", "person"], reading._is_in("person", [Q]))
    assert found["number"].tolist() == [1, 3, 5, 7, 9]
    assert list(found.columns) == ["number", "person"]
    assert reading.read(tmp_path, "offices", ["number"])["number"].tolist() == list(range(10))
    nobody = reading.read(tmp_path, "offices", ["person"], reading._is_in("person", []))
    assert nobody.empty
    with pytest.raises(StoredError, match=r"offices\.parquet: not a table of a run"):
        reading.read(tmp_path, "offices", ["missing"])


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answers") / "out"
    result = CliRunner().invoke(main, ["graph", str(ROOT / "seeds"), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def run(out):
    return lambda *args, folder=out: CliRunner().invoke(main, [*args, "--in", str(folder)])


def test_a_pair_says_what_the_edge_table_says(run, out):
    answer = json.loads(run("pair", "TUR", "rusia", "--json", "--limit", "99").stdout)
    edges = pd.read_parquet(out / "edges.parquet")
    pair = {"country:TUR", "country:RUS"}
    between = edges["source"].isin(pair) & edges["target"].isin(pair)
    wanted = edges[between & (edges["relation"] != "CO_OCCURS")]
    told = [s for way in ("mutual", "forward", "backward") for s in answer[way]["shown"]]
    columns = ["source", "relation", "target", "weapon", "weight", "sentences", "evidence"]
    assert sorted(
        (s["source"]["id"], s["relation"], s["target"]["id"], (s["weapon"] or {}).get("id", ""),
         s["articles"], s["sentences"], s["evidence"]["text"])
        for s in told
    ) == sorted(wanted[columns].fillna("").itertuples(index=False, name=None))  # fmt: skip
    assert {s["source"]["id"] for s in answer["forward"]["shown"]} == {"country:TUR"}
    assert {t["weapon"]["id"] for t in answer["transfers"]["shown"]} >= {"weapon:S-400"}
    met = {(s["source"]["label"], s["target"]["label"]) for s in answer["holders"]["shown"]}
    assert ("Mevlut Cavusoglu", "Sergei Lavrov") in met
    assert [w["weapon"]["id"] for w in answer["weapons"]["shown"]] == ["weapon:S-400"]


def test_who_somebody_is(run):
    answer = json.loads(run("who", "cavusoglu", "--json").stdout)
    assert answer["id"] == "person:Mevlut Cavusoglu" and answer["type"] == "PERSON"
    office = answer["offices"]["shown"][0]
    assert (office["role"], office["country"]["id"]) == ("Menteri Luar Negeri", "country:TUR")
    assert {m["other"]["label"] for m in answer["meetings"]["shown"]} >= {"Sergei Lavrov"}
    text = re.sub(r"\s+", " ", run("who", "cavusoglu").stdout)
    assert "Menteri Luar Negeri Turki" in text and "Khalid al-Mishri 2020-06-17" in text
    assert json.loads(run("who", "s400", "--json").stdout)["category"] == "Air defence systems"


def test_transfers_with_evidence(run):
    asked = ("transfers", "--to", "turkey", "--from", "RUS", "--weapon", "S-400")
    both = json.loads(run(*asked, "--json").stdout)["transfers"]
    assert {t["status"] for t in both["shown"]} == {"ordered", "delivered"}
    (one,) = json.loads(run(*asked, "--status", "delivered", "--json").stdout)["transfers"]["shown"]
    assert one["evidence"]["article"]["publisher"] == "iNews.id"
    assert "S-400" in one["evidence"]["text"]
    assert run("transfers", "--since", "Mei").exit_code == 2


@pytest.mark.parametrize(
    "command", [["pair", "TUR", "RUS"], ["who", "TUR"], ["who", "Erdogan"], ["transfers"]]
)
def test_text_fits_a_terminal_and_json_is_the_same_each_time(run, command):
    shown = run(*command, "--limit", "9").stdout
    assert shown and max(map(len, shown.splitlines())) <= 80 and "…" not in shown.split("\n\n")[1]
    first = run(*command, "--json")
    assert first.stdout_bytes == run(*command, "--json").stdout_bytes
    assert isinstance(json.loads(first.stdout_bytes.decode("utf-8")), dict)


def test_the_limit_says_what_it_leaves_out(run):
    shown = run("who", "TUR", "--limit", "2").stdout
    assert re.search(r"2 of \d+ shown; --limit shows more", shown)
    answer = json.loads(run("who", "TUR", "--limit", "2", "--json").stdout)
    assert len(answer["relations"]["shown"]) == 2 < answer["relations"]["total"]


def test_labels_in_the_language_asked_for(run):
    assert json.loads(run("who", "TUR", "--json").stdout)["label"] == "Turki"
    assert json.loads(run("who", "TUR", "--json", "--lang", "en").stdout)["label"] == "Turkey"


def test_tables_without_an_entity_or_relation_give_answers_too(run, tmp_path):
    for text, found in (("Turki adalah sebuah negara.", 0), ("Selamat pagi semua.", 1)):
        (tmp_path / "a.txt").write_text(text, "utf-8")
        folder = tmp_path / str(found)
        made = CliRunner().invoke(main, ["graph", str(tmp_path / "a.txt"), "--out", str(folder)])
        assert made.exit_code == 0
        assert run("who", "TUR", folder=folder).exit_code == found
        assert "No arms transfer fits" in run("transfers", "--since", "2020", folder=folder).stdout


def test_several_and_none(run):
    several = run("who", "Presiden Turki Erdogan Putin")
    assert several.exit_code == 1 and several.stdout == ""
    near_one = run("who", "Cavusoglo")
    assert near_one.exit_code == 1 and "person:Mevlut Cavusoglu" in near_one.stderr
    same = run("pair", "TUR", "Turki")
    assert same.exit_code == 2 and "both country:TUR" in same.stderr


def hostile(out, folder):
    """The tables of the seeds, with names and texts that would steer a terminal."""
    shutil.copytree(out, folder)
    nodes = pq.read_table(folder / "nodes.parquet").to_pandas()
    bad = "\x1b[31m[bold]\x9b2J\u202eTurki:smile:"
    nodes["label"] = [
        bad if i == "country:TUR" else v for i, v in nodes[["entity_id", "label"]].values
    ]
    nodes["aliases"] = [["kembar"] if i in ("country:TUR", "country:RUS") else v
                        for i, v in nodes[["entity_id", "aliases"]].values]  # fmt: skip
    nodes.to_parquet(folder / "nodes.parquet")
    articles = pq.read_table(folder / "articles.parquet").to_pandas()
    articles.assign(title=bad, url=bad, publisher=bad).to_parquet(folder / "articles.parquet")
    return bad


def test_hostile_texts_cannot_steer_and_stay_what_they_are_in_json(run, out, tmp_path):
    folder = tmp_path / "hostile"
    bad = hostile(out, folder)
    for command in (["pair", "TUR", "RUS"], ["who", "TUR"], ["transfers"], ["who", "kembar"]):
        result = run(*command, folder=folder)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", result.output)
        assert result.exit_code == 2 or "[bold]" in re.sub(r"\s", "", result.output)
    raw = run("who", "TUR", "--json", folder=folder).stdout
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", raw)
    assert json.loads(raw)["label"] == bad


def test_a_name_of_several_lists_their_ids(run, out, tmp_path):
    hostile(out, tmp_path / "hostile")
    result = run("who", "Kembar", folder=tmp_path / "hostile")
    assert result.exit_code == 2 and result.stdout == ""
    assert "country:TUR" in result.stderr and "country:RUS" in result.stderr


@pytest.mark.parametrize("gone", ["nodes", "relations", "articles"])
def test_a_folder_without_tables_says_what_to_do(run, out, tmp_path, gone):
    folder = shutil.copytree(out, tmp_path / "copy")
    (folder / f"{gone}.parquet").unlink()
    for command in (["who", "TUR"], ["pair", "TUR", "RUS"]):
        result = run(*command, folder=folder)
        assert result.exit_code == 1 and f"{gone}.parquet: no such file" in result.stderr
        assert "--in DIR" in result.stderr and "alutsista graph SOURCE --out" in result.stderr
    (folder / f"{gone}.parquet").write_text("no table")
    assert "not a table of a run" in run("who", "TUR", folder=folder).stderr
