"""The model of relations: its features, its weights, what it makes of the rules."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.joint import EVIDENCE, JointModel, Places, most_of_others
from extract.morphology import affix, root
from extract.pair_tables import PairTables
from extract.pairs import pairs
from extract.participants import MOST_MEANT, MOST_NAMED
from extract.pipeline import load
from extract.reading import read
from extract.relation_model import RelationModel, hashed, heads_of
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


TYPES = ["ASSAULT", "SANCTION"]


def tiny_model(weights=(1.0,), joint_biases=(0.0, 0.0)):
    keys = np.array(sorted(hashed(["a", "b"])), dtype="uint32")
    heads = heads_of(TYPES)
    table = np.zeros((2, len(heads)), dtype="float32")
    said = {"ASSAULT": 2.0, "SANCTION": -1.0, "rules": 3.0}
    table[list(keys).index(*hashed(["a"]))] = [said.get(head, 0.0) for head in heads]
    biases = np.array([-1.0] + [0.0] * (len(heads) - 1))
    joint = JointModel(
        np.array([*weights, *[0.0] * (len(EVIDENCE) - len(weights))]), np.array(joint_biases)
    )
    return RelationModel(TYPES, keys, table, biases, np.array([1.0, 0.0]), joint)


def judged(model, rows, stated=None, places=None, able=None):
    """Probabilities of pairs that stand alone, unless it is said where."""
    shape = len(rows), len(model.types)
    stated = np.zeros(shape, dtype=bool) if stated is None else stated
    able = np.ones(shape, dtype=bool) if able is None else able
    places = places or Places.of([(i, 0, "a", "b") for i in range(len(rows))])
    features = [model.numbers(row) for row in rows]
    return model.probabilities(features, stated, able, places)


@given(ROWS)
def test_probabilities_have_a_row_a_pair(rows):
    for weights in ((1.0,), tuple(np.linspace(-1, 1, len(EVIDENCE)))):
        found = judged(tiny_model(weights), rows)
        assert found.shape == (len(rows), 2)
        assert ((found >= 0) & (found <= 1)).all()


def test_unknown_features_say_nothing_and_repeated_ones_count_once():
    found = judged(tiny_model(), [["a"], ["a", "a", "zz"], []])
    assert found[0] == pytest.approx(found[1])
    assert found[2] == pytest.approx([1 / (1 + np.e), 0.5])


def test_a_rare_type_takes_the_word_of_the_rules():
    model = tiny_model()
    alone, ruled = (judged(model, [["a"]], np.full((1, 2), s))[0] for s in (False, True))
    assert ruled[0] == pytest.approx(alone[0])  # trusted in full
    assert ruled[1] == pytest.approx(1 / (1 + np.exp(-3)))  # not at all
    assert alone[1] < 0.5


def test_a_type_that_the_schema_forbids_is_none():
    able = np.array([[True, False]])
    assert judged(tiny_model(), [["a"]], able=able)[0].tolist()[1] == 0


@pytest.mark.parametrize(
    ("told_by", "places"),
    [
        ("in_sentence", [("x", 0, "a", "b"), ("x", 0, "c", "d"), ("x", 1, "a", "e")]),
        ("of_source", [("x", 0, "a", "b"), ("x", 0, "a", "d"), ("x", 1, "a", "e")]),
        ("of_target", [("x", 0, "a", "b"), ("x", 0, "c", "b"), ("x", 1, "c", "b")]),
        ("of_pair", [("x", 0, "a", "b"), ("x", 3, "a", "b"), ("y", 0, "a", "b")]),
        ("in_article", [("x", 0, "a", "b"), ("x", 7, "c", "d"), ("y", 0, "a", "b")]),
        ("pair_related", [("x", 0, "a", "b"), ("x", 3, "a", "b"), ("x", 0, "b", "a")]),
    ],
)
def test_a_likely_pair_speaks_for_those_it_belongs_with(told_by, places):
    """The first two of three pairs belong together; only the first has a feature that tells."""
    weights = [1.0 if name in ("alone", told_by) else 0.0 for name in EVIDENCE]
    found = judged(tiny_model(weights), [["a"], [], []], places=Places.of(places))[:, 0]
    assert found[1] > found[2]


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=12))
def test_the_most_of_the_others_is_what_a_loop_finds(rows):
    groups = np.array([group for group, _ in rows], dtype="int64")
    values = np.array([[value] for _, value in rows]).reshape(-1, 1)
    wanted = [
        max((v for j, (g, v) in enumerate(rows) if j != i and g == group), default=0)
        for i, (group, _) in enumerate(rows)
    ]
    assert most_of_others(groups, values)[:, 0].tolist() == wanted


def test_weights_survive_a_file(tmp_path):
    model = tiny_model(np.linspace(0.1, 1, len(EVIDENCE)), (0.5, -0.5))
    model.save(tmp_path / "relations.npz")
    again = RelationModel.load(tmp_path / "relations.npz")
    assert again.types == model.types
    stated = np.ones((1, 2), dtype=bool)
    assert judged(again, [["a"]], stated) == pytest.approx(judged(model, [["a"]], stated), abs=0.02)


def test_training_learns_what_a_feature_means():
    rows = [
        LabelledPair(str(i), 0, "a", "b", "cc", [*hashed(["cue" if i % 2 else "none", "always"])],
                     frozenset({"ASSAULT"} if i % 2 else ()), frozenset())
        for i in range(60)
    ]  # fmt: skip
    model = train_relations(rows)
    column = model.types.index("ASSAULT")
    found = judged(model, [["cue", "always"], ["none", "always"]])[:, column]
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
        "Turki menunjuk Kemal Aydin sebagai perdana menteri. " * 20_000,
        "Israel menyerang Iran pada Kamis (12/6/2025). Di hari yang sama, Iran membalas. " * 2_000,
    ],
    ids=[
        "one long sentence",
        "many sentences",
        "many lists",
        "no entity",
        "many offices",
        "many dates",
    ],
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
