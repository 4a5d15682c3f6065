"""The files about the project as a whole: how to cite it, what changed, under which licence."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from documents import ROOT, parse
from ruamel.yaml import YAML

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
"""Of Keep a Changelog, in its order."""


def valid(path):
    schema = ["--builtin-schema", "vendor.citation-file-format"]
    command = [sys.executable, "-m", "check_jsonschema", *schema, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_citation_is_valid(tmp_path):
    result = valid(ROOT / "CITATION.cff")
    assert result.returncode == 0, result.stdout
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    (tmp_path / "CITATION.cff").write_text(text.replace("authors:", "writers:"), "utf-8")
    assert valid(tmp_path / "CITATION.cff").returncode == 1


def test_the_citation_is_of_this_version():
    citation = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = PROJECT["project"]
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"] == "Apache-2.0"
    assert citation["keywords"] == project["keywords"]
    assert citation["title"].startswith(project["name"])
    assert citation["authors"] == [{"name": "The alutsista developers"}]
    assert not {"doi", "url", "repository-code", "identifiers"} & set(citation)  # there is none


def test_the_licence_is_the_one_named():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text and "Version 2.0, January 2004" in text


def test_the_changelog_is_in_the_form_of_keep_a_changelog():
    versions, items = {}, 0
    tokens = parse("CHANGELOG.md")
    for token, inline in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and token.tag == "h2":
            versions[inline.content] = []
        elif token.type == "heading_open" and token.tag == "h3":
            versions[list(versions)[-1]].append(inline.content)
            items = 0
        elif token.type == "list_item_open":
            items += 1
            start, end = token.map
            assert versions and end - start <= 2, "one line each, under a kind of change"
        elif token.type == "bullet_list_close":
            assert items
    assert next(iter(versions)) == "[Unreleased]"
    for version, kinds in versions.items():
        assert version == "[Unreleased]" or re.fullmatch(
            r"\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d", version
        )
        assert kinds == [kind for kind in KINDS if kind in kinds] and kinds, version
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    assert all(len(line) <= 120 for line in lines)
    entries = [line for line in lines if line.startswith("- ")]
    assert len(entries) == len(set(entries)) and all(re.search(r"[.:…]$", e) for e in entries)


def test_the_source_archive_holds_what_the_documents_name():
    packed = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {p.name for p in ROOT.glob("*.md")} | {"CITATION.cff", "LICENSE"} <= set(packed)
