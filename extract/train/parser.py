"""``python -m extract.train.parser``: part of speech and dependencies, trained and measured.

The package ships no parser, for nothing in the pipeline reads one yet; this
rebuilds it for whoever wants to, and gives its scores.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import click

__all__ = ["main"]

TRAIN = ("id_gsd-ud-train.v2.0.conllu", "id_csui-ud-train.conllu")
DEV = ("id_gsd-ud-dev.v2.0.conllu",)
TESTS = {"GSD dev": DEV[0], "CSUI test": "id_csui-ud-test.conllu",
         "PUD": "id_pud-ud-test.conllu"}  # fmt: skip
_ATTRIBUTES = ["ORTH", "SPACY", "POS", "HEAD", "DEP"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--treebanks", required=True, type=click.Path(path_type=Path, exists=True),
              help="Folder with the CoNLL-U files of UD GSD 2.0, CSUI and PUD.")  # fmt: skip
@click.option("--vectors", required=True, type=click.Path(path_type=Path, exists=True),
              help="Vectors that extract.train made (in its work folder).")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--steps", default=3000, show_default=True, help="Batches.")
def main(treebanks: Path, vectors: Path, out: Path, steps: int) -> None:
    """Train a tagger and parser on GSD and CSUI; print UPOS, UAS and LAS."""
    import spacy
    from spacy.cli.train import train

    out.mkdir(parents=True, exist_ok=True)
    for name, parts in (("train", TRAIN), ("dev", DEV)):
        _convert([treebanks / part for part in parts], out / f"{name}.spacy")
    config = Path(str(files("extract.train") / "configs" / "parser.cfg"))
    overrides = {
        "paths.train": str(out / "train.spacy"), "paths.dev": str(out / "dev.spacy"),
        "paths.vectors": str(vectors), "training.max_steps": steps,
    }  # fmt: skip
    train(config, out, overrides=overrides)
    nlp = spacy.load(out / "model-last")
    for name, file in TESTS.items():
        if (treebanks / file).exists():
            scores = _measure(nlp, treebanks / file, out / "test.spacy")
            click.echo(f"{name:10}" + "".join(f"  {k} {v:.4f}" for k, v in scores.items()))


def _convert(sources: list[Path], out: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.training.converters import conllu_to_docs

    docs: list[Any] = []
    for source in sources:
        if not source.is_file():
            raise click.ClickException(f"{source}: no such treebank; see --treebanks")
        docs += conllu_to_docs(source.read_text("utf-8"), n_sents=1, no_print=True)
    DocBin(docs=docs, attrs=_ATTRIBUTES).to_disk(out)


def _measure(nlp: Any, source: Path, scratch: Path) -> dict[str, float]:
    from spacy.tokens import Doc, DocBin
    from spacy.training import Example

    _convert([source], scratch)
    docs = list(DocBin().from_disk(scratch).get_docs(nlp.vocab))
    plain = [
        Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
        for doc in docs
    ]
    scores = nlp.evaluate([Example(p, d) for p, d in zip(plain, docs, strict=True)])
    names = {"UPOS": "pos_acc", "UAS": "dep_uas", "LAS": "dep_las"}
    return {name: scores[key] for name, key in names.items()}


if __name__ == "__main__":
    main()
