"""From articles to records."""

from __future__ import annotations

import pytest

from extract.extraction import Timings, run
from extract.pipeline import load
from extract.records import Article, Problem

TEXT = (
    "Turki Beli Rudal Rusia\n"
    "ANKARA - Menteri Pertahanan Turki Hulusi Akar menyatakan Turki membeli sistem rudal "
    "S-400 dari Rusia.\n"
    "Editor: Budi Santoso\n"
)


@pytest.fixture(scope="module")
def nlp():
    return load()


def test_offsets_point_into_the_text_as_read(nlp):
    text = "Berita: " + TEXT.replace(" dari ", "  dari&nbsp;")
    result = run([Article("a", "a.txt", text)], nlp)
    assert result.mentions
    for mention in result.mentions:
        assert text[mention.start : mention.end] == mention.text
    for relation in result.relations:
        assert text[relation.start : relation.end] == relation.evidence
        assert relation.evidence == relation.evidence.strip()
        if relation.cue_start is not None:
            assert relation.start <= relation.cue_start < relation.cue_end <= relation.end


def test_every_id_is_described(nlp):
    result = run([Article("a", "a.txt", TEXT)], nlp)
    ids = {m.entity_id for m in result.mentions}
    assert {"country:TUR", "country:RUS", "person:Hulusi Akar", "weapon:S-400"} <= ids
    described = {e.entity_id: e for e in result.entities}
    assert ids <= described.keys()
    assert described["country:RUS"].label == "Rusia"
    assert described["weapon:S-400"].category == "Air defence systems"


def test_labels_in_english(nlp):
    result = run([Article("a", "a.txt", TEXT)], nlp, lang="en")
    assert "Russia" in {e.label for e in result.entities}


def test_boilerplate_gives_no_mention(nlp):
    result = run([Article("a", "a.txt", TEXT)], nlp)
    assert not [m for m in result.mentions if "Budi" in m.text]


def test_title_is_the_first_content_sentence_unless_given(nlp):
    first, second = Article("a", "a", TEXT), Article("b", "b", TEXT, title="Judul")
    run([first, second], nlp)
    assert first.title == "Turki Beli Rudal Rusia"
    assert second.title == "Judul"
    assert first.sentences >= 3


def test_problems_pass_through_and_nothing_else_is_lost(nlp):
    problem = Problem("x.txt", None, "read", "empty")
    result = run([problem, Article("a", "a", TEXT)], nlp)
    assert result.problems == [problem]
    assert [a.article_id for a in result.articles] == ["a"]


def test_an_article_that_breaks_a_component_costs_no_other(nlp):
    class Breaks:
        def __call__(self, doc):
            if "meledak" in doc.text:
                raise RuntimeError("out of tokens")
            return doc

    broken = load()
    broken.component("breaks", func=Breaks())
    broken.add_pipe("breaks")
    articles = [Article("a", "a", "Pipa meledak."), Article("b", "b", TEXT)]
    result = run(articles, broken)
    assert [a.status for a in result.articles] == ["failed", "ok"]
    assert result.problems[0].article_id == "a"
    assert "out of tokens" in result.problems[0].problem
    assert result.mentions


def test_an_article_without_content_is_empty(nlp):
    article = Article("a", "a", "Baca juga: Turki Beli Rudal\n")
    run([article], nlp)
    assert article.status == "empty"


def test_timings_name_every_stage(nlp):
    timings = Timings()
    run([Article("a", "a", TEXT)], nlp, timings=timings)
    assert {"clean", "tokenizer", "countries", "relations", "labels"} <= timings.keys()
    assert all(seconds >= 0 for seconds in timings.values())
