"""What README and the model's card show is what happens: every block of code is run."""

from __future__ import annotations

import json
import re
import shutil
import tomllib

import click
import pytest
from click.testing import CliRunner
from documents import (
    ROOT,
    answered_by,
    blocks,
    click_command,
    commands,
    everything,
    options,
    parse,
    run,
    shown_in,
    slug,
)  # fmt: skip

from extract.resolution import read_judgements

README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = ["README.md", "extract/model/README.md"]
BLOCKS = [block for name in DOCUMENTS for block in blocks(name)]
NOT_RUN = {
    "python3 -m venv .venv": "makes an environment",
    "pip install": "installs; the extra exists",
    "pytest": "runs these tests",
    "alutsista graph seeds --out out --model xx_ent_wiki_sm": "a model that is not in the tree",
    "python -m extract.train --corpora": "75 minutes, on corpora that are not in the tree",
    "python -m extract.train.benchmark": "minutes; it has a slow test",
    "dask ": "Dask's own commands; the tests of the cluster start both",
    "alutsista graph s3://": "a bucket that is not there; addresses have tests of their own",
}
"""Commands that are checked and not run, by what they begin with, and why."""


def not_run(command):
    return [start for start in NOT_RUN if str(command).startswith(start)]


COMMANDS = [c for block in BLOCKS if block.language == "sh" for c in commands(block.code)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The seeds, also under the names of a reader's own articles, and what a run made of them."""
    place = tmp_path_factory.mktemp("readme")
    (place / "seeds").symlink_to(ROOT / "seeds")
    shutil.copytree(ROOT / "seeds", place / "berita")
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))[:2]]
    lines = (json.dumps({"text": text[: len(text) // 2]}) + "\n" for text in texts)
    (place / "arsip.jsonl").write_text("".join(lines), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert run(["graph", "seeds", "--out", "out"]).exit_code == 0
    return place


def check_installs(command):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [word for word in command.words[2:] if not word.startswith("-")]
    assert wanted
    for word in wanted:
        assert word == "." or re.fullmatch(r"\.\[(\w+)\]", word)[1] in extras, word


@pytest.mark.parametrize("command", [c for c in COMMANDS if not not_run(c)], ids=str)
def test_the_commands_run(folder, monkeypatch, command):
    monkeypatch.chdir(folder)
    opened = []
    monkeypatch.setattr(click, "launch", opened.append)
    assert command.words[0] == "alutsista", f"{command}: run it here or name it in NOT_RUN"
    result = run(command.words[1:], command.given)
    assert result.exit_code == 0 and result.stdout.strip(), result.output
    assert len(opened) == (command.words[1] == "view")
    if "--out" in command.words:
        made = folder / command.words[command.words.index("--out") + 1]
        assert (made / "graph.html").stat().st_size and (made / "edges.csv").stat().st_size


@pytest.mark.parametrize("command", [c for c in COMMANDS if not_run(c)], ids=str)
def test_what_is_not_run_is_checked(command):
    if command.words[:2] == ("pip", "install"):
        check_installs(command)
    found, rest = click_command(command.words)
    if found is not None:
        assert {word for word in rest if word.startswith("-")} <= options(found)
        assert CliRunner().invoke(found, ["--help"]).exit_code == 0


def test_what_is_not_run_is_still_shown():
    assert {start for command in COMMANDS for start in not_run(command)} == set(NOT_RUN)


@pytest.mark.parametrize("block", [b for b in BLOCKS if not b.language], ids=str)
def test_the_output_is_the_real_one(folder, monkeypatch, block):
    monkeypatch.chdir(folder)
    command = answered_by(block, BLOCKS)
    result = run(command.words[1:])
    assert result.exit_code == 0
    assert shown_in(block.code, result.stdout), f"{command} prints\n{result.stdout}"


def test_the_first_output_is_whole(folder, monkeypatch):
    monkeypatch.chdir(folder)
    first = next(block for block in BLOCKS if not block.language)
    real = run(["graph", "seeds", "--out", "out"]).stdout
    assert [line.rstrip() for line in real.splitlines()] == first.code.splitlines()


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "python"], ids=str)
def test_the_code_runs(folder, monkeypatch, block):
    monkeypatch.chdir(folder)
    exec(compile(block.code, block.document, "exec"), {})  # noqa: S102


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "csv"], ids=str)
def test_the_judgements_are_read(tmp_path, block):
    (tmp_path / "judgements.csv").write_text(block.code, "utf-8")
    (tmp_path / "a.txt").write_text("Rusia mengirim Su-35S dan Su-35 ke Iran.", "utf-8")
    command = ["graph", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out")]
    result = run([*command, "--judgements", str(tmp_path / "judgements.csv")])
    assert result.exit_code == 0, result.output
    assert len(read_judgements(tmp_path / "judgements.csv")) == len(block.code.splitlines()) - 1


def test_no_block_is_left_out():
    assert {block.language for block in BLOCKS} == {"", "sh", "python", "csv"}
    rest = {str(p.relative_to(ROOT)) for p in ROOT.glob("*.md")} | {"extract/train/card.md"}
    run_elsewhere = {"README.id.md", "CONTRIBUTING.md"}  # test_translation.py, test_contributing.py
    for name in rest - {*DOCUMENTS, *run_elsewhere}:
        assert not blocks(name), f"{name}: a block that no test runs"


@pytest.mark.parametrize("name", everything())
def test_every_command_has_help_that_names_its_options(name):
    command = everything()[name]
    result = CliRunner(env={"COLUMNS": "100"}).invoke(command, ["--help"])
    assert result.exit_code == 0 and "Usage:" in result.output
    for option in options(command) - {"-h"}:
        assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", result.output), option


def inline_code(name):
    for token in parse(name):
        yield from (child.content for child in token.children or () if child.type == "code_inline")


@pytest.mark.parametrize("name", [*DOCUMENTS, "README.id.md", "CONTRIBUTING.md"])
def test_every_option_and_command_it_mentions_exists(name):
    known = set().union(*map(options, everything().values()))
    for code in inline_code(name):
        words = tuple(code.split())
        if words and words[0] in ("pip", "ruff", "mypy", "pytest", "neo4j-admin"):
            continue
        command = None
        if words and words[0] == "alutsista" and len(words) > 1:
            command, words = click_command(words)
        elif words[:2] == ("python", "-m"):
            command, words = click_command(words)
            assert command is not None, code
        given = {word for word in words if re.fullmatch(r"--[a-z][\w-]*", word)}
        assert given <= (options(command) if command else known), f"{name}: {code}"


def test_the_files_it_names_are_there():
    names = ["README.id.md", "CONTRIBUTING.md", "CHANGELOG.md", *DOCUMENTS]
    heads = {}
    for name in names:
        text = (ROOT / name).read_text("utf-8")
        outside = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
        heads[name] = {slug(head) for head in re.findall(r"^#+ (.+)$", outside, re.M)}
    for name in names:
        text = (ROOT / name).read_text("utf-8")
        for target in re.findall(r"\]\(((?!http)[^)\s]+)\)", text):
            path, _, anchor = target.partition("#")
            assert not path or (ROOT / path).exists(), f"{name}: {target}"
            assert not anchor or anchor in heads[path or name], f"{name}: {target}"
        for tsv in re.findall(r"`(\w+\.tsv)`", text):
            places = ("extract/data", "graph/data", "graph/view/assets", "tests")
            assert any((ROOT / place / tsv).exists() for place in places), f"{name}: {tsv}"


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
