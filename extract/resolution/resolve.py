"""From ids of articles to ids of the corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from extract.records import Extraction, Mention, OfficeMention, Relation, Resolution
from extract.resolution.clusters import Clusters
from extract.resolution.holders import Terms
from extract.resolution.judgements import Judgement
from extract.resolution.persons import (
    Profile,
    namesakes,
    same_persons,
    short_forms,
    usual_name,
)
from extract.resolution.weapons import same_systems
from extract.schema import RELATIONS

__all__ = ["resolve"]

_BECAUSE = {
    "judgement": "said to be the same",
    "spelling": "spelt alike, and no article or office tells them apart",
    "fuller": "the only fuller name that holds it, and no article or office tells them apart",
    "variant": "the same system by its maker's name or a variant of it",
}


class _Ids:
    """New ids for the ids of articles, with the reason of each change."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        self.judgements = judgements
        self.clusters = Clusters((j.left, j.right) for j in judgements if not j.same)
        self.by_article: dict[tuple[str, str], str] = {}
        self.kept: dict[str, str] = {}
        self.resolutions: list[Resolution] = []
        self.reasons: dict[str, tuple[str, str, str]] = {}

    def new(self, article_id: str, old: str) -> str:
        """The id in the corpus of an id in an article."""
        local = self.by_article.get((article_id, old), old)
        root = self.clusters.find(local)
        return self.kept.get(root, root)


def resolve(result: Extraction, judgements: Sequence[Judgement] = ()) -> Extraction:
    """Give each person and weapon system of a corpus one id.

    Args:
        result: Records whose ids were given article by article.
        judgements: What people decided; it stands above every rule.

    Returns:
        New records: mentions and relations with the ids of the corpus, and
        ``resolutions``, a row for each id that changed, with its reason. What gets the
        same two ends, and repetitions that come of it, are left out.
    """
    ids = _Ids(judgements)
    profiles, countries, persons = _profiles(result)
    for article, name, state in namesakes(profiles, countries):
        told = f"person:{name} ({state.partition(':')[2]})"
        ids.by_article[article, f"person:{name}"] = told
        because = f"one of two of that name, of {state} here"
        ids.resolutions.append(
            Resolution(told, f"person:{name}", article, "namesake", because, "rule")
        )
    if ids.by_article:
        profiles, countries, persons = _profiles(result, ids)
    for judgement in judgements:
        if judgement.same and ids.clusters.join(judgement.right, judgement.left):
            ids.kept[ids.clusters.find(judgement.right)] = judgement.right
            ids.reasons[judgement.left] = (judgement.right, "judgement", judgement.by)
    for one, other, why in same_persons(profiles, ids.clusters):
        ids.reasons.setdefault(f"person:{other}", (f"person:{one}", why, "rule"))
    _join_weapons(result, ids)
    _keep_usual(ids, profiles)
    for short in short_forms(profiles, ids.clusters, countries, persons):
        old = f"person:{short.short}"
        ids.by_article[short.article_id, old] = f"person:{short.full}"
        ids.resolutions.append(
            Resolution(
                ids.new(short.article_id, old), old, short.article_id, "short form",
                f"the only person of that name in question: the article names {short.because}",
                "rule",
            )
        )  # fmt: skip
    ids.resolutions += _explained(ids)
    return _renamed(result, ids)


def _profiles(
    result: Extraction, ids: _Ids | None = None
) -> tuple[dict[str, Profile], dict[str, set[str]], dict[str, set[str]]]:
    """What the corpus says of each bare name; countries and persons of each article."""
    local = ids.by_article if ids is not None else {}
    profiles: dict[str, Profile] = defaultdict(Profile)
    countries: dict[str, set[str]] = defaultdict(set)
    persons: dict[str, set[str]] = defaultdict(set)
    for mention in result.mentions:
        if mention.type == "COUNTRY":
            countries[mention.article_id].add(mention.entity_id)
        elif mention.type == "PERSON":
            name = local.get((mention.article_id, mention.entity_id), mention.entity_id)
            profiles[name.partition(":")[2]].articles.add(mention.article_id)
            persons[mention.article_id].add(name.partition(":")[2])
    for relation in result.relations:
        if relation.relation == "HOLDS_OFFICE":
            who = local.get((relation.article_id, relation.source_id), relation.source_id)
            states = profiles[who.partition(":")[2]].states
            states[relation.target_id].add(relation.article_id)
    return dict(profiles), countries, persons


def _join_weapons(result: Extraction, ids: _Ids) -> None:
    counts = Counter(
        name for _, name in {(m.article_id, m.entity_id) for m in result.mentions
                             if m.type == "WEAPON"}
    )  # fmt: skip
    bare = {name.partition(":")[2]: count for name, count in counts.items()}
    for kept, gone, why in same_systems(bare, bare):
        one, other = f"weapon:{kept}", f"weapon:{gone}"
        if ids.clusters.join(one, other):
            ids.kept.setdefault(ids.clusters.find(one), one)
            ids.reasons.setdefault(other, (one, why, "rule"))


def _keep_usual(ids: _Ids, profiles: dict[str, Profile]) -> None:
    """Choose the id of each cluster of persons that no judgement names."""
    judged = {ids.clusters.find(j.right): j.right for j in ids.judgements if j.same}
    ids.kept = {ids.clusters.find(name): kept for name, kept in ids.kept.items()} | judged
    for name in profiles:
        root = ids.clusters.find(f"person:{name}")
        if root not in ids.kept:
            members = [m.partition(":")[2] for m in ids.clusters.members(root)]
            ids.kept[root] = f"person:{usual_name(members, profiles)}"


def _explained(ids: _Ids) -> Iterator[Resolution]:
    """A row for each id that another stands for in every article."""
    for old in sorted(set(ids.reasons) | {other for other, _, _ in ids.reasons.values()}):
        new = ids.new("", old)
        if new != old:
            like, why, by = ids.reasons.get(old) or _reason_of(old, ids)
            yield Resolution(new, old, None, why, f"{_BECAUSE[why]}: {like}", by)


def _reason_of(old: str, ids: _Ids) -> tuple[str, str, str]:
    """Why an id gave way to one that was joined to it."""
    other = min(name for name, (like, _, _) in ids.reasons.items() if like == old)
    _, why, by = ids.reasons[other]
    return other, why, by


def _renamed(result: Extraction, ids: _Ids) -> Extraction:
    mentions = [replace(m, entity_id=ids.new(m.article_id, m.entity_id)) for m in result.mentions]
    relations = [_with_ends(r, partial(ids.new, r.article_id)) for r in result.relations]
    published = {a.article_id: a.published for a in result.articles if a.published}
    terms = Terms(relations, published)
    held: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for office, state in _sole_offices(result.offices, mentions):
        holder = terms.holder(office, published.get(office.article_id))
        if holder is not None:
            held[office.article_id, office.sentence][state] = holder
            ids.resolutions.append(
                Resolution(
                    holder, state, office.article_id, "office",
                    f"{office.text!r} at {office.start}, an office that the corpus gives them "
                    "around that day", "rule",
                )
            )  # fmt: skip
    relations = [_by_holder(r, held.get((r.article_id, r.sentence), {})) for r in relations]
    return replace(
        result, mentions=mentions, relations=list(_once(relations)),
        resolutions=[*result.resolutions, *ids.resolutions],
    )  # fmt: skip


def _with_ends(relation: Relation, new: Callable[[str], str]) -> Relation:
    source, target = new(relation.source_id), new(relation.target_id)
    if not RELATIONS[relation.relation].directed:
        source, target = sorted((source, target))
    weapon = new(relation.weapon_id) if relation.weapon_id else None
    if (source, target, weapon) == (relation.source_id, relation.target_id, relation.weapon_id):
        return relation
    return replace(relation, source_id=source, target_id=target, weapon_id=weapon)


def _sole_offices(
    offices: Sequence[OfficeMention], mentions: Sequence[Mention]
) -> Iterator[tuple[OfficeMention, str]]:
    """Unnamed offices whose state the sentence names nowhere else."""
    places = {(o.article_id, o.sentence) for o in offices}
    named: dict[tuple[str, int, str], int] = Counter(
        (m.article_id, m.sentence, m.entity_id)
        for m in mentions
        if (m.article_id, m.sentence) in places
    )
    for office in offices:
        if named[office.article_id, office.sentence, office.country] == 1:
            yield office, office.country


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
