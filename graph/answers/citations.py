"""Which article a sentence stands in, and what names its entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from graph.answers.records import Citation, Evidence, Named

__all__ = ["Citations", "Labels", "plain"]


def plain(value: Any) -> Any:
    """A cell as Python has it, ``None`` where it is missing."""
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


class Labels:
    """Names of entities, by id.

    Args:
        nodes: With ``entity_id`` and ``label``.
    """

    def __init__(self, nodes: pd.DataFrame) -> None:
        self._labels = dict(zip(nodes["entity_id"], nodes["label"], strict=True))

    def __call__(self, entity_id: str) -> Named:
        """An entity with its label; what follows the colon of its id where it has none."""
        return Named(entity_id, self._labels.get(entity_id) or entity_id.partition(":")[2])

    def maybe(self, entity_id: Any) -> Named | None:
        """An entity that may be missing."""
        found = plain(entity_id)
        return self(found) if found else None


class Citations:
    """What is cited of articles, by id.

    Args:
        articles: With ``article_id``, ``publisher``, ``published``, ``title`` and ``url``.
        statements: With ``article_id`` and ``evidence``: where a sentence stands that comes
            without its article.
    """

    def __init__(self, articles: pd.DataFrame, statements: pd.DataFrame | None = None) -> None:
        columns = ("article_id", "publisher", "published", "title", "url")
        self._articles: dict[str, Citation] = {
            values[0]: Citation(*map(plain, values))
            for values in zip(*(articles[column] for column in columns), strict=True)
        }
        self._places: dict[str, set[str]] = {}
        if statements is not None:
            for article, text in zip(statements["article_id"], statements["evidence"], strict=True):
                self._places.setdefault(text, set()).add(article)

    def cite(self, text: str, article_id: str) -> Evidence:
        """A sentence of an article."""
        return Evidence(text, self._articles.get(article_id) or Citation(article_id))

    def search(self, text: str, among: Iterable[str]) -> Evidence:
        """A sentence that stands in one of some articles, the first by id of several."""
        wanted = set(among)
        found = sorted(self._places.get(text, set()) & wanted) or (
            [] if len(wanted) > 1 else sorted(wanted)
        )
        return self.cite(text, found[0]) if found else Evidence(text, None)

    @property
    def published(self) -> Mapping[str, str | None]:
        """Dates of the articles, by id."""
        return {article_id: cited.published for article_id, cited in self._articles.items()}
