"""Reading gold and putting it on a Doc."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.clean import clean
from extract.gold import GoldError, annotate, entity_id, read_gold, split_of
from extract.pipeline import load

TEXT = "Menteri bertemu.\nTurki membeli rudal Rusia di Ankara."


def row(**changes):
    base = {
        "id": "a1",
        "published": "Rabu, 26/10/2022 10:00 WIB",
        "publisher": "Contoh",
        "text": TEXT,
        "sentences": [
            {"start": 0, "end": 16, "content": False},
            {"start": 17, "end": len(TEXT), "content": True},
        ],
        "mentions": [
            {
                "start": 17,
                "end": 22,
                "text": "Turki",
                "type": "COUNTRY",
                "kind": "name",
                "id": "TUR",
                "sentence": 2,
            },
            {
                "start": 31,
                "end": 36,
                "text": "rudal",
                "type": "WEAPON",
                "kind": "class",
                "id": "missile",
                "sentence": 2,
            },
        ],
        "relations": [
            {
                "type": "ACQUIRES",
                "source": "TUR",
                "target": "missile",
                "sentence": 2,
                "factuality": "asserted",
                "date": None,
                "weapon": None,
                "role": None,
            },
        ],
    }
    return {**base, **changes}


def write(path, *rows):
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


def test_read_gold_from_file_and_folder(tmp_path):
    write(tmp_path / "g.jsonl", row(), row(id="a2"))
    for source in (tmp_path / "g.jsonl", tmp_path):
        found = list(read_gold([source]))
        assert [g.article.article_id for g in found] == ["a1", "a2"]
    assert found[0].article.text == TEXT
    assert found[0].article.published == "2022-10-26"


def test_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(GoldError, match=r"nothing\.jsonl: no gold here; name a \.jsonl file"):
        list(read_gold([tmp_path / "nothing.jsonl"]))


def test_broken_line_is_numbered(tmp_path):
    path = write(tmp_path / "g.jsonl", row())
    path.write_text(path.read_text(encoding="utf-8") + "{oops\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"g\.jsonl:2: not JSON"):
        list(read_gold([path]))


def test_missing_fields_are_named(tmp_path):
    path = write(tmp_path / "g.jsonl", {"id": "x", "text": "y"})
    with pytest.raises(GoldError, match="missing mentions, relations, sentences"):
        list(read_gold([path]))


def test_the_parts_share_no_article_and_leave_none_out(tmp_path):
    path = write(tmp_path / "g.jsonl", *(row(id=f"a{i}") for i in range(60)))
    parts = {p: {g.article.article_id for g in read_gold([path], p)} for p in ("train", "dev")}
    assert not parts["train"] & parts["dev"]
    assert parts["train"] | parts["dev"] == {f"a{i}" for i in range(60)}
    assert parts["dev"] and len(parts["dev"]) < len(parts["train"])


@given(st.text())
def test_split_follows_from_the_id_alone(article_id):
    name = article_id.encode("utf-8", "replace").decode()
    assert split_of(name) == split_of(name)
    assert split_of(name) in ("train", "dev")


def test_annotate_sets_sentences_content_and_mentions(tmp_path):
    gold = next(read_gold([write(tmp_path / "g.jsonl", row())]))
    cleaned = clean(gold.article.text)
    doc = annotate(load().make_doc(cleaned.text), cleaned, gold)
    assert [s.text.strip() for s in doc.sents] == TEXT.split("\n")
    assert [s.text for s in doc.spans["content"]] == [TEXT.split("\n")[1]]
    assert [(m.text, m.label_, m.kb_id_, m.id_) for m in doc.spans["mentions"]] == [
        ("Turki", "COUNTRY", "country:TUR", "name"),
        ("rudal", "WEAPON", "weapon:missile", "class"),
    ]


def test_sentence_at_takes_the_one_that_shares_most(tmp_path):
    gold = next(read_gold([write(tmp_path / "g.jsonl", row())]))
    assert gold.sentence_at(0, 5) == 0
    assert gold.sentence_at(10, 40) == 1
    assert gold.sentence_at(500, 600) == 1


def test_entity_id():
    assert entity_id("COUNTRY", "TUR") == "country:TUR"
