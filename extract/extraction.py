"""Many articles: read, clean, run the pipeline, collect the records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from spacy.language import Language
from spacy.tokens import Doc

from extract.catalogue import describe
from extract.clean import Cleaned, clean
from extract.reading import UNNAMED_OFFICES
from extract.records import (
    Article,
    Extraction,
    Found,
    Mention,
    OfficeMention,
    Problem,
    Relation,
)
from extract.resolution import Judgement, Resolver, Survey
from extract.timings import Timings

__all__ = ["Timings", "collect", "describe_article", "extract_article", "find", "run", "to_records"]


def run(
    articles: Iterable[Article | Problem],
    nlp: Language,
    *,
    lang: str = "id",
    judgements: Sequence[Judgement] = (),
    timings: Timings | None = None,
) -> Extraction:
    """Extract every article.

    Example:
        >>> from extract import load
        >>> found = run([Article("a1", "memory", "Turki menyerang Suriah.")], load(), lang="en")
        >>> [(r.source_id, r.relation, r.target_id) for r in found.relations]
        [('country:TUR', 'ASSAULT', 'country:SYR')]

    Args:
        articles: What :func:`extract.articles.read_articles` yields.
        nlp: A pipeline from :func:`extract.pipeline.load`.
        lang: Language of the entities' labels, ``id`` or ``en``.
        judgements: What people decided about two entities.
        timings: Filled with seconds by stage, if given.

    Returns:
        The records of all articles, in the order read, each person and weapon system with
        one id in all of them. An article on which a
        component fails has status ``failed`` and a row in ``problems``.
    """
    timings = Timings() if timings is None else timings
    found = (
        item if isinstance(item, Problem) else (item, find(item, nlp, timings)) for item in articles
    )
    return collect(found, lang=lang, judgements=judgements, timings=timings)


def find(article: Article, nlp: Language, timings: Timings) -> Found:
    """Read one article; a component that fails costs that article alone."""
    try:
        doc, cleaned = extract_article(article, nlp, timings)
        mentions, relations = to_records(doc, cleaned, article)
        return Found(
            *_described(article, doc, cleaned), mentions, relations,
            list(_unnamed_offices(doc, cleaned, article)),
            dict(doc.user_data.get("weapon_categories", {})),
        )  # fmt: skip
    except Exception as error:  # one article's fault must not cost the others
        what = f"{type(error).__name__}: {error}; the article is left out"
        return Found("failed", problem=what)


def collect(
    found: Iterable[Problem | tuple[Article, Found]],
    *,
    lang: str = "id",
    judgements: Sequence[Judgement] = (),
    timings: Timings | None = None,
) -> Extraction:
    """Put what articles hold together: one id for each person and system in all of them.

    Args:
        found: Articles in the order read, with what each holds, and problems.
        lang: Language of the entities' labels, ``id`` or ``en``.
        judgements: What people decided about two entities.
        timings: Filled with seconds by stage, if given.
    """
    timings = Timings() if timings is None else timings
    result, survey = Extraction(), Survey()
    held: list[tuple[Article, Found]] = []
    for item in found:
        if isinstance(item, Problem):
            result.problems.append(item)
        else:
            held.append(item)
            result.problems += describe_article(*item)
            survey.add(*item)
    categories = survey.usual_categories()
    with timings.stage("resolution"):
        resolver = Resolver(survey, judgements)
        result.resolutions += resolver.resolutions
        for article, its in held:
            resolved, why = resolver.resolve(article, its)
            result.articles.append(article)
            result.mentions += resolved.mentions
            result.relations += resolved.relations
            result.offices += resolved.offices
            result.resolutions += why
    with timings.stage("labels"):
        result.entities = describe(_entity_ids(result), lang=lang, categories=categories)
    return result


def describe_article(article: Article, found: Found) -> list[Problem]:
    """Note in an article what only the extraction can tell of it; returns why it is left out."""
    article.status, article.sentences = found.status, found.sentences
    article.title = article.title or found.title
    if not found.problem:
        return []
    return [Problem(article.source, article.article_id, "extract", found.problem)]


def _described(article: Article, doc: Doc, cleaned: Cleaned) -> tuple[str, int, str | None]:
    """What only the extraction can tell of an article: status, sentences, a missing title."""
    content = doc.spans["content"]
    sentences = sum(1 for _ in doc.sents)
    if not content:
        return "empty", sentences, None
    start, end = cleaned.to_source(content[0].start_char, content[0].end_char)
    return "ok", sentences, article.text[start:end]


def _entity_ids(result: Extraction) -> set[str]:
    found = {m.entity_id for m in result.mentions}
    for relation in result.relations:
        found |= {relation.source_id, relation.target_id}
        if relation.weapon_id:
            found.add(relation.weapon_id)
    return found


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
    starts = [start for start, _ in bounds]
    mentions = []
    for span in doc.spans.get("mentions", ()):
        start, end = cleaned.to_source(span.start_char, span.end_char)
        sentence = bisect_right(starts, span.start_char) - 1
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
    return mentions, [_relocate(r, starts, cleaned, article) for r in doc._.relations]


def _unnamed_offices(doc: Doc, cleaned: Cleaned, article: Article) -> Iterator[OfficeMention]:
    """Offices that the article gives no holder."""
    starts = [sentence.start_char for sentence in doc.sents]
    for span in doc.spans.get(UNNAMED_OFFICES, ()):
        if span.kb_id_.startswith("country:"):
            start, end = cleaned.to_source(span.start_char, span.end_char)
            states = (m.start for m in doc.spans["mentions"] if span.start < m.start < span.end)
            role = doc[span.start : min(states, default=span.end)].text
            sentence = bisect_right(starts, span.start_char) - 1
            text = article.text[start:end]
            yield OfficeMention(article.article_id, sentence, start, end, text, role, span.kb_id_)


def _relocate(
    relation: Relation, starts: list[int], cleaned: Cleaned, article: Article
) -> Relation:
    start, end = cleaned.to_source(relation.start, relation.end)
    evidence = article.text[start:end].rstrip()
    end = start + len(evidence)
    cue: tuple[int | None, int | None] = (None, None)
    if relation.cue_start is not None and relation.cue_end is not None:
        cue = cleaned.to_source(relation.cue_start, relation.cue_end)
    return replace(
        relation,
        article_id=article.article_id,
        sentence=bisect_right(starts, relation.start) - 1,
        start=start,
        end=end,
        cue_start=cue[0],
        cue_end=cue[1],
        evidence=evidence,
    )
