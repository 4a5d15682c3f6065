"""Dates of Indonesian text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.dates import find_dates, parse_published

TODAY = "2020-12-30"  # a Wednesday


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Jumat, 14 Januari 2022 | 12:13 WIB", "2022-01-14"),
        ("Jum'at, 26/04/2024 18:13 WIB", "2024-04-26"),
        ("Diperbarui 24 Jun 2025, 10:00 WIB", "2025-06-24"),
        ("2025/06/18 10:00:00", "2025-06-18"),
        ("June 2, 2025", "2025-06-02"),
        ("2024-05-01T10:00:00+07:00", "2024-05-01"),
        ("Wed, 02 Oct 2002 13:00:00 GMT", "2002-10-02"),
        ("31/02/2020", None),
        ("tanpa tanggal", None),
        ("", None),
    ],
)
def test_parse_published(text, iso):
    assert parse_published(text) == iso


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("bertemu pada Rabu (26/10/2022) di Ankara", ["2022-10-26"]),
        ("pada Juni 2022 lalu", ["2022-06"]),
        ("November lalu kedua negara", ["2020-11"]),
        ("dikutip media, Jumat (18/12)", ["2020-12-18"]),
        ("pada 29 September lalu", ["2020-09-29"]),
        ("pada tahun lalu", ["2019"]),
        ("menguji rudal itu pada Oktober kemarin", ["2020-10"]),
        ("sejak April 2019", ["2019-04"]),
        ("menyusul krisis pada 2010", ["2010"]),
        ("kemarin", ["2020-12-29"]),
        ("Senin malam", ["2020-12-28"]),
        ("Senin depan", ["2021-01-04"]),
        ("bulan depan", ["2021-01"]),
        ("per Januari tahun ini", ["2020-01"]),
        ("pada September tahun lalu", ["2019-09"]),
        ("pada Jumat, 18 Desember 2020", ["2020-12-18"]),
        ("pada 28 April, 2015", ["2015-04-28"]),
        ("sejak 1960-an", []),
        ("jet F-16 dan 2.000 tentara", []),
        ("Pasal 12/7 undang-undang", []),
        ("sepanjang 2025, pada penghujung 2001 dan musim panas 2024", ["2025", "2001", "2024"]),
        ("Tahun 1689, wakil-wakil Tiongkok dan 1500 orang", ["1689"]),
        ("pada bulan Februari dan Maret 1945", ["1945-02", "1945-03"]),
        ("antara November dan Januari 1945", ["1944-11", "1945-01"]),
        ("pada 13 dan 14 Juni 2025", ["2025-06-13"]),
        ("pada Selasa (6/10/2025)", ["2025-06-10"]),  # a Tuesday in June, a Monday in October
        ("pada Senin (6/10/2025)", ["2025-10-06"]),
        ("pada Selasa (3092025), Kamis malam (23102025)", ["2025-09-30", "2025-10-23"]),
    ],
)
def test_find_dates(text, dates):
    assert [d.date for d in find_dates(text, TODAY)] == dates


def test_relative_dates_need_the_articles_own():
    assert find_dates("kemarin, Senin, Juni lalu, (19/06)", None) == []
    assert [d.date for d in find_dates("(29/12/2020)", None)] == ["2020-12-29"]


@given(st.text(), st.sampled_from([None, TODAY]))
def test_offsets_lie_in_the_text_and_in_order(text, published):
    found = find_dates(text, published)
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert [d.start for d in found] == sorted(d.start for d in found)


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2099))
def test_a_full_date_is_read_or_refused_never_changed(day, month, year):
    text = f"{day:02}/{month:02}/{year}"
    for mention in find_dates(text, None):
        assert mention.date in (f"{year}-{month:02}-{day:02}", f"{year}-{day:02}-{month:02}")


def test_linear_time():
    clock = time.perf_counter()
    find_dates("pada 1 " * 50_000, TODAY)
    find_dates("1" * 200_000, TODAY)
    assert time.perf_counter() - clock < 5


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Dalam dua Minggu ke Depan", []),
        ("panggilan telepon minggu lalu", []),
        ("dalam beberapa minggu terakhir", []),
        ("perkembangan dua hari ini, dua bulan lalu", []),
        ("Berita Hari Ini: rudal diuji", []),
        ("rudal diuji hari ini", ["2025-06-18"]),
        ("Minggu lalu, kedua negara sepakat", []),
        ("Pada Minggu lalu kedua negara sepakat", ["2025-06-15"]),
        ("pada Minggu malam", ["2025-06-15"]),
        ("pada hari minggu", ["2025-06-15"]),
        ("sejak 7 Oktober", ["2024-10-07"]),
        ("pada 17 Agustus mendatang", ["2025-08-17"]),
    ],
)
def test_weeks_are_no_days(text, dates):
    assert [d.date for d in find_dates(text, "2025-06-18")] == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Di hari yang sama, ia pergi.", ["2025-06-29"]),
        ("Di bulan yang sama ia pergi.", ["2025-06"]),
        ("Pada tahun yang sama ia pergi.", ["1948"]),
        ("Saat itu, ia pergi.", ["1948"]),
        ("Sejak saat itu, ia pergi.", []),
    ],
)
def test_the_same_day_is_the_one_before(text, dates):
    assert [d.date for d in find_dates(text, None, ["2025-06-29", "1948"])] == dates
