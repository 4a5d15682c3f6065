"""How right the extraction is, against gold: precision, recall and F1 by type.

What is compared (all of it in the gold's content sentences; what is predicted in
a non-content sentence counts as wrong):

* ``content``: sentences, by the gold's sentence boundaries.
* ``mentions``: exact character span and type. A prediction inside a word that
  the scrape glued together is not counted, since gold could not mark it.
* ``linked``: the same with the entity id.
* ``entities``: the set of entity ids of an article.
* ``unseen``: linked mentions of entities that are not in the gold trained on, where
  that is given.
* ``relations``: (sentence, type, source, target); ``quad``, ``arms``,
  ``offices`` and ``pairs`` (unordered, whatever the type) likewise. CO_OCCURS
  takes no part.
* ``factuality``, ``date``, ``weapon``, ``role``: accuracy among the relations found.
* ``reliability``: how many relations are right, by tenths of their confidence.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from spacy.language import Language

from extract.clean import clean
from extract.extraction import Timings, extract_article, to_records
from extract.gold import GoldArticle, annotate, entity_id
from extract.records import Mention, Relation
from extract.schema import RELATIONS, quad_class
from extract.scores import Confusion, Evaluation, Score

__all__ = ["comparable", "evaluate"]

# What is measured with gold mentions given: these components then do not run.
_BEFORE_RELATIONS = frozenset(
    f"alutsista_{name}"
    for name in ("sentences", "content", "countries", "names", "weapons", "persons", "entities")
)


def evaluate(
    gold: Iterable[GoldArticle],
    nlp: Language,
    *,
    given_mentions: bool = False,
    seen: Iterable[GoldArticle] = (),
) -> Evaluation:
    """Run the pipeline on gold articles and compare.

    Args:
        gold: Annotated articles.
        nlp: A pipeline from :func:`extract.pipeline.load`.
        given_mentions: Take sentences, content and mentions from gold, so that
            only offices and relations are measured.
        seen: Articles that the pipeline's models were trained on.
    """
    result = Evaluation()
    known = _ids_in(seen)
    for item in gold:
        result.articles += 1
        result.words += len(item.article.text.split())
        mentions, relations, content = _predict(item, nlp, result.timings, given_mentions)
        _score_content(result, item, content)
        _score_mentions(result, item, mentions, known)
        _score_relations(result, item, relations)
    return result


def _predict(
    item: GoldArticle, nlp: Language, timings: Timings, given_mentions: bool
) -> tuple[list[Mention], list[Relation], list[tuple[int, int]]]:
    if given_mentions:
        cleaned = clean(item.article.text)
        doc = annotate(nlp.make_doc(cleaned.text), cleaned, item)
        doc._.published = item.article.published
        for name, component in nlp.pipeline:
            if name not in _BEFORE_RELATIONS:
                doc = component(doc)
    else:
        doc, cleaned = extract_article(item.article, nlp, timings)
    mentions, relations = to_records(doc, cleaned, item.article)
    content = [cleaned.to_source(s.start_char, s.end_char) for s in doc.spans["content"]]
    return mentions, relations, content


def _score_content(result: Evaluation, item: GoldArticle, content: list[tuple[int, int]]) -> None:
    covered = bytearray(len(item.article.text))
    for start, end in content:
        covered[start:end] = b"\1" * (end - start)
    for number, sentence in enumerate(item.sentences, 1):
        start, end = sentence["start"], sentence["end"]
        is_content = 2 * sum(covered[start:end]) > end - start
        for kind, wanted in (("content", True), ("non-content", False)):
            score = result.score("content", kind)
            score.true += is_content == sentence["content"] == wanted
            score.predicted += is_content == wanted
            score.gold += sentence["content"] == wanted
        if is_content != sentence["content"]:
            kind = "spurious" if is_content else "missed"
            result.confusions.append(
                Confusion(
                    "content",
                    kind,
                    "content" if sentence["content"] else "non-content",
                    "content" if is_content else "non-content",
                    item.article.article_id,
                    number,
                    item.article.text[start:end],
                )
            )


def comparable(bare_or_full_id: str) -> str:
    """An id without differences of case, accents and hyphens."""
    plain = unicodedata.normalize("NFKD", bare_or_full_id).encode("ascii", "ignore").decode()
    return plain.casefold().replace("-", " ")


def _is_glued(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return before.isalnum() or after.isalnum()


def _ids_in(gold: Iterable[GoldArticle]) -> frozenset[str]:
    return frozenset(
        comparable(entity_id(m["type"], m["id"])) for item in gold for m in item.mentions
    )


def _score_mentions(
    result: Evaluation, item: GoldArticle, mentions: list[Mention], known: frozenset[str]
) -> None:
    text = item.article.text
    gold = {
        (m["start"], m["end"], m["type"], comparable(entity_id(m["type"], m["id"]))): m
        for m in item.mentions
    }
    spans = {key[:3] for key in gold}
    found = {
        (m.start, m.end, m.type, comparable(m.entity_id)): m
        for m in mentions
        if (m.start, m.end, m.type) in spans or not _is_glued(text, m.start, m.end)
    }
    for kind in ("COUNTRY", "PERSON", "WEAPON"):
        have = {key for key in found if key[2] == kind}
        want = {key for key in gold if key[2] == kind}
        result.score("mentions", kind).add({k[:3] for k in have}, {k[:3] for k in want})
        result.score("linked", kind).add(have, want)
        result.score("entities", kind).add({k[3] for k in have}, {k[3] for k in want})
        if known:
            new = ({k for k in keys if k[3] not in known} for keys in (have, want))
            result.score("unseen", kind).add(*new)
    for key in sorted(found.keys() & gold.keys()):
        result.score("kind", gold[key]["kind"]).gold += 1
    for key in sorted(found.keys() & gold.keys()):
        wanted, given = gold[key]["kind"], found[key].kind
        result.score("kind", given).predicted += 1
        result.score("kind", wanted).true += wanted == given
    _confuse_mentions(result, item, found, gold)


def _confuse_mentions(
    result: Evaluation, item: GoldArticle, found: dict[Any, Mention], gold: dict[Any, Any]
) -> None:
    missed = {key[:2]: key for key in gold.keys() - found.keys()}
    spurious = {key[:2]: key for key in found.keys() - gold.keys()}
    for bounds in sorted(missed.keys() | spurious.keys()):
        wanted, given = missed.get(bounds), spurious.get(bounds)
        kind = "missed" if given is None else "spurious" if wanted is None else "confused"
        index = item.sentence_at(*bounds)
        surface = item.article.text[slice(*bounds)]
        result.confusions.append(
            Confusion(
                "mention",
                kind,
                f"{surface} = {wanted[3]}" if wanted else "",
                f"{surface} = {given[3]}" if given else "",
                item.article.article_id,
                index + 1,
                _sentence(item, index),
            )
        )


def _sentence(item: GoldArticle, index: int) -> str:
    sentence = item.sentences[index]
    return item.article.text[sentence["start"] : sentence["end"]]


_Triple = tuple[int, str, str, str]


def _triple(sentence: int, name: str, source: str, target: str) -> _Triple:
    source, target = comparable(source), comparable(target)
    if not RELATIONS[name].directed and source > target:
        source, target = target, source
    return sentence, name, source, target


def _bare(full_id: str | None) -> str:
    return full_id.partition(":")[2] if full_id else ""


def _score_relations(result: Evaluation, item: GoldArticle, relations: list[Relation]) -> None:
    gold: dict[_Triple, list[dict[str, Any]]] = defaultdict(list)
    for row in item.relations:
        gold[_triple(row["sentence"] - 1, row["type"], row["source"], row["target"])].append(row)
    found: dict[_Triple, Relation] = {}
    for relation in relations:
        if relation.relation != "CO_OCCURS":
            found.setdefault(
                _triple(
                    _gold_sentence(item, relation),
                    relation.relation,
                    _bare(relation.source_id),
                    _bare(relation.target_id),
                ),
                relation,
            )
    _count_triples(result, set(found), set(gold))
    for triple, relation in found.items():
        tenth = result.reliability.setdefault(min(int(relation.confidence * 10), 9), Score())
        tenth.predicted += 1
        tenth.true += triple in gold
    for triple in sorted(found.keys() & gold.keys()):
        _score_attributes(result, found[triple], gold[triple])
    _confuse_relations(result, item, found, set(gold))


def _gold_sentence(item: GoldArticle, relation: Relation) -> int:
    """Gold sentence of a relation: where its cue stands, else where most of its sentence is."""
    if relation.cue_start is not None and relation.cue_end is not None:
        return item.sentence_at(relation.cue_start, relation.cue_end)
    return item.sentence_at(relation.start, relation.end)


def _count_triples(result: Evaluation, found: set[_Triple], gold: set[_Triple]) -> None:
    result.score("relations", "all").add(found, gold)
    for name in sorted({t[1] for t in found | gold}):
        result.score("relations", name).add(
            {t for t in found if t[1] == name}, {t for t in gold if t[1] == name}
        )

    def quads(triples: set[_Triple]) -> set[tuple[Any, ...]]:
        return {(t[0], quad_class(t[1]), t[2], t[3]) for t in triples}

    have, want = quads(found), quads(gold)
    result.score("quad", "all").add(have, want)
    for quad in sorted({q[1] for q in have | want}):
        result.score("quad", quad).add(
            {q for q in have if q[1] == quad}, {q for q in want if q[1] == quad}
        )

    def of(triples: set[_Triple], quad: str) -> set[_Triple]:
        return {t for t in triples if quad_class(t[1]) == quad}

    result.score("arms", "all").add(of(found, "arms"), of(gold, "arms"))
    result.score("offices", "all").add(of(found, "office"), of(gold, "office"))

    def pairs(triples: set[_Triple]) -> set[tuple[int, frozenset[str]]]:
        return {(t[0], frozenset(t[2:])) for t in triples}

    result.score("pairs", "all").add(pairs(found), pairs(gold))


def _score_attributes(result: Evaluation, relation: Relation, rows: list[dict[str, Any]]) -> None:
    def count(name: str, right: bool) -> None:
        score = result.accuracy.setdefault(name, Score())
        score.true += right
        score.predicted += 1

    count("factuality", relation.factuality in {r["factuality"] for r in rows})
    dates = {r["date"] for r in rows if r["date"]}
    if dates:
        count("date (gold has one)", relation.date in dates)
    elif relation.date:
        count("date (gold has none)", False)
    weapons = {comparable(r["weapon"]) for r in rows if r["weapon"]}
    if weapons:
        count("weapon", comparable(_bare(relation.weapon_id)) in weapons)
    roles = {r["role"].casefold() for r in rows if r["role"]}
    if roles:
        count("role", (relation.role or "").casefold() in roles)


def _confuse_relations(
    result: Evaluation, item: GoldArticle, found: dict[_Triple, Relation], gold: set[_Triple]
) -> None:
    missed: dict[Any, list[_Triple]] = defaultdict(list)
    for triple in sorted(gold - found.keys()):
        missed[triple[0], frozenset(triple[2:])].append(triple)

    def show(triple: _Triple) -> str:
        arrow = ">" if RELATIONS[triple[1]].directed else "-"
        return f"{triple[1]} {triple[2]} {arrow} {triple[3]}"

    def note(kind: str, wanted: str, given: str, index: int) -> None:
        result.confusions.append(
            Confusion(
                "relation",
                kind,
                wanted,
                given,
                item.article.article_id,
                index + 1,
                _sentence(item, index),
            )
        )

    for triple in sorted(found.keys() - gold):
        relation = found[triple]
        cue = ""
        if relation.cue_start is not None and relation.cue_end is not None:
            cue = " «" + item.article.text[relation.cue_start : relation.cue_end] + "»"
        given = f"{show(triple)} [{relation.rule}{cue}]"
        rivals = missed[triple[0], frozenset(triple[2:])]
        if rivals:
            note("confused", show(rivals.pop(0)), given, triple[0])
        else:
            note("spurious", "", given, triple[0])
    for triples in missed.values():
        for triple in triples:
            note("missed", show(triple), "", triple[0])
