"""The trained pipeline that comes with the package, and another one in its place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from click.testing import CliRunner
from spacy.tokens import Doc, SpanGroup

from extract.context import BUCKETS, Candidate, ContextModel, near_features
from extract.features import FLAGS, word_flags
from extract.model import ModelError, load_model, parse_labels
from extract.pipeline import load
from extract.recognizer import Recognizer
from graph.cli import main

FOLDER = Path(__file__).parents[1] / "extract" / "model"
SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A pipeline of somebody else's: another tokenizer, another label."""
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([
        {"label": "ORANG", "pattern": "Zqara Wvex"}, {"label": "SENJATA", "pattern": "Vqilo"},
    ])  # fmt: skip
    path = tmp_path_factory.mktemp("model") / "other"
    nlp.to_disk(path)
    return str(path)


def test_it_is_small_and_holds_no_pickle_and_no_training_text():
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 20_000_000
    assert not [p for p in files if p.suffix in {".pkl", ".pickle", ".joblib", ".pt", ".bin"}]
    for path in FOLDER.rglob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            assert all(array.dtype != object for array in arrays.values())
    assert not spacy.util.load_config(FOLDER / "config.cfg")["paths"]["train"]
    strings = json.loads((FOLDER / "vocab" / "strings.json").read_text("utf-8"))
    assert len(strings) < 1000


def test_its_meta_names_sources_licences_and_performance():
    meta = json.loads((FOLDER / "meta.json").read_text("utf-8"))
    assert all(s["license"] and s["author"] for s in meta["sources"])
    assert {"in-domain dev", "in-domain dev, unseen", "idner dev"} <= meta["performance"].keys()
    card = (FOLDER / "README.md").read_text("utf-8")
    assert all(source["license"] in card for source in meta["sources"])
    dev = meta["performance"]["in-domain dev"]
    assert f"{dev['PERSON']['f']:.3f}" in card


def test_it_loads_without_any_network(monkeypatch):
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert load()("Turki membeli rudal.").spans["countries"]


def test_another_pipeline_takes_its_place(other):
    nlp = load(other, labels={"ORANG": "PERSON", "SENJATA": "WEAPON"})
    doc = nlp("Zqara Wvex meninjau Vqilo di Surabaya.")
    assert [(s.text, s.label_) for s in doc.spans["names"]] == [
        ("Zqara Wvex", "PERSON"),
        ("Vqilo", "WEAPON"),
    ]


def test_labels_that_are_not_mapped_are_left_out(other):
    doc = load(other)("Zqara Wvex meninjau Vqilo di Surabaya.")
    assert not doc.spans["names"]


def test_the_command_takes_another_pipeline(other, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("Zqara Wvex meninjau galangan kapal di Surabaya pada Senin.", "utf-8")
    out = tmp_path / "out"
    options = ["--model", other, "--model-labels", "ORANG=PERSON"]
    result = CliRunner().invoke(main, ["graph", str(source), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    assert json.loads((out / "manifest.json").read_text("utf-8"))["options"]["model"] == other


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--model", "no_such_pipeline"], "no_such_pipeline: no spaCy pipeline"),
        (["--model-labels", "PER=MANUSIA"], "PER=MANUSIA"),
        (["--model-labels", ","], "write LABEL=TYPE"),
    ],
)
def test_a_wrong_model_is_named(tmp_path, options, message):
    source = tmp_path / "a.txt"
    source.write_text("Turki membeli rudal.", "utf-8")
    arguments = ["graph", str(source), "--out", str(tmp_path / "out"), *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert message in result.output


def test_a_pipeline_that_recognizes_nothing_is_refused(tmp_path):
    nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "plain")
    with pytest.raises(ModelError, match=r"doc\.ents"):
        load_model(str(tmp_path / "plain"))


def test_labels_that_mean_something_else_are_told():
    with pytest.raises(ModelError, match="HUMAN: not one of PERSON, WEAPON"):
        load(labels={"PER": "HUMAN", "PRODUCT": "WEAPON"})


def test_parse_labels():
    assert parse_labels("PER=PERSON, PROD=WEAPON") == {"PER": "PERSON", "PROD": "WEAPON"}


def test_flags_say_what_the_lists_know():
    def flags(word):
        listed = word_flags().get(word.lower(), 0)
        return {flag for bit, flag in enumerate(FLAGS) if listed >> bit & 1}

    assert "title" in flags("Presiden")
    assert "speech" in flags("kata")
    assert "country" in flags("Turki")
    assert "class" in flags("rudal")
    assert flags("Zqwvx") == set()


def candidates(nlp, text):
    doc = Doc(nlp.vocab, words=text.split())
    doc.spans["content"] = SpanGroup(doc, spans=[doc[:]])
    return doc, [Candidate(doc[i : i + 1], doc[:], "word", (doc[i].text,), 1) for i in range(3)]


def test_features_do_not_depend_on_neighbours_in_the_batch(rules):
    doc, three = candidates(rules, "satu dua tiga empat")
    alone = near_features(doc, three[1:2])
    for together, single in zip(near_features(doc, three), alone, strict=True):
        assert together.shape[0] == 3
        assert together.min() >= 0
        assert together.max() < BUCKETS
        assert (single[0] == together[1]).all()


def test_a_context_model_comes_back_as_it_was_saved(rules, tmp_path):
    weights = np.random.default_rng(0).normal(size=BUCKETS).astype("float16").astype("float32")
    model = ContextModel({"country": weights}, {"country": 0.25})
    model.save(tmp_path / "context.npz")
    doc, three = candidates(rules, "satu dua tiga empat")
    again = ContextModel.load(tmp_path / "context.npz")
    wanted = model.probabilities("country", doc, three)
    assert again.probabilities("country", doc, three) == pytest.approx(wanted)
    assert all(0 <= p <= 1 for p in wanted)
    assert model.probabilities("country", doc, []) == []


def test_vectors_computed_once_a_word_are_those_of_spacy():
    from spacy.ml.staticvectors import StaticVectors

    from extract.features import _static_vectors

    nlp = load_model()
    docs = [nlp.make_doc("Menhan itu menemui Menhan lain."), nlp.make_doc("Zqwvx pergi.")]
    ours, spacys = _static_vectors(8), StaticVectors(8)
    for model in (ours, spacys):
        model.initialize(docs)
    ours.set_param("W", spacys.get_param("W"))
    output, backprop = ours(docs, is_train=True)
    wanted, backprop_wanted = spacys(docs, is_train=True)
    assert np.allclose(output.data, wanted.data, atol=1e-5)
    backprop(output)
    backprop_wanted(wanted)
    assert np.allclose(ours.get_grad("W"), spacys.get_grad("W"), atol=1e-3)


def test_a_model_is_given_as_many_words_as_it_sees(other):
    from extract.pipes.names import Names

    text = "satu dua tiga empat lima enam Zqara Wvex tujuh delapan sembilan sepuluh sebelas dua ."
    for model, wanted in ((None, text.split()[2:12]), (other, text.split())):
        names = load(model).get_pipe("alutsista_names")
        assert isinstance(names, Names)
        doc = Doc(names.model.vocab, words=text.split())
        doc.spans["content"] = SpanGroup(doc, spans=[doc[:]])
        doc.spans["countries"] = SpanGroup(doc, spans=[])
        ((start, end),) = names._windows(doc, text.split())
        assert text.split()[start:end] == wanted


def test_its_names_are_read_as_spacy_reads_them():
    nlp = load()
    names = nlp.get_pipe("alutsista_names")
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    texts += [texts[0].upper(), texts[1].title(), texts[2].replace(" ", "  "), "\n", "Joni"]
    found = 0
    for text in texts:
        doc = nlp(text)
        words = [token.text for token in doc]
        windows = [*names._windows(doc, words), (0, len(doc))]
        wanted = list(names._read(doc, words, windows))
        assert list(names.recognizer.read(words, windows)) == wanted
        found += len(wanted)
    assert found > 100


def test_its_vectors_are_those_of_the_layers():
    model = load_model()
    recognizer = Recognizer(model)
    words = (SEEDS / "000_bf132903b4a496e3.txt").read_text("utf-8").split()
    parts = [words[:1], words[1:3], words[3:90]]
    docs = [Doc(model.vocab, words=part) for part in parts]
    wanted = np.concatenate(model.get_pipe("tok2vec").model.predict(docs))
    rows, places = [0] * recognizer.encoder.depth, []
    for part in parts:
        places += range(len(rows), len(rows) + len(part))
        rows += [*recognizer.encoder.table.rows_of(part), *[0] * recognizer.encoder.depth]
    found = recognizer.encoder(np.array(rows))[places]
    assert np.abs(found - wanted).max() < 1e-5


def test_the_table_of_words_stays_small(monkeypatch):
    monkeypatch.setattr("extract.encoder._MOST_WORDS", 3)
    table = Recognizer(load_model()).encoder.table
    three = ["satu", "dua", "tiga"]
    rows = table.rows_of(three)
    kept = table.vectors[rows]
    assert len(table.rows_of(["tiga", "empat", "lima", "enam"])) == len(table.rows) == 4
    rows = table.rows_of(three)
    assert np.allclose(table.vectors[rows], kept, atol=1e-6)
    assert len(table.vectors) == 4
