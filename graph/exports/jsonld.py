"""JSON-LD 1.1 of the model in :mod:`graph.exports.rdf`: plain JSON with a context."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from graph.exports.base import Exporter
from graph.exports.rdf import Iri, Literal, Resource, prefixes, resources

__all__ = ["JsonLd"]


class JsonLd(Exporter):
    """``graph.jsonld``: a context of prefixes, and a line for each resource."""

    def files(self) -> Iterator[tuple[str, Iterable[str]]]:
        """One file."""
        yield "graph.jsonld", self._pieces()

    def _pieces(self) -> Iterator[str]:
        context = json.dumps({"@version": 1.1, **prefixes()})
        yield f'{{"@context": {context},\n"@graph": [\n'
        before = ""
        for resource in resources(self.run):
            yield before + json.dumps(_object(resource), ensure_ascii=False)
            before = ",\n"
        yield "\n]}\n"


def _object(resource: Resource) -> dict[str, Any]:
    values = {name: [_value(v) for v in found] for name, found in resource.properties.items()}
    return {"@id": resource.name.text, "@type": list(resource.types), **values}


def _value(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.text}
    if value.lang:
        return {"@value": value.text, "@language": value.lang}
    return {"@value": value.text} | ({"@type": value.datatype} if value.datatype else {})
