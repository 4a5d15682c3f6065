"""What CONTRIBUTING.md shows works: its lines are added to a copy of the tree, its commands run there.

The tests that it shows have to fail on the copy before its lines are added, and pass with them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache

import pytest
from documents import ROOT, answered_by, blocks, click_command, commands, options, parse, shown_in

NAME = "CONTRIBUTING.md"
BLOCKS = blocks(NAME)
EXAMPLES = [s for s in dict.fromkeys(b.section for b in BLOCKS) if s.startswith("Add ")]
NOT_RUN = {
    "python3 -m venv .venv": "makes an environment",
    "pip install": "installs",
    ". .venv/bin/activate": "the environment is another one here",
    "pytest": "run on the copy where an example adds the test; else the file exists",
    "ALUTSISTA_GOLDEN=1 pytest": "writes the golden edges anew; the variable exists",
    "ruff": "run on what the examples add", "mypy": "no program of this project",
    "lint-imports": "no program of this project",
    "git diff": "the copy is no repository; the file exists",
    "python -m extract.train": "75 minutes, on corpora that are not in the tree",
}  # fmt: skip
"""Commands that are checked and not run, by what they begin with, and why."""
DRIVER = """
import json, sys
from click.testing import CliRunner
from graph.cli import main
for section, words, given in json.load(sys.stdin):
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, words, input=given)
    told = {"section": section, "words": words, "code": result.exit_code, "output": result.output}
    print(json.dumps(told))
"""
"""Runs commands in one process, so that spaCy is imported once."""


def hunks(code):
    """Path, lines before and lines after of each part of a diff without line numbers."""
    for part in re.split(r"^--- a/.*\n", code, flags=re.M)[1:]:
        head, *lines = part.splitlines()
        path = head.removeprefix("+++ b/")
        yield path, [x[1:] for x in lines if x[0] in " -"], [x[1:] for x in lines if x[0] in " +"]


def patch(tree, path, before, after):
    """Put lines in the place of others, which have to be there once; spaces at ends do not count."""
    lines = (tree / path).read_text("utf-8").splitlines()
    bare, wanted = [line.rstrip() for line in lines], [line.rstrip() for line in before]
    found = [i for i in range(len(lines)) if bare[i : i + len(wanted)] == wanted]
    assert len(found) == 1, f"{path} has these lines {len(found)} times: {before}"
    new = [line for line in after if line not in before]
    assert not set(new) & set(lines), f"{path} has it already; show another example: {new}"
    lines[found[0] : found[0] + len(wanted)] = after
    (tree / path).write_text("\n".join(lines) + "\n", "utf-8")


def shell(block):
    """Whether a block is a script for the shell rather than single commands."""
    return "<<" in block.code


def add(tree, tests):
    """Apply what the page shows, to the tests or to the rest, in the order of the page."""
    for block in BLOCKS:
        if block.language == "diff":
            for path, before, after in hunks(block.code):
                if path.startswith("tests/") == tests:
                    patch(tree, path, before, after)
        elif block.path and block.path.startswith("tests/") == tests:
            assert not (tree / block.path).exists(), f"{block.path} is there; show another example"
            (tree / block.path).write_text(block.code, "utf-8")
        elif shell(block) and not tests:
            subprocess.run(["bash", "-euc", block.code], cwd=tree, check=True)


@cache
def example_tests():
    """The tests that the examples name: section, file, function."""
    return [
        (block.section, command.words[1], command.words[3])
        for block in BLOCKS if block.section in EXAMPLES and block.language == "sh" and not shell(block)
        for command in commands(block.code) if command.words[0] == "pytest" and "-k" in command.words
    ]  # fmt: skip


def python(tree, *words, **settings):
    env = {**os.environ, "PYTHONPATH": str(tree)}
    env.pop("ALUTSISTA_LANG", None)
    return subprocess.run([sys.executable, *words], cwd=tree, env=env, text=True, capture_output=True, check=False, **settings)  # fmt: skip


def pytest_on(tree):
    """Run the tests of the examples: exit status, and whole output."""
    named = dict.fromkeys(f"{file}::{name}" for _, file, name in example_tests())
    files = [n for n in named if (tree / n.partition("::")[0]).exists()]
    result = python(tree, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider", *files)
    return result.returncode, result.stdout + result.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the tree with the tests of the page alone."""
    place = tmp_path_factory.mktemp("contributing") / "tree"
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("extract", "graph", "seeds", "tests"):
        shutil.copytree(ROOT / name, place / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", place)
    add(place, tests=True)
    return place


@pytest.fixture(scope="module")
def before(tree):
    return pytest_on(tree)


@pytest.fixture(scope="module")
def contributed(tree, before):
    """The copy with all that the page adds, once its tests have failed without."""
    add(tree, tests=False)
    return tree


@pytest.fixture(scope="module")
def told(contributed):
    """What each command of the page prints on the copy."""
    wanted = [
        (block.section, list(command.words[1:]), command.given)
        for block in BLOCKS if block.language == "sh" and not shell(block)
        for command in commands(block.code) if command.words[0] == "alutsista"
    ]  # fmt: skip
    result = python(contributed, "-c", DRIVER, input=json.dumps(wanted))
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("section", EXAMPLES)
def test_its_test_fails_without_the_lines(before, section):
    status, output = before
    assert status == 1
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+?)::(\w+)", output, re.M)
    named = {(file, name) for where, file, name in example_tests() if where == section}
    assert named and named <= set(failed), output


def test_the_tests_pass_with_the_lines(contributed):
    status, output = pytest_on(contributed)
    assert status == 0, output


@pytest.mark.parametrize("section", sorted({b.section for b in BLOCKS}))
def test_its_commands_run(told, section):
    for one in told:
        if one["section"] == section:
            assert one["code"] == 0 and one["output"], one["output"]
    assert any(one["section"] == section for one in told) or section not in EXAMPLES


@pytest.mark.parametrize("block", [b for b in BLOCKS if not b.language], ids=str)
def test_the_output_is_the_real_one(told, block):
    words = list(answered_by(block, BLOCKS).words[1:])
    (output,) = [o["output"] for o in told if (o["section"], o["words"]) == (block.section, words)]
    assert shown_in(block.code, output), output


def test_what_the_examples_add_is_clean(contributed):
    made = [b.path for b in BLOCKS if b.path]
    edited = {path for b in BLOCKS if b.language == "diff" for path, _, _ in hunks(b.code)}
    files = [*made, *(path for path in sorted(edited) if path.endswith(".py"))]
    for check in (["check"], ["format", "--check"]):
        result = python(contributed, "-m", "ruff", *check, "--no-cache", *files)
        assert result.returncode == 0, result.stdout


def not_run(command):
    return [start for start in NOT_RUN if str(command).startswith(start)]


def others():
    found = (c for b in BLOCKS if b.language == "sh" and not shell(b) for c in commands(b.code))
    return [command for command in found if command.words[0] != "alutsista"]


@pytest.mark.parametrize("command", dict.fromkeys(others()), ids=str)
def test_what_is_not_run_is_checked(command):
    assert not_run(command), f"{command}: run it or name it in NOT_RUN"
    found, rest = click_command(command.words)
    if found is not None:
        assert {word for word in rest if word.startswith("-")} <= options(found)
    examples = {block.path for block in BLOCKS}
    for word in command.words:
        if re.match(r"(tests|extract|graph)/", word):
            assert word in examples or (ROOT / word).exists(), word
    variable, _, _ = command.words[0].partition("=")
    if variable.isupper():
        assert variable in (ROOT / "tests" / "test_seeds.py").read_text("utf-8")


def test_what_is_not_run_is_still_shown():
    assert {start for command in others() for start in not_run(command)} == set(NOT_RUN)


def test_no_block_is_left_out():
    assert {(b.language, bool(b.path)) for b in BLOCKS} == {
        ("sh", False), ("diff", False), ("", False), ("python", True),
    }  # fmt: skip
    assert {section for section, _, _ in example_tests()} == set(EXAMPLES)


def test_the_map_names_every_folder():
    rows = [t.content for t in parse(NAME) if t.type == "inline" and t.level > 2]
    named = {row.strip("`").rstrip("/") for row in rows if re.fullmatch(r"`[\w/]+/`", row)}
    files = [*ROOT.glob("extract/**/*.*"), *ROOT.glob("graph/**/*.*")]
    folders = {str(p.parent.relative_to(ROOT)) for p in files if p.suffix in (".py", ".tsv")}
    packages = {f for f in folders if not re.match(r"extract/(train|model)/|graph/view/assets", f)}
    assert packages | {"extract/train", "extract/model", "seeds", "tests", "notebooks"} <= named
    assert all((ROOT / folder).is_dir() for folder in named)
    text = (ROOT / NAME).read_text("utf-8")
    for path in re.findall(r"`((?:graph|extract|tests)/[\w/]+\.(?:py|tsv))`", text):
        assert (ROOT / path).exists(), path
