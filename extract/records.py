"""The records that the stages hand to one another, and the columns of their tables.

Offsets are characters of the article's text as read from the source, end
exclusive. ``sentence`` counts from 0. Missing values are ``None``. This module
needs nothing but the standard library, so that the graph stage can read
results without loading any of the extraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "Article",
    "Entity",
    "Extraction",
    "Found",
    "Mention",
    "OfficeMention",
    "Problem",
    "Relation",
    "Resolution",
]


@dataclass(slots=True)
class Article:
    """One article as read.

    Example:
        >>> Article("a1", "memory", "Turki membeli rudal.", published="2025-06-02").status
        'ok'

    Attributes:
        article_id: Stable name of the article, unique within a run.
        source: Where it was read from (a path, or ``-`` for standard input),
            with ``#row`` for a row of a table.
        text: The text as read; every offset points into it. Not a column.
        title: Headline, where the source or the text has one.
        publisher: Name or domain of the publisher.
        published: ISO date (YYYY-MM-DD).
        url: Address of the article, where the source has one.
        language: ISO 639-1 code.
        text_sha256: Hex digest of the UTF-8 text.
        sentences: Number of sentences found.
        status: ``ok``, ``empty`` (no content sentence) or ``failed``.
    """

    article_id: str
    source: str
    text: str = field(repr=False)
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = "id"
    text_sha256: str = ""
    sentences: int = 0
    status: str = "ok"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an entity.

    Example:
        >>> text = "Turki membeli rudal."
        >>> one = Mention("a1", 0, 0, 5, "Turki", "COUNTRY", "name", "country:TUR", 0.99)
        >>> text[one.start : one.end] == one.text
        True

    Attributes:
        article_id: Article it stands in.
        sentence: Index of its sentence.
        start: First character in the article's text.
        end: One past the last character.
        text: ``article.text[start:end]``.
        type: COUNTRY, PERSON or WEAPON.
        kind: ``name`` or ``metonym`` (countries), ``name`` (persons),
            ``system`` or ``class`` (weapons).
        entity_id: ``country:TUR``, ``person:Hulusi Akar``, ``weapon:S-400``.
        confidence: 0 to 1.
    """

    article_id: str
    sentence: int
    start: int
    end: int
    text: str
    type: str
    kind: str
    entity_id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation that one sentence states.

    Example:
        >>> from extract import load, run
        >>> (one,) = run([Article("a1", "memory", "Turki menyerang Suriah.")], load()).relations
        >>> one.source_id, one.relation, one.target_id, one.factuality, one.evidence
        ('country:TUR', 'ASSAULT', 'country:SYR', 'asserted', 'Turki menyerang Suriah.')

    Attributes:
        article_id: Article it stands in.
        sentence: Index of its sentence.
        start: First character of the sentence in the article's text.
        end: One past the sentence's last character.
        relation: A key of ``extract.schema.RELATIONS``.
        source_id: Entity that acts (either one where there is no direction).
        target_id: Entity acted on.
        weapon_id: The weapon of a SUPPLIES relation.
        role: The office of a HOLDS_OFFICE relation, as the article words it.
        factuality: ``asserted``, ``planned`` or ``negated``.
        date: The event's own date: YYYY, YYYY-MM or YYYY-MM-DD.
        cue_start: First character of the words that fired, or ``None``.
        cue_end: One past their last character, or ``None``.
        rule: Name of the rule or model that gave it.
        confidence: 0 to 1.
        evidence: The sentence, verbatim.
    """

    article_id: str
    sentence: int
    start: int
    end: int
    relation: str
    source_id: str
    target_id: str
    weapon_id: str | None
    role: str | None
    factuality: str
    date: str | None
    cue_start: int | None
    cue_end: int | None
    rule: str
    confidence: float
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A real-world thing that mentions name.

    Example:
        >>> Entity("weapon:S-400", "WEAPON", "S-400", category="Air defence systems").category
        'Air defence systems'

    Attributes:
        entity_id: See :class:`Mention`.
        type: COUNTRY, PERSON or WEAPON.
        label: Name to show, in the language asked for.
        category: SIPRI category of a weapon, else ``None``.
        kind: ``system`` or ``class`` for weapons, else ``name``.
        wikidata: Its item in Wikidata (``Q43``), where the list has it.
    """

    entity_id: str
    type: str
    label: str
    category: str | None = None
    kind: str = "name"
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or done, and where.

    Example:
        >>> from extract import read_articles
        >>> list(read_articles(["nowhere.txt"]))
        [Problem(source='nowhere.txt', article_id=None, stage='read',
                 problem='no such file or folder')]

    Attributes:
        source: Path or name of the input.
        article_id: Article concerned, if one was made.
        stage: ``read``, ``extract`` or ``write``.
        problem: What went wrong and what to do about it.
    """

    source: str
    article_id: str | None
    stage: str
    problem: str


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """Words for an office of a state whose holder the article does not name.

    Attributes:
        article_id: Article it stands in.
        sentence: Index of its sentence.
        start: First character in the article's text.
        end: One past the last character.
        text: ``article.text[start:end]``, such as ``Presiden Turki``.
        role: The office, without the state.
        country: Entity id of the state.
    """

    article_id: str
    sentence: int
    start: int
    end: int
    text: str
    role: str
    country: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Why a name of one or all articles stands for an entity of the corpus.

    Attributes:
        entity_id: The id that it has now.
        merged_id: The id that it had.
        article_id: Where, or ``None`` for every article.
        reason: ``judgement``, ``spelling``, ``fuller``, ``variant``, ``namesake``,
            ``short form`` or ``office``.
        explanation: The reason in words.
        by: ``rule``, or who judged so.
    """

    entity_id: str
    merged_id: str
    article_id: str | None
    reason: str
    explanation: str
    by: str


@dataclass(slots=True)
class Found:
    """What one article holds, whatever its id and the other articles of a run.

    Attributes:
        status: As :class:`Article` has it.
        sentences: Number of sentences.
        title: The first content sentence, for an article that comes without a title.
        mentions: With the article's id.
        relations: With the article's id.
        offices: Those that the article gives no holder.
        categories: SIPRI categories that it gives to weapons no list has.
        problem: Why it is left out, or ``None``.
    """

    status: str = "ok"
    sentences: int = 0
    title: str | None = None
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    offices: list[OfficeMention] = field(default_factory=list)
    categories: dict[str, str] = field(default_factory=dict)
    problem: str | None = None


@dataclass(slots=True)
class Extraction:
    """All that the extraction found in a run, sorted and ready for tables.

    Example:
        >>> found = Extraction(articles=[Article("a1", "memory", "Turki membeli rudal.")])
        >>> len(found.articles), len(found.relations)
        (1, 0)

    Attributes:
        articles: Those read, also those that hold nothing.
        mentions: Every one of an entity.
        relations: Those that sentences state, and co-occurrences.
        entities: What mentions and relations name, with labels.
        problems: What could not be read or done.
        offices: Offices whose holder the article does not name.
        resolutions: Why names of several articles stand for one entity.
    """

    articles: list[Article] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    offices: list[OfficeMention] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
