"""Measures a model on every test set and writes its ``meta.json`` and card."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from extract.evaluate import evaluate
from extract.gold import read_gold
from extract.model import load_model
from extract.pipeline import load
from extract.schema import read_table
from extract.train.corpora import corpora
from extract.train.steps import read_docs

__all__ = ["describe", "measure"]


def measure(model: Path, gold: Path, work: Path) -> dict[str, Any]:
    """F1, precision and recall on each test set.

    Args:
        model: The packed model; ``context.npz`` beside it.
        gold: Annotated articles; their dev part is the test set.
        work: Folder with ``dev-NAME.spacy``.

    Returns:
        ``in-domain dev`` with linked mentions by type, ``in-domain dev, unseen`` with
        those of entities that training has not seen, and for each corpus the
        persons of the model alone and of the whole pipeline.
    """
    nlp = load(str(model))
    result = evaluate(read_gold([gold], "dev"), nlp, seen=read_gold([gold], "train"))
    figures: dict[str, Any] = {}
    for name, task in (("in-domain dev", "linked"), ("in-domain dev, unseen", "unseen")):
        figures[name] = {kind: _figures(s) for kind, s in result.scores.get(task, {}).items()}
    alone = load_model(str(model))
    for path in sorted(work.glob("dev-*.spacy")):
        docs = [doc for doc in read_docs(path, alone) if len(doc)]
        name = path.stem.removeprefix("dev-")
        figures[f"{name} dev"] = {
            "PERSON, model alone": _persons(docs, [list(d.ents) for d in _read(docs, alone)]),
            "PERSON": _persons(docs, [_mentions(doc, nlp) for doc in docs]),
        }
    return figures


def _figures(score: Any) -> dict[str, float]:
    return {
        "p": round(score.precision, 4), "r": round(score.recall, 4), "f": round(score.f1, 4),
    }  # fmt: skip


def _read(docs: list[Doc], nlp: Language) -> Any:
    return nlp.pipe(_copy(doc, nlp) for doc in docs)


def _copy(doc: Doc, nlp: Language) -> Doc:
    return Doc(nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])


def _mentions(doc: Doc, nlp: Language) -> list[Any]:
    """Persons that the whole pipeline finds in a sentence."""
    read = _copy(doc, nlp)
    read[0].is_sent_start = True
    for token in read[1:]:
        token.is_sent_start = False
    read.spans["content"] = SpanGroup(read, spans=[read[:]])
    for name in ("countries", "names", "weapons", "persons"):
        read = nlp.get_pipe(f"alutsista_{name}")(read)
    return list(read.spans["persons"])


def _persons(docs: list[Doc], found: list[list[Any]]) -> dict[str, float]:
    from extract.scores import Score

    score = Score()
    for doc, spans in zip(docs, found, strict=True):
        have = {(s.start, s.end) for s in spans if s.label_ == "PERSON"}
        score.add(have, {(s.start, s.end) for s in doc.ents if s.label_ == "PERSON"})
    return _figures(score)


def describe(out: Path, folder: Path, gold: Path, work: Path) -> None:
    """Write ``meta.json`` and ``README.md`` of a packed model.

    Args:
        out: Its folder.
        folder: The corpora's folder.
        gold: Annotated articles.
        work: Folder with the dev parts of the corpora.
    """
    figures = measure(out, gold, work)
    sources = {c.source: c for c in corpora(folder)}
    meta = json.loads((out / "meta.json").read_text("utf-8"))
    meta |= {
        "name": "names",
        "version": version("alutsista"),
        "description": "Persons and named weapon systems in Indonesian news",
        "author": "alutsista",
        "license": "weights trained on the sources named, some of them CC BY-SA or CC BY-NC-SA",
        "sources": [
            *(
                {"name": c.name, "description": "NER", "author": c.source, "license": c.licence}
                for c in sources.values()
            ),
            *read_table("sources.tsv", "extract.train"),
        ],
        "performance": figures,
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", "utf-8")
    (out / "README.md").write_text(_card(meta), "utf-8")


def _card(meta: dict[str, Any]) -> str:
    template = (Path(__file__).parent / "card.md").read_text("utf-8")
    rows = [
        f"| {name} | {kind} | {s['p']:.3f} | {s['r']:.3f} | {s['f']:.3f} |"
        for name, kinds in meta["performance"].items()
        for kind, s in kinds.items()
    ]
    sources = [f"| {s['author']} | {s['description']} | {s['license']} |" for s in meta["sources"]]
    return template.replace("{{performance}}", "\n".join(rows)).replace(
        "{{sources}}", "\n".join(sources)
    )
