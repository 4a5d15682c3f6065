"""What articles hold, from the store into the database, a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.records import Article, Found, Problem, Resolution
    from extract.resolution import Judgement, Resolver
    from extract.store import Store
    from extract.timings import Timings
    from graph.database import Database

__all__ = ["gather"]

_ARTICLES = 1_000
"""Articles whose records are held as objects at a time."""
_Item = tuple["Article", "Found", "list[Resolution]"]


def gather(
    store: Store, items: Sequence[Article | Problem], database: Database, *,
    judged: Sequence[Judgement], lang: str, spent: Timings,
) -> list[Problem]:  # fmt: skip
    """Fill a database with the records of a run, persons and weapons resolved over all articles.

    Args:
        store: Has every article.
        items: Articles and problems, as read.
        database: Gets the records.
        judged: What people decided about two entities.
        lang: Language of the entities' labels, ``id`` or ``en``.
        spent: Filled with seconds by stage.

    Returns:
        Articles that are left out, and why.
    """
    from extract.catalogue import describe
    from extract.extraction import describe_article
    from extract.records import Problem
    from extract.resolution import Resolver, Survey
    from extract.store import key

    articles = {key(item): item for item in items if not isinstance(item, Problem)}
    ids = {name: article.article_id for name, article in articles.items()}
    with spent.stage("resolution"):
        survey = Survey()
        for name, found in store.read(ids, names=True):
            survey.add(articles[name], found)
        categories = survey.usual_categories()
        resolver = Resolver(survey, judged)
    problems = []
    batch: list[_Item] = []
    with spent.stage("load records"):
        for name, found in store.read(ids):
            problems += describe_article(articles[name], found)
            batch.append((articles[name], *resolver.resolve(articles[name], found)))
            if len(batch) == _ARTICLES:
                _put(database, batch)
                batch = []
        _put(database, batch)
    with spent.stage("labels"):
        _put_rest(database, articles.values(), resolver)
        database.add("problems", [*(i for i in items if isinstance(i, Problem)), *problems])
        database.add("entities", describe(database.entity_ids(), lang=lang, categories=categories))
    return problems


def _put(database: Database, batch: Sequence[_Item]) -> None:
    database.add("mentions", chain.from_iterable(found.mentions for _, found, _ in batch))
    database.add("relations", chain.from_iterable(found.relations for _, found, _ in batch))
    database.add("resolutions", chain.from_iterable(why for _, _, why in batch))


def _put_rest(database: Database, articles: Iterable[Article], resolver: Resolver) -> None:
    database.add("articles", articles)
    database.add("resolutions", resolver.resolutions)
