"""Indonesian news articles in, mentions and relations out.

:func:`read_articles` reads files, :func:`load` gives the spaCy pipeline, :func:`run` puts both
together and gives an :class:`Extraction`, whose records are :class:`Article`, :class:`Mention`,
:class:`Relation`, :class:`Entity` and :class:`Problem`. A ``Doc`` of the pipeline alone has
``doc.spans["mentions"]`` and ``doc._.relations`` (see :mod:`extract.pipeline`). What is done
with an ``Extraction`` is in the package ``graph``.

Example:
    >>> import extract
    >>> text = "Turki akan membeli sistem rudal S-400 dari Rusia."
    >>> found = extract.run([extract.Article("a1", "memory", text)], extract.load())
    >>> [(r.relation, r.source_id, r.target_id, r.factuality) for r in found.relations][:2]
    [('ACQUIRES', 'country:TUR', 'weapon:S-400', 'planned'),
     ('SUPPLIES', 'country:RUS', 'country:TUR', 'planned')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.articles import read_articles
    from extract.attributes import PipelineError
    from extract.extraction import run
    from extract.model import ModelError
    from extract.pipeline import load
    from extract.records import Article, Entity, Extraction, Mention, Problem, Relation
    from extract.rows import Columns

__all__ = [
    "Article", "Columns", "Entity", "Extraction", "Mention", "ModelError", "PipelineError",
    "Problem", "Relation", "load", "read_articles", "run",
]  # fmt: skip

_HOME = {
    "Article": "extract.records",
    "Columns": "extract.rows",
    "Entity": "extract.records",
    "Extraction": "extract.records",
    "Mention": "extract.records",
    "ModelError": "extract.model",
    "PipelineError": "extract.attributes",
    "Problem": "extract.records",
    "Relation": "extract.records",
    "load": "extract.pipeline",
    "read_articles": "extract.articles",
    "run": "extract.extraction",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that reading the records costs nothing."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names that come on first use as well."""
    return sorted({*globals(), *__all__})
