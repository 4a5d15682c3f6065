"""Dates that Indonesian text states, as ISO dates.

A small grammar over word lists (``data/months.tsv``, ``data/date_words.tsv``)
does the work: the general date parsers know Indonesian months, but neither the
brackets of Indonesian datelines nor "Juni lalu", and they cost far more than all
the rest of the extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extract.schema import read_table

_AHEAD = timedelta(days=90)
"""A day without a year that lies further ahead than this is one of last year."""

__all__ = ["DateMention", "find_dates", "parse_published", "phrases_of_before"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: characters ``start`` to ``end``, ``date`` as YYYY[-MM[-DD]]."""

    start: int
    end: int
    date: str


@cache
def _months() -> dict[str, int]:
    return {row["name"]: int(row["month"]) for row in read_table("months.tsv")}


@cache
def _values(kind: str) -> dict[str, int]:
    rows = read_table("date_words.tsv")
    return {r["word"]: int(r["value"] or 0) for r in rows if r["kind"] == kind}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _beginnings() -> str:
    """How a date that opens with no digit may begin, so that most words are soon passed."""
    kinds = ("before_month", "before_year", "weekday", "same", "day", "month", "year")
    words = [*_months(), *(word for kind in kinds for word in _values(kind))]
    return "|".join(sorted({re.escape(word[:3]) for word in words}))


@cache
def _grammar() -> re.Pattern[str]:
    month = rf"(?:{_any_of(_months())})"
    turn = rf"(?:{_any_of(_values('past'))}|{_any_of(_values('future'))})"
    year = r"(?:19|20)\d\d"
    relative_year = rf"(?:{_any_of(_values('year'))})"
    weekday = rf"(?:{_any_of(_values('weekday'))})(?: (?:{_any_of(_values('part'))}))?"
    to = rf"(?:{_any_of(_values('to'))})"
    return re.compile(
        rf"(?<![\w.,/-])(?=\d|{_beginnings()})(?:"
        rf"(?P<iso>{year}-\d\d-\d\d)(?!\d)|"
        rf"(?:(?P<of>{weekday}),? \(?)?(?P<dmy>\d{{1,2}}[/.]\d{{1,2}}[/.]{year})|"
        rf"(?P<of_glued>{weekday}),? \((?P<glued>\d{{2,4}}{year})(?=\))|"
        rf"(?P<ymd>{year}/\d{{1,2}}/\d{{1,2}})|"
        rf"(?P<dm>\d{{1,2}}/\d{{1,2}})(?=\))|"
        rf"(?P<day>\d{{1,2}})(?:\s?(?:[-–]|{to})\s?\d{{1,2}})? "
        rf"(?P<month>{month})\.?(?:,? (?P<year>{year}))?"
        rf"(?: (?P<turn>{turn}))?|"
        rf"(?P<m_month>{month})\.? (?P<m_day>\d{{1,2}}),? (?P<m_year>{year})|"
        rf"(?P<month_only>{month}) (?:(?P<mo_year>{year})|(?P<mo_relative>{relative_year})|"
        rf"(?P<mo_turn>{turn}))|"
        rf"(?P<mo_first>{month})(?= {to} (?P<mo_last>{month}) (?P<mo_last_year>{year}))|"
        rf"(?:{_any_of(_values('before_month'))}) (?:bulan )?"
        rf"(?P<bare_month>{month})(?! (?:{year}|{relative_year}|{turn}|{to} {month} {year}))|"
        rf"(?:{_any_of(_values('before_year'))})(?: tahun)? (?P<year_only>{year})|"
        rf"tahun (?P<old_year>1[0-8]\d\d)|"
        rf"(?P<weekday>{_any_of(_values('weekday'))})"
        rf"(?: (?:{_any_of(_values('part'))}))?(?: (?P<w_turn>{turn}))?(?!,? \(?\d)|"
        rf"(?P<same>{_any_of(_values('same'))})|"
        rf"(?P<relative_day>{_any_of(_values('day'))})|"
        rf"(?P<relative_month>{_any_of(_values('month'))})|"
        rf"(?P<relative_year>{relative_year})"
        rf")(?![\w/]|-an)",
        re.IGNORECASE,
    )


def find_dates(text: str, published: str | None, before: Sequence[str] = ()) -> list[DateMention]:
    """Find the dates that a sentence states.

    Args:
        text: A sentence.
        published: ISO date of the article, against which "Juni lalu", "(19/06)",
            "kemarin" and weekdays are read; without it they give nothing.
        before: Dates that the text before states, in text order: "hari yang sama" takes up the
            last day among them, "bulan yang sama" its month, an opening "Saat itu," the last date.

    Returns:
        Dates in text order, with character offsets into ``text``.
    """
    today = date.fromisoformat(published) if published else None
    found = []
    for match in _grammar().finditer(text):
        value = _taken_up(match, before) if match["same"] else _read(match, today)
        if value is not None and not _is_no_date(match):
            start = max(match.start(name) for name in (0, "dmy", "glued"))
            found.append(DateMention(start, match.end(), value))
    return found


@cache
def phrases_of_before() -> tuple[str, ...]:
    """Words that take up a date before: "hari yang sama"."""
    return tuple(_values("same"))


def _taken_up(match: re.Match[str], before: Sequence[str]) -> str | None:
    length = _values("same")[match["same"].lower()]
    if not length and match.string[: match.start()].strip():
        return None  # "sejak saat itu," goes on from it
    last = next((date for date in reversed(before) if len(date) >= length), None)
    return last and last[: length or None]


def _is_no_date(match: re.Match[str]) -> bool:
    """Whether words that may tell a date tell a span of time or a title here.

    "Minggu lalu" is a week, "dua bulan lalu" two months, "Berita Hari Ini" a column.
    """
    words = match.string[: match.start()].lower().split()
    before = words[-1] if words else ""
    counted = before.isdigit() or before in _values("count")
    if match["weekday"]:
        name = match["weekday"]
        head = match["w_turn"] and (not before or not before[-1].isalnum())
        bare = (name.islower() or head) and before not in _values("before_weekday")
        return name.lower() in _values("week") and bool(counted or bare)
    relative = match["relative_day"] or match["relative_month"] or match["relative_year"]
    return relative is not None and (counted or before in _values("column"))


def _read(match: re.Match[str], today: date | None) -> str | None:
    groups = {name: value.lower() for name, value in match.groupdict().items() if value}
    for reader in (_numeric, _named, _old_or_first, _month_or_year, _relative):
        value = reader(groups, today)
        if value is not None:
            return value
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _numeric(groups: dict[str, str], today: date | None) -> str | None:
    if "iso" in groups or "ymd" in groups:
        year, month, day = map(int, re.split("[-/]", groups.get("iso") or groups["ymd"]))
        return _iso(year, month, day)
    if "dmy" in groups:
        day, month, year = map(int, re.split("[/.]", groups["dmy"]))
        return _of_weekday([_iso(year, month, day), _iso(year, day, month)], groups.get("of"))
    if "glued" in groups:
        digits, year = groups["glued"][:-4], int(groups["glued"][-4:])
        splits = [(digits[:at], digits[at:]) for at in (1, 2) if len(digits) - at in (1, 2)]
        return _of_weekday([_iso(year, int(m), int(d)) for d, m in splits], groups["of_glued"])
    if "dm" in groups and today is not None:
        day, month = map(int, groups["dm"].split("/"))
        return _nearest_past(today, month, day)
    return None


def _of_weekday(readings: list[str | None], name: str | None) -> str | None:
    """The reading that falls on the weekday said with it, else the first there is.

    "Selasa (6/10/2025)" is in the order of English, and "Selasa (3092025)" has lost its strokes.
    """
    days = [day for day in readings if day is not None]
    wanted = _values("weekday")[name.split()[0]] if name else None
    fitting = [day for day in days if date.fromisoformat(day).weekday() == wanted]
    return next(iter(fitting + days), None)


def _nearest_past(today: date, month: int, day: int) -> str | None:
    """The day in this year, or in the last where it would lie far ahead."""
    this = _iso(today.year, month, day)
    if this is not None and date.fromisoformat(this) - today > _AHEAD:
        return _iso(today.year - 1, month, day)
    return this


def _named(groups: dict[str, str], today: date | None) -> str | None:
    if "m_month" in groups:
        return _iso(int(groups["m_year"]), _months()[groups["m_month"]], int(groups["m_day"]))
    if "month" not in groups:
        return None
    month, day = _months()[groups["month"]], int(groups["day"])
    if "year" in groups:
        return _iso(int(groups["year"]), month, day)
    if today is None:
        return None
    if groups.get("turn") in _values("past") and _iso(today.year, month, day):
        year = today.year if date(today.year, month, day) <= today else today.year - 1
        return _iso(year, month, day)
    return _nearest_past(today, month, day)


def _old_or_first(groups: dict[str, str], today: date | None) -> str | None:
    """A year long ago, and the first of two months that share a year."""
    if "mo_first" in groups:
        first, last = _months()[groups["mo_first"]], _months()[groups["mo_last"]]
        return f"{int(groups['mo_last_year']) - (first > last)}-{first:02}"
    return groups.get("old_year")


def _month_or_year(groups: dict[str, str], today: date | None) -> str | None:
    if "year_only" in groups:
        return groups["year_only"]
    name = groups.get("month_only") or groups.get("bare_month")
    if name is None:
        return None
    month = _months()[name]
    if "mo_year" in groups:
        return f"{groups['mo_year']}-{month:02}"
    if today is None:
        return None
    if "mo_relative" in groups:
        return f"{today.year + _values('year')[groups['mo_relative']]}-{month:02}"
    if groups.get("mo_turn") in _values("future"):
        year = today.year + (month <= today.month)
    else:
        year = today.year - (month > today.month)
    return f"{year}-{month:02}"


def _relative(groups: dict[str, str], today: date | None) -> str | None:
    if today is None:
        return None
    if "weekday" in groups:
        return _weekday(groups["weekday"], groups.get("w_turn"), today)
    if "relative_day" in groups:
        return (today + timedelta(days=_values("day")[groups["relative_day"]])).isoformat()
    if "relative_month" in groups:
        months = today.year * 12 + today.month - 1 + _values("month")[groups["relative_month"]]
        return f"{months // 12}-{months % 12 + 1:02}"
    year = groups.get("relative_year")
    return str(today.year + _values("year")[year]) if year else None


def _weekday(name: str, turn: str | None, today: date) -> str:
    """The last such weekday up to today; the next one where the text says so."""
    wanted = _values("weekday")[name]
    if turn in _values("future"):
        return (today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)).isoformat()
    return (today - timedelta(days=(today.weekday() - wanted) % 7)).isoformat()


def parse_published(text: str) -> str | None:
    """Read a dateline or a metadata field.

    Args:
        text: Such as ``Jumat, 14 Januari 2022 | 12:13 WIB``, ``2025/06/18 10:00:00``,
            ``June 2, 2025``, ``2024-05-01T10:00:00+07:00`` or an RFC 2822 date.

    Returns:
        The first full date in it as YYYY-MM-DD, or ``None``.
    """
    for value in _full_dates(text):
        return value
    return None


def _full_dates(text: str) -> Iterator[str]:
    # A time zone's "T" glued to the day hides the end of an ISO date.
    for match in _grammar().finditer(re.sub(r"(?<=\d)T(?=\d)", " ", text)):
        value = _read(match, None)
        if value is not None and len(value) == 10:
            yield value
