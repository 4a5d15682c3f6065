"""Texts made to run, to steer a terminal or to leave their place, through every field."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_view import block, data_of

from graph.build import to_networkx
from graph.cli import main
from graph.console import problem_lines, safe
from graph.export import CSV_TABLES

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "extract" / "model"
SENTENCE = (
    "Menteri Pertahanan Turki Hulusi Akar menyatakan Turki membeli sistem rudal S-400 dari Rusia."
)
PAYLOADS = [
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "\u200b=1+1",
    "</script><script>window.hacked=1</script>", "<!--", "--><svg onload=hacked()>", "]]><x/>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "javascript:hacked()", "data:text/html,<script>hacked()</script>",
    "\" onmouseover=\"hacked()", "'><img src=x onerror=hacked()>", "{{data}}", "${hacked()}", "\u2028\u2029",
    "\x1b[31m\x1b[2J", "\x1b]8;;http://x.id\x07klik\x1b]8;;\x07", "\x9b31m\x85\x90", "\u202eabc\u2066\u061c",
    "\x00\x08\x7f", "\ufffe\uffff", "\ud800", "[bold red]merah[/]", ":skull:", "| a | b |\n|---|---|", "`x`",
    "../../x", "/etc/x", "C:\\x", "..\\..\\x", "CON", "a" * 5000, "a\u0316\u0300" * 500,
]  # fmt: skip
FIELDS = ("id", "title", "publisher", "url", "date")
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run over articles of which each has one payload in every field, and its neighbours."""
    place = tmp_path_factory.mktemp("fields")
    rows = [
        {"text": f"{payload}\n{SENTENCE}\n{SENTENCE[:-1]} {payload} {i}.\nPresiden {payload} Turki, Budi {payload} "
                 f"Wijaya, membeli drone {payload}-7 dari Rusia.", **dict.fromkeys(FIELDS, payload)}
        for i, payload in enumerate(PAYLOADS)
    ]  # fmt: skip
    folder = place / "in\x1b[31m\u202e"
    folder.mkdir()
    lines = [
        *map(json.dumps, rows),
        "{oops",
        json.dumps({PAYLOADS[8]: 1}),
        json.dumps({PAYLOADS[20]: 1}),
    ]
    (folder / "=1+1\n.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "\x1b]0;x\x07.txt").write_bytes(b"\0")
    before = {*place.rglob("*")}
    out = place / "deep" / "er" / "out"
    arguments = [
        "graph",
        str(folder),
        "--out",
        str(out),
        "--title",
        "</title><script>hacked()</script>",
    ]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    new = {path for path in place.rglob("*") if path not in before}
    return out, result, new


def test_every_payload_is_an_article(made):
    articles = pd.read_parquet(made[0] / "articles.parquet")
    assert len(articles) == len(PAYLOADS) and set(articles.status) == {"ok"}
    relations = pd.read_parquet(made[0] / "relations.parquet")
    assert len(relations) > 2 * len(PAYLOADS)
    assert any(PAYLOADS[8] in evidence for evidence in relations.evidence)


def test_no_id_or_title_leaves_the_output_folder(made):
    out, _, new = made
    known = re.compile(r"[\w.]+|[0-9a-f]{16}|[0-9a-f]{24}\.parquet|\.lock")
    assert all(path in out.parents or path == out or out in path.parents for path in new)
    assert all(known.fullmatch(path.name) for path in new if path != out)
    assert {path.name for path in out.iterdir() if path.is_dir()} == {"store"}


@pytest.mark.parametrize("table", CSV_TABLES)
def test_no_cell_of_a_csv_is_a_formula(made, table):
    with (made[0] / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        bare = cell.lstrip("".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff")
        assert cell[:1] not in "\t\r\n" or not cell
        assert bare[:1] not in tuple("=+-@＝＋－＠") or re.fullmatch(r"[+-]?\d+(\.\d+)?", cell)


@pytest.mark.parametrize("name", ["graph.graphml", "graph.gexf"])
def test_graph_files_are_xml_with_every_node_and_edge_and_no_doctype(made, name):
    data = (made[0] / name).read_bytes()
    assert b"<!DOCTYPE" not in data and b"<script" not in data and b"<svg" not in data
    root = ElementTree.fromstring(data)
    found = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert found.count("node") == len(pd.read_parquet(made[0] / "nodes.parquet"))
    assert found.count("edge") == len(pd.read_parquet(made[0] / "edges.parquet"))
    assert "</script>" in "".join(root.itertext()) + "".join(
        v for e in root.iter() for v in e.attrib.values()
    )


def test_the_page_holds_every_payload_as_data_alone(made):
    page = (made[0] / "graph.html").read_text("utf-8")
    for name in ("data", "evidence"):
        assert block(page, name).isascii() and not set("<>&") & set(block(page, name))
    articles = data_of(page)["articles"]
    assert "javascript:hacked()" in articles["url"]
    head, _, _ = page.partition('<script type="application/json"')
    assert "hacked()</script>" not in page and "<svg onload" not in page
    assert "&lt;/title&gt;&lt;script&gt;hacked()" in head
    plain = CliRunner().invoke(
        main,
        ["view", str(made[0]), "--to", str(made[0].parent / "v.html"), "--no-open", "--title", "x"],
    )
    assert plain.exit_code == 0
    again = (made[0].parent / "v.html").read_text("utf-8")
    assert page.count("<script") == again.count("<script")


def test_nothing_steers_the_terminal(made):
    shown = made[1].stdout + made[1].stderr
    assert "�[31m" in shown and "oops" not in shown
    assert STEERING.findall(shown) == []


def test_the_numbers_of_a_second_run_steer_nothing_either(made):
    again = CliRunner().invoke(
        main, ["view", str(made[0]), "--to", str(made[0].parent / "w.html"), "--no-open"]
    )
    assert again.exit_code == 0 and STEERING.findall(again.output) == []


@given(st.text(st.characters(), max_size=50))
def test_what_is_told_is_one_line_of_harmless_characters(text):
    for line in (safe(text), *problem_lines([(text, text)])):
        assert STEERING.findall(line) == [] and "\n" not in line
        assert not {unicodedata.category(c) for c in line} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    "code", [*range(32), 127, *range(128, 160), 0x61C, 0x200E, 0x202E, 0x2028, 0x2066, 0xE0001]
)
def test_each_character_that_steers_is_replaced(code):
    assert safe(f"a{chr(code)}b") in ("a�b", "a b")


def test_gold_of_any_name_does_not_steer_the_terminal(tmp_path):
    (tmp_path / "\x1b[31m\u202e.jsonl").write_text('{"x": 1}\n', "utf-8")
    result = CliRunner().invoke(main, ["evaluate", str(tmp_path)])
    assert result.exit_code == 1 and "missing" in result.output
    assert STEERING.findall(result.output) == []


def test_hostile_labels_stay_apart_in_the_network(made):
    nodes, edges = (pd.read_parquet(made[0] / f"{name}.parquet") for name in ("nodes", "edges"))
    assert to_networkx(nodes, edges).number_of_nodes() == len(nodes)
