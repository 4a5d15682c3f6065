"""A run that is cut off, repeated, changed or given to several processes ends the same."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from extract import many
from extract.fingerprints import fingerprint, key
from extract.parts import StoreError
from extract.places import place
from extract.records import Article, Found, Mention, OfficeMention, Relation
from extract.resolution import Survey
from extract.store import Store
from graph.cli import main

ROOT = Path(__file__).parents[1]
NAMES = ["Turki", "Rusia", "Iran", "Israel", "Jepang", "Prancis", "Mesir", "Qatar"]

KILLING = """
import os, signal
import extract.extraction as e
old = e.find
def find(article, nlp, timings):
    if 'MATI' in article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return old(article, nlp, timings)
e.find = find
"""
"""A ``sitecustomize`` with which an article brings down the process that reads it."""


def article(number, text=None):
    text = text or f"Kalimat {number}."
    return Article(f"a{number}", f"{number}.txt", text, text_sha256=f"{hash(text):x}")


def found(number, article_id="x"):
    mention = Mention(article_id, 0, 0, 5, "Turki", "COUNTRY", "name", "country:TUR", 1 / 3)
    relation = Relation(
        article_id, 0, 0, 9, "AID", "country:TUR", "country:RUS", None, None, "asserted", None,
        None, None, "r", 0.1 + number, "Kalimat ü 😀",
    )  # fmt: skip
    office = OfficeMention(article_id, 0, 0, 5, "Presiden Turki", "Presiden", "country:TUR")
    return Found(
        "ok", number, "Judul", [mention], [relation] * number, [office], {"weapon:X": "Ships"}
    )


def archive(folder, amount, seed=0):
    """Made articles, each with its own countries and numbers."""
    dice = random.Random(seed)  # noqa: S311
    rows = []
    for number in range(amount):
        a, b, c = dice.sample(NAMES, 3)
        text = (
            f"JAKARTA - {a} membeli {number + 2} rudal S-400 dari {b} pada tahun lalu. "
            f"Presiden {b} bertemu dengan Presiden {c} di Ankara. {c} mengecam {a}."
        )
        rows.append({"id": f"n{number}", "text": text, "date": f"2024-{number % 12 + 1:02}-11"})
    path = folder / "arsip.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def graph(source, out, *options):
    result = CliRunner().invoke(main, ["graph", str(source), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    return result


def outputs(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def stored(folder):
    """Keys of every part, to see what is kept and that nothing is kept twice."""
    parts = sorted((folder / "store").glob("*/*.parquet"))
    return [k for part in parts for k in pq.read_table(part)["key"].to_pylist()]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    source = archive(folder, 150)
    graph(source, folder / "out", "--workers", "1")
    return source, outputs(folder / "out")


def name(number):
    return f"{number:064x}"


def test_what_is_stored_is_read_back_exactly(tmp_path):
    store = Store(tmp_path, "x")
    store.add([(name(n), found(n)) for n in range(5)])
    again = Store(tmp_path, "x")
    assert len(again) == 5 and name(3) in again and name(5) not in again
    read = list(again.read({name(n): f"id{n}" for n in range(7)}))
    assert read == [(name(n), found(n, f"id{n}")) for n in range(5)]
    assert len(Store(tmp_path, "y")) == 0


def test_a_survey_of_what_is_read_in_short_is_that_of_all(tmp_path):
    store = Store(tmp_path, "x")
    for n in range(5):
        its = found(n)
        office = replace(its.relations[0] if n else found(1).relations[0], relation="HOLDS_OFFICE",
                         source_id="person:Ani", role="Presiden", cue_start=3)  # fmt: skip
        person = replace(its.mentions[0], type="PERSON", entity_id="person:Ani")
        its.mentions.append(person)
        its.relations.append(office)
        store.add([(name(n), its)])
    short, whole = Survey(), Survey()
    for names, survey in ((True, short), (False, whole)):
        for own, its in store.read({name(n): f"id{n}" for n in range(5)}, names=names):
            survey.add(Article(f"id{int(own, 16)}", "a", "", published="2020-01-01"), its)
    assert short == whole and whole.persons and whole.held


def test_pruning_leaves_no_trace(tmp_path):
    store = Store(tmp_path, "x")
    store.add([(name(n), found(n)) for n in range(4)])
    store.add([(name(9), found(9))])
    assert store.prune({name(1), name(2)}) == 3
    assert sorted(stored_keys(tmp_path / "x")) == [name(1), name(2)]
    read = dict(store.read({name(1): "a", name(2): "b"}))
    assert read == {name(1): found(1, "a"), name(2): found(2, "b")}
    assert Store(tmp_path, "x").prune(set()) == 2 and not list((tmp_path / "x").glob("*.parquet"))


def test_small_parts_are_put_together_and_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("extract.store.PART", 40)
    store = Store(tmp_path, "x")
    for n in range(0, 200, 2):
        store.add([(name(n), found(n)), (name(n + 1), found(n + 1))])
    assert store.merge() == 100 and store.merge() == 0
    for one in (store, Store(tmp_path, "x")):
        assert len(list((tmp_path / "x").glob("*.parquet"))) == 5
        assert dict(one.read({name(n): str(n) for n in range(200)})) == {
            name(n): found(n, str(n)) for n in range(200)
        }


def test_an_article_in_two_parts_is_read_once(tmp_path):
    store = Store(tmp_path, "x")
    store.add([(name(n), found(n)) for n in range(4)])
    store.add([(name(n), found(n)) for n in range(2, 6)])  # as when a merge was cut off
    again = Store(tmp_path, "x")
    wanted = {name(n): str(n) for n in range(6)}
    assert sorted(key for key, _ in again.read(wanted)) == sorted(wanted)
    again.prune(set(wanted) - {name(2)})
    assert sorted(key for key, _ in again.read(wanted)) == sorted(set(wanted) - {name(2)})


def stored_keys(folder):
    return [k for part in folder.glob("*.parquet") for k in pq.read_table(part)["key"].to_pylist()]


def test_the_key_is_text_and_date():
    one = article(1)
    assert key(one) != key(
        Article("a1", "x", "", published="2024-01-01", text_sha256=one.text_sha256)
    )
    assert key(one) == key(Article("b", "y", "", title="T", text_sha256=one.text_sha256))


def test_the_fingerprint_is_of_the_model_too(tmp_path):
    assert fingerprint() == fingerprint(None, None) != fingerprint("xx_no_model", None)
    (tmp_path / "weights").write_text("1")
    first = fingerprint.__wrapped__(str(tmp_path), None)
    (tmp_path / "weights").write_text("2")
    assert fingerprint.__wrapped__(str(tmp_path), None) != first


def test_rests_of_a_write_are_cleared_and_a_broken_part_is_told(tmp_path):
    store = Store(tmp_path, "x")
    store.add([(name(1), found(1))])
    (tmp_path / "x" / ".y.parquet.123.tmp").write_text("half")
    assert name(1) in Store(tmp_path, "x")
    assert not list((tmp_path / "x").glob(".*.tmp"))
    (tmp_path / "x" / "broken.parquet").write_text("no table")
    with pytest.raises(StoreError, match=r"broken\.parquet: no part of a store"):
        Store(tmp_path, "x")


def test_the_store_is_read_by_pandas(undisturbed, tmp_path):
    source, _ = undisturbed
    graph(source, tmp_path, "--workers", "1")
    (folder,) = [p for p in (tmp_path / "store").iterdir() if p.is_dir()]
    frame = pd.read_parquet(folder)
    assert len(frame) == 150 and (frame["status"] == "ok").all()
    assert frame["relations"].map(len).sum() > 300


def test_several_processes_end_with_the_same_bytes(undisturbed, tmp_path, monkeypatch):
    source, expected = undisturbed
    monkeypatch.setattr(many, "ALONE", 20)
    monkeypatch.setattr(many, "BATCH", 16)
    graph(source, tmp_path, "--workers", "2")
    assert outputs(tmp_path) == expected


def test_a_second_run_reads_nothing_and_writes_nothing(undisturbed, tmp_path, monkeypatch):
    source, expected = undisturbed
    first = graph(source, tmp_path, "--workers", "1")
    times = {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir() if p.is_file()}
    monkeypatch.setattr("extract.pipeline.load", lambda *a, **k: pytest.fail("read again"))
    again = graph(source, tmp_path)
    assert again.output == first.output and outputs(tmp_path) == expected
    assert {p.name: p.stat().st_mtime_ns for p in tmp_path.iterdir() if p.is_file()} == times


def test_what_an_ended_run_left_is_taken_away(undisturbed, tmp_path):
    source, expected = undisturbed
    scratch = tmp_path / "store" / ".scratch-x"
    scratch.mkdir(parents=True)
    (scratch / "spilt").write_text("x")
    (tmp_path / ".mentions.parquet.q9nkmdqf.tmp").write_text("half")
    graph(source, tmp_path, "--workers", "1")
    assert outputs(tmp_path) == expected and not scratch.exists()


def test_an_output_that_is_gone_or_changed_is_made_again(undisturbed, tmp_path):
    source, expected = undisturbed
    graph(source, tmp_path, "--workers", "1")
    (tmp_path / "edges.csv").unlink()
    (tmp_path / "nodes.csv").write_text("x")
    graph(source, tmp_path)
    assert outputs(tmp_path) == expected


def test_added_changed_and_removed_articles_end_as_a_fresh_run(tmp_path):
    (tmp_path / "in").mkdir()
    source = archive(tmp_path / "in", 40)
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    graph(source, out, "--workers", "1")
    rows = [json.loads(line) for line in source.read_text().splitlines()]
    rows[3]["text"] += " Iran menyerang Israel."
    rows[5]["date"] = "2019-01-01"
    del rows[10:20]
    rows.append(
        {"id": "baru", "text": "Perdana Menteri Jepang Shigeru Ishiba bertemu Presiden Mesir."}
    )
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    graph(source, out, "--workers", "1")
    graph(source, fresh, "--workers", "1")
    assert outputs(out) == outputs(fresh)
    assert sorted(stored(out)) == sorted(stored(fresh)) and len(stored(out)) == 31


def test_other_options_use_the_same_store(undisturbed, tmp_path, monkeypatch):
    source, _ = undisturbed
    graph(source, tmp_path, "--workers", "1")
    monkeypatch.setattr("extract.pipeline.load", lambda *a, **k: pytest.fail("read again"))
    graph(source, tmp_path, "--level", "country", "--lang", "en")
    assert "Turkey" in (tmp_path / "nodes.csv").read_text() or "Türkiye" in (
        tmp_path / "nodes.csv"
    ).read_text("utf-8")


def start(source, out):
    command = [sys.executable, "-m", "graph.cli", "graph", str(source), "--out", str(out)]
    return subprocess.Popen(
        [*command, "--workers", "2"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_run_killed_at_any_moment_goes_on_and_ends_the_same(undisturbed, tmp_path, seed):
    source, expected = undisturbed
    dice = random.Random(seed)  # noqa: S311
    for _ in range(4):
        process = start(source, tmp_path)
        time.sleep(dice.uniform(0.3, 4.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        for part in (tmp_path / "store").glob("*/*.parquet"):
            pq.read_table(part)
        assert len(stored(tmp_path)) == len(set(stored(tmp_path))) if tmp_path.exists() else True
    graph(source, tmp_path)
    assert outputs(tmp_path) == expected
    assert len(stored(tmp_path)) == len(set(stored(tmp_path))) == 150


def test_two_runs_at_once_do_not_meet(undisturbed, tmp_path):
    source, expected = undisturbed
    (tmp_path / "store").mkdir()
    with Store.held(tmp_path / "store"):
        result = CliRunner().invoke(main, ["graph", str(source), "--out", str(tmp_path)])
    assert result.exit_code == 1 and "another run is writing there" in result.output
    graph(source, tmp_path, "--workers", "1")
    assert outputs(tmp_path) == expected


def test_a_full_disk_is_told_and_costs_nothing(undisturbed, tmp_path):
    source, expected = undisturbed
    code = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "sys.argv = ['alutsista', *sys.argv[1:]]; runpy.run_module('graph.cli', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "graph", str(source), "--out", str(tmp_path), "--workers", "1"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "cannot write" in done.stderr, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("store/*/.*.tmp"))
    graph(source, tmp_path, "--workers", "1")
    assert outputs(tmp_path) == expected
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 9000


DEADLY = "Presiden Turki bertemu Presiden Rusia. MATI"


@pytest.mark.slow
def test_an_article_that_brings_its_process_down_costs_itself_alone(tmp_path, monkeypatch):
    source = archive(tmp_path, 60)
    with source.open("a") as lines:
        lines.write(json.dumps({"id": "mati", "text": DEADLY}) + "\n")
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(KILLING)
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.setattr(many, "ALONE", 5)
    monkeypatch.setattr(many, "BATCH", 8)
    graph(source, tmp_path / "out", "--workers", "2")
    problems = pd.read_csv(tmp_path / "out" / "problems.csv")
    assert problems["article_id"].tolist() == ["mati"]
    assert "ended by the system" in problems["problem"][0]
    articles = pd.read_parquet(tmp_path / "out" / "articles.parquet")
    assert len(articles) == 61 and (articles["status"] == "ok").sum() == 60


def addressed(folder):
    """What lies at an address, by name."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_another_file_system_gets_the_same_bytes_and_keeps_the_store(undisturbed, monkeypatch):
    source, expected = undisturbed
    there = place("memory://arsip/masuk")
    there.mkdir(parents=True)
    (there / "arsip.jsonl").write_bytes(source.read_bytes())
    (there / ".hidden.jsonl").write_text("{}")
    out = place("memory://arsip/out")
    first = graph("memory://arsip/masuk", "memory://arsip/out", "--workers", "1")
    assert "memory://arsip/out" in first.output
    found = addressed(out)
    own = ("articles.parquet", "manifest.json", "problems.csv", "problems.parquet")  # name sources
    assert found.keys() == expected.keys()
    assert {n: d for n, d in found.items() if n not in own} == {
        n: d for n, d in expected.items() if n not in own
    }
    assert not [p for p in (out / "store").iterdir() if p.name.startswith(".")]
    monkeypatch.setattr("extract.pipeline.load", lambda *a, **k: pytest.fail("read again"))
    again = graph("memory://arsip/masuk", "memory://arsip/out", "--workers", "1")
    assert again.output == first.output
    (out / "nodes.csv").unlink()
    graph("memory://arsip/masuk", "memory://arsip/out", "--workers", "1")
    assert addressed(out) == found


def test_an_address_that_cannot_be_reached_says_what_is_missing(tmp_path):
    result = CliRunner().invoke(main, ["graph", "seeds", "--out", "nirgends://x/out"])
    assert result.exit_code == 2 and "alutsista[cluster]" in result.output
    result = CliRunner().invoke(main, ["graph", "nirgends://x", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1 and "alutsista[cluster]" in result.output
