"""The Markdown documents of the project as tests read them: sections, blocks of code, commands."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner
from markdown_it import MarkdownIt

from extract.train.__main__ import main as train
from extract.train.benchmark import main as speed
from extract.train.parser import main as parser
from extract.train.throughput import main as many_speed
from graph.benchmark import main as graph_speed
from graph.cli import main
from graph.view.benchmark import main as view_speed

ROOT = Path(__file__).parents[1]
MODULES = {
    "extract.train": train, "extract.train.benchmark": speed, "extract.train.parser": parser,
    "extract.train.throughput": many_speed, "graph.benchmark": graph_speed,
    "graph.view.benchmark": view_speed,
}  # fmt: skip
"""Commands that are run by ``python -m``."""


def parse(name):
    """The tokens of a document."""
    return MarkdownIt("commonmark").enable("table").parse((ROOT / name).read_text("utf-8"))


def slug(head):
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w-]", "", head.lower().replace(" ", "-"))


@dataclass(frozen=True)
class Block:
    """Code between fences: its language, the path behind it, and what stands before it."""

    document: str
    section: str
    language: str
    path: str
    code: str
    before: str

    def __str__(self):
        return f"{self.document}: {self.section}: {self.code.splitlines()[0][:40]}"


def blocks(name):
    """The blocks of a document, in order."""
    found, section, before = [], "", ""
    tokens = parse(name)
    for token, above in zip(tokens, [None, *tokens], strict=False):
        if token.type == "inline":
            if above.type == "heading_open":
                section = token.content
            before = token.content
        elif token.type == "fence":
            language, _, path = token.info.partition(" ")
            found.append(Block(name, section, language, path, token.content, before))
    return found


@dataclass(frozen=True)
class Command:
    """A command of a block: its words, and what is piped into it."""

    words: tuple[str, ...]
    given: str | None = None

    def __str__(self):
        return " ".join(self.words)


def commands(code):
    """The commands of a block of ``sh``; folded lines are one, ``&&`` parts two."""
    found = []
    for line in code.replace("\\\n", " ").splitlines():
        for part in re.split(r"\s&&\s", line):
            words = shlex.split(part, comments=True)
            given = None
            if words[:1] == ["echo"] and "|" in words:
                given, words = f"{words[1]}\n", words[words.index("|") + 1 :]
            if words:
                words[0] = words[0].removeprefix(".venv/bin/")
                found.append(Command(tuple(words), given))
    return found


def click_command(words):
    """The click command that words run, and the words behind its name; none of any other."""
    if words[0] == "alutsista":
        command, rest = main, list(words[1:])
        while rest and isinstance(command, click.Group):
            option = next((p for p in command.params if rest[0] in p.opts), None)
            if option is not None:
                rest = rest[1 if option.is_flag else 2 :]
                continue
            command, rest = command.commands[rest[0]], rest[1:]
        return command, rest
    if words[:2] == ("python", "-m") and words[2] in MODULES:
        return MODULES[words[2]], list(words[3:])
    return None, list(words)


def options(command):
    """Every way to write an option of a command."""
    own = (p for p in command.params if isinstance(p, click.Option))
    return {"--help", "-h"}.union(*((*p.opts, *p.secondary_opts) for p in own))


def everything():
    """Every command, by what it is called with."""
    named = {f"alutsista {name}": command for name, command in main.commands.items()}
    return {"alutsista": main, **named, **{f"python -m {n}": c for n, c in MODULES.items()}}


def run(words, given=None, **settings):
    """Run ``alutsista`` in this process, at the width of a plain terminal."""
    return CliRunner(env={"COLUMNS": "80"}).invoke(main, list(words), input=given, **settings)


def answered_by(block, all_blocks):
    """The command whose output a block without a language shows.

    It is the last command in the text before the block, else the last of the ``sh`` block above.
    """
    named = re.findall(r"`(alutsista [^`]+)`", block.before)
    above = [b for b in all_blocks[: all_blocks.index(block)] if b.language == "sh"]
    return commands(named[-1])[-1] if named else commands(above[-1].code)[-1]


def shown_in(shown, real):
    """Whether the lines shown are those of the output, in order; ``…`` leaves some out."""
    lines = [line.rstrip() for line in real.splitlines()]
    at = 0
    for part in re.split(r"^…$", shown, flags=re.M):
        wanted = [line.rstrip() for line in part.strip("\n").splitlines()]
        starts = (i for i in range(at, len(lines) + 1) if lines[i : i + len(wanted)] == wanted)
        start = next(starts, None)
        if start is None:
            return False
        at = start + len(wanted)
    return True
