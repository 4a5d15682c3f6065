"""The whole training path on a tiny corpus, and its steps one by one."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.pipeline import load
from extract.train.__main__ import main
from extract.train.augment import new_names, title_case
from extract.train.corpora import Corpus, CorpusError, corpora, read_corpus
from extract.train.heldout import HeldOut
from extract.train.names import token_odds
from extract.train.silver import agreed
from extract.train.vectors import write_tokens

SAMPLE = Path(__file__).parents[1] / "extract" / "train" / "sample"
QUICK = [
    "--text", "text/news.txt", "--steps", "60", "--teacher-steps", "60", "--reader-steps", "60", "--jobs", "1", "--vector-rows", "500",
    "--vector-epochs", "1", "--min-count", "2", "--silver-share", "1.0",
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    result = CliRunner().invoke(main, [
        "--corpora", str(SAMPLE), "--gold", str(SAMPLE / "gold.jsonl"), *QUICK,
        "--work", str(folder / "work"), "--out", str(folder / "model"),
        "--name-tokens", str(folder / "name_tokens.tsv"),
    ])  # fmt: skip
    assert result.exit_code == 0, result.output
    yield folder
    from extract.names import reload_odds

    reload_odds()


def test_one_command_makes_a_model_that_the_pipeline_loads(built):
    nlp = load(str(built / "model"))
    doc = nlp("Menurut Danar Prasojo, drone TX-90 buatan Turki sudah diuji di laut.")
    assert {s.label_ for s in doc.spans["names"]} <= {"PERSON", "WEAPON"}
    assert nlp.get_pipe("alutsista_persons").context is not None


def test_the_model_says_where_it_comes_from_and_how_good_it_is(built):
    meta = json.loads((built / "model" / "meta.json").read_text("utf-8"))
    assert meta["performance"]["in-domain dev"]["PERSON"]["f"] > 0.5
    assert "written for this project" in (built / "model" / "README.md").read_text("utf-8")


def test_the_model_keeps_no_word_of_its_training_text(built):
    strings = json.loads((built / "model" / "vocab" / "strings.json").read_text("utf-8"))
    assert "Prasojo" not in strings


def test_the_teachers_agree_on_some_raw_sentences(built):
    work = built / "work"
    assert (work / "all.spacy").stat().st_size > (work / "train.spacy").stat().st_size
    assert (built / "name_tokens.tsv").read_text("utf-8").count("\n") > 10


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: None, "no such corpus"),
        (lambda folder: (folder / "x.txt").write_text("kata\n"), "token without a label"),
        (lambda folder: (folder / "x.txt").write_text("kata B-WHAT\n"), "not in corpus_labels"),
    ],
)
def test_a_broken_corpus_is_named(tmp_path, make, message):
    make(tmp_path)
    corpus = Corpus("sample", "train", "x.txt", "columns", "", "")
    with pytest.raises(CorpusError, match=message):
        list(read_corpus(corpus, tmp_path, spacy.blank("xx").vocab))


def test_a_missing_text_ends_in_a_message(tmp_path):
    arguments = ["--corpora", str(SAMPLE), "--gold", str(SAMPLE / "gold.jsonl"), "--text", "no.txt"]
    arguments += ["--work", str(tmp_path / "w"), "--out", str(tmp_path / "o")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "no such text" in result.output


def test_labels_take_their_meaning_from_the_table(tmp_path):
    (tmp_path / "x.txt").write_text("Kapal B-PRD\nperang I-PRD\nAS I-PRD\ntiba O\nBudi B-PER\n")
    corpus = Corpus("nergrit19", "train", "x.txt", "columns", "", "")
    (doc,) = read_corpus(corpus, tmp_path, spacy.blank("xx").vocab)
    assert [t.ent_iob_ for t in doc] == ["", "", "", "O", "B"]
    assert [span.label_ for span in doc.ents] == ["PERSON"]


def test_every_label_of_every_known_corpus_has_a_meaning():
    from extract.schema import read_table

    rows = read_table("corpus_labels.tsv", "extract.train")
    assert {row["meaning"] for row in rows} == {"PERSON", "O", "?"}
    assert {c.name for c in corpora(Path("nowhere"))} <= {row["corpus"] for row in rows}


POOL = {"PERSON": ["Zed Qux", "Ann Bo Cee"], "WEAPON": ["XX-1", "Foo Bar 2"]}
LABELS = st.lists(
    st.sampled_from(["O", "B-PERSON", "I-PERSON", "B-WEAPON", None]), min_size=1, max_size=12
)


def _legal(labels):
    """I- only behind its like."""
    kept = []
    for label in labels:
        stray = label == "I-PERSON" and (not kept or kept[-1] not in ("B-PERSON", "I-PERSON"))
        kept.append("O" if stray else label)
    return kept


@given(labels=LABELS, seed=st.integers(0, 99), mutate=st.sampled_from([0.0, 1.0]))
def test_other_names_leave_all_else_as_it_is(labels, seed, mutate):
    vocab = spacy.blank("xx").vocab
    labels = _legal(labels)
    words = [f"w{i}" if label in ("O", None) else f"Nama{i}" for i, label in enumerate(labels)]
    doc = Doc(vocab, words=words, ents=labels)
    random.seed(seed)
    new = new_names(doc, POOL, mutate)
    assert [s.label_ for s in new.ents] == [s.label_ for s in doc.ents]
    plain = [(t.text, t.ent_iob) for t in doc if not t.ent_type_]
    assert [(t.text, t.ent_iob) for t in new if not t.ent_type_] == plain


def test_raw_text_that_repeats_a_held_out_article_is_left_out(tmp_path):
    article = "Satu dua tiga empat, lima enam tujuh delapan sembilan sepuluh sebelas dua belas."
    other = "Kapal perang itu tiba di pelabuhan Surabaya pada Senin pagi bersama dua fregat lain."
    (tmp_path / "raw.txt").write_text(f"{other}\n(KOTA) {article.upper()}\n", "utf-8")
    left_out = write_tokens(tmp_path / "raw.txt", tmp_path / "tokens.txt", HeldOut([article]))
    written = (tmp_path / "tokens.txt").read_text("utf-8")
    assert left_out == 1
    assert "Surabaya" in written
    assert "KOTA" not in written


def test_a_corpus_weighs_what_its_line_says(tmp_path):
    table = "name\tpart\tfile\tform\tsource\tlicence\tweight\n"
    (tmp_path / "corpora.tsv").write_text(
        f"{table}idner\ttrain\tx.txt\tcolumns\t\t\t2\nidner\tdev\tx.txt\tcolumns\t\t\t\n"
    )
    assert [c.weight for c in corpora(tmp_path)] == [2, 1]


def test_title_case_keeps_small_words_small():
    doc = Doc(spacy.blank("xx").vocab, words=["kapal", "perang", "di", "laut", "Turki"])
    assert title_case(doc) == ["Kapal", "Perang", "di", "Laut", "Turki"]


def test_odds_of_words_in_names():
    vocab = spacy.blank("xx").vocab
    doc = Doc(vocab, words=["kata", "Budi", "di", "Jakarta", "kemarin", "sore", "itu"],
              ents=["O", "B-PERSON", "O", "O", "O", "O", "O"])  # fmt: skip
    odds = token_odds([doc] * 4, 3)
    assert odds["Budi"] > 1 > -1 > odds["Jakarta"]
    assert token_odds([doc], 3) == {}


def test_only_sentences_on_which_all_agree_are_kept():
    def teacher(*names):
        nlp = spacy.blank("xx")
        patterns = [{"label": "PERSON", "pattern": name} for name in names]
        nlp.add_pipe("entity_ruler").add_patterns(patterns)
        return nlp

    teachers = [teacher("Budi", "Ani"), teacher("Budi")]
    sentences = [Doc(teachers[0].vocab, words=t.split()) for t in ("kata Budi", "kata Ani", "lalu")]
    kept = list(agreed(sentences, teachers))
    assert [doc.text.strip() for doc in kept] == ["kata Budi", "lalu"]


def test_the_benchmark_prints_both_pipelines():
    from extract.train.benchmark import main as benchmark

    seeds = Path(__file__).parents[1] / "seeds"
    result = CliRunner().invoke(benchmark, [str(seeds), "--turns", "1"])
    assert result.exit_code == 0, result.output
    assert "stock tok2vec + ner" in result.output
    assert "times the stock pipeline" in result.output


TREE = """# text = Turki membeli rudal baru.
1	Turki	Turki	PROPN	_	_	2	nsubj	_	_
2	membeli	beli	VERB	_	_	0	root	_	_
3	rudal	rudal	NOUN	_	_	2	obj	_	_
4	baru	baru	ADJ	_	_	3	amod	_	SpaceAfter=No
5	.	.	PUNCT	_	_	2	punct	_	_

"""


def test_a_parser_is_trained_and_measured(built, tmp_path):
    from extract.train.parser import DEV, TRAIN
    from extract.train.parser import main as parser

    for name in {*TRAIN, *DEV}:
        (tmp_path / name).write_text(TREE * 20, "utf-8")
    arguments = ["--treebanks", str(tmp_path), "--vectors", str(built / "work" / "vectors")]
    arguments += ["--out", str(tmp_path / "parser"), "--steps", "300"]
    result = CliRunner().invoke(parser, arguments)
    assert result.exit_code == 0, result.output
    scores = next(line for line in result.output.splitlines() if line.startswith("GSD dev"))
    assert float(scores.split()[-1]) > 0.9


def test_a_missing_treebank_is_named(built, tmp_path):
    from extract.train.parser import main as parser

    arguments = ["--treebanks", str(tmp_path), "--vectors", str(built / "work" / "vectors")]
    result = CliRunner().invoke(parser, [*arguments, "--out", str(tmp_path / "parser")])
    assert result.exit_code == 1
    assert "no such treebank" in result.output


def test_the_benchmark_makes_articles_that_hold_relations_and_new_names(nlp):
    from extract.extraction import run
    from extract.train.throughput import generated

    articles = list(generated(12))
    assert [a.text for a in generated(12)] == [a.text for a in articles]
    result = run(articles, nlp)
    assert all(article.status == "ok" for article in result.articles)
    assert len({r.relation for r in result.relations}) > 8
    assert sum(m.type == "PERSON" for m in result.mentions) > 60


@pytest.mark.slow
def test_the_benchmark_of_many_articles_tells_its_ratios():
    from click.testing import CliRunner

    from extract.train.throughput import main

    result = CliRunner().invoke(main, ["--articles", "300"])
    assert result.exit_code == 0, result.output
    ratios = re.search(
        r"one process at ([\d.]+) times the stock pipeline; 2 at ([\d.]+) times one; again in ([\d.]+)%",
        result.output,
    )
    assert float(ratios[1]) > 0.4 and float(ratios[3]) < 5
