"""Entity resolution over articles, and what people decided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.extraction import run
from extract.names import key, sound
from extract.records import Article
from extract.resolution import Judgement, JudgementError, read_judgements
from extract.resolution.clusters import Clusters
from extract.resolution.weapons import same_systems


def extraction(nlp, *texts, published="2025-06-10", judgements=()):
    articles = [
        Article(f"a{i}", f"a{i}.txt", text, published=published) for i, text in enumerate(texts)
    ]
    return run(articles, nlp, judgements=judgements)


def persons(result, article):
    return {m.entity_id for m in result.mentions if m.article_id == article and m.type == "PERSON"}


def reasons(result):
    return {(r.merged_id, r.entity_id, r.reason) for r in result.resolutions}


BASAL = "Juru bicara pertahanan sipil Mahmoud Bassal mengatakan serangan Israel terjadi lagi."
BASAL_TOO = "Juru bicara Mahmud Basal mengatakan Israel menyerang sekolah."


def test_spellings_of_a_name_are_one_person_over_articles(rules):
    result = extraction(rules, BASAL, BASAL, BASAL_TOO)
    assert persons(result, "a0") == persons(result, "a2") == {"person:Mahmoud Bassal"}
    assert reasons(result) == {("person:Mahmud Basal", "person:Mahmoud Bassal", "spelling")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Odeh", "Mohammad Odeh"), ("Khalifa Haftar", "Khalifah Hafter"),
        ("Soeharto Yoesoef", "Suharto Yusuf"), ("Volodymyr Zelenskyy", "Volodimir Zelenskiy"),
        ("Moammar Qaddafi", "Muammar Kadafi"),
    ],
)  # fmt: skip
def test_spellings_sound_alike(one, other):
    assert list(map(sound, key(one).split())) == list(map(sound, key(other).split()))


@pytest.mark.parametrize(
    ("one", "other"), [("Petrov", "Petrova"), ("Katz", "Kurz"), ("Ali", "Alia")]
)
def test_other_names_sound_otherwise_or_are_told_by_their_letters(rules, one, other):
    text = "Menteri Pertahanan Rusia Andrei {} tiba di Jakarta."
    result = extraction(rules, text.format(one), text.format(other))
    assert persons(result, "a0") != persons(result, "a1")


def test_a_fuller_name_takes_in_its_part(rules):
    result = extraction(
        rules,
        "Menteri Pertahanan Turki Yasar Mehmet Guler tiba.",
        "Menteri Pertahanan Turki Yasar Mehmet Guler pergi.",
        "Menteri Pertahanan Turki Mehmet Guler kembali.",
    )
    assert persons(result, "a2") == persons(result, "a0")


def test_namesakes_stay_apart_by_their_offices(rules):
    result = extraction(
        rules,
        "Menteri Pertahanan Turki Yusuf Arman tiba di Ankara.",
        "Menteri Luar Negeri Malaysia Yusuf Arman tiba di Kuala Lumpur.",
    )
    assert persons(result, "a0") == {"person:Yusuf Arman (TUR)"}
    assert persons(result, "a1") == {"person:Yusuf Arman (MYS)"}
    assert {r.reason for r in result.resolutions} == {"namesake"}


def test_offices_of_different_states_keep_spellings_apart(rules):
    result = extraction(
        rules,
        "Menteri Pertahanan Turki Mohammad Arman tiba.",
        "Menteri Luar Negeri Malaysia Mohammed Arman tiba.",
    )
    assert persons(result, "a0") != persons(result, "a1")


def test_a_single_name_is_that_of_the_one_the_corpus_knows(rules):
    texts = [
        "Menteri Pertahanan Turki Yasar Guler tiba di Ankara.",
        "Turki akan membeli rudal, kata Guler kepada wartawan.",
        "Pemerintah Brasil menolak, kata Guler kepada wartawan.",
    ]
    result = extraction(rules, *texts)
    assert persons(result, "a1") == persons(result, "a0")
    assert persons(result, "a2") == {"person:Guler"}
    assert "country:TUR" in next(
        r.explanation for r in result.resolutions if r.reason == "short form"
    )


def test_an_office_without_a_name_is_its_holder_of_that_time(rules):
    texts = [
        "Presiden Turki Recep Tayyip Erdogan tiba di Ankara.",
        "Presiden Turki mengecam Israel.",
    ]
    accused = [
        (r.source_id, r.target_id)
        for r in extraction(rules, *texts).relations
        if r.relation == "ACCUSE"
    ]
    assert accused == [("person:Recep Tayyip Erdogan", "country:ISR")]
    undated = extraction(rules, *texts, published=None).relations
    assert ("country:TUR", "country:ISR") in {
        (r.source_id, r.target_id) for r in undated if r.relation == "ACCUSE"
    }


def test_an_office_no_longer_held_names_no_holder(rules):
    result = extraction(
        rules, "Mantan Presiden Brasil Jair Bolsonaro tiba.", "Presiden Brasil mengecam Israel."
    )
    assert not [r for r in result.resolutions if r.reason == "office"]


def test_systems_by_spelling_maker_and_variant():
    names = [
        "KF-21",
        "kf 21",
        "Sukhoi Su-35",
        "Su-35",
        "Su-35SK",
        "Hurkus Block II",
        "Hurkus",
        "tank",
    ]
    found = {(kept, gone): why for kept, gone, why in same_systems(names, {"KF-21": 3})}
    assert found[("KF-21", "kf 21")] == "spelling"
    assert found[("Su-35", "Sukhoi Su-35")] == "variant"
    assert found[("Su-35", "Su-35SK")] == "variant"
    assert found[("Hurkus", "Hurkus Block II")] == "variant"
    assert not any("tank" in pair for pair in found)


def test_judgements_stand_above_rules(rules):
    different = Judgement("person:Mahmoud Bassal", "person:Mahmud Basal", False, "rani")
    result = extraction(rules, BASAL, BASAL_TOO, judgements=[different])
    assert persons(result, "a1") == {"person:Mahmud Basal"}
    same = Judgement("person:Mahmoud Bassal", "person:Jubir Basal", True, "rani")
    result = extraction(rules, BASAL, judgements=[same])
    assert persons(result, "a0") == {"person:Jubir Basal"}
    (row,) = result.resolutions
    assert (row.reason, row.by) == ("judgement", "rani")


def test_relations_follow_and_none_is_of_one_to_itself(rules):
    text = (
        "Menteri Pertahanan Rusia Ivan Petrov bertemu dengan Menteri Luar Negeri Turki Kemal Aydin."
    )
    before = extraction(rules, text)
    assert [r for r in before.relations if r.relation == "CONSULT"]
    same = Judgement("person:Ivan Petrov", "person:Kemal Aydin", True, "x")
    after = extraction(rules, text, judgements=[same])
    assert not [r for r in after.relations if r.source_id == r.target_id]
    assert "person:Ivan Petrov" not in {r.source_id for r in after.relations}


def test_the_order_of_articles_does_not_matter(rules):
    texts = [
        BASAL,
        BASAL_TOO,
        "Menteri Pertahanan Turki Yasar Guler tiba.",
        "Kata Guler, Turki siap.",
    ]
    articles = [Article(f"a{i}", "s", text, published="2025-06-10") for i, text in enumerate(texts)]

    def found(order):
        result = run(order, rules)
        return (
            {(m.article_id, m.start, m.entity_id) for m in result.mentions},
            reasons(result),
        )

    assert found(articles) == found(articles[::-1])


GOOD = "left,right,judgement,by,note\nperson:A B,person:C D,same,rani,spelling\n"


def test_judgements_are_read(tmp_path):
    path = tmp_path / "judgements.csv"
    path.write_text(GOOD, encoding="utf-8-sig")
    assert read_judgements(path) == [Judgement("person:A B", "person:C D", True, "rani")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("left,right,judgement\n", "no column by"),
        (GOOD + "country:TUR,country:RUS,same,x,\n", ":3: 'country:TUR' is no id"),
        (GOOD + "person:A,weapon:B,same,x,\n", "must be two of one type"),
        (GOOD + "person:A,person:A,same,x,\n", "must be two of one type"),
        (GOOD + "person:A,person:B,maybe,x,\n", "'maybe' must be 'same' or 'different'"),
        (GOOD + "person:C D,person:E,same,x,\nperson:E,person:A B,different,x,\n", "both same and"),
        (GOOD + "person:A\n", "'' is no id"),
    ],
)
def test_bad_judgements_are_told(tmp_path, text, said):
    path = tmp_path / "judgements.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(JudgementError, match=r"judgements\.csv") as error:
        read_judgements(path)
    assert said in str(error.value)


NAMES = st.sampled_from([f"n{i}" for i in range(8)])


@given(st.lists(st.tuples(NAMES, NAMES)), st.lists(st.tuples(NAMES, NAMES)))
def test_what_is_apart_never_meets(joins, apart):
    apart = [(a, b) for a, b in apart if a != b]
    clusters = Clusters(apart)
    for one, other in joins:
        assert clusters.join(one, other) == (clusters.find(one) == clusters.find(other))
    assert all(clusters.find(a) != clusters.find(b) for a, b in apart)
    for name in {n for pair in joins for n in pair}:
        assert name in clusters.members(name)
        assert {clusters.find(m) for m in clusters.members(name)} == {clusters.find(name)}
