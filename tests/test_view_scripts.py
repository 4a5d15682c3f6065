"""The page's own scripts, run by Node: their unit tests, and what Python can check better."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from graph.export import defuse
from graph.view.page import SCRIPTS

HERE = Path(__file__).parent
ASSETS = HERE.parent / "graph" / "view" / "assets"
SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "  =x", "\t=x", "\tx", "\rx", "\nx", "\u00a0=x",
    "\u2003@x", "\u3000-x", "\u200b=x", "\ufeff=x", "\u200b \ufeff+x", "＝x", "＋x", "－x", "＠x", "-",
    "--1", "-1", "+1", "-1.5", "-1.", "-.5", "+62 811", "+62811", "1e5", "-1e5", "-1,5", "- 1", "'=x",
    "", " ", "x", "x=1", "a@b.id", "S-400", "Su-35", "\u2212x", "\u180e=x", "\u2028=x", "\u2029@x",
    '="a","b"', '"=x"', "a\n=x", "=a\nb", "\\=x", "|=x", "\x00=x", "\u0660", "\u202e=x", "%=x", "é", "😀",
]  # fmt: skip
DIFFERENT = {
    "a separator that is a space to Python alone": "\x1c=x",
    "a next line that is a space to Python alone": "\x85=x",
    "a number and the end of a line": "-1\n",
    "a number of other digits": "-\u0661",
}


@pytest.fixture(scope="module")
def node():
    found = shutil.which("node")
    if found is None and os.environ.get("CI"):
        pytest.fail("Node is not installed, and CI runs the tests of the page's scripts")
    if found is None:
        pytest.skip("Node is not installed")
    return found


def run(*command, given=""):
    options = {"capture_output": True, "encoding": "utf-8", "cwd": HERE.parent, "timeout": 60}
    return subprocess.run(command, input=given, check=False, **options)


def evaluated(node, code, given):
    """What code says of the value given, which it knows as ``given``; both travel as JSON."""
    head = (
        'import { readFileSync } from "node:fs";'
        'import * as page from "./tests/view_scripts.mjs";'
        'const given = JSON.parse(readFileSync(0, "utf8"));'
    )
    tail = f"process.stdout.write(JSON.stringify({code}));"
    done = run(node, "--input-type=module", "-e", head + tail, given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def written_cells(node, texts):
    """The texts as labels of a CSV, and as Python reads them there."""
    written = evaluated(
        node,
        """(() => {
          const graph = page.graphOf({
            nodes: given.map((label, i) => ({ id: `n${i}`, label })), edges: given.map((_, i) => ({ from: i, to: i })),
          });
          const every = given.map((_, i) => i);
          return page.scripts.tabular.csv(graph, every, page.foundOf(every), () => []);
        })()""",
        texts,
    )
    assert written.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(written[1:], newline=""), strict=True)
    assert {len(row) for row in rows} == {len(head)}
    return [row[head.index("source_label")] for row in rows]


def test_the_page_names_each_script_once():
    assert sorted(SCRIPTS) == sorted(file.name for file in ASSETS.glob("*.js"))


def test_each_script_can_be_read(node):
    for name in SCRIPTS:
        done = run(node, "--check", str(ASSETS / name))
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda file: file.name)
def test_the_scripts_do_what_their_tests_say(node, file):
    done = run(node, "--test", "--test-reporter=tap", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# tests 0" not in done.stdout


def test_a_picture_of_hostile_names_is_xml(node):
    names = [*HOSTILE, "<script>alert(1)</script>", "a & b", "]]>", "</svg>", "\ud800", "\udc00 x", "\x08\x1f", "\ufffe\uffff"]  # fmt: skip
    written = evaluated(
        node,
        """(() => {
          const ctx = page.scripts.svg.context(800, 600, "#fff", { measureText: () => ({ width: 9 }) });
          const nodes = given.map((label, i) => ({ id: `n${i}`, label, x: 90 * (i % 9) - 360, y: 80 * Math.floor(i / 9) - 280 }));
          const graph = page.graphOf({ nodes, edges: [{ from: 0, to: 1, relation: "AID" }, { from: 1, to: 1 }] });
          const strands = page.scripts.strands.bundle(graph, [0, 1], page.foundOf([1, 1]), -1);
          const scene = { graph, nodes: [...nodes.keys()], strands, words: { relation: { AID: "<&>", AGREE: "\\u0001" } } };
          const look = { styles: page.styles, ink: "#000", ground: "#fff", soft: "#777", theme: "dark" };
          page.scripts.painter.paint(ctx, scene, page.camera(), look);
          return ctx.toString();
        })()""",
        names,
    )
    picture = ET.fromstring(written)
    assert picture.tag == f"{SVG}svg"
    assert {part.tag for part in picture} == {f"{SVG}{name}" for name in ("rect", "path", "text")}
    texts = [part.text or "" for part in picture.iter(f"{SVG}text")]
    assert {*names[len(HOSTILE) :][:4], "\ufffd", "\ufffd x"} <= set(texts)
    assert len(texts) >= 2 * len(names)


def test_formulas_are_defused_as_the_command_does(node):
    assert written_cells(node, HOSTILE) == [defuse(text) for text in HOSTILE]


@pytest.mark.parametrize("text", DIFFERENT.values(), ids=DIFFERENT)
def test_strange_cells_are_defused_as_the_command_does(node, text):
    assert written_cells(node, [text]) == [defuse(text)]
