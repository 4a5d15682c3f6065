"""What the commands print, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner
from rich.console import Console

from graph.cli import main
from graph.commands.options import words
from graph.console import print_confusions, print_scores, problem_lines, progress_bar
from graph.messages import messages
from graph.rows import read_rows

ROOT = Path(__file__).parents[1]
ROWS = read_rows("graph.data", "messages.tsv")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("messages") / "out"
    result = CliRunner().invoke(main, ["graph", str(ROOT / "seeds"), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def run():
    def command(*args, **env):
        return CliRunner().invoke(main, [str(a) for a in args], env=env)

    return command


def test_every_message_has_both_languages_and_the_same_values():
    keys = [row[0] for row in ROWS]
    assert len(keys) == len(set(keys))
    for row in ROWS:
        assert len(row) == 3 and all(cell.strip() for cell in row), row
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in row[1:]]
        # a form that names the type in one language may name its label as well in the other
        assert names[0] == names[1] or row[0] == "relation.shown", row[0]


def test_every_message_that_the_code_asks_for_is_there_and_none_is_idle():
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "graph").rglob("*.py"))
    asked = set(re.findall(r'\b(?:say|count|words\(\))(?:\.count)?\(\s*"([\w.]+)"', code))
    known = {row[0] for row in ROWS}
    assert len(asked) > 30 and asked <= known
    by_name = re.compile(r"(head|stage|task|attribute|confusion|weapon|status)\.|\w+\.one$")
    idle = {
        key
        for key in known - asked
        if not by_name.match(key) and not re.search(f"[\"']{key}[\"']", code)
    }
    assert not idle


def test_numbers_are_written_as_the_language_does():
    assert messages("en").count("words", 1234567) == "1,234,567 words"
    assert messages("id").count("words", 1234567) == "1.234.567 kata"
    assert messages("en").count("articles", 1) == "1 article"
    assert messages("id").count("articles", 1) == "1 artikel"
    assert (messages("en").decimal(0.5), messages("id").decimal(0.5)) == ("0.500", "0,500")
    assert messages("id").name("factuality", "negated") == "tidak terjadi"
    assert messages("id").name("stage", "of a later day") == "of a later day"
    with pytest.raises(KeyError):
        messages("en")("no such message")


def test_a_value_is_never_a_template():
    assert messages("en")("problems.more", file="{number}", number=1).startswith("{number}: 1 ")


@pytest.mark.parametrize(
    ("lang", "seen"),
    [
        ("en", ["5 articles", "Relations in most articles", "source", "Open "]),
        ("id", ["5 artikel", "Relasi dalam artikel terbanyak", "sumber", "Buka "]),
    ],
)
def test_graph_prints_both_languages(run, out, lang, seen):
    result = run("graph", ROOT / "seeds", "--out", out, "--lang", lang, "--timings")
    assert result.exit_code == 0
    assert all(text in result.output for text in seen)
    assert messages(lang)("timings.title") in result.output
    assert messages(lang).name("stage", "open store") in result.output


@pytest.mark.parametrize(
    ("command", "english", "indonesian"),
    [
        (["pair", "TUR", "RUS"], "Named in the same sentence", "Disebut dalam satu kalimat"),
        (["who", "Mevlut Cavusoglu"], "Relations, strongest first", "Relasi, yang terkuat dahulu"),
        (["who", "S-400"], "Also written|mentions", "penyebutan"),
        (["transfers"], "Arms transfers", "Alih senjata"),
        (["transfers", "--since", "2050"], "No arms transfer fits", "Tidak ada alih senjata"),
        (["who", "Narnia"], "No country, person", "Tidak ada negara, orang"),
        (["pair", "TUR", "Mevlut Erdogan"], "No country, person", "Tidak ada negara, orang"),
    ],
)
def test_answers_print_both_languages(run, out, command, english, indonesian):
    assert re.search(english, run(*command, "--in", out).output)
    assert indonesian in run(*command, "--in", out, "--lang", "id").output


def test_view_prints_both_languages(run, out, tmp_path):
    view = ["view", out, "--no-open", "--to", tmp_path / "a.html"]
    assert re.search(r"\d+ entities, \d+ relations in ", run(*view).output)
    assert re.search(r"\d+ entitas, \d+ relasi di ", run(*view, "--lang", "id").output)


@pytest.mark.parametrize(("lang", "seen"), [("en", "gold"), ("id", "acuan")])
def test_figures_problems_and_progress_have_both_languages(lang, seen):
    score = {"precision": 1.0, "recall": 0.5, "f1": 0.667, "gold": 2, "predicted": 1}
    figures = {
        "articles": 1, "words": 1000, "words_per_second": 2000, "scores": {"arms": {"all": score}},
        "accuracy": {"factuality": {"right": 0.5, "of": 2}},
        "reliability": {"0.2": {"right": 0.5, "of": 2}},
    }  # fmt: skip
    wrong = {"article_id": "a", "sentence": 3, "kind": "missed", "task": "relation",
             "gold": "X", "predicted": "", "text": "…"}  # fmt: skip
    say = messages(lang)
    console = Console(record=True, width=80, highlight=False)
    print_scores(console, figures, say)
    print_confusions(console, [("missed: X → –", 1)], [wrong], say)
    shown = console.export_text()
    expected = [seen, say("task.arms"), say("evaluate.attributes"), say("evaluate.confusions"),
                say.decimal(0.667), say("attribute.factuality")]  # fmt: skip
    assert all(text in shown for text in expected)
    *_, last = problem_lines([(f"a.csv#{i}", "broken") for i in range(20)], say=say)
    assert last == say("problems.more", file="a.csv", number=10)
    with progress_bar(say) as bar:
        bar.add_task("", total=10, completed=3)
        assert say.count("articles", 3) in "".join(
            segment.text for segment in bar.console.render(bar.get_renderable())
        )


def labels(result):
    return "Türkiye" in result.output or "Turkey" in result.output


def test_one_language_for_messages_and_labels_wherever_it_is_given(run, out):
    default = run("pair", "TUR", "RUS", "--in", out)
    after = run("pair", "TUR", "RUS", "--in", out, "--lang", "en")
    assert not labels(default) and labels(after)
    assert run("--lang", "en", "pair", "TUR", "RUS", "--in", out).output == after.output
    env = run("pair", "TUR", "RUS", "--in", out, ALUTSISTA_LANG="en")
    assert env.output == after.output
    mixed = run("--lang", "id", "pair", "TUR", "RUS", "--in", out, "--lang", "en",
                ALUTSISTA_LANG="id")  # fmt: skip
    assert mixed.output == after.output
    wrong = run("pair", "TUR", "RUS", "--in", out, ALUTSISTA_LANG="fr")
    assert wrong.exit_code == 2 and "'fr' is not one of" in wrong.output


def test_without_a_command_the_language_is_english():
    assert words().lang == "en"


def test_help_is_english(run):
    assert "Knowledge graphs" in run("--lang", "id", "--help").output


def test_an_export_takes_the_language_given_before_it_too(run, out, tmp_path):
    options = ["export", out, "--to", "report", "--about", "TUR", "--out"]
    run(*options, tmp_path / "after", "--lang", "en")
    run("--lang", "en", *options, tmp_path / "before")
    run(*options, tmp_path / "env", ALUTSISTA_LANG="en")
    texts = {p.parts[-3]: p.read_text("utf-8") for p in tmp_path.glob("*/report/TUR.md")}
    assert set(texts) == {"after", "before", "env"} and len(set(texts.values())) == 1
    assert texts["after"].startswith("# Turkey: a report")
