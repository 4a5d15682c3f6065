"""Annotations of paragraphs that are looked up by their digest."""

from __future__ import annotations

import pytest

from extract.gold import GoldError
from extract.schema import RELATIONS
from extract.train.annotations import digest, own_annotations, read_annotations

TEXT = "Turki membeli S-400 dari Rusia. Gencatan senjata Turki gagal. Baca juga: Turki. Sisa."
BLOCK = f"""# a comment
@ {digest(TEXT)}
S | 0-31 | 32-61 | 62-79
J | 3
1 | C | Turki | TUR
1 | C | Rusia | RUS
1 | W | S-400 | S-400
1 | R | SUPPLIES | RUS > TUR | w=S-400 | planned | 2025-06
2 | C | Turki | TUR
2 | W- | senjata | arms
"""


def read(tmp_path, block, paragraphs=("other", TEXT)):
    path = tmp_path / "a.ann"
    path.write_text(block, "utf-8")
    return list(read_annotations([path], paragraphs))


def test_a_block_becomes_a_gold_article(tmp_path):
    (item,) = read(tmp_path, BLOCK)
    assert item.article.text == TEXT[:79]
    assert [s["content"] for s in item.sentences] == [True, True, False]
    assert all(item.article.text[m["start"] : m["end"]] == m["text"] for m in item.mentions)
    assert sorted((m["text"], m["id"], m["kind"]) for m in item.mentions) == [
        ("Rusia", "RUS", "name"), ("S-400", "S-400", "system"),
        ("Turki", "TUR", "name"), ("Turki", "TUR", "name"),
    ]  # fmt: skip
    (relation,) = item.relations
    assert (relation["weapon"], relation["factuality"], relation["date"]) == (
        "S-400", "planned", "2025-06",
    )  # fmt: skip


def test_paragraphs_that_are_not_there_are_left_out(tmp_path):
    assert read(tmp_path, BLOCK, ["other"]) == []


@pytest.mark.parametrize(
    "line",
    ["1 | X | Turki | TUR", "1 | C | Turki", "1 | R | BUYS | TUR > RUS", "1 | R | AID | TUR",
     "S | 0", "1 | R | AID | TUR > RUS | maybe"],
)  # fmt: skip
def test_a_line_in_another_form_is_told_with_its_place(tmp_path, line):
    with pytest.raises(GoldError, match=r"a\.ann:4: not a line of annotation"):
        read(tmp_path, f"@ {digest(TEXT)}\nS | 0-31\n\n{line}\n")


def test_a_sentence_that_was_not_given_is_told(tmp_path):
    with pytest.raises(GoldError, match="line S does not give"):
        read(tmp_path, f"@ {digest(TEXT)}\nS | 0-31\n2 | C | Turki | TUR\n")


def test_our_own_files_are_in_form():
    (path,) = own_annotations()
    for line in path.read_text("utf-8").splitlines():
        fields = line.split(" | ")
        if len(fields) > 2 and fields[1] == "R":
            assert fields[2] in RELATIONS
    assert list(read_annotations([path], ["no such paragraph"])) == []
