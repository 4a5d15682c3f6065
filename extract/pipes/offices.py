"""Who holds which office of which state."""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.attributes import require
from extract.names import leader
from extract.office_holders import Office, office_of
from extract.office_phrases import office_context, role_key
from extract.reading import OPEN_OFFICES
from extract.records import Relation
from extract.spans import mentions_by_sentence

_NEAR = 8
_Found = tuple[Span, Span, Office]
"""A sentence, a person in it and the person's office."""
_HOME = "country:IDN"
"""Whose offices an article means that names no other state: it is written in Indonesian."""


@Language.factory(
    "alutsista_offices", requires=["doc.spans"], assigns=["doc.spans", "doc._.relations"]
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
        require(doc, "alutsista_offices")
        found: list[_Found] = []
        subject = ""
        for sentence, named in mentions_by_sentence(doc):
            mentions = [*_pronoun(sentence, subject), *named]
            subject = next((m.kb_id_ for m in mentions if m.label_ == "PERSON"), subject)
            for place, person in enumerate(mentions):
                if person.label_ == "PERSON":
                    near = mentions[max(place - _NEAR, 0) : place + _NEAR + 1]
                    office = office_of(person, sentence, near)
                    if office is not None and not _is_another_s(person, office):
                        found.append((sentence, person, office))
        states = _States(doc, found)
        seen: set[tuple[int, str, str]] = set()
        open_offices: list[Span] = []
        relations: list[Relation] = []
        for place, (sentence, person, office) in enumerate(found):
            if states.is_of_another(person, office):
                continue
            country = office.country or states.of(place)
            phrase = Span(doc, office.start, office.end, "OFFICE", kb_id=person.kb_id_)
            if country is None:
                if office.start < person.start:
                    open_offices.append(phrase)
            elif (sentence.start, person.kb_id_, country) not in seen:
                seen.add((sentence.start, person.kb_id_, country))
                sure = 0.9 if office.country else 0.8
                relations.append(office_relation(sentence, phrase, country, "office", sure))
        doc.spans[OPEN_OFFICES] = open_offices
        doc._.relations += tuple(relations)
        return doc


def _pronoun(sentence: Span, subject: str) -> list[Span]:
    """The word for the person told of before, where a sentence begins with one: "Ia menjabat"."""
    if not subject or sentence[0].lower_ not in office_context()["pronoun"]:
        return []
    return [Span(sentence.doc, sentence.start, sentence.start + 1, "PERSON", kb_id=subject)]


class _States:
    """The states of offices that name none."""

    def __init__(self, doc: Doc, found: list[_Found]) -> None:
        self._doc = doc
        self._found = found
        self._mentions = sorted(doc.spans["mentions"], key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        named = {m.kb_id_ for m in self._mentions if m.label_ == "COUNTRY"}
        self._at_home = named <= {_HOME}
        self._held = {p.kb_id_: o.country for _, p, o in reversed(found) if o.country}
        self._ranked = {p.kb_id_ for _, p, o in found if o.strong and not _serves(p, o)}

    def is_of_another(self, person: Span, office: Office) -> bool:
        """Whether it is the post of one who serves this holder: "juru bicara Erdogan"."""
        weak = not office.strong or _serves(person, office)
        return weak and not office.country and not office.master and person.kb_id_ in self._ranked

    def of(self, place: int) -> str | None:
        """The state of the office at that place of the list."""
        _, person, office = self._found[place]
        if office.master is not None:
            return self._held.get(office.master) or _country_of(office.master)
        state = self._held.get(person.kb_id_) or _known_country(person, office)
        if state is None and office.start < person.start:
            state = self._of_neighbour(place)
            if state is None and office.strong and self._at_home:
                state = _HOME
        elif state is None and office.strong:
            state = self._of_appointer(place)
        return state

    def _of_appointer(self, place: int) -> str | None:
        """That of who gives the office: "Turki menunjuk Kemal Aydin sebagai duta besar"."""
        sentence, person, _ = self._found[place]
        before = self._doc[max(sentence.start, person.start - _NEAR) : person.start]
        verb = next(
            (t.i for t in reversed(before) if t.lower_ in office_context()["appoint"]), None
        )
        if verb is None:
            return None
        place_before = bisect_left(self._starts, person.start) - 1
        giver = self._mentions[place_before] if place_before >= 0 else person
        if giver.start < sentence.start or giver.end > verb:
            return None
        if giver.label_ == "PERSON":
            return self._held.get(giver.kb_id_) or _country_of(giver.kb_id_)
        return giver.kb_id_ if giver.label_ == "COUNTRY" else None

    def _of_neighbour(self, place: int) -> str | None:
        """That of the office before, where the two are listed."""
        sentence, _, office = self._found[place]
        if not (place and office.strong) or self._found[place - 1][0] != sentence:
            return None
        _, other, before = self._found[place - 1]
        between = {token.lower_ for token in self._doc[other.end : office.start]}
        if before.start > other.start or not between or between - office_context()["list"]:
            return None
        return before.country


def _serves(person: Span, office: Office) -> bool:
    title = person.doc[office.start : office.end].text.lower()
    return any(title.startswith(servant) for servant in office_context()["servant"])


def _is_another_s(person: Span, office: Office) -> bool:
    """Whether the office beside a comma is not that of one known to hold another."""
    known = _country_of(person.kb_id_)
    if not (office.aside and known):
        return False
    if office.master is not None:
        return _known_country(person, office) is None
    return office.country not in (None, known)


def _country_of(person_id: str) -> str | None:
    known = leader(person_id.partition(":")[2])
    return f"country:{known.country}" if known is not None and known.country else None


def _known_country(person: Span, office: Office) -> str | None:
    known = leader(person.kb_id_.partition(":")[2])
    if known is None or not known.country:
        return None
    held = role_key(person.doc[office.start].text) in known.role.lower()
    aside = office.start > person.start
    return f"country:{known.country}" if held or (office.strong and not aside) else None


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
