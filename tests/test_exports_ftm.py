"""FollowTheMoney's own library reads what was written for it."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from test_exports import empty, export, hostile, out
from test_graph import RUS, TUR

from graph.exports.values import slug

_WHY = "needs the extra 'interop'"
model = pytest.importorskip("followthemoney", reason=_WHY).model
EntityProxy = pytest.importorskip("followthemoney.proxy", reason=_WHY).EntityProxy
read_path_statements = pytest.importorskip(
    "followthemoney.statement.serialize", reason=_WHY
).read_path_statements

__all__ = ["empty", "export", "hostile", "out"]


def entities(folder):
    lines = (folder / "entities.ftm.json").read_text("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("source", ["out", "hostile"])
def test_followthemoney_takes_every_value(source, request, export):
    folder, _ = export(request.getfixturevalue(source), "ftm")
    records = entities(folder)
    ids = {record["id"] for record in records}
    assert len(ids) == len(records)
    for record in records:
        model[record["schema"]].validate(record)
        proxy = EntityProxy.from_dict(record, cleaned=False)
        assert proxy.properties == record["properties"]
        assert all(
            target in ids for prop, target in proxy.itervalues() if prop.type.name == "entity"
        )


@pytest.mark.parametrize("source", ["out", "hostile"])
def test_statements_make_the_entities(source, request, export):
    folder, _ = export(request.getfixturevalue(source), "ftm")
    found = {}
    for statement in read_path_statements(folder / "statements.json", "json"):
        assert statement.id == statement.generate_key()
        properties = found.setdefault(statement.entity_id, {})
        properties.setdefault(statement.prop, []).append(statement.value)
    assert found == {record["id"]: record["properties"] for record in entities(folder)}


def test_followthemoney_says_who_does_what_where(out, export):
    folder, _ = export(out, "ftm")
    records = {record["id"]: record for record in entities(folder)}
    turkey = records[slug(TUR)]
    assert turkey["schema"] == "PublicBody" and turkey["properties"]["country"] == ["tr"]
    assert turkey["properties"]["name"] == ["Turki", "Turkey"]
    links = [r["properties"] for r in records.values() if r["schema"] == "UnknownLink"]
    (supply,) = [
        link for link in links
        if link["subject"] == [slug(RUS)] and link["object"] == [slug(TUR)]
        and link.get("recordId") == ["SUPPLIES"] and "S-400" in link["description"][0]
    ]  # fmt: skip
    assert supply["status"] == ["asserted"] and "S-400" in supply["summary"][0]
    assert {records[i]["schema"] for i in supply["proof"]} == {"Article"}
    assert supply["publisher"] == ["iNews.id", "Jalurmedia.com"]
    edges = pd.read_parquet(out / "edges.parquet")
    stated = ~edges.relation.isin(["HOLDS_OFFICE", "CO_OCCURS"])
    assert sum("recordId" in link for link in links) == stated.sum()
    offices = [r for r in records.values() if r["schema"] == "Occupancy"]
    assert len(offices) == len(pd.read_parquet(out / "offices.parquet"))


def test_statements_say_which_article_and_day(hostile, export):
    folder, _ = export(hostile, "ftm")
    statements = list(read_path_statements(folder / "statements.json", "json"))
    alias = [s for s in statements if s.entity_id == slug(TUR) and s.prop == "weakAlias"]
    assert [(s.origin, s.first_seen, s.last_seen) for s in alias] == [
        ("a\"'><b>&;|", "2020-01-05", "2020-03-05")
    ]
    assert not any("javascript" in s.value for s in statements if s.prop == "sourceUrl")
