"""Who holds which office of which state."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.language import is_headline
from extract.names import leader
from extract.office_phrases import (
    country_of_body,
    filling,
    head_ending,
    may_stand_between,
    office_context,
    titles,
)
from extract.reading import OPEN_OFFICES
from extract.records import Relation
from extract.spans import mentions_by_sentence

_REACH = 14
_NEAR = 8
_COPULA = 4
_HOME = "country:IDN"
"""Whose offices an article means that names no other state: it is written in Indonesian."""


@dataclass(frozen=True, slots=True)
class _Office:
    """An office phrase: tokens of its words, its country (bare id), if it names one."""

    start: int
    end: int
    country: str | None
    strong: bool


@Language.factory(
    "alutsista_offices", requires=["doc.spans", "doc._.relations"], assigns=["doc._.relations"]
)
def make_offices(nlp: Language, name: str) -> Offices:
    """Make the component."""
    return Offices()


class Offices:
    """Append HOLDS_OFFICE relations to ``doc._.relations``.

    An office phrase stands before the name ("Menteri Luar Negeri Turki Mevlut
    Cavusoglu") or behind it between commas. The state is the country in the
    phrase or an organ of it (``data/office_context.tsv``); where there is none,
    that of the same person's office elsewhere in the article, else that of a
    well-known office holder. What is left open goes to ``doc.spans["open_offices"]``, spans
    whose ``kb_id_`` is the person. A counterpart ("timpalannya dari Turki") has the
    office of the other person in the sentence.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Menteri Pertahanan Turki Hulusi Akar tiba.")
        >>> [(r.source_id, r.role, r.target_id) for r in doc._.relations][:1]
        [('person:Hulusi Akar', 'Menteri Pertahanan', 'country:TUR')]
    """

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        found: list[tuple[Span, Span, _Office]] = []
        for sentence, mentions in mentions_by_sentence(doc):
            for place, person in enumerate(mentions):
                if person.label_ == "PERSON":
                    near = mentions[max(place - _NEAR, 0) : place + _NEAR + 1]
                    office = _office_of(person, sentence, near)
                    if office is not None:
                        found.append((sentence, person, office))
        named = {m.kb_id_ for m in doc.spans["mentions"] if m.label_ == "COUNTRY"}
        states = {p.kb_id_: o.country for _, p, o in reversed(found) if o.country}
        seen: set[tuple[int, str, str]] = set()
        open_offices: list[Span] = []
        ranked = {person.kb_id_ for _, person, office in found if office.strong}
        for sentence, person, office in found:
            if not (office.strong or office.country) and person.kb_id_ in ranked:
                continue  # "juru bicara Erdogan": another's post, of one who holds an office
            country = office.country or states.get(person.kb_id_)
            country = country or _known_country(person, office)
            if country is None and office.strong and named <= {_HOME}:
                country = _HOME
            phrase = Span(doc, office.start, office.end, "OFFICE", kb_id=person.kb_id_)
            if country is None:
                open_offices.append(phrase)
            elif (sentence.start, person.kb_id_, country) not in seen:
                seen.add((sentence.start, person.kb_id_, country))
                sure = 0.9 if office.country else 0.8
                doc._.relations.append(office_relation(sentence, phrase, country, "office", sure))
        doc.spans[OPEN_OFFICES] = open_offices
        return doc


def _known_country(person: Span, office: _Office) -> str | None:
    known = leader(person.kb_id_.partition(":")[2])
    if known is None or not known.country:
        return None
    held = person.doc[office.start].lower_ in known.role.lower()
    return f"country:{known.country}" if office.strong or held else None


def _office_of(person: Span, sentence: Span, mentions: list[Span]) -> _Office | None:
    return (
        _office_before(person, sentence, mentions)
        or _counterpart(person, sentence, mentions)
        or _office_behind(person, sentence, mentions)
    )


def _office_before(person: Span, sentence: Span, mentions: list[Span]) -> _Office | None:
    doc = person.doc
    others = {i for m in mentions if m.label_ == "PERSON" for i in range(m.start, m.end)}
    i = person.start - 1
    least = max(sentence.start, person.start - _REACH)
    countries = {i for m in mentions if m.label_ == "COUNTRY" for i in range(m.start, m.end)}
    headline = is_headline(sentence)
    while i >= least and i not in others:
        length, kind = head_ending(doc, i, sentence.start)
        if not (length or may_stand_between(doc[i].text, doc[i].lower_)):
            return None
        start = i - length + 1
        bracketed = start > sentence.start and doc[start - 1].text == "("
        if length and kind in ("office", "post") and not bracketed:
            if doc[start - 1].lower_ in office_context()["candidate"] and start:
                return None
            first = _first_of_joint(doc, start, sentence.start)
            return _phrase(doc, first, i + 1, person.start, mentions, kind == "office")
        if headline and not (i in countries or doc[i].lower_ in filling()):
            return None
        i -= 1
    return None


def _first_of_joint(doc: Doc, start: int, first: int) -> int:
    """Where a phrase of two offices begins: "Putra Mahkota sekaligus Perdana Menteri"."""
    if start - 2 < first or doc[start - 1].lower_ not in office_context()["joint"]:
        return start
    length, kind = head_ending(doc, start - 2, first)
    return start - 1 - length if length and kind == "office" else start


def _office_behind(person: Span, sentence: Span, mentions: list[Span]) -> _Office | None:
    doc = person.doc
    i = person.end
    while i < sentence.end and doc[i].text in office_context()["caption"]:
        i += 1
    if i + 1 < sentence.end and doc[i].text != ",":
        i = _last_of_copula(doc, i, sentence.end)
    elif i + 1 >= sentence.end:
        return None
    if i + 1 >= sentence.end:
        return None
    for length in (3, 2, 1):
        kind = titles().get(doc[i + 1 : i + 1 + length].text.lower())
        if kind in ("office", "post"):
            end = i + 1 + length
            while end < min(sentence.end, i + _REACH) and doc[end].text not in (",", ".", "(", '"'):
                end += 1
            if any(m.label_ == "PERSON" and i < m.start <= end + 1 for m in mentions):
                return None
            found = _phrase(doc, i + 1, i + 1 + length, end, mentions, kind == "office")
            return found if found is not None and found.country else None
    return None


def _last_of_copula(doc: Doc, start: int, end: int) -> int:
    """The last word of "adalah", "menjabat sebagai" and the like; ``end`` where none stands."""
    found = end
    for i in range(start, min(start + _COPULA, end)):
        if doc[i].lower_ in office_context()["as"]:
            found = i
        elif doc[i].text[0].isupper() or found != end:
            break
    return found


def _counterpart(person: Span, sentence: Span, mentions: list[Span]) -> _Office | None:
    """The office of the other person, for "timpalannya dari Turki Hulusi Akar"."""
    doc = person.doc
    country = next((m for m in mentions if m.end == person.start and m.label_ == "COUNTRY"), None)
    if country is None:
        return None
    before = {t.lower_ for t in doc[max(sentence.start, country.start - 2) : country.start]}
    if before.isdisjoint(office_context()["counterpart"]):
        return None
    for other in mentions:
        if other.label_ == "PERSON" and other.kb_id_ != person.kb_id_:
            office = _office_before(other, sentence, mentions)
            if office is not None:
                return _Office(office.start, office.end, country.kb_id_, office.strong)
    return None


def _phrase(
    doc: Doc, start: int, head_end: int, end: int, mentions: list[Span], strong: bool
) -> _Office | None:
    """The office phrase from its head to the name; ``None`` if it is no office of a state."""
    countries = [
        m
        for m in mentions
        if m.label_ == "COUNTRY"
        and start < m.start < end
        and doc[m.start - 1].lower_ not in office_context()["abroad"]
    ]
    words_end = max(countries[0].start, head_end) if countries else end
    while words_end > head_end and not doc[words_end - 1].text[-1].isalnum():
        words_end -= 1
    served = next(
        (i for i in range(head_end, end) if doc[i].lower_ in office_context()["abroad"]), end
    )
    text = doc[start:served].text
    words = {token.lower_ for token in doc[start:served]}
    body = country_of_body(text)
    if body is None and any(
        p.lower() in words or (" " in p and p.lower() in text.lower())
        for p in office_context()["private"]
    ):
        return None
    country = countries[0].kb_id_ if countries else body
    stop = next((i for i in range(head_end, words_end) if _ends_words(doc, i)), words_end)
    return _Office(start, stop, country, strong)


def _ends_words(doc: Doc, i: int) -> bool:
    """Whether the office's words end before a token: a bracket, a comma, a rank."""
    token = doc[i]
    return token.text in office_context()["end"] or titles().get(token.lower_) == "honorific"


def office_relation(
    sentence: Span, phrase: Span, country: str, rule: str, confidence: float
) -> Relation:
    """HOLDS_OFFICE of the person an office phrase is about (its ``kb_id_``) to a state."""
    return Relation(
        "",
        0,
        sentence.start_char,
        sentence.end_char,
        "HOLDS_OFFICE",
        phrase.kb_id_,
        country,
        None,
        phrase.text,
        "asserted",
        None,
        phrase.start_char,
        phrase.end_char,
        rule,
        confidence,
    )
