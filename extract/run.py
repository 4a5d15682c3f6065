"""Many articles: read, clean, run the pipeline, collect the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter

from spacy.language import Language
from spacy.tokens import Doc

from extract.clean import Cleaned, clean
from extract.records import Article, Extraction, Mention, Problem, Relation

__all__ = ["Timings", "extract_article", "run", "to_records"]


class Timings(defaultdict[str, float]):
    """Seconds spent, by stage."""

    def __init__(self) -> None:
        super().__init__(float)


def run(
    articles: Iterable[Article | Problem], nlp: Language, timings: Timings | None = None
) -> Extraction:
    """Extract every article.

    Args:
        articles: What :func:`extract.articles.read_articles` yields.
        nlp: A pipeline from :func:`extract.pipeline.load`.
        timings: Filled with seconds by stage, if given.

    Returns:
        The records of all articles, in the order read.
    """
    timings = Timings() if timings is None else timings
    result = Extraction()
    for item in articles:
        if isinstance(item, Problem):
            result.problems.append(item)
            continue
        doc, cleaned = extract_article(item, nlp, timings)
        mentions, relations = to_records(doc, cleaned, item)
        result.articles.append(item)
        result.mentions.extend(mentions)
        result.relations.extend(relations)
    return result


def extract_article(article: Article, nlp: Language, timings: Timings) -> tuple[Doc, Cleaned]:
    """Clean one article and run every component on it."""
    clock = perf_counter()
    cleaned = clean(article.text)
    timings["clean"] += perf_counter() - clock
    clock = perf_counter()
    doc = nlp.make_doc(cleaned.text)
    doc._.published = article.published
    timings["tokenizer"] += perf_counter() - clock
    for name, component in nlp.pipeline:
        clock = perf_counter()
        doc = component(doc)
        timings[name.removeprefix("alutsista_")] += perf_counter() - clock
    return doc, cleaned


def to_records(
    doc: Doc, cleaned: Cleaned, article: Article
) -> tuple[list[Mention], list[Relation]]:
    """Turn what the components set on a ``Doc`` into records.

    Offsets of the records point into ``article.text``.
    """
    bounds = [(span.start_char, span.end_char) for span in doc.sents]
    sentence_of = {start: index for index, (start, _) in enumerate(bounds)}
    mentions = []
    for span in doc.spans.get("mentions", ()):
        start, end = cleaned.to_source(span.start_char, span.end_char)
        sentence = sentence_of[span.sent.start_char]
        mentions.append(
            Mention(
                article.article_id,
                sentence,
                start,
                end,
                article.text[start:end],
                span.label_,
                span.id_,
                span.kb_id_,
                span._.confidence,
            )
        )
    return mentions, [_relocate(r, sentence_of, cleaned, article) for r in doc._.relations]


def _relocate(
    relation: Relation, sentence_of: dict[int, int], cleaned: Cleaned, article: Article
) -> Relation:
    start, end = cleaned.to_source(relation.start, relation.end)
    cue: tuple[int | None, int | None] = (None, None)
    if relation.cue_start is not None and relation.cue_end is not None:
        cue = cleaned.to_source(relation.cue_start, relation.cue_end)
    return replace(
        relation,
        article_id=article.article_id,
        sentence=sentence_of[relation.start],
        start=start,
        end=end,
        cue_start=cue[0],
        cue_end=cue[1],
        evidence=article.text[start:end],
    )
