"""Runs notebooks from top to bottom.

As a command it stores them with what they show: ``python tests/run_notebooks.py [NOTEBOOK…]``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

FOLDER = Path(__file__).parents[1] / "notebooks"
MOST_HTML = 100_000
"""Characters of HTML kept of one output; the page of the view, which a cell makes anew, is longer."""


def fresh(path: Path) -> NotebookNode:
    """A notebook as it is after a run: no times, and of the kernel only its language."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()  # fmt: skip
    notebook.metadata["language_info"] = {"name": "python"}
    for output in outputs(notebook):
        data = output.get("data", {})
        if len(data.get("text/html", "")) > MOST_HTML:
            del data["text/html"]
    return notebook


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    """What its cells show, in order."""
    return [output for cell in notebook.cells for output in cell.get("outputs", ())]


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(fresh(path), path)
