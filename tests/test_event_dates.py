"""Which date of a sentence is that of what a cue states."""

from __future__ import annotations

import pytest
import spacy

from extract.event_dates import EventDates


def near(text, *, published="2025-06-20", **how):
    """The date of the word in square brackets."""
    before, word, after = text.replace("]", "[").split("[")
    doc = spacy.blank("xx")(before + word + after)
    cue = doc.char_span(len(before), len(before) + len(word))
    return EventDates(doc[:], published).near(cue, **how)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Israel [menyerang] Iran pada Mei lalu, ujar menteri.", "2025-05"),
        ('"Israel [menyerang] kami," kata menteri itu, Rabu (18/6/2025).', None),
        ("Akun itu pada Rabu (18/6/2025) mengunggah video [serangan] Israel.", None),
        ("Israel [menyerang] negeri yang merdeka sejak 1948.", None),
        ("Israel [menyerang] pasukan presiden yang menjabat sejak 2018.", None),
        ("Sejak Mei dan Juni 2024 warga cemas. Israel [menyerang].", None),
        ("Presiden George W. Bush [menyerang] Irak pada 2003.", "2003"),
        ("Pada 2003 George W. Bush [menyerang] Irak.", "2003"),
    ],
)
def test_near(text, date):
    assert near(text) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (
            '"Kami [meminta] bantuan," ujar duta besar kepada wartawan, Rabu (18/6/2025).',
            "2025-06-18",
        ),
        ('"Kami [meminta] bantuan," ujarnya seperti dilansir AFP, Rabu (18/6/2025).', None),
        ('"Iran [meminta] bantuan," ujar duta besar, Rabu (18/6/2025).', None),
    ],
)
def test_what_is_done_by_saying_it_is_done_on_the_day_of_the_quotation(text, date):
    assert near(text, by_saying=True) == date
    assert near(text) is None


def test_a_past_date_behind_a_plan_is_its_own():
    assert near("Mereka dijadwalkan [bertemu] pada Selasa (17/6/2025).", ahead=True) == "2025-06-17"
    assert near("Pada Selasa (17/6/2025) ia berjanji akan [bertemu].", ahead=True) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Perang pecah pada 2003. Saat itu, AS [menyerang] Irak.", "2003"),
        ("Perang pecah pada 20 Maret 2003. Di bulan yang sama AS [menyerang] Irak.", "2003-03"),
    ],
)
def test_a_date_of_the_sentence_before(text, date):
    before, word, after = text.replace("]", "[").split("[")
    doc = spacy.blank("xx")(before + word + after)
    cue = doc.char_span(len(before), len(before) + len(word))
    first = next(t.i for t in doc if t.text == ".") + 1
    assert EventDates(doc[first:], None).near(cue) == date
