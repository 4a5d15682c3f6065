"""Arms relations: who supplies, acquires, operates, produces which weapon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from extract.arguments import Argument, words
from extract.events import Cue

__all__ = ["ArmsRelation", "arms_relations"]

_LEFT = 20
_REACH = 5
_USED = 8
_RIGHT = 10
_OWNER = 6
_GIVEN = 3


@dataclass(frozen=True, slots=True)
class ArmsRelation:
    """A relation of a country to a weapon, or of two countries over one."""

    cue: Cue
    relation: str
    source: str
    target: str
    weapon: str | None
    rule: str


def arms_relations(
    lower: Sequence[str],
    cues: list[Cue],
    found: list[Argument],
    weapons: list[Span],
    attacks: list[tuple[Cue, str]],
    served: Mapping[str, str],
) -> Iterator[ArmsRelation]:
    """Arms relations of a sentence.

    Args:
        lower: The article's words in small letters.
        cues: Its cues of ``data/arms_cues.tsv``.
        found: Its arguments.
        weapons: Its weapon mentions, in text order.
        attacks: Cue and source of each of its attacks.
        served: The state that a person serves: it acts where an office holder does.
    """
    if not weapons:
        return
    states = [_as_states(a, served) for a in found if not a.place]
    states = [state for state in states if state.ids]
    told: set[str] = set()
    for cue in cues if states else ():
        for relation in _of_cue(cue, states, weapons, lower):
            told |= {relation.target, relation.weapon or ""}
            yield relation
    for weapon in weapons:
        for relation in _owned(weapon, states, lower):
            told.add(weapon.kb_id_)
            yield relation
    yield from _used(weapons, told, attacks, served)


def _as_states(argument: Argument, served: Mapping[str, str]) -> Argument:
    if not argument.is_person:
        return argument
    ids = tuple(dict.fromkeys(served[i] for i in argument.ids if i in served))
    return Argument(argument.start, argument.end, ids, argument.marker, True)


def _used(
    weapons: list[Span],
    told: set[str],
    attacks: list[tuple[Cue, str]],
    served: Mapping[str, str],
) -> Iterator[ArmsRelation]:
    """A weapon that nothing else relates, near the cue of the one attack of the sentence."""
    doers = {served.get(doer, doer) for _, doer in attacks}
    doers = {doer for doer in doers if doer.startswith("country:")}
    if len(doers) != 1:
        return
    for weapon in weapons:
        near = [c for c, _ in attacks if abs(c.start - weapon.start) <= _USED]
        if near and weapon.kb_id_ not in told:
            doer = next(iter(doers))
            yield ArmsRelation(near[0], "OPERATES", doer, weapon.kb_id_, None, "used")


def _of_cue(
    cue: Cue, states: list[Argument], weapons: list[Span], lower: Sequence[str]
) -> Iterator[ArmsRelation]:
    weapon_groups = _weapons_of(cue, weapons, lower)
    if not weapon_groups:
        return
    country = _country_of(cue, states, weapon_groups, lower)
    if cue.relation in ("SUPPLIES", "ACQUIRES"):
        yield from _transfer(cue, country, states, weapon_groups)
    elif country is not None:
        for weapon in weapon_groups:
            for state in country.ids:
                yield ArmsRelation(cue, cue.relation, state, weapon.kb_id_, None, cue.frame)


def _weapons_of(cue: Cue, weapons: list[Span], lower: Sequence[str]) -> list[Span]:
    """Weapons that the cue is about: behind an active verb or noun, before a passive."""
    if cue.frame == "passive":
        near = [w for w in weapons if w.end <= cue.start and cue.start - w.end <= 8]
        return near[-1:]
    after = [w for w in weapons if w.start >= cue.end and w.start - cue.end <= _REACH]
    group = after[:1]
    for weapon in after[1:]:
        between = set(lower[group[-1].end : weapon.start])
        if weapon.start - group[-1].end > 4 or not between & ({","} | words("link")):
            break
        group.append(weapon)
    return group


def _country_of(
    cue: Cue, states: list[Argument], weapons: list[Span], lower: Sequence[str]
) -> Argument | None:
    """The country that does what the cue says."""
    if cue.frame == "passive":
        for state in states:
            if state.start >= cue.end:
                near = state.start - cue.end <= 3 or state.marker in words("by")
                here = words("place") if cue.relation == "PRODUCES" else frozenset()
                return state if near and state.marker in {"", *words("by"), *here} else None
        return None
    if cue.frame == "noun":
        end = weapons[-1].end
        behind = [s for s in states if s.start >= end and s.start - end <= 4]
        apart = words("relative") | words("maker")
        behind = [s for s in behind if apart.isdisjoint(lower[end : s.start])]
        owner = next((s for s in behind if s.marker in {"", *words("by")}), None)
        if owner is not None:
            return owner
    before = [s for s in states if s.end <= cue.start and cue.start - s.end <= _LEFT]
    plain = [s for s in before if not s.marker or cue.start - s.end <= 1]
    # "sanksi kepada Turki atas pembelian …": a noun's doer may stand behind a preposition.
    nearest = before if cue.frame == "noun" else plain or before
    return nearest[-1] if nearest else None


def _transfer(
    cue: Cue, country: Argument | None, states: list[Argument], weapons: list[Span]
) -> Iterator[ArmsRelation]:
    end = max(weapons[-1].end, cue.end)
    after = [s for s in states if s.start >= end and s.start - end <= _RIGHT and s is not country]
    if cue.relation == "SUPPLIES":
        other = next((s for s in after if s.marker in words("recipient")), None)
        if other is None and cue.frame == "active":
            other = _given(cue, country, states, weapons)
        supplier, recipient = country, other
    else:
        other = next((s for s in after if s.marker in words("supplier")), None)
        supplier, recipient = other, country
    for weapon in weapons:
        for state in recipient.ids if recipient is not None else ():
            yield ArmsRelation(cue, "ACQUIRES", state, weapon.kb_id_, None, cue.frame)
            for seller in supplier.ids if supplier is not None else ():
                if seller != state:
                    yield ArmsRelation(cue, "SUPPLIES", seller, state, weapon.kb_id_, cue.frame)


def _given(
    cue: Cue, country: Argument | None, states: list[Argument], weapons: list[Span]
) -> Argument | None:
    """Who is given a weapon that is named behind it: "memasok Israel dengan amunisi"."""
    for state in states:
        between = cue.end <= state.start <= cue.end + _GIVEN and state.end <= weapons[0].start
        if between and not state.marker and state is not country:
            return state
    return None


def _owned(weapon: Span, states: list[Argument], lower: Sequence[str]) -> Iterator[ArmsRelation]:
    """A country right behind a weapon, or behind "milik", operates it."""
    for state in states:
        gap = state.start - weapon.end
        if not 0 <= gap <= _OWNER or state.implied:
            continue
        between = lower[weapon.end : state.start]
        cue = Cue(weapon.start, state.end, "OPERATES", "owner")
        if not between:
            yield ArmsRelation(cue, "OPERATES", state.ids[0], weapon.kb_id_, None, "owner")
        elif not words("owner").isdisjoint(between):
            yield ArmsRelation(cue, "OPERATES", state.ids[0], weapon.kb_id_, None, "belongs")
        return
