"""The tables of a run in other tools' formats: the command, Neo4j, FollowTheMoney, PLOVER."""

from __future__ import annotations

import csv
import io
import json
import shlex
from importlib.resources import files
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_graph import HOSTILE, PUTIN, RUS, S400, TUR, mention, relation

from extract.records import Article, Entity, Extraction
from graph.cli import main
from graph.export import write_all, write_manifest
from graph.exports import FORMATS, exporter
from graph.exports.base import Run
from graph.exports.neo4j import ARRAY_DELIMITER
from graph.exports.values import alpha2, days, relation_types, slug, web_address
from graph.stored import StoredError
from graph.tables import build_tables

ROOT = Path(__file__).parents[1]
EVIL = f'person:{HOSTILE};{ARRAY_DELIMITER}> <urn:x> ] [a](javascript:alert(1)) \\ " https://evil.example www.evil.example'
SENTENCE = "[klik](javascript:alert(1)) <img src=x onerror=alert(1)> | `rm` **x** https://evil.example www.evil.example $x$ {{ y }}"


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    result = CliRunner().invoke(main, ["graph", str(ROOT / "seeds"), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A folder whose texts attack every format, with an article of each kind of address."""
    extraction = Extraction(
        articles=[
            Article("a\"'><b>&;|", "https://h/../../a.txt", "x", published="2020-01-05",
                    title=f"{SENTENCE}\n# x", publisher=HOSTILE, url="javascript:alert(1)"),
            Article("aa", "aa.txt", "v", published="2020-02-05", title="Tanpa relasi"),
            Article("b", "b.txt", "y", published="2020-03-05", title="Dua",
                    publisher="Antara", url="https://example.com/a b?c=<d>&copy;=(\"'`)"),
            Article("c", "c.txt", "z", title="Tiga"),
        ],
        mentions=[
            mention("a\"'><b>&;|", TUR, "Turki"), mention("aa", TUR, "Turki"), mention("b", TUR, "Turki"), mention("b", RUS, "Rusia", 9),
            mention("b", EVIL, HOSTILE, 15), mention("b", S400, "S-400; \"x\"", 30), mention("b", PUTIN, "Putin", 50),
        ],
        relations=[
            relation("b", "SUPPLIES", RUS, TUR, weapon_id=S400, date="2019", evidence=SENTENCE),
            relation("a\"'><b>&;|", "ASSAULT", EVIL, TUR, evidence=SENTENCE, confidence=0.9),
            relation("b", "ASSAULT", EVIL, TUR, factuality="planned", date="2020-04", evidence="membantai lawan", start=5, cue_start=5, cue_end=14),
            relation("b", "ASSAULT", TUR, EVIL, factuality="negated", evidence=HOSTILE),
            relation("c", "CONSULT", RUS, TUR, evidence="bertemu"),
            relation("b", "COOPERATE", RUS, TUR, evidence="bekerja sama", date="2020-02-30"),
            relation("b", "HOLDS_OFFICE", EVIL, RUS, role=HOSTILE, evidence=SENTENCE),
            relation("b", "HOLDS_OFFICE", PUTIN, RUS, role="Presiden", evidence="Presiden itu"),
            relation("b", "CO_OCCURS", RUS, S400, cue_start=None, cue_end=None),
        ],
        entities=[Entity(TUR, "COUNTRY", "Turki", wikidata="Q43"), Entity(RUS, "COUNTRY", "Rusia", wikidata="Q1> ."),
                  Entity(S400, "WEAPON", "S-400", "Air defence systems")],
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("hostile")
    tables = build_tables(extraction)
    written = write_all(tables, folder)
    write_manifest(folder, written, options={"lang": "id"}, versions={}, tables=tables)
    return folder


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    tables = build_tables(Extraction())
    write_manifest(folder, write_all(tables, folder), options={}, versions={}, tables=tables)
    return folder


@pytest.fixture
def export(tmp_path):
    """Run the command; the folder of the format, and what the command said."""

    def run(source, to, *options):
        arguments = ["export", str(source), "--to", to, "--out", str(tmp_path), *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return tmp_path / to, result.output

    return run


def refused(*arguments):
    result = CliRunner().invoke(main, ["export", *map(str, arguments)])
    assert result.exit_code != 0
    return result.output


def test_formats_write_beside_the_tables_and_twice_the_same(out, tmp_path):
    options = [part for name in FORMATS for part in ("--to", name)]
    for folder in (None, tmp_path):
        where = ["--out", str(folder)] if folder else []
        result = CliRunner().invoke(main, ["export", str(out), *options, "--about", "TUR", *where])
        assert result.exit_code == 0, result.output
    first = {p.relative_to(out / "exports"): p for p in (out / "exports").rglob("*.*")}
    assert {path.parts[0] for path in first} == set(FORMATS)
    for name, path in first.items():
        assert path.read_bytes() == (tmp_path / name).read_bytes()
        assert f"{tmp_path / name} ({path.stat().st_size:,} bytes)" in result.output


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_what_is_hostile_and_what_is_empty(name, hostile, empty, export):
    about = ["--about", "TUR", "--about", "RUS"] if name == "report" else []
    assert list(export(hostile, name, *about)[0].iterdir())
    if name != "report":
        export(empty, name)


def test_a_terminal_is_not_steered(hostile, export):
    assert "\x1b" not in export(hostile, "neo4j")[1]


def test_a_folder_without_tables_says_how_to_make_them(tmp_path, out):
    assert "alutsista graph SOURCE" in refused(tmp_path, "--to", "ftm")
    (tmp_path / "manifest.json").write_text('{"options": {}}')
    for table in ("nodes", "edges"):
        pd.DataFrame({"x": [1]}).to_parquet(tmp_path / f"{table}.parquet")
    assert "not a table of a run (no entity_id" in refused(tmp_path, "--to", "ftm")
    (tmp_path / "nodes.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(StoredError, match=r"nodes\.parquet"):
        list(Run(tmp_path).rows("nodes"))


def test_a_failed_export_leaves_the_old_file(out, tmp_path):
    (tmp_path / "ftm").write_text("in the way")
    assert "cannot write" in refused(out, "--to", "ftm", "--out", tmp_path)
    assert (tmp_path / "ftm").read_text() == "in the way"


@pytest.mark.parametrize(
    "name", ["TUR", "tr", "country:TUR", "Turki", "turkey", " TURKI ", "Ankara"]
)
def test_a_country_by_any_name(name, out, export):
    assert (export(out, "report", "--about", name)[0] / "TUR.md").is_file()


def test_an_unknown_country_lists_near_ones(out):
    assert "did you mean TUR (Turki)" in refused(out, "--to", "report", "--about", "Turky")
    assert "they have TUR (Turki)" in refused(out, "--to", "report", "--about", "Zzzz")
    assert "one country or two" in refused(out, "--to", "report")
    assert "one country or two" in refused(out, "--to", "report", *["--about", "TUR"] * 3)


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("2020", ("2020-01-01", "2020-12-31")), ("2020-02", ("2020-02-01", "2020-02-29")),
        ("2020-02-03", ("2020-02-03", "2020-02-03")), ("2020-02-30", None), ("2020-13", None),
        ("0000", None), ("", None), (None, None), ("2020-1", None),
    ],
)  # fmt: skip
def test_days(date, span):
    assert days(date) == span


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "javascript://x.com/%0aalert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//x.com", "file:///a", "http://", "https://[x", "", None],
)  # fmt: skip
def test_what_is_no_web_address(url):
    assert web_address(url) is None


@given(st.text())
def test_addresses_are_safe_and_stay_addresses(text):
    address = web_address(f"https://example.com/{text}")
    assert address is None or not set(address) & set("<>\"'()[]{}\\` \n\t\x00")
    assert address is None or web_address(address) == address


@given(st.text(), st.text())
def test_slugs_are_identifiers_that_differ(left, right):
    assert (slug(left) == slug(right)) == (left == right)
    assert slug(left).replace("-", "a").isalnum() and slug(left).isascii()


def test_codes_of_states():
    assert (alpha2("TUR"), alpha2("SUN"), alpha2(None)) == ("TR", None, None)


# Neo4j


def neo4j_rows(path):
    """A file as the importer reads it: fields quoted or not, doubled quotes, typed columns."""
    text = path.read_text("utf-8")
    assert text.count("\n") == len(list(csv.reader(io.StringIO(text))))  # no field spans lines
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    kinds = [field.partition(":")[2] or "string" for field in header]
    read = {"long": int, "double": float, "boolean": lambda v: {"true": True, "false": False}[v],
            "date": lambda v: pd.Timestamp(v).date(), "string[]": lambda v: v.split(ARRAY_DELIMITER)}  # fmt: skip
    for row in rows:
        cells = zip(header, kinds, row, strict=True)
        yield {name: read.get(kind, str)(cell) if cell else None for name, kind, cell in cells}


@pytest.mark.parametrize("source", ["out", "hostile"])
def test_neo4j_ids_are_unique_and_every_end_is_a_node(source, request, export):
    folder, said = export(request.getfixturevalue(source), "neo4j")
    command = shlex.split(said.splitlines()[-1])
    assert command[:5] == ["neo4j-admin", "database", "import", "full", "neo4j"]
    assert f"--array-delimiter=U+{ord(ARRAY_DELIMITER):04X}" in command
    named = [part.partition("=") for part in command[6:]]
    assert {Path(path) for _, _, path in named} == set(folder.iterdir())
    ids = [row["id:ID"] for o, _, p in named if o == "--nodes" for row in neo4j_rows(Path(p))]
    assert len(ids) == len(set(ids)) and None not in ids
    for option, _, path in named:
        for row in neo4j_rows(Path(path)) if option == "--relationships" else ():
            assert {row[":START_ID"], row[":END_ID"]} <= set(ids)
            assert row[":TYPE"] == Path(path).stem


def test_neo4j_holds_what_the_tables_hold(out, export):
    folder, _ = export(out, "neo4j", "--lang", "en")
    (turkey,) = [r for r in neo4j_rows(folder / "Country.csv") if r["id:ID"] == TUR]
    assert (turkey["label:string"], turkey["label_id:string"]) == ("Turkey", "Turki")
    assert {"Turki", "Ankara"} <= set(turkey["aliases:string[]"]) and turkey[
        "wikidata:string"
    ] == "Q43"
    edges = pd.read_parquet(out / "edges.parquet")
    for name in relation_types():
        path = folder / f"{name}.csv"
        found = list(neo4j_rows(path)) if path.exists() else []
        if name == "HOLDS_OFFICE":
            assert len(found) == len(pd.read_parquet(out / "offices.parquet"))
            assert all(row["role:string"] for row in found)
            continue
        rows = edges[edges.relation == name]
        assert [r["evidence:string"] for r in found] == [" ".join(e.split()) for e in rows.evidence]
        assert [r["weapon:string"] for r in found] == [
            w if isinstance(w, str) else None for w in rows.weapon
        ]
        assert [r["directed:boolean"] for r in found] == list(rows.directed)
        assert [r["articles:string[]"] for r in found] == [list(a) for a in rows.articles]


def test_neo4j_keeps_quotes_delimiters_and_parts_of_dates(hostile, export):
    folder, _ = export(hostile, "neo4j")
    (weapon,) = neo4j_rows(folder / "Weapon.csv")
    assert weapon["aliases:string[]"] == ['S-400; "x"']
    held = {r[":START_ID"]: r["role:string"] for r in neo4j_rows(folder / "HOLDS_OFFICE.csv")}
    assert held[PUTIN] == "Presiden" and len(held) == 2
    (supplies,) = neo4j_rows(folder / "SUPPLIES.csv")
    assert (
        str(supplies["first_day:date"]) == "2019-01-01" and supplies["first_date:string"] == "2019"
    )


# PLOVER


def records(folder):
    return [
        json.loads(line) for line in (folder / "plover.jsonl").read_text("utf-8").split("\n")[:-1]
    ]


@pytest.mark.parametrize("source", ["out", "hostile"])
def test_plover_records_are_valid_and_of_all_dated_events(source, request, export):
    source = request.getfixturevalue(source)
    folder, said = export(source, "plover")
    schema = json.loads(files("graph.data").joinpath("plover.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found = records(folder)
    for record in found:
        jsonschema.validate(record, schema)
    assert len({record["id"] for record in found}) == len(found)
    relations = pd.read_parquet(source / "relations.parquet")
    events = relations[
        relations.relation.map(
            lambda name: relation_types()[name].quad.split()[-1] in ("cooperation", "conflict")
        )
    ]
    published = pd.read_parquet(source / "articles.parquet").set_index("article_id").published
    dates = events.date.fillna(events.article_id.map(published))
    dated = dates.map(lambda d: isinstance(d, str) and days(d) is not None)
    assert len(found) == dated.sum() > 0
    assert f"{(~dated).sum()} events left out" in said


def test_plover_says_who_when_how_and_where(out, hostile, export):
    coded = records(export(out, "plover")[0])
    aid = next(r for r in coded if r["event"] == ["AID"] and r["recipient"][0].get("code") == "IRN")
    assert aid["source"][0]["code"] == "ISR" and aid["recipient"][0]["actor_text"] == "Iran"
    assert (aid["date"], aid["enddate"]) == ("2022-06-01", "2022-06-30")
    assert (aid["quad_code"], aid["event_scale"]) == (2, 7.4)
    assert "Juni 2022" in aid["event_text"][0]
    met = next(r for r in coded if r["event"] == ["CONSULT"])
    assert len(met["source"]) == 2 and "recipient" not in met and not met["directed"]
    plan = next(r for r in records(export(hostile, "plover")[0]) if r["factuality"] == "planned")
    assert plan["context"] == ["future"] and plan["mode"] == ["massacre"]
    assert plan["recipient"][0]["actor_text"] == "Turki"
    assert plan["cite_info"]["url"].startswith("https://example.com/a%20b")
    assert plan["source"][0]["code"] == "RUS"  # the state whose office he holds


def test_plover_data_covers_its_events():
    schema = json.loads(files("graph.data").joinpath("plover.schema.json").read_text("utf-8"))
    events = {
        n for n, k in relation_types().items() if k.quad.split()[-1] in ("cooperation", "conflict")
    }
    assert set(schema["properties"]["event"]["items"]["enum"]) == events
    data = files("graph.data").joinpath("plover_modes.tsv").read_text("utf-8")
    assert {line.split("\t")[0] for line in data.splitlines()[3:]} <= events


def test_every_exporter_is_found():
    assert all(exporter(name).__doc__ for name in FORMATS)
