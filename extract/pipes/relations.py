"""Relations between countries, persons and weapons, by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.arguments import Argument, Memory, arguments
from extract.arms import arms_relations
from extract.dates import DateMention, find_dates
from extract.events import Cue, events
from extract.factuality import factuality
from extract.records import Relation
from extract.schema import RELATIONS, read_table
from extract.spans import mentions_by_sentence

_DEFAULT_CONFIDENCE = 0.4
LEAST_CONFIDENCE = 0.2
_NEAR = 80
_QUOTES = frozenset(('"', "“", "”", "'", "‘"))


@Language.factory(
    "alutsista_relations",
    default_config={"least_confidence": LEAST_CONFIDENCE},
    requires=["doc.spans", "doc._.relations"],
    assigns=["doc._.relations"],
)
def make_relations(nlp: Language, name: str, least_confidence: float) -> Relations:
    """Make the component."""
    return Relations(least_confidence)


class Relations:
    """Append events and arms relations to ``doc._.relations``.

    A cue word (``data/cues.tsv``, ``data/arms_cues.tsv``) tells the type; its
    voice, the prepositions around it and what the article named before tell
    source and target. Factuality comes from ``data/factuality.tsv``, the date
    from the words of the sentence, the confidence from how often the rule was
    right for that type on annotated articles (``data/rule_precision.tsv``).

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Turki akan membeli rudal S-400 dari Rusia.")
        >>> [(r.relation, r.source_id, r.target_id, r.factuality) for r in doc._.relations][:2]
        [('ACQUIRES', 'country:TUR', 'weapon:S-400', 'planned'),
         ('SUPPLIES', 'country:RUS', 'country:TUR', 'planned')]

    Args:
        least_confidence: What a rule that was right less often says is left out.
    """

    def __init__(self, least_confidence: float = LEAST_CONFIDENCE) -> None:
        self.least_confidence = least_confidence

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        offices: dict[int, list[Relation]] = defaultdict(list)
        for relation in doc._.relations:
            offices[relation.start].append(relation)
        memory = Memory()
        memory.served = {r.source_id: r.target_id for r in doc._.relations}
        for sentence, here in mentions_by_sentence(doc):
            _hear(sentence, here, memory)
            found = arguments(sentence, here, offices[sentence.start_char], memory)
            doc._.relations.extend(self._relations(sentence, here, found, memory))
            _remember(memory, here, found)
        return doc

    def _relations(
        self, sentence: Span, mentions: list[Span], found: list[Argument], memory: Memory
    ) -> Iterator[Relation]:
        if not found:
            return
        dates: list[DateMention] | None = None
        seen: set[tuple[str, str, str]] = set()
        for cue, name, one, other, weapon, rule in _stated(sentence, mentions, found, memory):
            turn = not RELATIONS[name].directed and one > other
            source, target = (other, one) if turn else (one, other)
            confidence = _precision().get(f"{name.lower()}:{rule}", _DEFAULT_CONFIDENCE)
            if confidence < self.least_confidence:
                continue
            if (name, source, target) in seen or not _fits(name, source, target):
                continue
            seen.add((name, source, target))
            if name == "ASSAULT":
                memory.pairs[source] = target
                memory.pairs.setdefault(target, source)
            if dates is None:
                dates = find_dates(sentence.text, sentence.doc._.published)
            yield _record(sentence, cue, name, source, target, weapon, rule, dates)


def _stated(
    sentence: Span, mentions: list[Span], found: list[Argument], memory: Memory
) -> Iterator[tuple[Cue, str, str, str, str | None, str]]:
    attacks: list[tuple[Cue, str]] = []
    for event in events(sentence, found, memory):
        if event.cue.relation == "ASSAULT":
            attacks.append((event.cue, event.source))
        yield event.cue, event.cue.relation, event.source, event.target, None, event.rule
    weapons = [m for m in mentions if m.label_ == "WEAPON"]
    for arms in arms_relations(sentence, found, weapons, attacks, memory.served):
        yield arms.cue, arms.relation, arms.source, arms.target, arms.weapon, arms.rule


def _fits(name: str, source: str, target: str) -> bool:
    """Whether the schema lets these entities stand in this relation."""
    kind = RELATIONS[name]
    return (
        source.partition(":")[0].upper() in kind.sources
        and target.partition(":")[0].upper() in kind.targets
    )


def _record(
    sentence: Span,
    cue: Cue,
    name: str,
    source: str,
    target: str,
    weapon: str | None,
    rule: str,
    dates: list[DateMention],
) -> Relation:
    doc = sentence.doc
    words = doc[cue.start : cue.end]
    full_rule = f"{name.lower()}:{rule}"
    return Relation(
        "",
        0,
        sentence.start_char,
        sentence.end_char,
        name,
        source,
        target,
        weapon,
        None,
        factuality(doc, cue.start, sentence.start),
        _date(sentence, words, dates),
        words.start_char,
        words.end_char,
        full_rule,
        _precision().get(full_rule, _DEFAULT_CONFIDENCE),
    )


def _date(sentence: Span, cue: Span, dates: list[DateMention]) -> str | None:
    """The date nearest to the cue, unless it is that of the report."""
    offset = sentence.start_char
    near = [d for d in dates if not _is_of_report(sentence, d)]
    if not near:
        return None
    at = cue.start_char - offset
    nearest = min(near, key=lambda d: abs(d.start - at))
    return nearest.date if abs(nearest.start - at) <= _NEAR else None


def _is_of_report(sentence: Span, date: DateMention) -> bool:
    before = sentence.text[max(date.start - 70, 0) : date.start].lower()
    return any(word in before for word in _report_words())


@cache
def _report_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in read_table("report_words.tsv"))


@cache
def _precision() -> dict[str, float]:
    return {row["rule"]: float(row["precision"]) for row in read_table("rule_precision.tsv")}


@cache
def _speech() -> frozenset[str]:
    return frozenset(r["verb"] for r in read_table("speech_verbs.tsv") if r["side"] == "after")


def _hear(sentence: Span, mentions: list[Span], memory: Memory) -> None:
    """Take the speaker named behind a quotation as the one it is about."""
    memory.speaker = ""
    if sentence[0].text not in _QUOTES:
        return
    doc = sentence.doc
    for mention in mentions:
        before = {t.lower_ for t in doc[max(mention.start - 9, sentence.start) : mention.start]}
        if mention.label_ == "PERSON" and before & _speech():
            memory.speaker = mention.kb_id_
            memory.subject = (mention.kb_id_,)
            return


def _remember(memory: Memory, mentions: list[Span], found: list[Argument]) -> None:
    for mention in mentions:
        if mention.label_ != "WEAPON":
            memory.note(mention.kb_id_)
    subject = next((a for a in found if not a.marker), None)
    if subject is not None:
        memory.subject = subject.ids
