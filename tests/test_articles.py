"""Reading articles, and what cannot be read."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.articles import Columns, count_articles, read_articles
from extract.decoding import MOST_BYTES, decode
from extract.records import Article, Problem

TEXT = (
    "Turki Beli Rudal\n\nJumat, 14 Januari 2022 | 12:13 WIB\nANKARA, Contoh.com - Turki membeli.\n"
)


def read(*sources, **columns):
    found = list(read_articles(sources, Columns(**columns)))
    articles = [a for a in found if isinstance(a, Article)]
    problems = [p for p in found if isinstance(p, Problem)]
    return articles, problems


def test_a_text_file_keeps_every_character(tmp_path):
    path = tmp_path / "satu.txt"
    path.write_bytes("baris\r\nAktaÅŸ\r\n".encode())
    (article,), problems = read(path)
    assert article.text == "baris\r\nAktaÅŸ\r\n"
    assert (article.article_id, article.source, problems) == ("satu", str(path), [])


def test_date_and_publisher_from_the_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    (article,), _ = read(path)
    assert (article.published, article.publisher) == ("2022-01-14", "Contoh.com")


def test_html(tmp_path):
    path = tmp_path / "a.html"
    body = "".join(
        f"<p>Turki membeli rudal S-400 dari Rusia pada hari ke-{i} itu.</p>" for i in range(9)
    )
    path.write_text(
        "<html><head><title>Turki Beli Rudal</title>"
        '<meta property="og:site_name" content="Contoh"><meta name="date" content="2022-01-14">'
        "</head><body><nav>Menu</nav>"
        f"<article><h1>Turki Beli Rudal</h1>{body}</article></body></html>",
        "utf-8",
    )
    (article,), problems = read(path)
    assert "Turki membeli rudal S-400" in article.text
    assert "Menu" not in article.text
    assert (article.title, article.published, problems) == ("Turki Beli Rudal", "2022-01-14", [])


def test_jsonl_and_the_usual_column_names(tmp_path):
    path = tmp_path / "a.jsonl"
    rows = [
        {
            "judul": "Satu",
            "isi": "Teks satu.",
            "tanggal": "18/06/2025",
            "media": "X",
            "link": "https://x.id/1",
        },
        {"title": "Dua", "content": "Teks dua.", "id": "dua"},
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    (one, two), problems = read(path)
    assert (one.title, one.text, one.published, one.publisher) == (
        "Satu",
        "Teks satu.",
        "2025-06-18",
        "X",
    )
    assert (one.url, one.article_id, one.source) == ("https://x.id/1", "a-1", f"{path}#1")
    assert (two.article_id, problems) == ("dua", [])


@pytest.mark.parametrize("pack", [False, True])
def test_csv(tmp_path, pack):
    data = b'judul,isi\n"Satu","Baris satu\nbaris dua"\nDua,Teks dua\n'
    path = tmp_path / ("a.csv.gz" if pack else "a.csv")
    path.write_bytes(gzip.compress(data) if pack else data)
    (one, two), problems = read(path)
    assert (one.text, two.title, problems) == ("Baris satu\nbaris dua", "Dua", [])


@pytest.mark.parametrize(
    "data",
    [
        "isi;judul\r\nTeks satu;Satu\r\nTeks dua;Dua\r\n".encode("utf-8-sig"),
        "isi\tjudul\nTeks satu\tSatu\nTeks dua\tDua\n".encode("utf-16"),
        b"\nisi,judul\n\nTeks satu,Satu\nTeks dua,Dua,more\n",
        b"isi,judul\rTeks satu,Satu\rTeks dua,Dua\r",
    ],
)
def test_csv_as_spreadsheets_write_it(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    articles, problems = read(path)
    found = [(a.text, a.title, a.source) for a in articles]
    assert found == [("Teks satu", "Satu", f"{path}#1"), ("Teks dua", "Dua", f"{path}#2")]
    assert problems == []


def test_csv_in_windows_1252_is_read_with_a_note(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("isi\nTeks satu\nTeks dua Élysée\nTeks tiga\n".encode("cp1252"))
    articles, (problem,) = read(path)
    assert [a.text for a in articles] == ["Teks satu", "Teks dua Élysée", "Teks tiga"]
    assert problem.source == f"{path}#2" and "Windows-1252" in problem.problem


def test_paragraphs_of_json_are_joined(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"text": ["Satu.", "Dua."]}]', "utf-8")
    (article,), problems = read(path)
    assert (article.text, problems) == ("Satu.\nDua.", [])


def test_parquet(tmp_path):
    import pandas as pd

    path = tmp_path / "a.parquet"
    pd.DataFrame(
        {"text": ["Teks satu.", None], "date": pd.to_datetime(["2024-05-01"] * 2)}
    ).to_parquet(path)
    (article,), (problem,) = read(path)
    assert (article.text, article.published) == ("Teks satu.", "2024-05-01")
    assert problem.problem == "empty text" and problem.source.endswith("#2")


def test_a_named_text_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("badan,lain\nTeks,x\n", "utf-8")
    (article,), _ = read(path, text="badan")
    assert article.text == "Teks"
    _, (problem,) = read(path)
    assert problem.problem == "no text column; found badan, lain; name it with --text-column"


def test_standard_input(monkeypatch):
    for data, texts in (
        (b'{"text": "satu"}\n{"text": "dua"}\n', ["satu", "dua"]),
        (b"satu teks", ["satu teks"]),
        (b'[{"text": "satu"}, {"text": "dua"}]', ["satu", "dua"]),
        (b'{\n  "text": "satu"\n}\n', ["satu"]),
        (b"[Foto] satu teks", ["[Foto] satu teks"]),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        articles, problems = read("-")
        assert ([a.text for a in articles], problems) == (texts, [])


def test_a_page_on_standard_input(monkeypatch):
    body = "".join(
        f"<p>Turki membeli rudal S-400 dari Rusia, kata sumber ke-{i}.</p>" for i in "12345"
    )
    page = f"<!DOCTYPE html><html><body><article>{body}</article></body></html>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    (article,), problems = read("-")
    assert article.text.startswith("Turki membeli") and problems == []


def test_a_page_in_the_encoding_that_it_names(tmp_path):
    path = tmp_path / "a.html"
    body = "<p>Erdoğan dan Çavuşoğlu membahas rudal S-400 dengan Rusia di Ankara.</p>" * 6
    page = f'<html><head><meta charset="iso-8859-9"></head><body><article>{body}</article></body></html>'
    path.write_bytes(page.encode("iso-8859-9"))
    (article,), problems = read(path)
    assert "Erdoğan dan Çavuşoğlu" in article.text and problems == []


def test_a_folder_that_is_closed_is_a_problem(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("Teks", "utf-8")
    (tmp_path / "tutup").mkdir()
    scandir = os.scandir

    def closed(path):
        if str(path).endswith("tutup"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    (article,), (problem,) = read(tmp_path)
    assert article.text == "Teks"
    assert problem.source.endswith("tutup") and "Permission denied" in problem.problem


def test_a_folder_in_order_without_hidden_or_other_files(tmp_path):
    for name in ("b.txt", "a.txt", ".c.txt", "x.md", "d/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Teks {name}", "utf-8")
    articles, problems = read(tmp_path)
    assert [a.article_id for a in articles] == ["a", "b", "e"]
    assert problems == []


def test_the_same_text_counts_once_and_ids_stay_apart(tmp_path):
    for folder, text in (("x", "satu"), ("y", "dua"), ("z", "satu")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(text, "utf-8")
    articles, (problem,) = read(tmp_path)
    assert [a.article_id for a in articles] == ["a", "a-2"]
    assert problem.problem == f"same text as {tmp_path / 'x' / 'a.txt'}; left out"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "binary, not text"),
        ("a.txt", b"\xff\xfea", "broken utf-16"),
        ("a.html", b"<html></html>", "no article found"),
        ("a.jsonl", b'{"text": \n', "broken JSON"),
        ("a.jsonl", b"[1]\n", "not a JSON object"),
        ("a.json", b"[" * 100_000, "broken JSON"),
        ("a.parquet", b"PAR1 no", "not a Parquet table"),
        ("a.csv.gz", b"no gzip", "gzip"),
        ("a.csv", b"text\n\0\1\2\n", "binary, not text"),
        ("a.csv", b"\0PNG\r\n\x1a\n\0\0\0", "binary, not text"),
        ("a.csv", b"", "empty; no article"),
        ("a.csv", b"text,title\n", "empty; no article"),
        ("a.csv", b"judul,badan\na,b\nc,d\n", "no text column; found judul, badan"),
        ("a.jsonl", b"\n\n", "empty; no article"),
        ("a.jsonl", b'{"text": 5}\n', "type int, not a string"),
        ("a.jsonl", b'{"text": {"a": "b"}}\n', "type dict, not a string"),
        ("a.jsonl", b'{"\\ud800": 5}\n', "no text column; found ?"),
        ("a.docx", b"x", "unknown kind of file"),
    ],
)
def test_bad_input_is_a_problem_and_stops_nothing(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z.txt").write_text("Teks baik.", "utf-8")
    articles, problems = read(tmp_path / name, tmp_path / "z.txt")
    assert [a.text for a in articles] == ["Teks baik."]
    assert len(problems) == 1 and says in problems[0].problem
    assert problems[0].source.startswith(str(tmp_path / name))


def test_a_broken_line_is_numbered_and_the_next_one_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "satu"}\n{oops\n{"text": "tiga"}\n')
    articles, (problem,) = read(path)
    assert [a.text for a in articles] == ["satu", "tiga"]
    assert problem.source == f"{path}#2"


def test_a_line_of_50_mb_is_passed_over(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * (50 * 1024 * 1024) + b'"}\n{"text": "dua"}\n')
    articles, (problem,) = read(path)
    assert [a.text for a in articles] == ["dua"]
    assert "line longer than" in problem.problem


def test_a_row_of_50_mb_is_passed_over(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\nsatu\n" + b"a" * (50 * 1024 * 1024) + b"\ntiga\n")
    articles, (problem,) = read(path)
    assert [a.text for a in articles] == ["satu", "tiga"]
    assert problem.source == f"{path}#2" and "line longer than" in problem.problem


def test_a_cell_that_never_ends_costs_only_itself(tmp_path):
    path = tmp_path / "a.csv"
    lines = b"".join(b"b" * 99 + b"\n" for _ in range(MOST_BYTES // 100 + 1))
    path.write_bytes(b'text\nsatu\n"' + lines + b"akhir\n")
    articles, (problem,) = read(path)
    assert [articles[0].text, articles[-1].text] == ["satu", "akhir"]
    assert "broken row" in problem.problem


def test_a_gzip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "a.txt.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(40):
            file.write(b"\0" * 1_000_000)
    assert path.stat().st_size < MOST_BYTES / 100
    articles, (problem,) = read(path)
    assert articles == [] and "longer than" in problem.problem


def test_windows_1252_is_read_with_a_note(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Élysée menolak".encode("cp1252"))
    (article,), (problem,) = read(path)
    assert article.text == "Élysée menolak"
    assert "Windows-1252" in problem.problem


def test_missing_and_empty_places(tmp_path):
    articles, problems = read(tmp_path / "no.txt", tmp_path)
    assert articles == []
    assert [p.problem.split(";")[0] for p in problems] == [
        "no such file or folder",
        "no article here",
    ]


def test_a_link_in_a_circle_ends(tmp_path):
    (tmp_path / "a.txt").write_text("Teks", "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    articles, _ = read(tmp_path)
    assert len(articles) == 1


def test_lone_surrogates_and_control_characters_are_made_harmless(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "a\\ud800b", "id": "../x\\u0000\\ny", "title": "a\\u001b[31m b"}\n', "utf-8"
    )
    (article,), _ = read(path)
    article.text.encode()
    assert article.article_id == "../x��y"
    assert article.title == "a [31m b"


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data):
    try:
        text, note = decode(data)
    except ValueError as error:
        assert str(error)
    else:
        assert isinstance(text, str)
        if note is None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
            assert text.encode() == data


def test_articles_are_counted_where_that_costs_nothing(tmp_path):
    import pandas as pd

    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("a.txt", "deep/b.html", ".hidden.txt", "c.pdf"):
        (tmp_path / "in" / name).write_text("x")
    (tmp_path / "in" / "d.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    pd.DataFrame({"text": ["a", "b", "c"]}).to_parquet(tmp_path / "e.parquet")
    (tmp_path / "broken.parquet").write_text("x")
    assert count_articles([tmp_path / "in", tmp_path / "e.parquet"]) == 7
    assert count_articles([tmp_path / "broken.parquet", tmp_path / "gone.txt"]) == 1
    assert count_articles(["-"]) is None
    assert count_articles([tmp_path / "in", tmp_path / "f.csv"]) is None
