"""Training examples of names: gold articles and corpora as annotated ``Doc``s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extract.clean import clean
from extract.gold import GoldArticle
from extract.train.corpora import Corpus, read_corpus

__all__ = ["corpus_examples", "gold_examples"]


def gold_examples(gold: Iterable[GoldArticle], nlp: Language) -> Iterator[Doc]:
    """Content sentences of gold articles, one ``Doc`` each, persons and named weapons marked.

    Sentences are those of gold. A mention inside a word that the scrape glued and
    cleaning did not part is not marked.
    """
    for item in gold:
        cleaned = clean(item.article.text)
        doc = nlp.make_doc(cleaned.text)
        entities = []
        for row in item.mentions:
            label = _label(row["type"], row["kind"])
            start, end = cleaned.from_source(row["start"], row["end"])
            span = doc.char_span(start, end, label=label or "", alignment_mode="contract")
            if label and span is not None:
                entities.append(span)
        doc.set_ents(_without_overlap(entities), default="outside")
        spans = []
        for sentence in item.sentences:
            if sentence["content"]:
                bounds = cleaned.from_source(sentence["start"], sentence["end"])
                spans.append(doc.char_span(*bounds, alignment_mode="expand"))
        yield from (_alone(span) for span in spans if span is not None and not _is_blank(span))


def _label(kind: str, sort: str) -> str | None:
    if kind == "PERSON":
        return "PERSON"
    return "WEAPON" if kind == "WEAPON" and sort == "system" else None


def _without_overlap(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _is_blank(span: Span) -> bool:
    return all(t.is_space for t in span)


def _alone(span: Span) -> Doc:
    """The sentence as a ``Doc`` of its own, as the pipeline hands it to the model."""
    tokens = [t for t in span if not t.is_space]
    return Doc(
        span.doc.vocab,
        words=[t.text for t in tokens],
        spaces=[bool(t.whitespace_) for t in tokens],
        ents=[f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in tokens],
    )


def corpus_examples(corpus: Corpus, folder: Path, rules: Language) -> Iterator[Doc]:
    """Sentences of a corpus, with the weapons that the gazetteer finds in them.

    Args:
        corpus: Which.
        folder: The corpora's folder.
        rules: The pipeline without a model; its rules give the named weapons,
            which no corpus marks.
    """
    components = [rules.get_pipe(name) for name in ("alutsista_countries", "alutsista_weapons")]
    for doc in read_corpus(corpus, folder, rules.vocab):
        if not len(doc):
            continue
        doc.spans["content"] = SpanGroup(doc, spans=[doc[:]])
        for component in components:
            component(doc)
        weapons = [s for s in doc.spans["weapons"] if s.id_ == "system"]
        doc.spans.clear()
        yield _with_weapons(doc, weapons)


def _with_weapons(doc: Doc, weapons: list[Span]) -> Doc:
    persons = list(doc.ents)
    taken = {i for span in persons for i in range(span.start, span.end)}
    found = [s for s in weapons if taken.isdisjoint(range(s.start, s.end))]
    weapon_tokens = {i for span in found for i in range(span.start, span.end)}
    missing = [
        doc[i : i + 1] for i, t in enumerate(doc) if not t.ent_iob_ and i not in weapon_tokens
    ]
    entities = persons + [Span(doc, s.start, s.end, label="WEAPON") for s in found]
    doc.set_ents(entities, missing=missing, default="outside")
    return doc
