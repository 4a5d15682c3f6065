"""The article's own sentences against what stands beside them."""

from __future__ import annotations

import pytest

PROSE = "Pemerintah Turki menyatakan akan membeli sistem rudal baru dari Rusia pada tahun depan."


def content(nlp, text):
    doc = nlp.make_doc(text)
    for name in ("alutsista_sentences", "alutsista_content"):
        doc = nlp.get_pipe(name)(doc)
    return [s.text for s in doc.spans["content"]]


@pytest.mark.parametrize(
    "line",
    ["Baca juga: Iran Marah Besar", "Editor : Budi Santoso", "(Foto: Reuters).", "Advertisement",
     "[Budi Santoso - Agensi Foto]", "16 jam lalu", "SCROLL TO CONTINUE WITH CONTENT",
     "© 2023 Contoh",
     "https://contoh.id/a", "Halaman", "123",
     "Jumat, 14 Januari 2022 | 12:13 WIB", "= = =",
     "Simak Video 'Iran Marah':", "[Gambas:Video 20detik]", "(kha)", "All Right Reserved",
     "Ikuti kami di WhatsApp"],
)  # fmt: skip
def test_boilerplate_is_left_out(nlp, line):
    assert content(nlp, f"Turki Siap Beli Rudal Rusia\n{PROSE}\n{line}\n") == [
        "Turki Siap Beli Rudal Rusia", PROSE
    ]  # fmt: skip


def test_menu_above_the_headline(nlp):
    text = f"Notification\n×\nInternasional\nTurki Siap Beli Rudal Rusia\n{PROSE}"
    assert content(nlp, text) == ["Turki Siap Beli Rudal Rusia", PROSE]


def test_related_list_below_a_marker(nlp):
    text = (
        f"Turki Siap Beli Rudal\n{PROSE}\nArtikel Terkait\nInternasional\nTrump Klaim Iran Setuju\n"
    )
    assert content(nlp, text) == ["Turki Siap Beli Rudal", PROSE]


def test_prose_resumes_below_a_marker(nlp):
    text = f"Turki Siap Beli Rudal\n{PROSE}\nRekomendasi\n" + f"{PROSE}\n" * 3
    assert content(nlp, text).count(PROSE) == 4


def test_subheading_and_caption_are_content(nlp):
    lines = ["Turki Siap Beli Rudal Rusia", PROSE, "Potensi Kerja Sama Turki-Rusia", PROSE,
             "Poster raksasa Perdana Menteri terpampang di salah satu kota."]  # fmt: skip
    assert content(nlp, "\n".join(lines)) == lines


def test_a_mark_within_a_line_parts_it(nlp):
    text = f"Turki Siap Beli Rudal\nSCROLL TO CONTINUE WITH CONTENT {PROSE}"
    assert content(nlp, text) == ["Turki Siap Beli Rudal", PROSE]


def test_spans_have_no_white_space_at_their_ends(nlp):
    found = content(nlp, f"\n\n  Turki Siap Beli Rudal  \n\n{PROSE}  \n\n")
    assert found == ["Turki Siap Beli Rudal", PROSE]


def test_nothing_but_white_space(nlp):
    assert content(nlp, "") == content(nlp, " \n\n ") == []
