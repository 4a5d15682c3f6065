"""The Markdown report, read back by markdown-it."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from test_exports import SENTENCE, empty, export, hostile, out
from test_graph import RUS, TUR

from graph.exports import exporter
from graph.exports.base import Run
from graph.exports.findings import gather
from graph.exports.markdown import escape, link
from graph.rows import read_rows

__all__ = ["empty", "export", "hostile", "out"]

HIDDEN = ("Cc", "Cf", "Cs", "Co")


def parsed(text):
    """Tokens of a reader with tables, strikethrough and raw HTML, as GitHub's has them."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def inline(tokens):
    return [child for token in tokens for child in token.children or ()]


def headings(tokens, level):
    pairs = pairwise(tokens)
    return [
        "".join(c.content for c in b.children)
        for a, b in pairs
        if a.type == "heading_open" and a.tag == f"h{level}"
    ]


def tables(tokens):
    """Rows of each table, as cells."""
    found = []
    for token, after in pairwise(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            found[-1][-1].append("".join(child.content for child in after.children))
    return found


@pytest.fixture
def report(export):
    def read(source, *about, lang="id"):
        options = [part for name in about for part in ("--about", name)]
        folder, _ = export(source, "report", *options, "--lang", lang)
        (path,) = folder.iterdir()
        text = path.read_text("utf-8")
        path.unlink()
        return path.name, text

    return read


def test_a_pair_in_both_languages(out, report):
    name, text = report(out, "TUR", "Rusia", lang="en")
    tokens = parsed(text)
    assert name == "TUR-RUS.md"
    assert headings(tokens, 1) == ["Turkey and Russia: a report from the news"]
    assert headings(tokens, 2) == [
        "What is said to have happened", "Timeline", "Arms transfers", "Offices and persons",
        "What is planned", "What is denied or did not happen", "Methods and limits",
    ]  # fmt: skip
    assert "Russia → Turkey: supplies with S-400" in headings(tokens, 3)
    timeline, transfers, offices = tables(tokens)
    assert timeline[0][0] == "Month" and all(len(row) == 5 for row in timeline)
    assert ["Russia", "Turkey", "S-400", "Air defence systems"] in [row[:4] for row in transfers]
    assert {row[1] for row in offices[1:]} == {"Turkey", "Russia"}
    _, text = report(out, "rusia", "turki")
    assert headings(parsed(text), 2)[0] == "Yang dinyatakan terjadi"
    assert tables(parsed(text))[1][0][0] == "Pemasok"
    assert "{" not in text.replace("\\{", "")


def test_a_country_with_the_evidence_of_each_relation(out, report):
    name, text = report(out, "ISR", lang="en")
    assert name == "ISR.md"
    tokens = parsed(text)
    relations = pd.read_parquet(out / "relations.parquet")
    quoted = [
        "".join(c.content for c in tokens[i + 2].children)
        for i, token in enumerate(tokens) if token.type == "blockquote_open"
    ]  # fmt: skip
    assert quoted and set(quoted) <= {" ".join(e.split()) for e in relations.evidence}
    told = headings(tokens, 3)
    assert all("Israel" in h or "Benny Gantz" in h for h in told)
    citation = "Turki Siap Memperkuat Kerjasama Industri Pertahanan dengan Israel"
    paragraphs = ["".join(c.content for c in t.children) for t in tokens if t.type == "inline"]
    assert any(p.startswith(citation) and "SERAMBINEWS.COM, no date" in p for p in paragraphs)


def test_the_timeline_counts_what_is_said_to_have_happened(out):
    found = gather(Run(out), (TUR, RUS))
    assert sum(found.months.values()) + found.undated == sum(
        finding.sentences for finding in found.stated["asserted"]
        if finding.best["relation"] not in ("SUPPLIES", "ACQUIRES", "OPERATES", "PRODUCES")
    )  # fmt: skip
    strongest = found.stated["asserted"][0]
    assert (strongest.best["relation"], len(strongest.articles)) == ("COOPERATE", 3)
    only = gather(Run(out), (RUS,))
    assert len(only.stated["asserted"]) > len(found.stated["asserted"])


def test_hostile_titles_and_addresses_do_nothing(hostile, report):
    for about in (["TUR"], ["TUR", "RUS"]):
        _, text = report(hostile, *about)
        tokens = parsed(text)
        kinds = {token.type for token in [*tokens, *inline(tokens)]}
        assert not kinds & {
            "html_inline",
            "html_block",
            "image",
            "code_inline",
            "fence",
            "strong_open",
            "em_open",
        }
        links = [c.attrs["href"] for c in inline(tokens) if c.type == "link_open"]
        assert links and set(links) == {"https://example.com/a%20b?c=%3Cd%3E&copy;=%28%22%27%60%29"}
        assert headings(tokens, 1) and len(headings(tokens, 2)) == 7
        assert "\x1b" not in text and "\u202e" not in text
    shown = ["".join(c.content for c in t.children) for t in parsed(text) if t.type == "inline"]
    assert SENTENCE in shown  # and is read as it was written


def test_a_country_of_which_nothing_is_said(hostile, report):
    run = Run(hostile)
    text = "".join(exporter("report")(run, ("country:XXX",)).files().__next__()[1])
    assert text.count("Tidak ada.") == 6
    assert headings(parsed(text), 1) == ["XXX: laporan dari berita"]


def test_the_texts_come_in_both_languages():
    rows = read_rows("graph.data", "report.tsv")
    assert all(len(row) == 3 and all(row) for row in rows)
    fields = [
        [{part.split("}")[0] for part in text.split("{")[1:]} for text in row[1:]] for row in rows
    ]
    assert all(left == right for left, right in fields)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_an_escaped_text_is_itself(text):
    line = " ".join(text.split())
    shown = "".join("�" if unicodedata.category(c) in HIDDEN else c for c in line)
    for before in ("", "# ", "> "):
        tokens = parsed(before + escape(text) + "\n")
        said = "".join(child.content for child in inline(tokens))
        assert said == shown
        assert {child.type for child in inline(tokens)} <= {"text", "text_special"}


@given(st.text(), st.text())
def test_a_link_leads_to_the_web_or_nowhere(title, path):
    for url in (path, f"https://example.com/{path}"):
        tokens = parsed(link(f"x{title}", url) + "\n")
        links = [child.attrs["href"] for child in inline(tokens) if child.type == "link_open"]
        assert len(links) <= 1 and all(href.startswith(("http://", "https://")) for href in links)
