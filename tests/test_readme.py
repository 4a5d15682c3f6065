"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language):
    return [
        code
        for name, code in re.findall(r"^```(\w*)\n(.*?)^```", README, re.S | re.M)
        if name == language
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("readme")
    (place / "seeds").symlink_to(ROOT / "seeds")
    return place


def test_the_output_is_the_real_one(folder, monkeypatch):
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["graph", "seeds", "--out", "out"])
    (shown,) = blocks("")[:1]
    real = "\n".join(line.rstrip() for line in result.output.splitlines())
    assert real.strip() == shown.strip()


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_runs(folder, monkeypatch, code):
    monkeypatch.chdir(folder)
    if not (folder / "out").exists():
        CliRunner().invoke(main, ["graph", "seeds", "--out", "out"])
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102


def test_the_files_it_names_are_there():
    heads = {re.sub(r"\W+", "-", head.lower()) for head in re.findall(r"^#+ (.+)$", README, re.M)}
    for path in re.findall(r"\]\(((?!http)[^)]+)\)", README):
        if path.startswith("#"):
            assert path[1:] in heads, path
        else:
            assert (ROOT / path).exists(), path
    for name in re.findall(r"`(\w+\.tsv)`", README):
        assert (ROOT / "extract" / "data" / name).exists(), name


def test_the_figures_of_the_seeds_are_those_measured(nlp):
    from extract.evaluate import evaluate
    from extract.gold import read_gold

    scores = evaluate(read_gold([ROOT / "tests" / "seeds.jsonl"]), nlp).scores
    rows = {
        "content sentences": ("content", "content"),
        "countries, linked": ("linked", "COUNTRY"),
        "persons, linked": ("linked", "PERSON"),
        "weapons, linked": ("linked", "WEAPON"),
        "offices": ("offices", "all"),
        "related pairs": ("pairs", "all"),
        "PLOVER quad classes": ("quad", "all"),
        "relation triples": ("relations", "all"),
        "arms relations": ("arms", "all"),
    }
    for name, (task, kind) in rows.items():
        shown = re.search(rf"\| {re.escape(name)} \| ([\d.]+) \|", README)[1]
        assert float(shown) == pytest.approx(scores[task][kind].f1, abs=0.0006), name
