"""``python -m extract.train.throughput``: many articles, in one process and several, beside stock.

All read the same articles in one run, none of which has met their words before: a stock spaCy
``tok2vec + ner`` of the same width, the extraction with one process, and with two, each into a
store of its own; then once more over the full store. With ``--memory`` the whole command runs
over 1,000 and over 20,000 articles, and its peak is told.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import click

from extract.train.benchmark import OURS, SAMPLE, STOCK, stock

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.records import Article

__all__ = ["generated", "main"]

SIZES = (1_000, 20_000)
"""Articles over which memory is compared."""
_PAIRS = 11
_PERSONS = 8
_SEED = 11


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("sources", nargs=-1)
@click.option("--articles", default=4000, show_default=True, help="To read at most.")
@click.option("--workers", default=2, show_default=True, help="Processes beside one.")
@click.option("--memory", is_flag=True, help="Measure the peak of the whole command instead.")
def main(sources: tuple[str, ...], articles: int, workers: int, memory: bool) -> None:
    """Measure words a second on SOURCES, or without any on articles made up of own sentences."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ[name] = "1"
    with TemporaryDirectory() as folder:
        if memory:
            _tell_memory(Path(folder))
        else:
            _tell_speed(_given(sources, articles), workers, Path(folder))


def _tell_speed(articles: list[Article], workers: int, folder: Path) -> None:
    words = sum(len(article.text.split()) for article in articles)
    click.echo(f"{len(articles):,} articles, {words:,} words\n")
    other = stock()
    clock = perf_counter()
    for article in articles:
        other(article.text)
    times = {STOCK: perf_counter() - clock}
    for name, processes in ((OURS, 1), (f"with {workers} processes", workers)):
        times[name] = _read(articles, processes, folder / str(processes))
    times["again, nothing new"] = _read(articles, 1, folder / "1")
    for name, seconds in times.items():
        click.echo(f"{name:24}{seconds:>9.1f} s{words / seconds:>14,.0f} words a second")
    first, more, again = list(times.values())[1:]
    click.echo(
        f"\none process at {times[STOCK] / first:.2f} times the stock pipeline; {workers} at "
        f"{first / more:.2f} times one; again in {again / first:.1%} of the time"
    )


def _read(articles: list[Article], workers: int, folder: Path) -> float:
    """Seconds from texts to a store that has them all, the start of every process included."""
    from dataclasses import replace

    from extract.fingerprints import fingerprint
    from extract.many import Job, read_into
    from extract.pipeline import load
    from extract.store import Store
    from extract.timings import Timings

    clock = perf_counter()
    held: list[Language] = []

    def pipeline() -> Language:
        if not held:
            held.append(load())
        return held[0]

    store = Store(folder, fingerprint())
    read_into(store, map(replace, articles), Job(workers=workers), pipeline, Timings())
    if len(store) != len(articles):
        raise click.ClickException(f"{len(store)} of {len(articles)} articles were read")
    return perf_counter() - clock


def _given(sources: tuple[str, ...], most: int) -> list[Article]:
    from extract.articles import read_articles
    from extract.records import Article

    if not sources:
        return list(generated(most))
    found = [a for a in read_articles(sources) if isinstance(a, Article)][:most]
    if not found:
        raise click.ClickException("no article in the sources given")
    return found


def generated(amount: int) -> Iterator[Article]:
    """Articles about states and weapons of the lists, and persons whose names nobody bears.

    Their sentences are this project's own, every other one without a name, so that names are about
    as dense as in news; each article brings a new one.

    Args:
        amount: Of articles, each of 23 sentences.
    """
    from hashlib import sha256

    from extract.countries import country_label
    from extract.records import Article
    from extract.schema import read_table

    dice = random.Random(_SEED)
    sentences = _column("sentences.tsv")
    named = [line for line in sentences if "{" in line]
    plain = [line for line in sentences if "{" not in line]
    parts = _column("name_parts.tsv")
    lists = {
        "A": [
            country_label(iso, "id")
            for iso in sorted({r["iso3"] for r in read_table("countries.tsv")})
        ],
        "O": [r["title"] for r in read_table("office_titles.tsv") if r["kind"] == "office"],
        "W": [r["designation"] for r in read_table("weapons.tsv")],
        "T": [r["term"] for r in read_table("weapon_terms.tsv")],
    }
    persons = [_name(dice, parts) for _ in range(_PERSONS)]
    for number in range(amount):
        persons[number % _PERSONS] = _name(dice, parts)
        fill = {
            **dict(zip("ABC", dice.sample(lists["A"], 3), strict=True)),
            **dict(zip("PQ", dice.sample(persons, 2), strict=True)),
            **{slot: dice.choice(lists[slot]) for slot in "OWT"},
            "N": str(dice.randint(2, 400)), "D": f"Senin ({dice.randint(1, 28)}/5/2024)",
        }  # fmt: skip
        lines = [f"Berita nomor {number}."]
        for _ in range(_PAIRS):
            lines += [dice.choice(named).format(**fill), dice.choice(plain)]
        text = "\n".join(lines)
        yield Article(
            f"berita-{number}", f"berita.jsonl#{number + 1}", text, published="2024-05-13",
            text_sha256=sha256(text.encode()).hexdigest(),
        )  # fmt: skip


def _column(name: str) -> list[str]:
    lines = (SAMPLE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")][1:]


def _name(dice: random.Random, parts: list[str]) -> str:
    return " ".join("".join(dice.choices(parts, k=3)).capitalize() for _ in range(2))


def _tell_memory(folder: Path) -> None:
    """The peak of resident memory of the whole command, in one process."""
    peaks = []
    for size in SIZES:
        source = folder / f"{size}.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            for article in generated(size):
                row = {"id": article.article_id, "text": article.text, "date": article.published}
                lines.write(json.dumps(row) + "\n")
        peaks.append(_peak(source, folder / f"out-{size}"))
        click.echo(f"{size:>7,} articles: {peaks[-1]:,} MB")
    times = SIZES[-1] // SIZES[0]
    click.echo(f"\n{peaks[-1] / peaks[0]:.2f} times the memory for {times} times as many")


def _peak(source: Path, out: Path) -> int:
    command = [sys.executable, "-m", "graph.cli", "graph", str(source), "--out", str(out)]
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "--workers", "1"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return int(done.stdout) // 1024


if __name__ == "__main__":
    main()
