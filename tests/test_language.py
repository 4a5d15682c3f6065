"""Tokens, sentences and headlines."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language import Alutsista, is_headline

TOKENIZER = Alutsista().tokenizer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Turki-Rusia beli S-400", ["Turki", "-", "Rusia", "beli", "S-400"]),
        ("rekan-rekannya pro-Moskow", ["rekan-rekannya", "pro", "-", "Moskow"]),
        ("Iran-AS, AS/Israel", ["Iran", "-", "AS", ",", "AS", "/", "Israel"]),
        ("radar AN/APG-81 dan F-35A", ["radar", "AN/APG-81", "dan", "F-35A"]),
        ("Rabu (29/12/2020).", ["Rabu", "(", "29/12/2020", ")", "."]),
        ("Dr. Goren di Kompas.com", ["Dr.", "Goren", "di", "Kompas.com"]),
        ('"Ya," kata U.S.', ['"', "Ya", ",", '"', "kata", "U.S."]),
        ("2.000 orang, 1,5 persen", ["2.000", "orang", ",", "1,5", "persen"]),
        ("@telegraph.moldova x", ["@telegraph.moldova", "x"]),
    ],
)
def test_tokens(text, tokens):
    assert [t.text for t in TOKENIZER(text) if not t.is_space] == tokens


@given(st.text())
def test_tokens_rebuild_the_text(text):
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Turki Siap\nDr. Goren bicara. Ia pergi.",
            ["Turki Siap", "Dr. Goren bicara.", "Ia pergi."],
        ),
        ('"Kami siap." Ia pergi.', ['"Kami siap."', "Ia pergi."]),
        ("Pertemuan lalu. (Foto: Reuters).", ["Pertemuan lalu.", "(Foto: Reuters)."]),
        ("Harga 1.000. Dua  kali.", ["Harga 1.000.", "Dua  kali."]),
        ("Ia pergi.  Lalu pulang.", ["Ia pergi.", "Lalu pulang."]),
        ("Satu\r\n\r\nDua", ["Satu", "Dua"]),
        ("bersama Brigjen (Purn.) Dror", ["bersama Brigjen (Purn.) Dror"]),
        ("Ia pergi.Lalu pulang.", ["Ia pergi.", "Lalu pulang."]),
    ],
)
def test_sentences(nlp, text, sentences):
    doc = nlp.get_pipe("alutsista_sentences")(nlp.make_doc(text))
    assert [s.text.strip() for s in doc.sents if s.text.strip()] == sentences


@given(st.text(max_size=200))
def test_sentences_cover_every_token(nlp, text):
    doc = nlp.get_pipe("alutsista_sentences")(nlp.make_doc(text))
    assert sum(len(s) for s in doc.sents) == len(doc)


def test_headline(nlp):
    def headline(text):
        return is_headline(nlp.make_doc(text)[:])

    assert headline("Turki Terus Kembangkan Kerja Sama dengan Rusia")
    assert not headline("Presiden Turki mengatakan bahwa negaranya membeli rudal.")


def test_the_pipeline_loads_at_once():
    code = (
        "import time, spacy; t = time.perf_counter(); import extract; extract.load();"
        "print(time.perf_counter() - t)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert float(result.stdout) < 4
