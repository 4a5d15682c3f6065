"""Relation types and data files."""

from __future__ import annotations

import re

import pytest

from extract.schema import ENTITY_TYPES, EVENTS, RELATIONS, quad_class, read_table

PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def test_events_are_plovers_sixteen():
    assert set(EVENTS) == PLOVER


def test_every_relation_joins_known_types():
    for relation in RELATIONS.values():
        assert relation.sources <= set(ENTITY_TYPES)
        assert relation.targets <= set(ENTITY_TYPES)


@pytest.mark.parametrize(
    ("relation", "quad"),
    [
        ("AGREE", "verbal cooperation"),
        ("AID", "material cooperation"),
        ("THREATEN", "verbal conflict"),
        ("SANCTION", "material conflict"),
        ("SUPPLIES", "arms"),
        ("HOLDS_OFFICE", "office"),
        ("CO_OCCURS", "none"),
    ],
)
def test_quad_class(relation, quad):
    assert quad_class(relation) == quad


def test_read_table_keeps_quotes_and_skips_comments(tmp_path, monkeypatch):
    package = tmp_path / "some_data_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "t.tsv").write_text('# a comment\nname\tvalue\n"Heron"\t1\n\nx\t#2\n', "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert read_table("t.tsv", "some_data_package") == [
        {"name": '"Heron"', "value": "1"},
        {"name": "x", "value": "#2"},
    ]


def test_every_wikidata_item_is_of_a_listed_state_or_leader():
    rows = read_table("wikidata.tsv")
    states = {f"country:{row['iso3']}" for row in read_table("states.tsv")}
    leaders = {f"person:{row['name']}" for row in read_table("leaders.tsv")}
    ids = [row["entity_id"] for row in rows]
    assert states <= set(ids) <= states | leaders
    items = [row["item"] for row in rows]
    assert len(set(items)) == len(items) == len(set(ids))
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in items)
