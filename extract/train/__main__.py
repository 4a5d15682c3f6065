"""``python -m extract.train``: corpora in, ``extract/model`` out."""

from __future__ import annotations

import os
from pathlib import Path

import click

__all__ = ["main"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--corpora", required=True, type=click.Path(path_type=Path, exists=True),
              help="Folder with ner/, text/ and gazetteers/.")  # fmt: skip
@click.option("--gold", required=True, type=click.Path(path_type=Path, exists=True),
              help="Annotated articles (.jsonl); the dev part of them is held out.")  # fmt: skip
@click.option("--text", help="Raw news below the corpora's folder.", show_default=True,
              default="text/news-id.txt.xz")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--work", required=True, type=click.Path(path_type=Path),
              help="Folder for what lies between; what is there is not made again.")  # fmt: skip
@click.option("--name-tokens", type=click.Path(path_type=Path),
              help="Write the odds of words in names, a data file.")  # fmt: skip
@click.option("--steps", default=12000, show_default=True, help="Batches of the model.")
@click.option("--teacher-steps", default=5000, show_default=True, help="Batches of each teacher.")
@click.option("--reader-steps", default=7000, show_default=True, help="Batches of each reader.")
@click.option("--jobs", default=2, show_default=True, help="Models trained at once.")
@click.option("--vector-rows", default=30000, show_default=True, help="Rows of the vectors.")
@click.option("--vector-epochs", default=5, show_default=True, help="Passes over the raw text.")
@click.option("--min-count", default=10, show_default=True, help="Least count of a word in it.")
@click.option("--silver-share", default=1.0, show_default=True,
              help="Share of the raw text that the teachers read.")  # fmt: skip
@click.option("--seed", default=0, show_default=True)
def main(
    corpora: Path,
    gold: Path,
    text: str,
    out: Path,
    work: Path,
    name_tokens: Path | None,
    steps: int,
    teacher_steps: int,
    reader_steps: int,
    jobs: int,
    vector_rows: int,
    vector_epochs: int,
    min_count: int,
    silver_share: float,
    seed: int,
) -> None:
    """Rebuild the trained pipeline.

    Vectors are trained on the raw text, two teachers on the corpora and a half of
    the gold each, the model on all of these and on the raw sentences on which the
    teachers agree, and the models of context and of relations on gold as read by
    models that have not seen it. Raw text that repeats a held-out article is left
    out. 75 minutes on two cores; each model is trained in one thread, so that the
    result is the same every time.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from extract.gold import GoldError
    from extract.train.build import Settings, build
    from extract.train.corpora import CorpusError

    settings = Settings(
        corpora=corpora, gold=gold, text=corpora / text, out=out, work=work, steps=steps,
        teacher_steps=teacher_steps,
        reader_steps=reader_steps, jobs=jobs, vector_rows=vector_rows, vector_epochs=vector_epochs,
        min_count=min_count, silver_share=silver_share, seed=seed,
        name_tokens=name_tokens,
    )  # fmt: skip
    try:
        build(settings, click.echo)
    except (CorpusError, GoldError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
