"""Texts made to take for ever or to lose their places, and a model that unpickles nothing."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.clean import clean
from extract.extraction import run
from extract.names import key
from extract.records import Article
from graph.tables import build_tables

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "extract" / "model"
SENTENCE = (
    "Menteri Pertahanan Turki Hulusi Akar menyatakan Turki membeli sistem rudal S-400 dari Rusia."
)


PIECES = st.sampled_from([
    SENTENCE, "Turki", "Rusia", " dan ", "S-400", "Presiden ", "Hulusi Akar", "Recep Tayyip Erdoğan", "\n", "\r\n",
    " ", ". ", ", ", "seranganIsraelyang", "keUkraina", "AktaÅŸ", "ÃƒÂ¼", "â€œTurkiâ€", "&nbsp;", "&amp;", "&#x202e;",
    "&#0;", "\u200b", "\u202e", "\u2066", "\u00ad", "\u2028", "\x00", "\x1b[31m", "\ufeff", "a" + "\u0301" * 40,
    "a" * 1100, "€" * 1100, "😀", "\ufffe", "(", ")", "“", '"', "-", "2020-01-01", "100 juta dolar AS", "F-16",
    "membeli ", "mengancam ", "Baca juga: ", "kata ", "İ", "ß", "ﬁ", "中",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join))


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_record_leads_into_the_text_as_read(nlp, text):
    text = text.encode("utf-8", "replace").decode()
    result = run([Article("a", "a", text, published="2020-01-05")], nlp)
    assert result.problems == []
    for mention in result.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
    for one in result.relations:
        assert one.evidence == text[one.start : one.end] and one.evidence
        if one.cue_start is not None:
            assert one.start <= one.cue_start < one.cue_end <= len(text)
    for one in result.offices:
        assert one.text == text[one.start : one.end]


@given(TEXTS)
def test_offsets_map_in_order_and_in_bounds_both_ways(text):
    cleaned = clean(text)
    there = [cleaned.to_source(i, i) for i in range(len(cleaned.text) + 1)]
    back = [cleaned.from_source(i, i) for i in range(len(text) + 1)]
    for places, most in ((there, len(text)), (back, len(cleaned.text))):
        assert all(0 <= start <= end <= most for start, end in places)
        assert all(a <= c and b <= d for (a, b), (c, d) in pairwise(places))
    for (_, end, _), (start, _, _) in pairwise(cleaned.edits):
        assert end <= start


LONG = {
    "a word": "a" * 300_000, "signs": "€" * 300_000, "quotes": '"' * 300_000, "mojibake": "â€" * 150_000,
    "mojibake of controls": "Â\x80" * 150_000, "marks": "a" + "\u0316\u0300" * 150_000,
    "entities": "&quot;" * 50_000, "names": "Ab " * 50_000, "hyphens": "Budi-Santoso-" * 1_500,
    "speakers": '" kata Budi, ' * 1_500, "brackets": "(" * 300_000, "dots": "A. " * 50_000,
    "digits": "9" * 300_000, "lines": "\n" * 300_000, "spaces": " " * 300_000, "bidi": "\u202e" * 300_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", LONG)
def test_no_text_takes_quadratic_time(nlp, kind):
    clock = time.perf_counter()
    result = run([Article("a", "a", f"{SENTENCE}\n{LONG[kind]}\n{SENTENCE}")], nlp)
    assert time.perf_counter() - clock < 12
    assert result.problems == [] and {"country:TUR", "weapon:S-400"} <= {
        m.entity_id for m in result.mentions
    }


@pytest.mark.parametrize(
    "text", [LONG["mojibake of controls"], LONG["signs"], "x" + "&quot;" * 50_000, "é" * 9_999]
)
def test_no_stretch_without_a_space_stays_long(text):
    assert max(map(len, clean(text).text.split())) <= 2500


def ten_thousand(kind):
    if kind == "weapons":
        return "Turki membeli " + ", ".join(f"F-{i}" for i in range(10_000)) + " dari Rusia."
    if kind == "persons":
        letters = "abcdefghijklmnopqrstuvwxyz"
        names = [f"Bud{a}n Wijay{b}{c}" for a in letters for b in letters for c in letters][:10_000]
        return "Presiden Turki bertemu " + ", Presiden ".join(names) + " di Rusia."
    return "Turki membeli rudal dari " + "Rusia, Israel, Iran dan " * 3_400 + "Suriah."


@pytest.mark.parametrize(
    "kind",
    ["countries", *(pytest.param(k, marks=pytest.mark.slow) for k in ("weapons", "persons"))],
)
def test_10_000_mentions_in_a_sentence_take_bounded_time(nlp, kind):
    clock = time.perf_counter()
    tables = build_tables(
        run([Article("a", "a", f"{SENTENCE}\n{ten_thousand(kind)}\n{SENTENCE}")], nlp)
    )
    assert time.perf_counter() - clock < 20
    assert len(tables.mentions) > 1_000 and len(tables.edges) < 100_000


def test_a_run_of_capitals_is_no_name(nlp):
    result = run(
        [Article("a", "a", "Presiden " + "Budi-Santoso-" * 60 + "Budi tiba. " + "Ab " * 500)], nlp
    )
    assert all(len(key(m.text).split()) <= 12 for m in result.mentions if m.type == "PERSON")


FORBIDDEN = """
import pickle, _pickle
from babel import Locale
for lang in ("id", "en"):  # babel keeps the names of countries in pickles of its own package
    Locale(lang).territories

def refuse(*_, **__):
    raise AssertionError("something was unpickled")

class Refuses:
    def __init__(self, *_, **__):
        refuse()

for module in (pickle, _pickle):
    module.load = module.loads = refuse
    module.Unpickler = Refuses
pickle._load = pickle._loads = refuse
pickle._Unpickler = Refuses
"""


def test_the_model_loads_where_nothing_can_be_unpickled():
    code = FORBIDDEN + (
        "from extract.pipeline import load\n"
        "doc = load()('Menteri Pertahanan Turki Hulusi Akar membeli rudal S-400 dari Rusia.')\n"
        "print(sorted(s.kb_id_ for s in doc.spans['mentions']))\n"
        "try:\n    pickle.loads(b'N.')\nexcept AssertionError:\n    print('refused')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "person:Hulusi Akar" in result.stdout and result.stdout.endswith("refused\n")


def test_no_file_of_the_model_is_a_pickle():
    files = [path for path in MODEL.rglob("*") if path.is_file()]
    assert len(files) > 8
    for path in files:
        data = path.read_bytes()
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert not data.startswith(pickle.PROTO + bytes([protocol])), path
        # An array of objects is a pickle within an .npy or .npz file.
        assert b"'descr': '|O'" not in data and b"'descr': 'O'" not in data, path
