"""The command as a person runs it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from graph.cli import main
from graph.console import MOST_PROBLEMS, safe

ROOT = Path(__file__).parents[1]
FILES = {
    "articles.parquet", "mentions.parquet", "relations.parquet", "nodes.parquet", "edges.parquet",
    "transfers.parquet", "offices.parquet", "offices.csv", "problems.parquet", "nodes.csv", "edges.csv", "transfers.csv", "resolutions.parquet", "resolutions.csv",
    "problems.csv", "graph.html", "graph.graphml", "graph.gexf", "manifest.json",
}  # fmt: skip


@pytest.fixture
def run():
    return lambda *args, **kwargs: CliRunner().invoke(main, [str(a) for a in args], **kwargs)


@pytest.fixture(scope="session")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    result = CliRunner().invoke(
        main, ["graph", str(ROOT / "seeds"), "--out", str(folder), "--timings"]
    )
    assert result.exit_code == 0, result.output
    return folder, result


def test_every_file_is_written(out):
    folder, result = out
    assert {p.name for p in folder.iterdir()} == FILES | {"store"}
    assert "S-400" in result.output and "weapon:" not in result.output
    assert "5 articles" in result.output and "Seconds by stage" in result.output


def test_the_edge_list_loads_in_pandas(out):
    edges = pd.read_csv(out[0] / "edges.csv")
    row = edges[
        (edges.source_label == "Rusia")
        & (edges.relation == "SUPPLIES")
        & (edges.target_label == "Turki")
    ]
    assert "weapon:S-400" in set(row.weapon)


def test_two_runs_give_the_same_bytes(out, tmp_path):
    command = [sys.executable, "-m", "graph.cli", "graph", "seeds", "--out", str(tmp_path)]
    first = Path(shutil.copytree(out[0], tmp_path.parent / "first"))
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={"PYTHONHASHSEED": "5"})
    once = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    shutil.rmtree(tmp_path)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={"PYTHONHASHSEED": "6"})
    again = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    assert once == again
    # Another way to name the folder changes nothing but where the articles came from.
    assert (first / "edges.csv").read_bytes() == once["edges.csv"]


def test_problems_are_told_and_stop_nothing(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Turki membeli rudal S-400 dari Rusia.", "utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"\x00\x01\x02")
    result = run("graph", tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "b.txt: binary, not text" in result.stderr
    assert len(pd.read_csv(tmp_path / "out" / "problems.csv")) == 1


def test_nothing_readable_is_an_error(run, tmp_path):
    result = run("graph", tmp_path / "none", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "no such file or folder" in result.stderr and "nothing could be read" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_an_error(run, tmp_path):
    (tmp_path / "a.txt").write_text("Turki membeli rudal.", "utf-8")
    result = run("graph", tmp_path / "a.txt", "--out", tmp_path / "a.txt" / "out")
    assert result.exit_code == 1 and "cannot write" in result.stderr
    result = run("graph", tmp_path / "a.txt", "--out", tmp_path / "a.txt")
    assert result.exit_code == 2 and "is a file" in result.stderr


def test_many_problems_of_one_file_are_told_in_short(run, tmp_path):
    good = json.dumps({"text": "Turki membeli rudal S-400 dari Rusia."})
    (tmp_path / "a.jsonl").write_text("{oops\n" * 100 + good + "\n", "utf-8")
    (tmp_path / "b.jsonl").write_text("{oops\n", "utf-8")
    result = run("graph", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert len(result.stderr.splitlines()) == MOST_PROBLEMS + 2
    assert f"a.jsonl: {100 - MOST_PROBLEMS} more problems" in result.stderr
    assert "b.jsonl#1: broken JSON" in result.stderr
    assert len(pd.read_csv(tmp_path / "out" / "problems.csv")) == 101


def test_hostile_keys_and_names_reach_every_file(run, tmp_path):
    rows = [
        {"text": "Turki membeli rudal S-400.", "title": "a\ud800", "id": "\ud800"},
        {"\ud800": 1},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    result = run("graph", tmp_path / "a.jsonl", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert pd.read_csv(tmp_path / "out" / "problems.csv").source.item().endswith("a.jsonl#2")


def test_standard_input(run, tmp_path):
    line = json.dumps({"text": "Turki membeli rudal S-400 dari Rusia.", "title": "Judul"})
    result = run("graph", "-", "--out", tmp_path, "--lang", "en", input=line)
    assert result.exit_code == 0
    assert {"Turkey", "Russia"} <= set(pd.read_csv(tmp_path / "nodes.csv").label)


def test_evaluate(run, tmp_path):
    gold = ROOT / "tests" / "seeds.jsonl"
    result = run("evaluate", gold, "--json")
    figures = json.loads(result.output)
    assert figures["articles"] == 5
    shown = run("evaluate", gold, "--confusions", "relation", "--examples", 2)
    assert "commonest disagreements" in shown.output and shown.output.count("gold:") == 2
    (tmp_path / "a.jsonl").write_bytes(b"\x89PNG")
    broken = run("evaluate", tmp_path / "a.jsonl")
    assert broken.exit_code == 1 and "cannot be read" in broken.stderr
    missing = run("evaluate", tmp_path / "no.jsonl")
    assert missing.exit_code == 1 and "no gold here" in missing.stderr


@pytest.mark.parametrize("command", [[], ["graph"], ["evaluate"]])
def test_help(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0 and "Usage:" in result.output


def test_help_loads_nothing_heavy():
    code = "import sys; import graph.cli; print([m for m in ('spacy','pandas','networkx') if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert result.stdout.strip() == "[]"


def test_terminal_text_cannot_steer():
    assert safe("a\x1b[31mb\u202ec\nd") == "a�[31mb�c d"


def test_judgements_beside_the_output_are_read_on_every_run(run, tmp_path):
    (tmp_path / "a.txt").write_text("Menteri Pertahanan Israel Benny Gantz tiba.", "utf-8")
    judged = tmp_path / "out" / "judgements.csv"
    judged.parent.mkdir()
    judged.write_text("left,right,judgement,by\nperson:Benny Gantz,person:B G,same,rani\n", "utf-8")
    assert run("graph", tmp_path / "a.txt", "--out", tmp_path / "out").exit_code == 0
    nodes = pd.read_csv(tmp_path / "out" / "nodes.csv")
    assert {"person:B G", "country:ISR"} <= set(nodes.entity_id)
    reasons = pd.read_csv(tmp_path / "out" / "resolutions.csv")
    assert reasons[["entity_id", "by"]].values.tolist() == [["person:B G", "rani"]]
    judged.write_text("left,right\n", "utf-8")
    result = run("graph", tmp_path / "a.txt", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "judgements.csv: no column judgement, by" in result.output


def test_a_person_at_a_terminal_sees_how_far_it_is(tmp_path):
    reader, writer = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "graph.cli", "graph", "seeds", "--out", str(tmp_path / "out")],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=writer, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(writer)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while part := os.read(reader, 4096):
            shown += part
    os.close(reader)
    assert process.wait() == 0, shown
    assert b"5 articles" in shown and b"left" in shown and b"Traceback" not in shown
