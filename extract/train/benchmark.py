"""``python -m extract.train.benchmark``: words a second, beside a stock spaCy pipeline.

Both read the same articles in the same process, turn by turn, in one thread; the
median of the turns counts, and the first reading, which meets every word for the first
time, is told apart. The stock pipeline is spaCy's own multi-language
tokenizer with ``tok2vec`` (``HashEmbedCNN.v2``) and ``ner`` of the same width and
depth as the package's model, trained for a moment on the package's sample corpus
so that it predicts as a trained one does.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from spacy.language import Language

    from extract.records import Article

__all__ = ["OURS", "SAMPLE", "STOCK", "main", "stock"]

SAMPLE = Path(__file__).parent / "sample"
STOCK, OURS = "stock tok2vec + ner", "alutsista, all of it"
_BATCHES = 60


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("sources", nargs=-1, required=True)
@click.option("--turns", default=5, show_default=True, help="Times each pipeline reads all.")
@click.option("--most", default=400, show_default=True, help="Articles to read at most.")
def main(sources: tuple[str, ...], turns: int, most: int) -> None:
    """Measure words a second on the articles of SOURCES, on one core."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ[name] = "1"
    from extract.articles import read_articles
    from extract.pipeline import load
    from extract.records import Article

    articles = [a for a in read_articles(sources) if isinstance(a, Article)][:most]
    if not articles:
        raise click.ClickException("no article in the sources given")
    words = sum(len(article.text.split()) for article in articles)
    ours, other = load(), stock()
    whole: dict[str, list[float]] = defaultdict(list)
    stages: dict[str, list[float]] = defaultdict(list)
    first: dict[str, float] = {}
    for turn in range(turns + 1):
        spent = _run_ours(articles, ours)
        clock = perf_counter()
        for article in articles:
            other(article.text)
        times = {STOCK: perf_counter() - clock, OURS: sum(spent.values())}
        if not turn:
            first = times
            continue
        for name, seconds in times.items():
            whole[name].append(seconds)
        for name, seconds in spent.items():
            stages[name].append(seconds)
    click.echo(f"{len(articles)} articles, {words:,} words, median of {turns} turns, one core\n")
    for name, taken in [*whole.items(), *stages.items()]:
        share = median(taken) / median(whole[OURS])
        note = "" if name in whole else f"  {share:5.1%}"
        click.echo(f"{name:24}{words / median(taken):>12,.0f} words a second{note}")
    ratio = median(whole[STOCK]) / median(whole[OURS])
    click.echo(f"\nalutsista runs at {ratio:.2f} times the stock pipeline")
    click.echo(
        f"first reading: {words / first[OURS]:,.0f} words a second, "
        f"{first[STOCK] / first[OURS]:.2f} times the stock pipeline"
    )


def _run_ours(articles: list[Article], nlp: Language) -> dict[str, float]:
    from extract.extraction import Timings, extract_article

    spent = Timings()
    for article in articles:
        extract_article(article, nlp, spent)
    return dict(spent)


def stock() -> Language:
    """A stock ``tok2vec + ner`` of this package's width, trained for a moment."""
    import spacy
    from spacy.training import Example
    from spacy.util import minibatch

    from extract.model import load_model
    from extract.train.corpora import corpora, read_corpus

    own = load_model().config["components"]["tok2vec"]["model"]["encode"]
    nlp = spacy.blank("xx")
    model = {
        "@architectures": "spacy.HashEmbedCNN.v2", "width": own["width"], "depth": own["depth"],
        "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True,
        "pretrained_vectors": None,
    }  # fmt: skip
    nlp.add_pipe("tok2vec", config={"model": model})
    nlp.add_pipe("ner", config={"model": {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner",
        "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True,
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": own["width"]},
    }})  # fmt: skip
    docs = [d for c in corpora(SAMPLE, "train") for d in read_corpus(c, SAMPLE, nlp.vocab)]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(_BATCHES):
        for batch in minibatch(examples, 32):
            nlp.update(batch, sgd=optimizer)
    return nlp


if __name__ == "__main__":
    main()
