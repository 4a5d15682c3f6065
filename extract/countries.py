"""What countries are called: CLDR, Indonesian press usage, capitals and seats of government.

Names come from CLDR through Babel (Indonesian and English) and from
``data/countries.tsv``; ISO 3166-1 alpha-3 codes from ``data/states.tsv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extract.schema import read_table

__all__ = ["CountryForm", "country_forms", "country_label"]


@dataclass(frozen=True, slots=True)
class CountryForm:
    """One way to name a country.

    Attributes:
        form: As written.
        iso3: ISO 3166-1 alpha-3 code, or that of a historical state.
        any_case: Whether it is unmistakable when written small.
        prior: Empty for a name; ``city``, ``seat`` or ``home`` for a capital or
            seat of government.
    """

    form: str
    iso3: str
    any_case: bool = False
    prior: str = ""


@cache
def _territories(lang: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale.parse(lang).territories)


@cache
def country_forms() -> tuple[CountryForm, ...]:
    """Every way to name a country or its government."""
    forms: dict[str, CountryForm] = {}
    rows = read_table("countries.tsv")
    unused = {row["form"] for row in rows if row["case"] == "x"}
    for row in rows:
        forms[row["form"]] = CountryForm(row["form"], row["iso3"], row["case"] == "i")
    for row in read_table("states.tsv"):
        names = [row["label_id"], row["label_en"]]
        names += [_territories(lang).get(row["iso2"], "") for lang in ("id", "en")]
        for name in filter(None, names):
            forms.setdefault(name, CountryForm(name, row["iso3"]))
    for row in read_table("capitals.tsv"):
        forms.setdefault(row["form"], CountryForm(row["form"], row["iso3"], False, row["prior"]))
    return tuple(form for name, form in forms.items() if name not in unused)


@cache
def _states() -> dict[str, dict[str, str]]:
    return {row["iso3"]: row for row in read_table("states.tsv")}


def country_label(iso3: str, lang: str = "id") -> str:
    """Usual name of a country.

    Args:
        iso3: Such as ``TUR``.
        lang: ``id`` or ``en``.

    Returns:
        The name; the code itself where it is not known.
    """
    row = _states().get(iso3)
    if row is None:
        return iso3
    return row[f"label_{lang}"] or _territories(lang).get(row["iso2"], iso3)
