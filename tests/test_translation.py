"""README.id.md says what README.md says.

Blocks (paragraphs, items, rows of tables, code) are compared one by one: their kind, code, figures,
links. Their words cannot be; so ``readme_translated.tsv`` holds a short hash of each block and of its
translation as they were when somebody last read both. Once a translation is done,
``ALUTSISTA_TRANSLATED=1`` notes it there.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import zip_longest

import pytest
from documents import ROOT, parse, slug

ENGLISH, INDONESIAN = "README.md", "README.id.md"
NOTED = ROOT / "tests" / "readme_translated.tsv"
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:[.,]\d+)*")
VERSION = re.compile(r"(?:Python|Node|Neo4j) \d[\d.]*")
COMMENT = re.compile(r"(^|[ \t]+)# .*$", re.M)


@dataclass
class Block:
    """A part of a document that is translated as one."""

    kind: str
    text: str = ""
    code: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    prose: str = ""

    def read(self, inline):
        self.text += ("" if not self.text else " | ") + inline.content
        for child in inline.children:
            if child.type == "code_inline":
                self.code.append(child.content)
            elif child.type in ("link_open", "image"):
                self.links.append(child.attrs.get("href") or child.attrs["src"])
            if child.type in ("text", "image"):
                self.prose += child.content
            elif child.type == "softbreak":
                self.prose += " "
        self.prose += " "


def sections(name):
    """The sections of a document: heading and blocks."""
    found = []
    inside = Counter()
    kinds = {"heading_open": "heading", "tr_open": "row"}
    for token in parse(name):
        inside[token.type.rpartition("_")[0]] += token.nesting
        if token.type == "heading_open":
            found.append([Block(f"heading {token.tag}")])
        elif token.type in kinds:
            found[-1].append(Block(kinds[token.type]))
        elif token.type == "paragraph_open":
            found[-1].append(Block("item" if inside["list_item"] else "paragraph"))
        elif token.type == "inline":
            found[-1][-1].read(token)
        elif token.type == "fence":
            found[-1].append(Block("code", token.content, [token.info, uncommented(token.content)]))
    return found


def uncommented(code):
    return COMMENT.sub("", code)


def figures(block, lang):
    """Figures as English writes them; what is a version is the same in both languages."""
    swap = str.maketrans(".,", ",.") if lang == "id" else {}
    versions = VERSION.findall(block.prose)
    numbers = NUMBER.findall(VERSION.sub("", block.prose))
    return Counter(versions) + Counter(number.translate(swap) for number in numbers)


def links(block, anchors):
    """Targets, anchors by the number of their heading; each document links to the other."""
    other = {ENGLISH: INDONESIAN, INDONESIAN: ENGLISH}
    named = {link: anchors.get(link, link) for link in block.links}
    return Counter(min(target, other.get(target, target)) for target in named.values())


def anchors(document):
    return {f"#{slug(section[0].text)}": f"heading {i}" for i, section in enumerate(document)}


@pytest.fixture(scope="module")
def both():
    return sections(ENGLISH), sections(INDONESIAN)


def pairs(both):
    """Each block with its translation, and where it stands."""
    for ours, theirs in zip(*both, strict=True):
        counts = Counter()
        for block, other in zip(ours, theirs, strict=True):
            kind = block.kind.partition(" ")[0]
            counts[kind] += 1
            where = f"{ENGLISH} “{ours[0].text}” = {INDONESIAN} “{theirs[0].text}”"
            yield f"{where}, {kind} {counts[kind]}", block, other


def sizes(section):
    return Counter(block.kind.partition(" ")[0] for block in section)


def test_the_headings_are_the_same(both):
    levels = [[(section[0].kind, section[0].text) for section in document] for document in both]
    beside = list(zip_longest(*levels, fillvalue=("nothing", "")))
    shown = [f"{one[0]} “{one[1]}” = {other[0]} “{other[1]}”" for one, other in beside]
    assert all(one[0] == other[0] for one, other in beside), "\n".join(shown)


def test_each_section_has_the_same_blocks(both):
    for ours, theirs in zip(*both, strict=True):
        where = f"{ENGLISH} “{ours[0].text}”, {INDONESIAN} “{theirs[0].text}”"
        assert sizes(ours) == sizes(theirs), where
        assert [b.kind for b in ours] == [b.kind for b in theirs], where


def differences(both):
    """What stands in one language alone, a line for each block."""
    named, named_there = map(anchors, both)
    for where, block, other in pairs(both):
        found = {
            "code": (Counter(block.code), Counter(other.code)),
            "figures": (figures(block, "en"), figures(other, "id")),
            "links": (links(block, named), links(other, named_there)),
        }
        for what, (english, indonesian) in found.items():
            if english != indonesian:
                less, more = dict(english - indonesian), dict(indonesian - english)
                yield f"{where}: {what}: not in the translation {less}, only there {more}"


def test_code_figures_and_links_are_the_same(both):
    wrong = list(differences(both))
    assert not wrong, "\n".join(wrong)


def hashes(block, other):
    texts = (" ".join(part.text.split()) for part in (block, other))
    return tuple(sha256(text.encode()).hexdigest()[:10] for text in texts)


def noted():
    return {tuple(line.split("\t")) for line in NOTED.read_text("utf-8").splitlines()[2:]}


def unread(both):
    """Blocks that changed in either language since both were last read, in both languages."""
    known = noted()
    for where, block, other in pairs(both):
        if hashes(block, other) not in known:
            yield f"{where}\n  en: {block.text}\n  id: {other.text}"


def test_every_block_was_translated_as_it_is_now(both):
    if os.environ.get("ALUTSISTA_TRANSLATED"):
        head = "# Blocks of README.md and their translation in README.id.md: hashes, see test_translation.py."
        rows = ("\t".join(hashes(block, other)) for _, block, other in pairs(both))
        NOTED.write_text("\n".join([head, "en\tid", *rows]) + "\n", "utf-8")
    changed = list(unread(both))
    assert not changed, (
        "changed in one language since both were last read; mend the other one, then run "
        "ALUTSISTA_TRANSLATED=1 pytest tests/test_translation.py\n\n" + "\n\n".join(changed)
    )
    assert noted() == {hashes(block, other) for _, block, other in pairs(both)}


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (("0.985", "0.986"), "figures"),
        (("30,300", "30.300"), "figures"),
        (("`kill -9`", "`kill -15`"), "code"),
        (("](LICENSE)", "](CHANGELOG.md)"), "links"),
        (("](#look-at-it)", "](#ask-it)"), "links"),
        (("alutsista who", "alutsista what"), "code"),
        (("Three honest failures", "Three failures"), None),
        (("# a person, country", "# a country"), None),
    ],
)
def test_an_edit_of_one_alone_is_noticed(both, tmp_path, edit, what):
    before = (ROOT / ENGLISH).read_text("utf-8")
    assert edit[0] in before
    (tmp_path / ENGLISH).write_text(before.replace(*edit, 1), "utf-8")
    edited = sections(tmp_path / ENGLISH), both[1]
    (changed,) = unread(edited)
    assert changed.startswith(f"{ENGLISH} “") and edit[1] in changed
    found = [line.partition(": ")[2].partition(":")[0] for line in differences(edited)]
    assert found == [what] * (what is not None)


@pytest.mark.parametrize(
    ("edit", "fails"),
    [
        (("\n## Uji\n", "\n### Uji\n"), test_the_headings_are_the_same),
        (("\n## Uji\n", "\n"), test_the_headings_are_the_same),
        (("- jabatan, tokoh", "  jabatan, tokoh"), test_each_section_has_the_same_blocks),
        (("| `store/` |", "\n`store/` |"), test_each_section_has_the_same_blocks),
    ],
)
def test_another_structure_is_noticed(both, tmp_path, edit, fails):
    before = (ROOT / INDONESIAN).read_text("utf-8")
    assert edit[0] in before
    (tmp_path / INDONESIAN).write_text(before.replace(*edit, 1), "utf-8")
    edited = both[0], sections(tmp_path / INDONESIAN)
    with pytest.raises(AssertionError, match=r"“(Tests|Extend it|What you get)”"):
        fails(edited)
