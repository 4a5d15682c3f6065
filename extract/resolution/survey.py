"""What the articles of a corpus say of names, gathered article by article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.office_phrases import office_context, role_key
from extract.records import Article, Found, Mention, Relation
from extract.resolution.persons import Profile

__all__ = ["Held", "Survey"]


@dataclass(frozen=True, slots=True)
class Held:
    """An office that an article gives to a person.

    Attributes:
        article_id: The article.
        person: Entity id that the article alone gives the person.
        state: Entity id of the state.
        role: Key of the office, ``None`` where it is not named or no longer held.
        published: Day of the article.
    """

    article_id: str
    person: str
    state: str
    role: str | None
    published: str | None


@dataclass(slots=True)
class Survey:
    """What a corpus says of names; what is held of an article are its names, not its sentences.

    Attributes:
        profiles: By bare name of a person.
        countries: Country ids that each article names, sorted.
        persons: Bare names of persons that each article names, sorted.
        weapons: Articles that name each weapon.
        held: Offices of persons.
        categories: How often articles give a SIPRI category to a weapon that no list has.
    """

    profiles: dict[str, Profile] = field(default_factory=lambda: defaultdict(Profile))
    countries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    persons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    weapons: Counter[str] = field(default_factory=Counter)
    held: list[Held] = field(default_factory=list)
    categories: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, article: Article, found: Found) -> None:
        """Note what an article says."""
        where = article.article_id
        self._note_names(where, found.mentions)
        self._note_offices(article, found.relations)
        for weapon, category in found.categories.items():
            self.categories[weapon][category] += 1

    def merge(self, other: Survey) -> None:
        """Note what other articles say, as another survey has it."""
        for name, profile in other.profiles.items():
            own = self.profiles[self._one(name)]
            own.articles |= profile.articles
            for state, where in profile.states.items():
                own.states[self._one(state)] |= where
        for kept, more in ((self.countries, other.countries), (self.persons, other.persons)):
            kept |= {where: tuple(map(self._one, names)) for where, names in more.items()}
        self.weapons.update(other.weapons)
        self.held += other.held
        for weapon, counts in other.categories.items():
            self.categories[weapon].update(counts)

    def usual_categories(self) -> dict[str, str]:
        """The category that most articles give to each weapon, the first by name of equals."""
        return {
            weapon: min((-count, name) for name, count in counts.items())[1]
            for weapon, counts in self.categories.items()
        }

    def _note_names(self, where: str, mentions: Iterable[Mention]) -> None:
        countries, persons = [], []
        for entity_id in sorted({m.entity_id for m in mentions}):
            kind, _, name = entity_id.partition(":")
            if kind == "country":
                countries.append(self._one(entity_id))
            elif kind == "person":
                name = self._one(name)
                self.profiles[name].articles.add(where)
                persons.append(name)
            else:
                self.weapons[entity_id] += 1
        if countries:
            self.countries[where] = tuple(countries)
        if persons:
            self.persons[where] = tuple(persons)

    def _note_offices(self, article: Article, relations: Iterable[Relation]) -> None:
        where = article.article_id
        for r in relations:
            if r.relation == "HOLDS_OFFICE":
                name, state = self._one(r.source_id.partition(":")[2]), self._one(r.target_id)
                self.profiles[name].states[state].add(where)
                role = role_key(r.role) if r.role and not _is_past(r) else None
                person = self._one(r.source_id)
                self.held.append(Held(where, person, state, role, article.published))

    def _one(self, text: str) -> str:
        """The same object for the same text, of which there are as many as articles."""
        return self._names.setdefault(text, text)

    def tell_apart(self, article_id: str, old: str, new: str) -> None:
        """Give a name another form in one article."""
        self.profiles[old].articles.discard(article_id)
        self.profiles[new].articles.add(article_id)
        names = self.persons.get(article_id, ())
        if old in names:
            self.persons[article_id] = tuple(sorted({*names, new} - {old}))
        for state, where in list(self.profiles[old].states.items()):
            if article_id in where:
                where.remove(article_id)
                self.profiles[new].states[state].add(article_id)
            if not where:
                del self.profiles[old].states[state]
        if not self.profiles[old].articles and not self.profiles[old].states:
            del self.profiles[old]


def _is_past(relation: Relation) -> bool:
    """Whether the office is one no longer held: "mantan Presiden"."""
    if relation.cue_start is None:
        return False
    before = relation.evidence[: relation.cue_start - relation.start].lower().split()
    return bool(before) and before[-1] in office_context()["unheld"]
