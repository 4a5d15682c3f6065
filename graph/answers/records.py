"""What an answer holds. ``--json`` prints these records, every attribute under its name.

Dates are those of the event where the sentence gives one (YYYY, YYYY-MM or YYYY-MM-DD), else
the article's. What is missing is ``None``, in JSON ``null``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = [
    "Citation", "Evidence", "Meeting", "Named", "Office", "Pair", "Period", "Profile", "Ranked",
    "SharedWeapon", "Statement", "Together", "Transfer", "Transfers",
]  # fmt: skip

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """An entity: its ``id`` (``country:TUR``) and its ``label``."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Ranked(Generic[T]):
    """The first of a list.

    Attributes:
        total: How many there are.
        shown: Those that ``--limit`` leaves.
    """

    total: int
    shown: list[T]


@dataclass(frozen=True, slots=True)
class Citation:
    """The article that a sentence stands in; as the articles table has it."""

    article_id: str
    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence, verbatim.

    Attributes:
        text: The sentence.
        article: Where it stands; ``None`` where the tables do not say.
    """

    text: str
    article: Citation | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one entity does to another, over all sentences that say so.

    Attributes:
        relation: Its type.
        quad: PLOVER quad class, or ``arms``, ``office``, ``none``.
        directed: Whether source and target differ in part.
        source: Who acts (either one where there is no direction).
        target: Who or what is acted on.
        weapon: What a SUPPLIES relation supplies.
        articles: Distinct articles.
        sentences: Distinct sentences.
        factuality: Distinct articles by factuality, the most certain first.
        first_date: Earliest date.
        last_date: Latest date.
        evidence: The surest sentence of the most certain factuality.
    """

    relation: str
    quad: str
    directed: bool
    source: Named
    target: Named
    weapon: Named | None
    articles: int
    sentences: int
    factuality: dict[str, int]
    first_date: str | None
    last_date: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Period:
    """A month or year (``None``: undated) and the distinct articles of each quad class in it."""

    period: str | None
    articles: dict[str, int]


@dataclass(frozen=True, slots=True)
class SharedWeapon:
    """A weapon system that both have to do with.

    Attributes:
        weapon: The system.
        first: Articles by what the first does with it (SUPPLIES, ACQUIRES, OPERATES,
            PRODUCES, and RECEIVES for what is supplied to it).
        second: The same of the second.
    """

    weapon: Named
    first: dict[str, int]
    second: dict[str, int]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A row of the transfers table; ``articles`` counts."""

    supplier: Named | None
    recipient: Named
    weapon: Named | None
    category: str | None
    number: int | None
    status: str
    date: str | None
    articles: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Office:
    """A row of the offices table; the dates are the first and last that name the holder so."""

    person: Named
    country: Named
    role: str
    first_date: str | None
    last_date: str | None
    articles: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Meeting:
    """Whom somebody consulted on a day, by CONSULT relations that are not negated."""

    other: Named
    date: str | None
    factuality: str
    articles: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Together:
    """Who is named in one sentence with an entity, and in how many articles."""

    other: Named
    articles: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What two entities do to each other.

    Attributes:
        first: The one named first.
        second: The other.
        articles: Distinct articles that name both in one sentence.
        mutual: Relations without a direction, strongest first.
        forward: What the first does to the second.
        backward: What the second does to the first.
        together: Sentences that name both and relate them in no stated way.
        holders: What persons in office of the one do to those of the other, or to its state.
        timeline: Articles by period and quad class, negated relations left out.
        transfers: Arms that go from one to the other.
        weapons: Systems that both have to do with.
    """

    first: Named
    second: Named
    articles: int
    mutual: Ranked[Statement]
    forward: Ranked[Statement]
    backward: Ranked[Statement]
    together: Statement | None
    holders: Ranked[Statement]
    timeline: list[Period]
    transfers: Ranked[Transfer]
    weapons: Ranked[SharedWeapon]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the tables hold of one entity.

    Attributes:
        id: Entity id.
        type: COUNTRY, PERSON or WEAPON.
        label: Name to show.
        aliases: Names that the articles use, the most frequent first.
        category: SIPRI category of a weapon.
        wikidata: Its item.
        mentions: How often it is named.
        articles: In how many articles.
        first_date: Of the earliest of them.
        last_date: Of the latest.
        offices: That a person holds, or that are held in a country.
        relations: Strongest first, without offices.
        meetings: Latest first, undated last.
        together: Who else stands in its sentences, without a stated relation.
    """

    id: str
    type: str
    label: str
    aliases: list[str]
    category: str | None
    wikidata: str | None
    mentions: int
    articles: int
    first_date: str | None
    last_date: str | None
    offices: Ranked[Office]
    relations: Ranked[Statement]
    meetings: Ranked[Meeting]
    together: Ranked[Together]


@dataclass(frozen=True, slots=True)
class Transfers:
    """The rows of the transfers table that were asked for, latest first, undated last."""

    transfers: Ranked[Transfer]
