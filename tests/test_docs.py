"""The examples in docstrings run, and the package exports what it says."""

from __future__ import annotations

import doctest
import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import extract
import graph
from graph.export import write_all

WITH_EXAMPLES = sorted(
    ".".join(
        path.relative_to(Path(package.__file__).parents[1]).with_suffix("").parts
    ).removesuffix(".__init__")
    for package in (extract, graph)
    for path in Path(package.__file__).parent.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert result.attempted and not result.failed


@pytest.mark.parametrize("package", [extract, graph])
def test_every_public_name_has_an_example(package):
    public = {name: getattr(package, name) for name in package.__all__}
    assert [name for name, it in public.items() if ">>> " not in (it.__doc__ or "")] == []
    assert ">>> " in package.__doc__ and set(public) <= set(dir(package))
    with pytest.raises(AttributeError):
        _ = package.nothing


@pytest.mark.slow
def test_a_user_s_program_type_checks(tmp_path):
    """Without the project's own settings; what is wrong in it is found."""
    good = Path(__file__).with_name("typed_use.py")
    wrong = tmp_path / "wrong.py"
    calls = "graph.to_edges(3)\nextract.run(['text'], extract.load())\n"
    wrong.write_text(f"import extract\nimport graph\n\n{calls}", "utf-8")
    options = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={tmp_path}"]
    root = str(Path(extract.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, good, wrong],
        check=False, cwd=tmp_path, env={**os.environ, "MYPYPATH": root},
        capture_output=True, text=True,
    )  # fmt: skip
    errors = [line for line in done.stdout.splitlines() if "error:" in line]
    assert len(errors) == 2 and all("wrong.py" in line for line in errors), done.stdout


def test_a_user_s_program_runs(tmp_path):
    import typed_use

    write_all(graph.build_tables(extract.Extraction()), tmp_path)
    found = typed_use.suppliers(Path(extract.__file__).parents[1] / "seeds")
    assert "country:RUS" in found and found == sorted(found)
    assert typed_use.view(tmp_path).is_file()
