"""Which of a sentence's dates is that of what it states."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span

from extract.dates import DateMention, find_dates, phrases_of_before
from extract.schema import read_table
from extract.spans import text_of

__all__ = ["EventDates"]

_FAR = 260
"""Characters between a relation's cue and its date, at most."""
_FIRST = 20
"""Characters by which a date before the cue has to be nearer than one behind it."""
_REPORT, _SPOKEN = 70, 25
"""Characters before a date in which a source, or a verb of speech, makes it the report's."""
_BACK = 1500
"""Characters before the sentence in which the day lies that "hari yang sama" takes up."""


class EventDates:
    """The dates of a sentence, looked for when one is asked for.

    Args:
        sentence: The sentence.
        published: ISO date of its article, or ``None``.
    """

    def __init__(self, sentence: Span, published: str | None) -> None:
        self.sentence, self.published = sentence, published
        self._found: list[tuple[DateMention, str]] | None = None

    def near(self, cue: Span, *, ahead: bool = False, by_saying: bool = False) -> str | None:
        """The date of what a cue states; ``None`` where the sentence gives none.

        Args:
            cue: Words of the sentence; the date nearest to them is taken, unless it is that
                of the report.
            ahead: Whether it is still to come: a past date before the cue is that of the
                plan, then, not of what is planned.
            by_saying: Whether it is done by saying it, so that the date of a quotation in
                which "we" do it counts.
        """
        text = self.sentence.text
        if self._found is None:
            dates = find_dates(text, self.published, self._before(text))
            self._found = [(d, _report_of(text, d)) for d in dates]
        at = cue.start_char - self.sentence.start_char
        end = at + len(cue.text)
        counted = {"", "said"} if by_saying and _speaker().search(text, 0, at) else {""}
        dates = [d for d, report in self._found if report in counted]
        own = [d for d in dates if not _is_parted(text, d, at, end)]
        if not own:
            return None
        nearest = min(own, key=lambda d: _gap(d, at, end) + (d.start < at) * _FIRST)
        if _gap(nearest, at, end) > _FAR:
            return None
        day = self.published
        past = day is not None and nearest.date <= day[: len(nearest.date)]
        return None if ahead and past and nearest.start < at else nearest.date

    def _before(self, sentence: str) -> list[str]:
        """The dates that the text before the sentence states; asked for where one is meant."""
        lower = sentence.lower()
        if not any(phrase in lower for phrase in phrases_of_before()):
            return []
        start = self.sentence.start_char
        text = text_of(self.sentence.doc)[max(start - _BACK, 0) : start]
        return [d.date for d in find_dates(text, self.published)]


def _gap(date: DateMention, start: int, end: int) -> int:
    """Characters between a date and a cue."""
    return start - date.end if date.start < start else date.start - end


def _is_parted(text: str, date: DateMention, start: int, end: int) -> bool:
    """Whether a word between a date and a cue says that the one is not of the other."""
    if date.start >= start:
        return _holds_break(text, end, date.start, "after")
    opened = _inserted().match(text, date.end)
    since = max(text.rfind(",", opened.end(), start), date.end) if opened else date.end
    return _holds_break(text, since, start, "before")


def _holds_break(text: str, start: int, end: int, side: str) -> bool:
    return any(match["breaks"] for match in _breaks(side).finditer(text, start, end))


@cache
def _inserted() -> re.Pattern[str]:
    """How a clause opens that stands between a date and what it is the date of."""
    return re.compile(rf"\)?, (?:{_words('inserted')})\b", re.IGNORECASE)


@cache
def _breaks(side: str) -> re.Pattern[str]:
    breaks = rf"\b(?:{_words(side)})\b|(?<!\b\w)[.?!]\S*\s"
    return re.compile(rf"\b(?:{_words('neither')})\b|(?P<breaks>{breaks})", re.IGNORECASE)


def _words(side: str) -> str:
    rows = read_table("date_breaks.tsv")
    return "|".join(re.escape(row["word"]) for row in rows if row["side"] == side)


def _report_of(text: str, date: DateMention) -> str:
    """What makes it the date of the report, or of something told by the way; "" of an event."""
    is_day = date.date.count("-") == 2  # what is said today is told by its day
    before = text[max(date.start - _REPORT, 0) : date.start].lower()
    kinds = set()
    for word, kind in _report_words():
        if kind == "speaker" or (kind != "other" and not is_day):
            continue
        _, found, between = before.rpartition(word)
        close = len(between) <= _SPOKEN and "," not in between
        if found and (kind in ("source", "said") or close):
            kinds.add(kind)
    return next((kind for kind in ("source", "other", "speech", "said") if kind in kinds), "")


@cache
def _speaker() -> re.Pattern[str]:
    words = "|".join(word for word, kind in _report_words() if kind == "speaker")
    return re.compile(rf"\b(?:{words})(?: [\w-]+){{,4}} ?\Z", re.IGNORECASE)


@cache
def _report_words() -> tuple[tuple[str, str], ...]:
    return tuple((row["word"], row["kind"]) for row in read_table("report_words.tsv"))
