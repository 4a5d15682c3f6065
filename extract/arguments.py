"""Who can take part in a relation: the names of a sentence, coordinated and resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from spacy.tokens import Span

from extract.records import Relation
from extract.schema import read_table
from extract.spans import Tokens

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
    tokens: Tokens,
    mentions: list[Span],
    offices: list[Relation],
    memory: Memory,
    roles: list[Span],
) -> list[Argument]:
    """The possible sources and targets of a sentence, in text order.

    Args:
        sentence: The sentence.
        tokens: The article's words.
        mentions: Its mentions.
        offices: Its HOLDS_OFFICE relations: the country in an office phrase is no
            argument beside its holder.
        memory: What the article named before.
        roles: Office phrases without a name that stand for their holder.
    """
    lower, first = tokens.lower, sentence.start
    named = [m for m in mentions if m.label_ != "WEAPON"][:MOST_ARGUMENTS]
    absorbed = _in_office_phrases(named, offices)
    absorbed |= {m.start for m in named for r in roles if r.start <= m.start < r.end}
    held = ((_holder(named, office), office) for office in offices)
    before = {holder.start: office for holder, office in held if holder is not None}
    single = [
        Argument(m.start, m.end, (m.kb_id_,), _marker(lower, _phrase(m, before), first))
        for m in named
        if m.start not in absorbed
    ]
    single += [
        Argument(r.start, r.end, (r.kb_id_,), _marker(lower, r.start, first), True) for r in roles
    ]
    here = lower[first : sentence.end]
    single += _implied(first, here, memory, offices)
    single += _places(first, here, tokens, named)
    single.sort(key=lambda a: a.start)
    return _coordinated(tokens, single, absorbed)


def _marker(lower: Sequence[str], start: int, first: int) -> str:
    for i in range(start - 1, max(start - 3, first - 1), -1):
        if lower[i] in _prepositions():
            return lower[i]
    return ""


@cache
def _prepositions() -> frozenset[str]:
    return words("oblique") | words("agent")


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
    first: int, lower: list[str], memory: Memory, offices: list[Relation]
) -> Iterator[Argument]:
    pronouns, (longest, beginnings) = _pronouns(), _shapes()
    if beginnings.isdisjoint(lower):
        return
    lower = lower[:_PRONOUNS_WITHIN]
    done = 0
    for i in [i for i, word in enumerate(lower) if word in beginnings]:
        if i < done:
            continue
        for length in range(longest, 0, -1):
            hit = pronouns.get(tuple(lower[i : i + length]))
            if hit is not None:
                ids = memory.meant(*hit)
                if hit[0] == "own" and offices:
                    ids = (offices[-1].target_id,)
                if ids:
                    start = first + i
                    yield Argument(start, start + length, ids, _marker(lower, i, 0), True)
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


def _places(first: int, lower: list[str], tokens: Tokens, named: list[Span]) -> Iterator[Argument]:
    names, beginnings = _place_names(), _place_words()
    if beginnings.isdisjoint(lower):
        return
    taken = {i for m in named for i in range(m.start, m.end)}
    found = 0
    for at in [i for i, word in enumerate(lower, first) if word in beginnings]:
        if at in taken or found >= MOST_ARGUMENTS:
            continue
        for parts, state in names.get(tokens.texts[at], ()):
            end = at + len(parts)
            if tuple(tokens.texts[at:end]) == parts:
                found += 1
                marker = _marker(tokens.lower, at, first)
                yield Argument(at, end, (state,), marker, False, True)
                break


def _coordinated(tokens: Tokens, single: list[Argument], absorbed: set[int]) -> list[Argument]:
    """Join names with nothing but commas, "dan", titles and offices between them.

    Commas alone join nothing: a list has a "dan", a dash or the like somewhere.
    """
    if len(single) < 2:
        return single
    chains: list[list[Argument]] = []
    for argument in single:
        last = chains[-1][-1] if chains else None
        if (
            last is not None
            and not (last.implied or argument.implied or last.place or argument.place)
            and last.is_person == argument.is_person
            and argument.marker in ("", chains[-1][0].marker)
            and _is_list(tokens, last.end, argument.start, absorbed)
        ):
            chains[-1].append(argument)
        else:
            chains.append([argument])
    joined: list[Argument] = []
    for chain in chains:
        joined += _as_one(tokens.lower, chain)
    return joined


def _as_one(lower: list[str], chain: list[Argument]) -> list[Argument]:
    if len(chain) == 1:
        return chain
    links = words("link")
    if all(links.isdisjoint(lower[a.end : b.start]) for a, b in pairwise(chain)):
        return chain
    ids = tuple(dict.fromkeys(i for argument in chain for i in argument.ids))
    return [Argument(chain[0].start, chain[-1].end, ids, chain[0].marker)]


def _is_list(tokens: Tokens, start: int, end: int, absorbed: set[int]) -> bool:
    if not 0 < end - start <= 12:
        return False
    lower = tokens.lower[start:end]
    if "," not in lower and words("link").isdisjoint(lower):
        return False
    between, office = words("between"), _office_words()
    return all(
        word in between or word in office or tokens.texts[i][0].isupper() or i in absorbed
        for i, word in enumerate(lower, start)
    )


@cache
def _office_words() -> frozenset[str]:
    """Words of office phrases but prepositions, which may stand before a name in a list."""
    titles = (row["title"] for row in read_table("office_titles.tsv"))
    filling = (row["word"] for row in read_table("office_words.tsv"))
    return frozenset(word for phrase in (*titles, *filling) for word in phrase.split()) - words(
        "oblique"
    )
