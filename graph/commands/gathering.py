"""What articles hold, from the store into the database, a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from distributed import Client

    from extract.records import Article, Found, Problem, Resolution
    from extract.resolution import Judgement, Resolver, Survey
    from extract.store import Store
    from extract.timings import Timings
    from graph.database import Database

    Resolved = tuple[Article, Found, list[Resolution]]

__all__ = ["gather"]

_ARTICLES = 250
"""Articles whose records are held as objects at a time."""
_RESOLVED = ("mentions", "relations", "resolutions")


def gather(
    store: Store, items: Sequence[Article | Problem], database: Database, *,
    judged: Sequence[Judgement], lang: str, spent: Timings, client: Client | None = None,
    scratch: Path,
) -> list[Problem]:  # fmt: skip
    """Fill a database with the records of a run, persons and weapons resolved over all articles.

    Args:
        store: Has every article.
        items: Articles and problems, as read; the articles get their status.
        database: Gets the records.
        judged: What people decided about two entities.
        lang: Language of the entities' labels, ``id`` or ``en``.
        spent: Filled with seconds by stage.
        client: Of a cluster, which does the work in place of this process.
        scratch: Folder that a cluster's workers write to.

    Returns:
        Articles that are left out, and why.
    """
    from extract.catalogue import describe
    from extract.fingerprints import key
    from extract.records import Problem
    from extract.resolution import Resolver

    articles = {key(item): item for item in items if not isinstance(item, Problem)}
    parts = {
        path: {name: articles[name] for name in own}
        for path, own in sorted(store.parts(articles).items())
    }
    with spent.stage("resolution"):
        survey = _surveyed(parts, client)
        categories = survey.usual_categories()
        resolver = Resolver(survey, judged)
        del survey
    with spent.stage("load records"):
        if client is None:
            problems = _fill(database, parts, resolver)
        else:
            problems = _fill_there(client, database, parts, resolver, scratch)
    with spent.stage("labels"):
        database.add("articles", articles.values())
        database.add("resolutions", resolver.resolutions)
        database.add("problems", [*(i for i in items if isinstance(i, Problem)), *problems])
        database.add("entities", describe(database.entity_ids(), lang=lang, categories=categories))
    return problems


def _surveyed(parts: Mapping[Path, Mapping[str, Article]], client: Client | None) -> Survey:
    """What all articles say of names."""
    from extract.resolution import Survey

    survey = Survey()
    if client is None:
        for path, own in parts.items():
            _survey(path, own, survey)
        return survey
    from extract.cluster import mapped

    tasks = ((path, (path, own)) for path, own in parts.items())
    for path, found in mapped(client, _survey_there, tasks):
        survey.merge(_sound(path, found))
    return survey


def _survey_there(path: Path, articles: Mapping[str, Article]) -> Survey:
    from extract.resolution import Survey

    survey = Survey()
    _survey(path, articles, survey)
    return survey


def _survey(path: Path, articles: Mapping[str, Article], survey: Survey) -> None:
    from extract.parts import read_part

    ids = {name: article.article_id for name, article in articles.items()}
    for name, found in read_part(path, ids, names=True):
        survey.add(articles[name], found)


def _resolved(
    path: Path, articles: Mapping[str, Article], resolver: Resolver, problems: list[Problem]
) -> Iterator[Resolved]:
    from extract.extraction import describe_article
    from extract.parts import read_part

    ids = {name: article.article_id for name, article in articles.items()}
    for name, found in read_part(path, ids):
        article = articles[name]
        problems += describe_article(article, found)
        yield article, *resolver.resolve(article, found)


def _fill(
    database: Database, parts: Mapping[Path, Mapping[str, Article]], resolver: Resolver
) -> list[Problem]:
    problems: list[Problem] = []
    batch: list[Resolved] = []
    for path, articles in parts.items():
        for one in _resolved(path, articles, resolver, problems):
            batch.append(one)
            if len(batch) == _ARTICLES:
                _put(database, batch)
                batch = []
    _put(database, batch)
    return problems


def _put(database: Database, batch: Sequence[Resolved]) -> None:
    for name, records in _records(batch).items():
        database.add(name, records)


def _records(batch: Iterable[Resolved]) -> dict[str, Iterator[object]]:
    """The records of some articles, by table."""
    batch = list(batch)
    return {
        "mentions": chain.from_iterable(found.mentions for _, found, _ in batch),
        "relations": chain.from_iterable(found.relations for _, found, _ in batch),
        "resolutions": chain.from_iterable(why for _, _, why in batch),
    }


def _fill_there(
    client: Client, database: Database, parts: Mapping[Path, Mapping[str, Article]],
    resolver: Resolver, scratch: Path,
) -> list[Problem]:  # fmt: skip
    """Let the workers resolve each part and write it as Parquet, which the database then reads."""
    from extract.cluster import mapped

    there = client.scatter(resolver, broadcast=True)
    tasks = ((path, (path, own, there, scratch)) for path, own in parts.items())
    problems: list[Problem] = []
    for path, result in mapped(client, _resolve_there, tasks):
        described, more = _sound(path, result)
        problems += more
        for name, (status, sentences, title) in described.items():
            own = parts[path][name]
            own.status, own.sentences, own.title = status, sentences, title
    for name in _RESOLVED:
        database.add_files(name, sorted(scratch.glob(f"{name}-*.parquet")))
    return problems


def _resolve_there(
    path: Path, articles: Mapping[str, Article], resolver: Resolver, scratch: Path
) -> tuple[dict[str, tuple[str, int, str | None]], list[Problem]]:
    """Write what a part holds, resolved; returns what there is to know of its articles."""
    import pyarrow.parquet as pq

    from graph.database import arrow_table
    from graph.whole import whole_file

    problems: list[Problem] = []
    records = _records(_resolved(path, articles, resolver, problems))
    for name, found in records.items():
        with whole_file(scratch / f"{name}-{path.name}") as file:
            pq.write_table(arrow_table(name, found), file, compression="zstd")
    described = {name: (a.status, a.sentences, a.title) for name, a in articles.items()}
    return described, problems


def _sound(path: Path, result: Any) -> Any:
    """A result, unless the task brought workers down."""
    from extract.cluster import ClusterError

    if isinstance(result, BaseException):
        raise ClusterError(f"{path}: workers that read it are ended; give them more memory")
    return result
