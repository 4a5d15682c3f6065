"""The model of relations: its features, its weights, what it makes of the rules."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.morphology import affix, root
from extract.pair_tables import PairTables
from extract.pairs import pairs
from extract.participants import MOST_MEANT, MOST_NAMED
from extract.pipeline import load
from extract.reading import read
from extract.relation_model import RelationModel, hashed
from extract.schema import RELATIONS
from extract.train.relations import LabelledPair, train_relations


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("menyerang", "serang"),
        ("diserang", "serang"),
        ("serangan", "serang"),
        ("penyerangan", "serang"),
        ("menolak", "tolak"),
        ("membeli", "beli"),
        ("dibelinya", "beli"),
        ("rusia", "rusia"),
        ("f16", "#"),
        ("-", "-"),
    ],
)
def test_forms_of_a_verb_share_a_root(word, stem):
    assert root(word) == stem


@given(st.text(max_size=20))
def test_any_word_has_a_root_and_an_affix(word):
    assert len(root(word)) <= len(word) + 1
    assert affix(word) in ("me", "di", "ber", "ter", "an", "-")


def scenes(text):
    nlp = load(rules_only=True)
    with nlp.select_pipes(disable=["alutsista_relations", "alutsista_cooccurrence"]):
        return [reading.scene for reading in read(nlp(text))]


def test_a_pair_knows_what_the_rules_say():
    (scene,) = scenes("Israel menyerang Iran pada Jumat malam waktu setempat.")
    stated = {(p.source, p.target): p.stated for p in pairs(scene, PairTables(hashed))}
    assert stated["country:ISR", "country:IRN"] == {"ASSAULT"}
    assert stated["country:IRN", "country:ISR"] == frozenset()


def test_what_has_no_direction_is_stated_both_ways():
    (scene,) = scenes("Turki dan Rusia sepakat bekerja sama di bidang pertahanan.")
    stated = {(p.source, p.target): p.stated for p in pairs(scene, PairTables(hashed))}
    both = [("country:TUR", "country:RUS"), ("country:RUS", "country:TUR")]
    assert stated[both[0]] == stated[both[1]] >= {"AGREE"}


def written(text):
    """Features of the pairs of a sentence, as text."""
    tables = PairTables(tuple)  # a feature is its own number
    (scene,) = scenes(text)
    return {(p.source, p.target): set(p.features) for p in pairs(scene, tables)}


def test_a_pair_knows_what_the_rules_say_of_others():
    told = written("Iran menembak jatuh rudal Israel di atas Teheran.")
    assert "cwEtt:OPERATES:owner" in told["country:IRN", "weapon:missile"]
    assert "cwEtt:OPERATES:owner" not in told["country:ISR", "weapon:missile"]


def test_two_states_know_what_kind_of_weapon_is_spoken_of():
    told = written("Inggris mengirim kapal perang ke Libya.")
    assert "W:Ships" in told["country:GBR", "country:LBY"]
    assert "W" not in written("Inggris mengirim bantuan ke Libya.")["country:GBR", "country:LBY"]


def test_no_feature_names_an_entity():
    one, other = (
        [list(p.features) for p in pairs(scene, PairTables(hashed))]
        for text in ("Israel menyerang Iran.", "Rusia menyerang Ukraina.")
        for scene in scenes(text)
    )
    assert one == other


def test_a_country_named_before_may_be_meant():
    _, second = scenes("Israel berunding dengan Mesir. Serangan itu merusak fasilitas Iran.")
    meant = {p.id: p.meant for p in second.participants if not p.places}
    assert "country:ISR" in meant
    assert "recent1" in meant["country:ISR"]


def test_a_pronoun_may_end_a_sentence():
    for words in ("kedua", "kedua negara", "dia", "negara itu", "kedua belah"):
        for scene in scenes(f"Israel menyerang Iran dan Mesir. Rusia mengecam {words}"):
            list(pairs(scene, PairTables(hashed)))


ROWS = st.lists(st.lists(st.text(max_size=3), max_size=4), max_size=6)


def tiny_model():
    keys = np.array(sorted(hashed(["a", "b"])), dtype="uint32")
    weights = np.zeros((2, 3), dtype="float32")
    weights[list(keys).index(*hashed(["a"]))] = [2.0, -1.0, 3.0]
    trust = np.array([1.0, 0.0])
    return RelationModel(["ASSAULT", "SANCTION"], keys, weights, np.array([-1.0, 0, 0]), trust)


@given(ROWS)
def test_probabilities_have_a_row_a_pair(rows):
    stated = np.zeros((len(rows), 2), dtype=bool)
    model = tiny_model()
    found = model.probabilities([model.numbers(row) for row in rows], stated)
    assert found.shape == (len(rows), 2)
    assert ((found >= 0) & (found <= 1)).all()


def test_unknown_features_say_nothing_and_repeated_ones_count_once():
    stated = np.zeros((3, 2), dtype=bool)
    model = tiny_model()
    rows = [model.numbers(row) for row in (["a"], ["a", "a", "zz"], [])]
    found = model.probabilities(rows, stated)
    assert found[0] == pytest.approx(found[1])
    assert found[2] == pytest.approx([1 / (1 + np.e), 0.5])


def test_a_rare_type_takes_the_word_of_the_rules():
    model = tiny_model()
    rows = [model.numbers(["a"])]
    alone, ruled = (model.probabilities(rows, np.full((1, 2), s))[0] for s in (False, True))
    assert ruled[0] == pytest.approx(alone[0])  # trusted in full
    assert ruled[1] == pytest.approx(1 / (1 + np.exp(-3)))  # not at all
    assert alone[1] < 0.5


def test_weights_survive_a_file(tmp_path):
    model = tiny_model()
    model.save(tmp_path / "relations.npz")
    again = RelationModel.load(tmp_path / "relations.npz")
    stated = np.ones((1, 2), dtype=bool)
    assert again.types == model.types
    rows = [model.numbers(["a"])]
    assert again.probabilities(rows, stated) == pytest.approx(
        model.probabilities(rows, stated), abs=0.02
    )


def test_training_learns_what_a_feature_means():
    rows = [
        LabelledPair(str(i), "cc", [*hashed(["cue" if i % 2 else "none", "always"])],
                     frozenset({"ASSAULT"} if i % 2 else ()), frozenset())
        for i in range(60)
    ]  # fmt: skip
    model = train_relations(rows)
    column = model.types.index("ASSAULT")
    stated = np.zeros((2, len(model.types)), dtype=bool)
    features = [model.numbers(["cue", "always"]), model.numbers(["none", "always"])]
    found = model.probabilities(features, stated)[:, column]
    assert found[0] > 0.6
    assert found[1] < 0.4


def test_the_packaged_model_knows_every_type():
    assert set(RelationModel.load().types) == set(RELATIONS) - {"CO_OCCURS"}


def test_every_relation_says_what_gave_it(nlp):
    doc = nlp("Rusia akan memasok rudal S-400 ke Turki. Israel menyerang Iran pada Jumat.")
    stated = [r for r in doc._.relations if r.relation != "CO_OCCURS"]
    assert {"SUPPLIES", "ASSAULT"} <= {r.relation for r in stated}
    for relation in stated:
        assert relation.rule.split(":")[0] in {relation.relation.lower(), "office"}
        assert 0 < relation.confidence <= 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "Israel menyerang Iran dengan rudal dan Turki mengecam Rusia, " * 250,
        "Israel menyerang Iran. " * 20_000,
        "Turki, Rusia, Iran, Israel, Mesir, Qatar, Yaman, Irak, Suriah, Cina, Jepang, India. "
        * 300,
        "kata " * 50_000,
    ],
    ids=["one long sentence", "many sentences", "many lists", "no entity"],
)
def test_hard_texts_end_in_bounded_time(nlp, text):
    clock = time.perf_counter()
    nlp(text)
    assert time.perf_counter() - clock < 60


def test_a_list_of_names_makes_a_bounded_number_of_pairs():
    names = ", ".join(f"Jenderal Budi Santoso{'abcdefghijklmnopqrst'[i]}" for i in range(20))
    countries = "Turki, Rusia, Iran, Israel, Mesir, Qatar, Yaman, Irak, Suriah, Cina, Jepang, India"
    for scene in scenes(f"{countries}, Kanada, Kuba, Peru dan Cile menyerang {names}."):
        assert len(scene.participants) <= MOST_NAMED + MOST_MEANT


def test_a_doubled_word_has_the_root_of_one():
    assert root("serangan-serangan") == root("serangan")
    assert root("-") == "-"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Israel menyerang kami," kata Menteri Pertahanan Iran.', "country:IRN"),
        ("Rusia mengatakan Ukraina melanggar gencatan senjata.", "country:RUS"),
        ("Rusia: Ukraina melanggar gencatan senjata.", "country:RUS"),
        ("Rusia menyerang Ukraina.", None),
    ],
)
def test_a_pair_knows_which_of_two_speaks(text, speaker):
    written: list[str] = []
    tables = PairTables(lambda features: written.extend(features) or ())
    (scene,) = scenes(text)
    found = {(pair.source, pair.target) for pair in pairs(scene, tables)}
    assert {speaker} <= {None, *(source for source, _ in found)}
    assert {"speaks:s", "speaks:t"}.issubset(written) == (speaker is not None)
