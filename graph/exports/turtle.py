"""RDF 1.1 Turtle of the model in :mod:`graph.exports.rdf`.

Written here rather than by a library: resources stream one by one, where a library wants the
whole graph in memory, and of the grammar this takes prefixes, strings and lists alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.exports.base import Exporter
from graph.exports.rdf import Iri, Literal, Resource, prefixes, resources

__all__ = ["Turtle"]

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile('["\\\\\x00-\x1f\x7f]')


class Turtle(Exporter):
    """``graph.ttl``: prefixes, and a block for each resource."""

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """One file."""
        yield "graph.ttl", self._pieces()

    def _pieces(self) -> Iterator[str]:
        for prefix, base in prefixes().items():
            yield f"@prefix {prefix}: <{base}> .\n"
        for resource in resources(self.run):
            yield _block(resource)


def _block(resource: Resource) -> str:
    lines = [f"a {', '.join(resource.types)}"]
    lines += [f"{p} {', '.join(map(_term, found))}" for p, found in resource.properties.items()]
    return f"\n{_term(resource.name)} " + " ;\n  ".join(lines) + " .\n"


def _term(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        return value.text if value.short else f"<{value.text}>"
    text = '"' + _UNSAFE.sub(_escape, value.text) + '"'
    if value.lang:
        return f"{text}@{value.lang}"
    return f"{text}^^{value.datatype}" if value.datatype else text


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found.group(), f"\\u{ord(found.group()):04X}")
