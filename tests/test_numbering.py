"""Numbers of features are remembered, within bounds."""

from __future__ import annotations

import pytest

from extract import numbering
from extract.numbering import Numbering


@pytest.fixture
def asked():
    return []


@pytest.fixture
def lengths(asked):
    def both(side, word):
        asked.append(word)
        return [f"{side}:{word}", word]

    return Numbering(lambda features: tuple(map(len, features))).of(both, "s")


def test_what_was_asked_before_is_not_written_again(lengths, asked):
    assert [lengths["perang"] for _ in range(3)] == [(8, 6)] * 3
    assert asked == ["perang"]


def test_what_is_asked_often_outlives_what_is_not(lengths, asked, monkeypatch):
    monkeypatch.setattr(numbering, "MOST_REMEMBERED", 20)
    lengths._owner.forget()
    for i in range(100):
        assert lengths["often"] == (7, 5)
        assert lengths[str(i)] == (2 + len(str(i)), len(str(i)))
        assert len(lengths) + len(lengths._older) <= 20
    assert asked.count("often") == 1
    assert lengths["0"] == (3, 1)
    assert asked.count("0") == 2
