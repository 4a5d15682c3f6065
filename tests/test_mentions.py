"""Countries, weapons and persons, and the entities they name."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.entities import resolve_persons
from extract.weapons import category, find_designations, label, meant_designation


def mentions(nlp, text, kind):
    doc = nlp(text)
    return [(s.text, s.kb_id_.partition(":")[2]) for s in doc.spans["mentions"] if s.label_ == kind]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Warga Iran dan tentara Korsel tiba.", [("Iran", "IRN"), ("Korsel", "KOR")]),
        (
            "Türkiye, Turkiye dan turki sama.",
            [("Türkiye", "TUR"), ("Turkiye", "TUR"), ("turki", "TUR")],
        ),
        ("Negeri Paman Sam menolak.", [("Negeri Paman Sam", "USA")]),
        ("Nilai dolar AS naik.", [("AS", "USA")]),
        ("Uni Soviet runtuh.", [("Uni Soviet", "SUN")]),
        ("Konflik Turki-Rusia mereda.", [("Turki", "TUR"), ("Rusia", "RUS")]),
        ("Dalam seranganIsraelyang luas.", []),
        ("Di Laut China Selatan kapal itu berlayar.", []),
        ("Ia berbahasa Inggris.", []),
        ("NATO dan Uni Eropa menolak.", []),
        ("Ia menang as wajit.", []),
        ("Republik Demokratik Kongo menolak.", [("Republik Demokratik Kongo", "COD")]),
    ],
)
def test_countries(rules, text, found):
    assert mentions(rules, text, "COUNTRY") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ankara dan Moskow sepakat bekerja sama.", [("Ankara", "TUR"), ("Moskow", "RUS")]),
        ("Kremlin menolak tuduhan itu.", [("Kremlin", "RUS")]),
        ("Ada tekanan dari Washington.", [("Washington", "USA")]),
        ("Mereka bertemu di Moskow.", []),
        ("MOSKOW, Contoh.id – Mereka tiba kemarin.", []),
        ("Ia mengunjungi KBRI Teheran.", []),
        ("Delegasi itu berasal dari kota Ankara.", []),
    ],
)
def test_metonyms(rules, text, found):
    assert mentions(rules, text, "COUNTRY") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Turki membeli sistem rudal S-400.", [("S-400", "S-400")]),
        ("Indonesia memesan jet tempur dan kapal selam.",
         [("jet tempur", "fighter aircraft"), ("kapal selam", "submarine")]),
        ("Drone Heron buatan Israel.", [("Heron", "Heron")]),
        ("Rudal-rudalnya jatuh.", [("Rudal-rudalnya", "missile")]),
        ("Kapal perang Turki, TCG Kemalreis, berlabuh.", [("TCG Kemalreis", "TCG Kemalreis")]),
        ("Pesawat tempur F-53 itu canggih.", [("F-53", "F-35")]),
        ("Sukhoi Su-35 dan F16 terbang.", [("Sukhoi Su-35", "Su-35"), ("F16", "F-16")]),
        ("Gencatan senjata berlaku.", []),
        ("Kedua pihak melucuti senjata.", [("senjata", "arms")]),
        ("Ia melihat macan tutul di hutan.", []),
        ("Gaya F-1000 dan tahun 2020-an.", []),
        ("Sistem anti - rudal dan rudal Iskander - M tiba.",
         [("Sistem anti - rudal", "air defence system"), ("Iskander - M", "Iskander")]),
        ("Pesawat MH17 jatuh di Ukraina.", []),
        ("Kapal jelajah dan senjata artileri Rusia tiba.",
         [("Kapal jelajah", "warship"), ("senjata artileri", "artillery")]),
    ],
)  # fmt: skip
def test_weapons(rules, text, found):
    assert mentions(rules, text, "WEAPON") == found


def test_a_class_noun_that_refers_back_is_no_mention(rules):
    text = "Rusia mengirim sistem rudal S-400. Ankara menguji senjata tersebut."
    assert mentions(rules, text, "WEAPON") == [("S-400", "S-400")]


def test_a_new_system_takes_the_category_of_its_class(rules):
    doc = rules("Perusahaan itu memamerkan drone Zorvax-7 kemarin.")
    assert [s.kb_id_ for s in doc.spans["mentions"]] == ["weapon:Zorvax-7"]
    assert doc.user_data["weapon_categories"] == {"weapon:Zorvax-7": "Aircraft"}


@pytest.mark.parametrize(
    ("name", "known"),
    [("S-400", "Air defence systems"), ("missile", "Missiles"), ("Leopard 2", "Armoured vehicles"),
     ("Su-57", "Aircraft"), ("Su-99", "Aircraft"), ("nothing", None)],
)  # fmt: skip
def test_category(name, known):
    assert category(name) == known


def test_labels_of_classes_are_translated_and_names_are_not():
    assert (label("missile"), label("missile", "en"), label("S-400", "en")) == (
        "rudal", "missile", "S-400",
    )  # fmt: skip


def test_a_misprint_is_mended_only_where_one_system_fits():
    assert meant_designation("F-53", "Aircraft") == "F-35"
    assert meant_designation("F-35", "Aircraft") is None
    assert meant_designation("F-99", "Aircraft") is None
    assert meant_designation("F-53", "Ships") is None


@given(st.text())
def test_designations_point_into_the_text(text):
    for found in find_designations(text):
        assert 0 <= found.start < found.end <= len(text)
        assert any(c.isdigit() for c in text[found.start : found.end])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Menteri Pertahanan Turki Hulusi Akar tiba. Akar bicara.",
         [("Hulusi Akar", "Hulusi Akar"), ("Akar", "Hulusi Akar")]),
        ("Brigjen (Purn.) Dror Shalom mengunjungi Turki.", [("Dror Shalom", "Dror Shalom")]),
        ('"Kami siap," kata Dr. Nimrod Goren.', [("Nimrod Goren", "Nimrod Goren")]),
        ("Presiden Reccep Tayyip Erdogan bertemu Vladmir Putin.",
         [("Reccep Tayyip Erdogan", "Recep Tayyip Erdogan"), ("Vladmir Putin", "Vladimir Putin")]),
        ("Trump menolak.", [("Trump", "Donald Trump")]),
        ("Menteri Luar Negeri Mevlut Cavusoglu tiba. Mevlut bicara.",
         [("Mevlut Cavusoglu", "Mevlut Cavusoglu"), ("Mevlut", "Mevlut Cavusoglu")]),
        ("Perdana Menteri Libya Fayez al-Sarraj menyambut tamu.",
         [("Fayez al-Sarraj", "Fayez al-Sarraj")]),
        ("Pasukan itu tiba di Kota Tarhuna.", []),
        ("Menteri Pertahanan Israel, Israel Katz, bicara.", [("Israel Katz", "Israel Katz")]),
    ],
)  # fmt: skip
def test_persons(rules, text, found):
    assert mentions(rules, text, "PERSON") == found


def test_names_that_the_model_found_are_taken(rules):
    from spacy.tokens import Span, SpanGroup

    doc = rules.make_doc("Zq Wvx meninjau Vqx9 di sana.")
    for name, component in rules.pipeline:
        if name == "alutsista_weapons":
            found = [Span(doc, 0, 2, label="PERSON"), Span(doc, 3, 4, label="WEAPON")]
            doc.spans["names"] = SpanGroup(doc, name="names", spans=found)
        doc = component(doc)
    assert [s.kb_id_ for s in doc.spans["mentions"]] == ["person:Zq Wvx", "weapon:Vqx9"]


def test_initials_in_brackets_are_found_again(rules):
    text = "Kata Budi Cahya Wijaya (BCW), Senin. Menurut dia, BCW akan datang."
    assert mentions(rules, text, "PERSON") == [
        ("Budi Cahya Wijaya", "Budi Cahya Wijaya"),
        ("BCW", "Budi Cahya Wijaya"),
        ("BCW", "Budi Cahya Wijaya"),
    ]


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (["Erdogan"], ["Recep Tayyip Erdogan"]),
        (["Budi Wijaya", "Wijaya", "Budi"], ["Budi Wijaya"] * 3),
        (["Marwan al-Sultan", "Al Sultan"], ["Marwan al-Sultan"] * 2),
        (["Budi Cahya Wijaya", "BCW"], ["Budi Cahya Wijaya"] * 2),
        (["Sergei K. Shoigu"], ["Sergei Shoigu"]),
        (
            ["Reza Wijaya", "Ali-Reza Budiman", "Reza"],
            ["Reza Wijaya", "Ali-Reza Budiman", "Reza Wijaya"],
        ),
        (["Trump Ejek Wijaya", "Trump"], ["Trump Ejek Wijaya", "Donald Trump"]),
        (["Glen Johnson", "Johnson"], ["Glen Johnson"] * 2),
        (["Johnson"], ["Boris Johnson"]),
        (["Mohammed Odeh", "Mohammad Odeh"], ["Mohammed Odeh"] * 2),
        (["Ali Wijaya", "Budi Wijaya", "Wijaya"], ["Ali Wijaya", "Budi Wijaya", "Budi Wijaya"]),
        (["Khalid Al-Mishri"], ["Khalid al-Mishri"]),
        (["Erdoğan"], ["Recep Tayyip Erdogan"]),
        ([], []),
    ],
)
def test_resolution(names, ids):
    assert resolve_persons(names) == ids


@given(st.lists(st.text(min_size=1)))
def test_resolution_gives_every_name_an_ascii_id(names):
    ids = resolve_persons(names)
    assert len(ids) == len(names)
    assert all(name.isascii() for name in ids)


def test_mentions_never_overlap_and_stand_in_order(rules):
    doc = rules("Presiden Turki Recep Tayyip Erdogan membeli drone Heron dari Israel Katz dan AS.")
    spans = list(doc.spans["mentions"])
    assert len(spans) > 3
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "text",
    ["Turki, " * 10_000, "Turki membeli rudal. " * 5_000, "Presiden " * 3_000 + "X",
     "Menteri Luar Negeri Turki Budi Santoso, " * 700, "a " * 20_000],
)  # fmt: skip
def test_hostile_length_takes_bounded_time(rules, text):
    clock = time.perf_counter()
    rules(text)
    assert time.perf_counter() - clock < 20


def test_makers_of_arms_are_no_persons(rules):
    assert mentions(rules, "Menurut Lockheed Martin, jet itu aman.", "PERSON") == []


def test_hyphenated_names_are_whole(rules):
    doc = rules("Juru bicara Houthi Ramon Morales-Reyes tiba. Presiden Suriah al-Sharaa pergi.")
    assert [s.text for s in doc.spans["persons"]] == ["Ramon Morales-Reyes", "al-Sharaa"]


def test_a_hyphen_between_two_names_joins_them_not(rules):
    doc = rules("Presiden Prabowo bertemu Gibran. Prabowo-Gibran dilantik, kata Prabowo.")
    assert "Prabowo-Gibran" not in [s.text for s in doc.spans["persons"]]


def test_a_surname_misspelt_once_takes_its_usual_spelling():
    names = ["Christopher Philips", "Phillips", "Phillips"]
    assert set(resolve_persons(names)) == {"Christopher Phillips"}
