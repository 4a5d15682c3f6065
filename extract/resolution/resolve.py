"""From ids of articles to ids of the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from extract.records import Article, Found, Mention, OfficeMention, Relation, Resolution
from extract.resolution.clusters import Clusters
from extract.resolution.holders import Terms
from extract.resolution.judgements import Judgement
from extract.resolution.persons import namesakes, same_persons, short_forms, usual_name
from extract.resolution.survey import Survey
from extract.resolution.weapons import same_systems
from extract.schema import RELATIONS

__all__ = ["Resolver"]

_BECAUSE = {
    "judgement": "said to be the same",
    "spelling": "spelt alike, and no article or office tells them apart",
    "fuller": "the only fuller name that holds it, and no article or office tells them apart",
    "variant": "the same system by its maker's name or a variant of it",
}


class Resolver:
    """Gives each person and weapon system of a corpus one id.

    Args:
        survey: What all articles say of names; it is used up.
        judgements: What people decided; it stands above every rule.

    Attributes:
        resolutions: A row for each id that changed, with its reason; those of offices come
            with their articles.
    """

    def __init__(self, survey: Survey, judgements: Sequence[Judgement] = ()) -> None:
        self.resolutions: list[Resolution] = []
        self._judgements = judgements
        self._clusters = Clusters((j.left, j.right) for j in judgements if not j.same)
        self._by_article: dict[tuple[str, str], str] = {}
        self._kept: dict[str, str] = {}
        self._reasons: dict[str, tuple[str, str, str]] = {}
        self._tell_namesakes_apart(survey)
        self._join(survey)
        self._fill_short_forms(survey)
        self.resolutions += self._explained()
        self._terms = Terms(survey.held, self._new)

    def resolve(self, article: Article, found: Found) -> tuple[Found, list[Resolution]]:
        """Give one article's records the ids of the corpus.

        Returns:
            The records, without what has the same two ends now and repetitions that come of
            it, and a row for each office that stands for its holder.
        """
        new = partial(self._new, article.article_id)
        mentions = [_with_id(m, new(m.entity_id)) for m in found.mentions]
        relations = [_with_ends(r, new) for r in found.relations]
        held: dict[int, dict[str, str]] = defaultdict(dict)
        why = []
        for office in _sole_offices(found.offices, mentions):
            holder = self._terms.holder(office, article.published)
            if holder is not None:
                held[office.sentence][office.country] = holder
                why.append(
                    Resolution(
                        holder, office.country, office.article_id, "office",
                        f"{office.text!r} at {office.start}, an office that the corpus gives them "
                        "around that day", "rule",
                    )
                )  # fmt: skip
        relations = [_by_holder(r, held.get(r.sentence, {})) for r in relations]
        return replace(found, mentions=mentions, relations=list(_once(relations))), why

    def _new(self, article_id: str, old: str) -> str:
        """The id in the corpus of an id in an article."""
        root = self._clusters.find(self._by_article.get((article_id, old), old))
        return self._kept.get(root, root)

    def _tell_namesakes_apart(self, survey: Survey) -> None:
        for article, name, state in list(namesakes(survey.profiles, survey.countries)):
            told = f"{name} ({state.partition(':')[2]})"
            self._by_article[article, f"person:{name}"] = f"person:{told}"
            because = f"one of two of that name, of {state} here"
            self.resolutions.append(
                Resolution(f"person:{told}", f"person:{name}", article, "namesake", because, "rule")
            )
            survey.tell_apart(article, name, told)

    def _join(self, survey: Survey) -> None:
        for judgement in self._judgements:
            if judgement.same and self._clusters.join(judgement.right, judgement.left):
                self._kept[self._clusters.find(judgement.right)] = judgement.right
                self._reasons[judgement.left] = (judgement.right, "judgement", judgement.by)
        for one, other, why in same_persons(survey.profiles, self._clusters):
            self._reasons.setdefault(f"person:{other}", (f"person:{one}", why, "rule"))
        self._join_weapons(survey)
        self._keep_usual(survey)

    def _join_weapons(self, survey: Survey) -> None:
        bare = {name.partition(":")[2]: count for name, count in survey.weapons.items()}
        for kept, gone, why in same_systems(bare, bare):
            one, other = f"weapon:{kept}", f"weapon:{gone}"
            if self._clusters.join(one, other):
                self._kept.setdefault(self._clusters.find(one), one)
                self._reasons.setdefault(other, (one, why, "rule"))

    def _keep_usual(self, survey: Survey) -> None:
        """Choose the id of each cluster of persons that no judgement names."""
        find = self._clusters.find
        judged = {find(j.right): j.right for j in self._judgements if j.same}
        self._kept = {find(name): kept for name, kept in self._kept.items()} | judged
        for name in survey.profiles:
            root = find(f"person:{name}")
            if root not in self._kept:
                members = [m.partition(":")[2] for m in self._clusters.members(root)]
                self._kept[root] = f"person:{usual_name(members, survey.profiles)}"

    def _fill_short_forms(self, survey: Survey) -> None:
        for short in short_forms(survey.profiles, self._clusters, survey.countries, survey.persons):
            old = f"person:{short.short}"
            self._by_article[short.article_id, old] = f"person:{short.full}"
            self.resolutions.append(
                Resolution(
                    self._new(short.article_id, old), old, short.article_id, "short form",
                    "the only person of that name in question: the article names "
                    f"{short.because}", "rule",
                )
            )  # fmt: skip

    def _explained(self) -> Iterator[Resolution]:
        """A row for each id that another stands for in every article."""
        for old in sorted(set(self._reasons) | {other for other, _, _ in self._reasons.values()}):
            new = self._new("", old)
            if new != old:
                like, why, by = self._reasons.get(old) or self._reason_of(old)
                yield Resolution(new, old, None, why, f"{_BECAUSE[why]}: {like}", by)

    def _reason_of(self, old: str) -> tuple[str, str, str]:
        """Why an id gave way to one that was joined to it."""
        other = min(name for name, (like, _, _) in self._reasons.items() if like == old)
        _, why, by = self._reasons[other]
        return other, why, by


def _with_id(mention: Mention, entity_id: str) -> Mention:
    return mention if entity_id == mention.entity_id else replace(mention, entity_id=entity_id)


def _with_ends(relation: Relation, new: Callable[[str], str]) -> Relation:
    source, target = new(relation.source_id), new(relation.target_id)
    if not RELATIONS[relation.relation].directed:
        source, target = sorted((source, target))
    weapon = new(relation.weapon_id) if relation.weapon_id else None
    if (source, target, weapon) == (relation.source_id, relation.target_id, relation.weapon_id):
        return relation
    return replace(relation, source_id=source, target_id=target, weapon_id=weapon)


def _sole_offices(
    offices: Sequence[OfficeMention], mentions: Iterable[Mention]
) -> list[OfficeMention]:
    """Unnamed offices whose state the sentence names nowhere else."""
    if not offices:
        return []
    named = Counter((m.sentence, m.entity_id) for m in mentions)
    return [office for office in offices if named[office.sentence, office.country] == 1]


def _by_holder(relation: Relation, held: dict[str, str]) -> Relation:
    """An event that the holder of an office takes part in, instead of the state."""
    kind = RELATIONS[relation.relation]
    if not held or "PERSON" not in kind.sources & kind.targets or relation.relation == "CO_OCCURS":
        return relation
    return _with_ends(relation, lambda entity_id: held.get(entity_id, entity_id))


def _once(relations: Sequence[Relation]) -> Iterator[Relation]:
    """Relations between two, each of a sentence once: the surest, in the place of the first."""
    best: dict[tuple[object, ...], Relation] = {}
    for r in relations:
        if r.source_id == r.target_id:
            continue
        where = (r.article_id, r.sentence, r.start, r.relation, r.source_id, r.target_id,
                 r.weapon_id)  # fmt: skip
        if where not in best or best[where].confidence < r.confidence:
            best[where] = r
    yield from best.values()
