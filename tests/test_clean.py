"""Cleaning mends what is broken and never loses an offset."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.clean import clean

PIECES = st.sampled_from(
    [
        "seranganIsraelyang",
        "PresidenDonald",
        "Trumpmengatakan",
        " ",
        "\n",
        "AktaÅŸ",
        "&nbsp;",
        "&amp;",
        "\u200b",
        "\u00ad",
        "a\u0301",
        "Turki",
        ".",
        "keUkraina",
        "�",
        "é",
        "\ud800",
        "\x00",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("seranganIsraelyang luas", "serangan Israel yang luas"),
        ("PresidenDonald Trumpmengatakan", "Presiden Donald Trump mengatakan"),
        (
            "Recep Tayyip ErdoganmengatakanIranmemiliki",
            "Recep Tayyip Erdogan mengatakan Iran memiliki",
        ),
        ("Presiden RIPrabowo Subiantosetelah itu", "Presiden RI Prabowo Subianto setelah itu"),
        ("Trump mengklaimIrandanIsraelsepakat", "Trump mengklaim Iran dan Israel sepakat"),
        ("menginvasiTaiwanpada Senin", "menginvasi Taiwan pada Senin"),
        ("pasokan keUkraina", "pasokan ke Ukraina"),
        ("dilansirAFP, Rabu", "dilansir AFP, Rabu"),
        ("AStelah pergi", "AS telah pergi"),
        ("[Fatih AktaÅŸ - Agensi]", "[Fatih Aktaş - Agensi]"),
        ("Tank&nbsp;itu &amp; truk", "Tank itu & truk"),
        ("alut\u00adsista\u200b baru", "alutsista baru"),
        ("Erdog\u0306an", "Erdoğan"),
    ],
)
def test_mends(read, mended):
    assert clean(read).text == mended


@pytest.mark.parametrize(
    "text",
    [
        "iNews dan YouTube",
        "SpaceX, WhatsApp",
        "websideSindonews",
        "emerintah Turki",
        "rudalnya S-400",
        "Pyongyang",
        "F-35A dan MiG-29",
        "Yerusalem",
        "Palangkaraya",
        "Netanyahu",
        "kapal TCG Kemalreis",
    ],
)
def test_leaves_right_words_alone(text):
    assert clean(text).text == text
    assert clean(text).edits == ()


def test_a_mention_of_a_glued_word_leads_back_to_it():
    text = "Dalam seranganIsraelyang luas"
    cleaned = clean(text)
    start = cleaned.text.index("Israel")
    assert text[slice(*cleaned.to_source(start, start + 6))] == "Israel"
    assert cleaned.from_source(14, 20) == (start, start + 6)


def test_a_changed_stretch_is_taken_whole():
    text = "foto AktaÅŸ lama"
    cleaned = clean(text)
    start = cleaned.text.index("taş")
    assert text[slice(*cleaned.to_source(start, start + 3))] == "AktaÅŸ"


@given(TEXTS, st.data())
def test_every_span_leads_into_the_source(text, data):
    cleaned = clean(text)
    start = data.draw(st.integers(0, len(cleaned.text)))
    end = data.draw(st.integers(start, len(cleaned.text)))
    first, last = cleaned.to_source(start, end)
    assert 0 <= first <= last <= len(text)
    back, forth = cleaned.from_source(first, last)
    # A space put in between two words comes from no character at all.
    span = cleaned.text[start:end].rstrip(" ")
    if span:
        assert back <= start + len(span) - len(span.lstrip(" "))
        assert start + len(span) <= forth


@given(TEXTS)
def test_offsets_keep_their_order(text):
    cleaned = clean(text)
    starts = [cleaned.to_source(i, i)[0] for i in range(len(cleaned.text) + 1)]
    assert starts == sorted(starts)


@given(TEXTS)
def test_the_edits_rebuild_the_source(text):
    cleaned = clean(text)
    rest, done = [], 0
    for start, end, new in cleaned.edits:
        assert done <= start <= end <= len(text)
        rest += (text[done:start], new)
        done = end
    assert "".join([*rest, text[done:]]) == cleaned.text


@given(st.text(alphabet="abc \n."))
def test_plain_text_is_untouched(text):
    assert clean(text).text == text


@given(TEXTS)
def test_lines_stay(text):
    assert clean(text).text.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", ["a" * 1_000_000, "aB" * 300_000, "Ã¼" * 100_000, "&" * 500_000])
def test_long_words_take_bounded_time(text):
    clock = time.perf_counter()
    clean(text)
    assert time.perf_counter() - clock < 5
