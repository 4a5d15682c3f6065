"""The notebooks run from top to bottom, and are stored with what a run shows."""

from __future__ import annotations

import re

import nbformat
import pytest
from run_notebooks import FOLDER, fresh, outputs

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
MACHINE = re.compile(r"(?<![\w.~/])/(?:tmp|home|root|work|var|opt|usr|Users|private)/|[A-Z]:\\\\")
"""Begins a path of the machine that a notebook was run on."""
BUDGET = 1_000_000
"""Bytes of a stored notebook: it is read in a browser."""


def texts(notebook):
    """What the cells say in words; pictures differ with the fonts of a machine."""
    said = (o.get("text") or o.get("data", {}).get("text/plain") for o in outputs(notebook))
    return [str(text) for text in said]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@every_notebook
def test_it_runs_and_says_what_is_stored(path):
    stored = nbformat.read(path, as_version=4)
    assert texts(fresh(path)) == texts(stored), "store it again: python tests/run_notebooks.py"


@every_notebook
def test_it_is_stored_whole_and_clean(path):
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert all(cell.metadata == {} for cell in notebook.cells)
    assert sum(bool(cell.outputs) for cell in cells) >= len(cells) - 1  # one sets things up
    assert not [
        o for o in outputs(notebook) if o.output_type == "error" or o.get("name") == "stderr"
    ]
    assert path.stat().st_size < BUDGET


@every_notebook
def test_it_tells_nothing_of_the_machine(path):
    text = path.read_text("utf-8")
    assert not MACHINE.findall(re.sub(r'"image/png": "[^"]*"', "", text))


@every_notebook
def test_the_files_it_names_are_there(path):
    notebook = nbformat.read(path, as_version=4)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for name in re.findall(r"\]\(((?!http)[^)#]+)\)", prose):
        assert (FOLDER / name).exists(), name
