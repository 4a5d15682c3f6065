"""The view built again from the tables of a run, whole and in part."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from test_view import data_of

from graph import Narrowing, build_tables, read_extraction, read_tables, to_edges
from graph.cli import main
from graph.columns import COLUMNS
from graph.stored import StoredError
from graph.tables import frame
from graph.view import show

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored")
    result = CliRunner().invoke(main, ["graph", str(ROOT / "seeds"), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def view(out, tmp_path):
    """Run the command and return its page's data, or what it complains of."""

    def run(*options):
        target = tmp_path / "view.html"
        arguments = ["view", str(out), "--to", str(target), "--no-open", *options]
        result = CliRunner().invoke(main, arguments)
        return data_of(target.read_text("utf-8")) if result.exit_code == 0 else result.output

    return run


def triples(data):
    ids, edges = data["nodes"]["id"], data["edges"]
    columns = zip(edges["from"], edges["relation"], edges["to"], strict=True)
    return {(ids[a], relation, ids[b]) for a, relation, b in columns}


def test_the_page_made_again_is_the_same_page(out, tmp_path):
    target = tmp_path / "again.html"
    result = CliRunner().invoke(main, ["view", str(out), "--to", str(target), "--no-open"])
    assert result.exit_code == 0, result.output
    assert target.read_bytes() == (out / "graph.html").read_bytes()


@pytest.fixture(scope="module")
def of_states(tmp_path_factory):
    """Tables of states, in a folder whose name is a pattern."""
    folder = tmp_path_factory.mktemp("states") / "out[1]*"
    arguments = ["graph", str(ROOT / "seeds"), "--out", str(folder), "--level", "country"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return folder


def is_as_written(tables, folder):
    for name in COLUMNS:
        stored = frame(pq.read_table(folder / f"{name}.parquet"))
        pd.testing.assert_frame_equal(getattr(tables, name), stored)
    return True


def test_tables_read_back_are_those_written(out, of_states):
    assert is_as_written(build_tables(read_extraction(out)), out)
    assert is_as_written(read_tables(out), out)
    assert is_as_written(read_tables(str(of_states)), of_states)
    assert len(read_tables(of_states).offices)


def test_tables_read_back_in_part_are_those_built_in_part(out):
    keep = Narrowing(relations=["SUPPLIES", "SANCTION"], weight=2)
    built = build_tables(read_extraction(out), level="country", keep=keep)
    read = read_tables(out, level="country", keep=keep)
    assert set(built.edges["relation"]) == {"SANCTION", "SUPPLIES"}
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(built, name))


def test_a_part_by_relation_and_type(view):
    found = triples(view("--relation", "sanction", "--relation", "ACQUIRES"))
    assert {relation for _, relation, _ in found} == {"SANCTION", "ACQUIRES"}
    found = triples(view("--type", "COUNTRY"))
    assert found and {i.partition(":")[0] for a, _, b in found for i in (a, b)} == {"country"}


def test_a_part_by_time_weight_and_certainty(view, out):
    whole, articles = view(), pd.read_parquet(out / "articles.parquet")
    days = sorted(articles["published"].dropna())
    early, late = view("--until", days[0][:7]), view("--since", days[-1])
    dated = triples(view("--since", days[0]))
    assert triples(early) | triples(late) <= dated <= triples(whole)
    assert triples(early) and triples(late) and triples(early) != triples(late)
    assert len(triples(view("--min-weight", "2"))) < len(triples(whole))
    sure = view("--min-confidence", "0.9", "--factuality", "asserted")
    assert min(sure["statements"]["confidence"]) >= 90
    assert set(sure["statements"]["factuality"]) == {0}


def test_states_in_the_place_of_office_holders(view):
    data = view("--level", "country")
    assert "HOLDS_OFFICE" not in data["edges"]["relation"]
    assert "person:Recep Tayyip Erdogan" not in data["nodes"]["id"]


def test_language_theme_and_title(view):
    data = view("--lang", "en", "--theme", "dark", "--title", "Ankara")
    assert (data["lang"], data["theme"], data["title"]) == ("en", "dark", "Ankara")
    assert "Turkey" in data["nodes"]["label"] or "Türkiye" in data["nodes"]["label"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--relation", "LOVES"], "LOVES: not one of AGREE"),
        (["--since", "Mei 2023"], "Mei 2023: not YYYY"),
        (["--min-weight", "0"], "min-weight"),
        (["--to", "/proc/nothing/x.html"], "cannot write"),
    ],
)
def test_a_wrong_option_says_what_is_right(view, options, words):
    assert words in view(*options)


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("no table"),
        lambda path: pq.write_table(pq.read_table(path).drop_columns("article_id"), path),
        lambda path: path.unlink() or path.mkdir(),
    ],
)
def test_a_broken_table_is_named(out, tmp_path, change):
    folder = shutil.copytree(out, tmp_path / "copy")
    change(folder / "relations.parquet")
    with pytest.raises(StoredError, match=r"relations\.parquet: not a table of a run"):
        read_tables(folder)


def test_a_table_of_other_types_is_told(out, tmp_path):
    folder = shutil.copytree(out, tmp_path / "copy")
    path = folder / "relations.parquet"
    relations = pq.read_table(path)
    pq.write_table(relations.set_column(1, "sentence", relations["evidence"]), path)
    with pytest.raises(StoredError, match="cannot be read"):
        read_tables(folder)


def test_states_are_not_entities(of_states):
    with pytest.raises(StoredError, match="those of states"):
        read_tables(of_states, level="entity")
    with pytest.raises(ValueError, match="entity, country"):
        read_tables(of_states, level="nation")
    with pytest.raises(ValueError, match="read_tables"):
        to_edges(read_tables(of_states), keep=Narrowing(weight=2))


@pytest.mark.parametrize("gone", ["manifest.json", "relations.parquet"])
def test_a_folder_without_tables_says_which_file_and_what_to_do(out, tmp_path, gone):
    folder = shutil.copytree(out, tmp_path / "copy")
    (folder / gone).write_text("{}" if gone.endswith("json") else "no table")
    result = CliRunner().invoke(main, ["view", str(folder), "--no-open"])
    assert result.exit_code == 1
    message = re.sub(r"\s+", " ", result.output)
    assert gone in message and "alutsista graph SOURCE --out" in message


def test_tables_of_states_cannot_become_those_of_persons(out, tmp_path):
    folder = shutil.copytree(out, tmp_path / "copy")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["options"]["level"] = "country"
    (folder / "manifest.json").write_text(json.dumps(manifest))
    result = CliRunner().invoke(main, ["view", str(folder), "--no-open", "--level", "entity"])
    assert result.exit_code == 1 and "--level entity" in result.output


def test_nothing_asked_for_changes_nothing(out):
    extraction = read_extraction(out)
    whole, same = build_tables(extraction), build_tables(extraction, keep=Narrowing())
    assert whole.edges.equals(same.edges) and whole.nodes.equals(same.nodes)
    with pytest.raises(StoredError, match=r"articles\.parquet"):
        read_extraction(out / "nowhere")


def test_a_notebook_gets_the_whole_page_in_a_frame(out, tmp_path):
    frame = show(build_tables(read_extraction(out)), title='"><script>x', height=500)
    text = frame._repr_html_()
    assert text.startswith("<iframe srcdoc=") and "height:500px" in text
    assert "<script" not in text and "page" not in repr(frame)
    assert frame.save(tmp_path / "x.html").read_text("utf-8") == frame.page
