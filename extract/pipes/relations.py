"""Relations between countries, persons and weapons: what the rules read, judged by a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.attributes import require
from extract.event_dates import EventDates
from extract.events import Cue
from extract.factuality import factuality
from extract.joint import Places
from extract.morphology import affix, root
from extract.pairs import Pair, Scene, pairs
from extract.pipes.offices import office_relation
from extract.reading import OPEN_OFFICES, Reading, read
from extract.records import Relation
from extract.relation_model import PACKAGED, RelationModel
from extract.schema import RELATIONS, read_table
from extract.spans import with_sentence

_DEFAULT_CONFIDENCE = 0.4
LEAST_CONFIDENCE = 0.2
"""Of rules alone: what was right less often is left out."""
LEAST_PROBABILITY = 0.3
LEAST_STATED = 0.22
"""Of the model, without and with a rule that states the same; chosen by F1 on training articles,
each judged by weights from other articles, and on the articles in ``seeds/``."""
_LEARNED = "learned"
_BATCH = 200
"""Sentences whose pairs are judged together."""


@Language.factory(
    "alutsista_relations",
    default_config={"model": PACKAGED},
    requires=["doc.spans", "doc._.relations"],
    assigns=["doc._.relations"],
)
def make_relations(nlp: Language, name: str, model: str | None) -> Relations:
    """Make the component."""
    return Relations(RelationModel.load(model) if model is not None else None)


class Relations:
    """Append events and arms relations to ``doc._.relations``.

    A cue word (``data/cues.tsv``, ``data/arms_cues.tsv``) tells the type; its
    voice, the prepositions around it and what the article named before tell
    source and target. A model (:class:`extract.relation_model.RelationModel`) then
    judges every pair that the sentence names or may mean, with the rules among its
    features: it drops what they get wrong and finds what they have no cue for. Its
    probability is the confidence. Without it the confidence is how often the rule was
    right for that type on annotated articles (``data/rule_precision.tsv``).
    Factuality comes from ``data/factuality.tsv``, the date from the words of the
    sentence.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Turki akan membeli rudal S-400 dari Rusia.")
        >>> [(r.relation, r.source_id, r.target_id, r.factuality) for r in doc._.relations][:2]
        [('ACQUIRES', 'country:TUR', 'weapon:S-400', 'planned'),
         ('SUPPLIES', 'country:RUS', 'country:TUR', 'planned')]

    Args:
        model: Judges pairs; the rules alone decide if ``None``.
    """

    def __init__(self, model: RelationModel | None = None) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_relations")
        readings = read(doc)
        if self.model is None:
            doc._.relations += tuple(r for reading in readings for r in _by_rules(reading))
        else:
            doc._.relations += tuple(_judged(doc, readings, self.model))
        return doc


def _by_rules(reading: Reading) -> Iterator[Relation]:
    sentence = reading.scene.sentence
    dates = EventDates(sentence, sentence.doc._.published)
    seen: set[tuple[str, str, str]] = set()
    for one in reading.stated:
        rule = f"{one.name.lower()}:{one.rule}"
        confidence = _precision().get(rule, _DEFAULT_CONFIDENCE)
        if confidence < LEAST_CONFIDENCE:
            continue
        turn = not RELATIONS[one.name].directed and one.source > one.target
        source, target = (one.target, one.source) if turn else (one.source, one.target)
        if (one.name, source, target) in seen or not _fits(one.name, source, target):
            continue
        seen.add((one.name, source, target))
        triple = (one.name, source, target)
        yield _record(reading.scene, one.cue, triple, one.weapon, rule, confidence, dates)


_Triple = tuple[str, str, str]
"""Relation type, source, target."""


def _judged(doc: Doc, readings: Sequence[Reading], model: RelationModel) -> Iterator[Relation]:
    """What the model takes for stated, sentence by sentence."""
    published: str | None = doc._.published
    phrases = {
        (sentence.start, phrase.kb_id_): phrase
        for sentence, phrase in with_sentence(doc, doc.spans.get(OPEN_OFFICES, ()))
    }
    for start in range(0, len(readings), _BATCH):
        some = readings[start : start + _BATCH]
        rows = [list(pairs(reading.scene, model.tables)) for reading in some]
        every = [pair for row in rows for pair in row]
        features = [b"".join(pair.parts) for pair in every]
        places = Places.of(
            [
                (0, number, pair.source, pair.target)
                for number, row in enumerate(rows)
                for pair in row
            ]
        )
        able = _able(every, model.types)
        judged = model.probabilities(features, _stated(every, model), able, places)
        at = 0
        may_hold = judged > LEAST_STATED / 2
        hopeful = may_hold.any(axis=1).tolist()
        for reading, row in zip(some, rows, strict=True):
            first, at = at, at + len(row)
            if not any(hopeful[first:at]):
                continue
            some_hold = np.argwhere(may_hold[first:at]).tolist()
            dates = EventDates(reading.scene.sentence, published)
            likely = list(_likely(row, judged[first:at], some_hold, model.types))
            for triple, pair, sure in _between_sides(likely, reading):
                if triple[0] != "HOLDS_OFFICE":
                    yield _of_model(reading, triple, pair, sure, model, dates)
                    continue
                phrase = phrases.get((reading.scene.sentence.start, pair.source))
                if phrase is not None:
                    rule = f"office:{_LEARNED}"
                    yield office_relation(reading.scene.sentence, phrase, pair.target, rule, sure)


_Judged = tuple[_Triple, Pair, float]
"""A relation, its pair, its probability."""


def _between_sides(likely: list[_Judged], reading: Reading) -> Iterator[_Judged]:
    """Without what the model alone finds between two of a list that a rule relates to a third.

    "Akar, Fidan dan Kalin bertemu Sarraj": the three did not meet one another.
    """
    groups: dict[str, set[int]] = {
        one.id: {place.group for place in one.places if place.group >= 0}
        for one in reading.scene.participants
    }
    related = [
        (one.name, groups.get(one.source, set()), groups.get(one.target, set()))
        for one in reading.stated
    ]
    for triple, pair, sure in likely:
        shared = groups[pair.source] & groups[pair.target]
        name = triple[0]
        outside = any(name == n and bool(shared & (a ^ b)) for n, a, b in related)
        if not (shared and outside and name not in pair.stated):
            yield triple, pair, sure


def _able(every: Sequence[Pair], types: Sequence[str]) -> Any:
    """Whether the schema lets each pair stand in each type."""
    rows: dict[tuple[str, str], int] = {}
    kinds = [
        rows.setdefault((pair.source.partition(":")[0], pair.target.partition(":")[0]), len(rows))
        for pair in every
    ]
    table = np.array([[_may_hold(name, *ends) for name in types] for ends in rows], dtype=bool)
    return table.reshape(-1, len(types))[np.array(kinds, dtype="int64")]


def _stated(every: Sequence[Pair], model: RelationModel) -> Any:
    """Whether a rule states each type of each pair."""
    stated = np.zeros((len(every), len(model.types)), dtype=bool)
    for i, pair in enumerate(every):
        for name in pair.stated:
            stated[i, model.types.index(name)] = True
    return stated


def _likely(
    row: list[Pair], scores: Any, places: list[list[int]], types: Sequence[str]
) -> Iterator[tuple[_Triple, Pair, float]]:
    """Relations of a sentence that are likely enough, those without direction once."""
    place = {(pair.source, pair.target): i for i, pair in enumerate(row)}
    for i, column in places:
        pair, name = row[i], types[column]
        sure = float(scores[i, column])
        ends = [pair.source, pair.target]
        other = None if RELATIONS[name].directed else place.get((pair.target, pair.source))
        if other is not None:
            if pair.source > pair.target and scores[other, column] > LEAST_STATED / 2:
                continue  # the other order stands for both
            sure = (sure + float(scores[other, column])) / 2
            ends.sort()
        stated = name in pair.stated
        if sure > (LEAST_STATED if stated else LEAST_PROBABILITY):
            yield (name, ends[0], ends[1]), pair, sure


def _of_model(
    reading: Reading,
    triple: _Triple,
    pair: Pair,
    sure: float,
    model: RelationModel,
    dates: EventDates,
) -> Relation:  # fmt: skip
    name = triple[0]
    ends = {(pair.source, pair.target)}
    if not RELATIONS[name].directed:
        ends.add((pair.target, pair.source))
    said = next(
        (s for s in reading.stated if s.name == name and (s.source, s.target) in ends), None
    )
    cue = said.cue if said is not None else _cue_of(reading, name, pair, model)
    weapon = said.weapon if said is not None else None
    if name == "SUPPLIES" and weapon is None:
        weapon = _nearest_weapon(reading, cue)
    rule = f"{name.lower()}:{said.rule if said is not None else _LEARNED}"
    return _record(reading.scene, cue, triple, weapon, rule, round(sure, 3), dates)


def _cue_of(reading: Reading, name: str, pair: Pair, model: RelationModel) -> Cue | None:
    """The cue nearest to the two, else the word that speaks most for the relation."""
    scene = reading.scene
    places = [
        place
        for one in scene.participants
        if one.id in (pair.source, pair.target)
        for place in one.places
    ]
    cues = [cue for cue in scene.cues if cue.relation == name]
    if cues:
        return min(cues, key=lambda cue: min(abs(cue.start - p.start) for p in places))
    weights = model.said(name, b"".join(pair.parts))
    taken = {i for place in places for i in range(place.start, place.end)}
    best, most = None, 0.0
    for i, word in enumerate(scene.words, scene.sentence.start):
        stem = root(word)
        weight = weights.get(stem, 0.0) + weights.get(stem + affix(word), 0.0)
        if weight > most and i not in taken and scene.sentence.doc[i].is_alpha:
            best, most = Cue(i, i + 1, name, _LEARNED), weight
    return best


def _nearest_weapon(reading: Reading, cue: Cue | None) -> str | None:
    weapons = [m for m in reading.mentions if m.label_ == "WEAPON"]
    at = cue.start if cue is not None else reading.scene.sentence.start
    nearest = min(weapons, key=lambda weapon: abs(weapon.start - at), default=None)
    return nearest.kb_id_ if nearest is not None else None


def _fits(name: str, source: str, target: str) -> bool:
    """Whether the schema lets these entities stand in this relation."""
    return _may_hold(name, source.partition(":")[0], target.partition(":")[0])


@cache
def _may_hold(name: str, source: str, target: str) -> bool:
    kind = RELATIONS[name]
    return source.upper() in kind.sources and target.upper() in kind.targets


def _record(
    scene: Scene,
    cue: Cue | None,
    triple: _Triple,
    weapon: str | None,
    rule: str,
    confidence: float,
    dates: EventDates,
) -> Relation:
    sentence = scene.sentence
    at = cue.start if cue is not None else sentence.start
    words = sentence.doc[at : cue.end if cue is not None else at + 1]
    certainty = factuality(scene.words, at - sentence.start)
    kind = RELATIONS[triple[0]]
    by_saying = kind.directed and kind.quad.startswith("verbal")
    return Relation(
        "",
        0,
        sentence.start_char,
        sentence.end_char,
        *triple,
        weapon,
        None,
        certainty,
        dates.near(words, ahead=certainty == "planned", by_saying=by_saying),
        words.start_char if cue is not None else None,
        words.end_char if cue is not None else None,
        rule,
        confidence,
    )


@cache
def _precision() -> dict[str, float]:
    return {row["rule"]: float(row["precision"]) for row in read_table("rule_precision.tsv")}
