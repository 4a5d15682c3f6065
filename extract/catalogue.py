"""What is known of an entity from its id alone: label, type, category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from extract.countries import country_label
from extract.records import Entity
from extract.schema import read_table
from extract.weapons import category, is_class, label

__all__ = ["describe"]


def describe(
    entity_ids: Iterable[str], *, lang: str = "id", categories: Mapping[str, str] | None = None
) -> list[Entity]:
    """Describe entities, sorted by id.

    Args:
        entity_ids: Ids such as ``country:TUR``.
        lang: Language of the labels, ``id`` or ``en``. Countries take theirs from
            CLDR; persons and named systems keep the name in their id.
        categories: SIPRI categories that the articles gave for weapons which the
            gazetteer does not know.
    """
    known = categories or {}
    return [_describe(entity_id, lang, known) for entity_id in sorted(entity_ids)]


def _describe(entity_id: str, lang: str, categories: Mapping[str, str]) -> Entity:
    kind, _, name = entity_id.partition(":")
    item = _items().get(entity_id)
    if kind == "country":
        return Entity(entity_id, "COUNTRY", country_label(name, lang), wikidata=item)
    if kind == "weapon":
        group = "class" if is_class(name) else "system"
        known = category(name) or categories.get(entity_id, "Other")
        return Entity(entity_id, "WEAPON", label(name, lang), known, group, item)
    return Entity(entity_id, "PERSON", name, wikidata=item)


@cache
def _items() -> dict[str, str]:
    return {row["entity_id"]: row["item"] for row in read_table("wikidata.tsv")}
