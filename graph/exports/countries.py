"""The country that a user names: by code, id, or name in either language."""

from __future__ import annotations

from difflib import get_close_matches

from graph.exports.base import Run
from graph.exports.values import alpha2
from graph.messages import LANGUAGES

__all__ = ["UnknownCountryError", "find_country"]

_MOST_SHOWN = 20


class UnknownCountryError(ValueError):
    """A name that no country of the tables has: says which ones come near."""


def find_country(name: str, run: Run) -> str:
    """The id of the country that a text names.

    Args:
        name: ISO 3166-1 code of two or three letters, id, Indonesian or English name, or a
            name that the articles give to one country alone; capitals do not matter.
        run: The tables.

    Returns:
        Its entity id.

    Raises:
        UnknownCountryError: There is none in the tables.
    """
    known = _names(run)
    wanted = name.strip().casefold()
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=5, cutoff=0.6)
    shown = dict.fromkeys(known[key] for key in near)
    if shown:
        raise UnknownCountryError(f"no {name} in the tables; did you mean {_list(shown, run)}?")
    countries = [i for i, node in run.nodes.items() if node["type"] == "COUNTRY"]
    strongest = sorted(countries, key=lambda i: (-run.nodes[i]["articles"], i))[:_MOST_SHOWN]
    raise UnknownCountryError(
        f"no {name} in the tables; they have "
        + (_list(dict.fromkeys(strongest), run) if strongest else "no country")
        + (" and others" if len(countries) > _MOST_SHOWN else "")
    )


def _names(run: Run) -> dict[str, str]:
    """Every way to name a country; codes and labels before what articles call it."""
    sure: dict[str, str] = {}
    loose: dict[str, set[str]] = {}
    for entity_id, node in run.nodes.items():
        if node["type"] != "COUNTRY":
            continue
        code = entity_id.partition(":")[2]
        labels = [run.label(entity_id, lang) for lang in LANGUAGES]
        for text in (entity_id, code, alpha2(code), *labels):
            if text:
                sure.setdefault(text.casefold(), entity_id)
        for alias in node["aliases"] or ():
            loose.setdefault(alias.casefold(), set()).add(entity_id)
    alone = {text: next(iter(ids)) for text, ids in loose.items() if len(ids) == 1}
    return alone | sure


def _list(ids: dict[str, None], run: Run) -> str:
    return ", ".join(f"{i.partition(':')[2]} ({run.label(i)})" for i in ids)
