"""Files made to fill the memory, to keep a run waiting or to bring it down."""

from __future__ import annotations

import codecs
import encodings.aliases
import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.articles import MOST_PROBLEMS, count_articles, read_articles
from extract.decoding import MOST_BYTES, decode
from extract.pages import PageReader
from extract.records import Article, Problem
from extract.rows import Columns
from extract.unpacking import UnreadableError

ROOT = Path(__file__).parents[1]
PAGE = "<html><body><article>%s</article></body></html>"
PROSE = "<p>Turki membeli rudal S-400 dari Rusia pada hari itu, kata sumber di Ankara.</p>" * 9
ENDLESS = PAGE % (
    '<script type="application/ld+json">{"@type":"Article","name":"' + 'a\\"' * 40_000
)
"""A page over which a regular expression of the page reader's metadata sits for a minute."""


def read(*sources):
    found = list(read_articles(sources))
    return (
        [one for one in found if isinstance(one, Article)],
        [one for one in found if isinstance(one, Problem)],
    )


def read_apart(*sources, seconds=30, stdin=None):
    """Read in a process of its own; what it found, and the most memory that it held, in MiB."""
    code = (
        "import json, sys\n"
        "from extract.articles import count_articles, read_articles\n"
        "count_articles(sys.argv[1:])\n"
        "found = [getattr(one, 'text', getattr(one, 'problem', ''))[:200]\n"
        "         for one in read_articles(sys.argv[1:])]\n"
        "held = [l for l in open('/proc/self/status') if l.startswith('VmHWM')][0].split()[1]\n"
        "print(json.dumps([found, int(held) // 1024]))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *map(str, sources)], cwd=ROOT, stdin=stdin, check=True,
        capture_output=True, timeout=seconds,
    )  # fmt: skip
    return json.loads(result.stdout)


def packed(part, times):
    """A gzip file that repeats a part, as many members as it takes; gigabytes cost nothing."""
    return gzip.compress(part, 9) * times


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.txt.gz", "a.json.gz", "a.html.gz"])
@pytest.mark.parametrize("part", [b"a", b"x\n", b"\0", pytest.param(b"\n", marks=pytest.mark.slow)])
def test_a_bomb_of_gigabytes_is_left_soon_and_small(tmp_path, name, part):
    path = tmp_path / name
    path.write_bytes(
        packed(b"title,text\n" * (".csv" in name) + part * (20_000_000 // len(part)), 200)
    )
    clock = time.perf_counter()
    articles, problems = read(path)
    assert time.perf_counter() - clock < 30
    assert {a.text for a in articles} <= {"text"}  # the header, once more
    why = ("100 times", "longer than", "no article in its first 10,000 rows")
    assert any(one in problems[-1].problem for one in why)
    assert len(problems) <= MOST_PROBLEMS + 1


def test_a_bomb_takes_bounded_memory(tmp_path):
    for name in ("a.jsonl.gz", "b.csv.gz", "c.txt.gz"):
        (tmp_path / name).write_bytes(packed(b"a" * 20_000_000, 200))
    found, held = read_apart(tmp_path)
    assert len(found) == 3 and held < 500


def test_texts_that_pack_well_are_no_bomb(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        for i in range(30_000):
            file.write(
                json.dumps({"text": f"Turki membeli rudal S-400 dari Rusia {i}. " * 30}) + "\n"
            )
    assert path.stat().st_size * 20 < 30_000 * 1200
    assert count_articles([path]) is None
    assert len(read(path)[0]) == 30_000


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.html", "a.json"])
def test_a_line_of_a_gigabyte_is_passed_over(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(b"text\n" if name == "a.csv" else b"")
        file.seek(1 << 30)
        file.write(b'\n{"text": "akhir"}\n')
    (tmp_path / "z.txt").write_text("Teks baik.", "utf-8")
    found, held = read_apart(tmp_path)
    assert held < 500 and found[-1] == "Teks baik."
    assert "longer than 20,000,000 bytes" in found[0]
    assert ("akhir" in "".join(found)) == (name in ("a.jsonl", "a.csv"))


@pytest.mark.slow
@pytest.mark.parametrize("first", ["", '{"text": "satu"}\\n{"text": "'])
def test_a_line_of_a_gigabyte_on_standard_input_is_passed_over(first):
    code = f"import sys; sys.stdout.write('{first}'); [sys.stdout.write('a' * (1 << 20)) for _ in range(1024)]"
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    found, held = read_apart("-", stdin=writer.stdout)
    writer.stdout.close()
    writer.wait()
    assert held < 500 and "longer than 20,000,000 bytes" in found[-1]
    assert (found[0] == "satu") == bool(first)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_pipes_devices_and_links_are_no_articles(tmp_path):
    for name in ("a.txt", "b.jsonl", "c.parquet", "d.csv.gz", "e.html"):
        os.mkfifo(tmp_path / name)
    for name, target in (("f.csv", "/dev/zero"), ("g.txt", "/dev/random"), ("h.txt", "h.txt"),
                         ("i.txt", "j.txt"), ("j.txt", "i.txt"), ("k.txt", "gone.txt"),
                         ("l.jsonl", "/dev/tty")):  # fmt: skip
        (tmp_path / name).symlink_to(target)
    (tmp_path / "m").symlink_to("m")
    (tmp_path / "n").symlink_to(".")
    (tmp_path / "z.txt").write_text("Teks baik.", "utf-8")
    found, _ = read_apart(tmp_path, tmp_path / "a.txt", tmp_path / "m", tmp_path / "f.csv")
    assert found.count("Teks baik.") == 1 and len(found) == 16
    assert sum("a pipe, socket or device, not a file" in one for one in found) >= 9
    assert sum("symbolic link" in one for one in found) == 4


def test_folders_in_folders_without_end(tmp_path):
    depth = 1100
    folders = [tmp_path]
    for _ in range(depth):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    (folders[-1] / "a.txt").write_text("Teks", "utf-8")
    (article,), problems = read(tmp_path)
    assert article.text == "Teks" and problems == []
    (folders[-1] / "a.txt").unlink()
    for folder in reversed(folders[1:]):  # pytest's own way to clear them calls itself
        folder.rmdir()


def test_a_name_too_long_is_a_problem():
    (problem,) = read("a" * 5000 + ".txt")[1]
    assert "cannot be opened" in problem.problem
    assert count_articles(["a" * 5000 + ".jsonl"]) == 0


NAMES = [
    b"baris\nbaru.txt", b"\x1b[31m\x07.txt", b"\xff\xfe\x80.txt", "\u202egnp.txt".encode(), b"=1+1.txt",
    b"a#b.txt", b"c#3.txt", b"-rf.txt", b"\\..\\x.txt", b"x" * 250 + b".txt", b"<b>&.txt", b"a\x7f\xc2\x9b.txt",
]  # fmt: skip


def test_files_of_any_name_are_read(tmp_path):
    for i, name in enumerate(NAMES):
        (tmp_path / os.fsdecode(name)).write_text(f"Teks {i}.")
    articles, problems = read(tmp_path)
    assert problems == [] and {a.text for a in articles} == {
        f"Teks {i}." for i in range(len(NAMES))
    }
    assert len({a.article_id for a in articles}) == len(NAMES)
    ids = {a.text: a.article_id for a in articles}
    assert (ids["Teks 5."], ids["Teks 6."]) == ("a#b", "c#3")
    for article in articles:
        article.source.encode()
        assert len(article.article_id) <= 200
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in article.article_id)


TAGS = [
    "<div>", "<span>", "<ul><li>", "<table><tr><td>", "<b><i>", "<!--",
    *(pytest.param(tag, marks=pytest.mark.slow) for tag in ("<a href=x>", "<p>", "</p>")),
]  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_tags_nested_100_000_deep_end_soon(tmp_path, tag):
    (tmp_path / "a.html").write_text(PAGE % (PROSE + tag * (100_000 // tag.count("<"))), "utf-8")
    (tmp_path / "b.html").write_text(PAGE % PROSE, "utf-8")
    clock = time.perf_counter()
    articles, problems = read(tmp_path)
    assert time.perf_counter() - clock < 40
    assert articles[-1].text.startswith("Turki membeli") and len(articles) + len(problems) == 2


def test_a_page_that_takes_for_ever_is_left_and_the_next_one_read():
    reader = PageReader(seconds=1)
    try:
        for _ in range(2):
            with pytest.raises(UnreadableError, match="takes more than 1 seconds; save its text"):
                reader.read(ENDLESS)
            assert reader.read(PAGE % PROSE)["text"].startswith("Turki membeli")
    finally:
        reader.close()


@pytest.mark.slow
def test_a_page_that_takes_for_ever_is_a_problem(tmp_path):
    (tmp_path / "a.html").write_text(ENDLESS, "utf-8")
    (tmp_path / "b.html").write_text(PAGE % PROSE, "utf-8")
    clock = time.perf_counter()
    (article,), (problem,) = read(tmp_path)
    assert time.perf_counter() - clock < 40
    assert "takes more than 30 seconds" in problem.problem and article.article_id == "b"


def test_entities_of_a_page_reach_no_file_and_multiply_nothing(tmp_path):
    (tmp_path / "rahasia.txt").write_text("kata sandi rahasia", "utf-8")
    laughs = "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">'
        for a, b in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    (tmp_path / "a.html").write_text(
        f'<!DOCTYPE html [<!ENTITY a "haha">{laughs}<!ENTITY x SYSTEM "{tmp_path}/rahasia.txt">]>'
        + PAGE % (PROSE + "<p>Kata sumber itu: &l; &x; dan seterusnya sampai hari itu.</p>"),
        "utf-8",
    )
    (article,), _ = read(tmp_path / "a.html")
    assert len(article.text) < 2000
    assert "rahasia" not in article.text and "hahahaha" not in article.text


@pytest.mark.parametrize(
    "name", sorted({*encodings.aliases.aliases.values(), "undefined", "idna", "zz"})
)
def test_an_encoding_that_a_page_names_does_no_harm(name):
    text, note = decode(b"Turki \xff\xfe\\x41+AGE-", declared=name)
    assert isinstance(text, str) and (note is None or "Windows-1252" in note)
    assert note or codecs.lookup(name)


PIECES = st.sampled_from([
    b"", b"\n", b"\r", b"\r\n", b"\0", b'"', b'""', b",", b";", b"\t", b"|", b"{", b"}", b"[", b"]", b":",
    b"text", b'"text"', b'{"text": "', b'"}\n', b"null", b"1e999", b"\xff\xfe", b"\xef\xbb\xbf", b"\xfe\xff",
    b"\\ud800", b"\\u0000", b"\xed\xa0\x80", b"\xc3", b"<html>", b"<!--", b"<p>", b"</", b"<meta charset=",
    b"utf-7", b"&#x110000;", b"\x1f\x8b\x08\0", b"PAR1", b"Turki membeli rudal.", b"\xe2\x80\xae",
    b"<![CDATA[", b"<?xml", b"<svg onload=x>", b"date", b"32/13/2020",
])  # fmt: skip
BYTES = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(b"".join))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bytes")


@pytest.mark.parametrize(
    "suffix", [".txt", ".jsonl", ".json", ".csv", ".tsv", ".html", ".csv.gz", ".jsonl.gz"]
)
def test_any_bytes_give_articles_and_problems_alone(folder, suffix):
    path = folder / f"a{suffix}"

    @settings(max_examples=60, deadline=None)
    @given(BYTES, st.sampled_from([None, "text", "date", ""]))
    def check(data, column):
        path.write_bytes(gzip.compress(data) if suffix.endswith("gz") and len(data) % 3 else data)
        found = list(read_articles([path], Columns(text=column)))
        assert found, "nothing is not told"
        for one in found:
            assert one.source.startswith(str(path))
            if isinstance(one, Problem):
                assert 0 < len(one.problem) < 2000 and one.problem.encode()
            else:
                assert one.text.strip() and one.text.encode() and len(one.text) <= MOST_BYTES
                assert one.published is None or time.strptime(one.published, "%Y-%m-%d")

    check()
