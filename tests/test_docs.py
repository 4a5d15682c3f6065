"""The examples in docstrings run, and the package exports what it says."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [
    "extract.language", "extract.pipes.sentences", "extract.pipes.content",
    "extract.pipes.countries", "extract.pipes.names", "extract.pipes.weapons",
    "extract.pipes.persons",
    "extract.pipes.entities", "extract.pipes.offices", "extract.pipes.relations",
    "extract.numbering",
]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert result.attempted and not result.failed


def test_package_exports_what_it_says():
    import extract

    assert all(callable(getattr(extract, name)) for name in extract.__all__)
    with pytest.raises(AttributeError):
        _ = extract.nothing


def test_components_work_by_name_in_a_plain_pipeline():
    import extract
    from extract.language import Alutsista

    nlp = Alutsista()
    for name in ("alutsista_sentences", "alutsista_content", "alutsista_countries"):
        nlp.add_pipe(name)
    doc = nlp("Turki membeli rudal.")
    assert [s.kb_id_ for s in doc.spans["countries"]] == ["country:TUR"]
    assert extract.load().analyze_pipes()["problems"]["alutsista_sentences"] == []
