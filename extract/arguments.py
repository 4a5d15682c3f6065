"""Who can take part in a relation: the names of a sentence, coordinated and resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Span

from extract.records import Relation
from extract.schema import read_table

__all__ = ["Argument", "Memory", "arguments", "words"]

MOST_ARGUMENTS = 40
"""Names of one sentence that are looked at; bounds the work on a sentence that is a list."""
_OFFICE_REACH = 90
_PRONOUNS_WITHIN = 400
"""Tokens of a sentence in which pronouns are looked for."""


@dataclass(slots=True)
class Argument:
    """One or more coordinated entities that take part in a relation together.

    Attributes:
        start: First token.
        end: One past the last token.
        ids: Entity ids, in text order.
        marker: The word before it, if a preposition, else empty.
        implied: Whether a pronoun or role noun stands for it.
        place: Whether it is a place of that state, which can only be attacked.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    marker: str = ""
    implied: bool = False
    place: bool = False

    @property
    def is_person(self) -> bool:
        """Whether it is one or more persons."""
        return self.ids[0].startswith("person:")


@dataclass(slots=True)
class Memory:
    """What an article has named so far.

    Attributes:
        countries: Ids by last naming, latest last.
        persons: The same for persons.
        subject: What the latest sentence was about.
        pairs: For a doer of violence, whom it was last done to.
        counts: How often each was named.
        served: The state that each office holder of the article serves.
        speaker: Who says the sentence, where it is a quotation.
    """

    countries: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    subject: tuple[str, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    served: dict[str, str] = field(default_factory=dict)
    speaker: str = ""

    def note(self, entity_id: str) -> None:
        """Remember a naming."""
        names = self.countries if entity_id.startswith("country:") else self.persons
        if entity_id in names:
            names.remove(entity_id)
        names.append(entity_id)
        self.counts[entity_id] += 1

    def meant(self, kind: str, word: str) -> tuple[str, ...]:
        """Ids that a pronoun or role noun stands for; empty where nothing fits."""
        if kind == "both":
            if (
                "negara" not in word
                and "pihak" not in word
                and len(self.persons) > 1
                and len(self.subject) > 1
            ):
                return self.subject[:2]
            often = sorted(self.countries[-4:], key=lambda name: -self.counts[name])
            return tuple(often[:2]) if len(often) > 1 else ()
        if kind == "speaker":
            return (self.served.get(self.speaker, self.speaker),) if self.speaker else ()
        if kind == "person":
            return tuple(self.persons[-1:])
        return tuple(self.countries[-1:])


@cache
def words(kind: str) -> frozenset[str]:
    """Words of one kind of ``data/arguments.tsv``."""
    return frozenset(r["word"] for r in read_table("arguments.tsv") if r["kind"] == kind)


@cache
def _pronouns() -> dict[tuple[str, ...], tuple[str, str]]:
    rows = read_table("coreference.tsv")
    return {tuple(r["word"].split()): (r["kind"], r["word"]) for r in rows}


@cache
def _shapes() -> tuple[int, frozenset[str]]:
    """Words of the longest pronoun, and the first words of all."""
    return max(map(len, _pronouns())), frozenset(form[0] for form in _pronouns())


def arguments(
    sentence: Span,
    lower: list[str],
    mentions: list[Span],
    offices: list[Relation],
    memory: Memory,
    roles: list[Span],
) -> list[Argument]:
    """The possible sources and targets of a sentence, in text order.

    Args:
        sentence: The sentence.
        lower: Its words in small letters.
        mentions: Its mentions.
        offices: Its HOLDS_OFFICE relations: the country in an office phrase is no
            argument beside its holder.
        memory: What the article named before.
        roles: Office phrases without a name that stand for their holder.
    """
    doc = sentence.doc
    named = [m for m in mentions if m.label_ != "WEAPON"][:MOST_ARGUMENTS]
    absorbed = _in_office_phrases(named, offices)
    absorbed |= {m.start for m in named for r in roles if r.start <= m.start < r.end}
    held = ((_holder(named, office), office) for office in offices)
    before = {holder.start: office for holder, office in held if holder is not None}
    single = [
        Argument(m.start, m.end, (m.kb_id_,), _marker(doc, _phrase(m, before), sentence.start))
        for m in named
        if m.start not in absorbed
    ]
    single += [
        Argument(r.start, r.end, (r.kb_id_,), _marker(doc, r.start, sentence.start), True)
        for r in roles
    ]
    single += _implied(sentence, lower, memory, offices)
    single += _places(sentence, lower, {i for m in named for i in range(m.start, m.end)})
    single.sort(key=lambda a: a.start)
    return _coordinated(doc, single, absorbed)


def _marker(doc: Doc, start: int, first: int) -> str:
    for i in range(start - 1, max(start - 3, first - 1), -1):
        word = doc[i].lower_
        if word in words("oblique") or word in words("agent"):
            return word
    return ""


def _holder(named: list[Span], office: Relation) -> Span | None:
    """The mention of an office's holder that stands nearest to its words."""
    at = office.cue_start or 0
    holders = [m for m in named if m.kb_id_ == office.source_id]
    return min(holders, key=lambda m: abs(m.start_char - at), default=None)


def _phrase(mention: Span, offices: dict[int, Relation]) -> int:
    """First token of a name with the office before it."""
    office = offices.get(mention.start)
    at = office.cue_start if office is not None else None
    if at is None or not 0 < mention.start_char - at < _OFFICE_REACH:
        return mention.start
    i = mention.start
    while i > 0 and mention.doc[i].idx > at:
        i -= 1
    return i


def _in_office_phrases(named: list[Span], offices: list[Relation]) -> set[int]:
    """First tokens of the countries that belong to an office beside its holder."""
    absorbed: set[int] = set()
    for office in offices:
        holder = _holder(named, office)
        if holder is None or office.cue_start is None:
            continue
        low = min(office.cue_start, holder.start_char)
        high = max(office.cue_end or 0, holder.end_char) + 30
        for mention in named:
            inside = low <= mention.start_char < high
            before_name = mention.end_char <= holder.start_char or office.cue_start > low
            if mention.kb_id_ == office.target_id and inside and before_name:
                absorbed.add(mention.start)
    return absorbed


def _implied(
    sentence: Span, lower: list[str], memory: Memory, offices: list[Relation]
) -> Iterator[Argument]:
    doc, pronouns = sentence.doc, _pronouns()
    lower = lower[:_PRONOUNS_WITHIN]
    longest, first = _shapes()
    done = 0
    for i in [i for i, word in enumerate(lower) if word in first]:
        if i < done:
            continue
        for length in range(longest, 0, -1):
            hit = pronouns.get(tuple(lower[i : i + length]))
            if hit is not None:
                ids = memory.meant(*hit)
                if hit[0] == "own" and offices:
                    ids = (offices[-1].target_id,)
                start = sentence.start + i
                if ids:
                    marker = _marker(doc, start, sentence.start)
                    yield Argument(start, start + length, ids, marker, True)
                done = i + length
                break


@cache
def _place_names() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Places by their first word: all their words and the state."""
    names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    rows = [(r["place"], r["iso3"]) for r in read_table("places.tsv")]
    rows += [(r["form"], r["iso3"]) for r in read_table("capitals.tsv") if r["prior"] == "city"]
    for place, iso3 in rows:
        parts = tuple(place.split())
        names.setdefault(parts[0], []).append((parts, f"country:{iso3}"))
    for found in names.values():
        found.sort(key=lambda item: -len(item[0]))
    return names


@cache
def _place_words() -> frozenset[str]:
    """First words of places, in small letters."""
    return frozenset(word.lower() for word in _place_names())


def _places(sentence: Span, lower: list[str], taken: set[int]) -> Iterator[Argument]:
    doc, names, first = sentence.doc, _place_names(), _place_words()
    found = 0
    for at in [i for i, word in enumerate(lower, sentence.start) if word in first]:
        if at in taken or found >= MOST_ARGUMENTS:
            continue
        for parts, state in names.get(doc[at].text, ()):
            end = at + len(parts)
            if tuple(t.text for t in doc[at:end]) == parts:
                found += 1
                yield Argument(at, end, (state,), _marker(doc, at, sentence.start), False, True)
                break


def _coordinated(doc: Doc, single: list[Argument], absorbed: set[int]) -> list[Argument]:
    """Join names with nothing but commas, "dan", titles and offices between them.

    Commas alone join nothing: a list has a "dan", a dash or the like somewhere.
    """
    chains: list[list[Argument]] = []
    for argument in single:
        last = chains[-1][-1] if chains else None
        if (
            last is not None
            and not (last.implied or argument.implied or last.place or argument.place)
            and last.is_person == argument.is_person
            and argument.marker in ("", chains[-1][0].marker)
            and _is_list(doc, last.end, argument.start, absorbed)
        ):
            chains[-1].append(argument)
        else:
            chains.append([argument])
    joined: list[Argument] = []
    for chain in chains:
        joined += _as_one(doc, chain)
    return joined


def _as_one(doc: Doc, chain: list[Argument]) -> list[Argument]:
    between = [t for a, b in pairwise(chain) for t in doc[a.end : b.start]]
    if len(chain) == 1 or not any(t.lower_ in words("link") for t in between):
        return chain
    ids = tuple(dict.fromkeys(i for argument in chain for i in argument.ids))
    return [Argument(chain[0].start, chain[-1].end, ids, chain[0].marker)]


def _is_list(doc: Doc, start: int, end: int, absorbed: set[int]) -> bool:
    if not 0 < end - start <= 12:
        return False
    between = doc[start:end]
    filling = words("between") | _office_words()
    return any(t.lower_ in words("link") or t.text == "," for t in between) and all(
        t.lower_ in filling or t.text[0].isupper() or t.i in absorbed for t in between
    )


@cache
def _office_words() -> frozenset[str]:
    """Words of office phrases but prepositions, which may stand before a name in a list."""
    titles = (row["title"] for row in read_table("office_titles.tsv"))
    filling = (row["word"] for row in read_table("office_words.tsv"))
    return frozenset(word for phrase in (*titles, *filling) for word in phrase.split()) - words(
        "oblique"
    )
