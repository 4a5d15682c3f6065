"""The features of a pair as text, each a function of the few values that it is made of.

Words are in small letters; in place of a participant's stands its kind, as ``<c>``. The last
argument of each function is what varies most: :mod:`extract.numbering` remembers by it.
"""

from __future__ import annotations

from extract.morphology import affix, root
from extract.weapons import category


def formed(word: str) -> str:
    """Root and affix."""
    return root(word) + affix(word)


def ruled(said: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> list[str]:
    """What rules say from source to target and back: here, and the types they find elsewhere."""
    features: list[str] = []
    for letter, (rules, elsewhere) in zip("RQ", said, strict=True):
        for rule in rules:
            features += [f"{letter}T:{rule.partition(':')[0]}", f"{letter}A"]
        if letter == "R":
            features += [f"R:{rule}" for rule in rules]
        features += [f"{letter}H:{name}" for name in elsewhere]
    if not any(rules for rules, _ in said):
        features.append("R0")
    return features


def elsewhere(key: tuple[str, tuple[tuple[str, str, str], ...]]) -> list[str]:
    """What rules say of one of two and somebody else, by the end and the side it is on."""
    kinds, said = key
    features = [f"{kinds}E{end}{side}:{rule.partition(':')[0]}" for end, side, rule in said]
    if kinds == "cw":
        features += [f"{kinds}E{end}{side}:{rule}" for end, side, rule in said if end == "t"]
    return features


def armed(weapon: str) -> list[str]:
    """That the sentence names a weapon beside two states, and its SIPRI category."""
    return ["W", f"W:{category(weapon.partition(':')[2])}"]


def headline(kinds: str) -> list[str]:
    """That the sentence is a headline."""
    return [f"{kinds}headline"]


def served(yes: bool) -> list[str]:
    """That the person serves the country."""
    return ["served"] if yes else []


def office(key: tuple[str, tuple[str, ...]]) -> list[str]:
    """Whether an office of the person is held of the country, and why the country is meant."""
    state, reasons = key
    return [f"office:{state}", *(f"office:{state}{why}" for why in reasons)]


def sorts(key: tuple[str, str, str, str]) -> list[str]:
    """How two are named: their kinds and order, sorts and markers."""
    start, both, one, other = key
    return [
        f"{start}{both}", f"{start}{both}m{one}|{other}", f"{start}ms{one}", f"{start}mt{other}",
    ]  # fmt: skip


def distance(key: tuple[str, int, int, int]) -> list[str]:
    """How far two stand apart: tokens, names between, names in all."""
    start, step, names, named = key
    return [f"{start}d{step}", f"{start}n{names}", f"{start}n{names}d{step}", f"{start}N{named}"]


def between(kinds: str, order: str, word: str) -> list[str]:
    """A word between two."""
    return [f"B:{order}{formed(word)}", f"b:{root(word)}", f"Bw:{kinds}{order}{word}"]


def all_between(order: str, words: tuple[str, ...]) -> list[str]:
    """The few words between two, together."""
    return [f"Bs:{order}{' '.join(words)}"]


def voices(order: str, affixes: tuple[str, ...]) -> list[str]:
    """The first affixes between two, together."""
    return [f"Bv:{order}{' '.join(affixes)}"]


def before(order: str, word: str) -> list[str]:
    """A word before two."""
    return [f"P:{order}{formed(word)}", f"p:{root(word)}"]


def behind(order: str, word: str) -> list[str]:
    """A word behind two."""
    return [f"S:{order}{formed(word)}", f"s:{root(word)}"]


def left(side: str, order: str, step: int, stem: str) -> list[str]:
    """The root of the word some steps to the left of one of two."""
    return [f"{side}L{step}:{stem}", f"{side}{order}L{step}:{stem}"]


def right(side: str, order: str, step: int, word: str) -> list[str]:
    """The word some steps to the right of one of two."""
    return [f"{side}R{step}:{root(word)}", f"{side}{order}R{step}:{word}"]


def two(where: str, words: tuple[str, str]) -> list[str]:
    """The two words on one side of a participant."""
    return [f"{where}:{words[0]} {words[1]}"]


def cue(order: str, key: tuple[str, str, str, int]) -> list[str]:
    """A cue, where it stands to two and how many names are between."""
    relation, frame, where, names = key
    start = f"{frame}{where}{order}"
    return [
        f"C:{relation}", f"C:{relation}{start}", f"Cn:{start}{names}",
        f"Cn:{relation}{start}{names}",
    ]  # fmt: skip


def marked_cue(order: str, key: tuple[str, str, str, str, str]) -> list[str]:
    """A cue, where it stands to two, and the markers of the left and the right one."""
    relation, frame, where, left, right = key
    markers = f"{left}|{right}" if order == "<" else f"{right}|{left}"
    return [f"Cm:{relation}{frame}{where}{order}{markers}"]


def alone(key: tuple[str, tuple[str, ...], int]) -> list[str]:
    """That but one is named, and why the other may be meant."""
    start, reasons, named = key
    every = "|".join(sorted(reasons))
    return [start, f"{start}{every}", f"{start}N{named}", *(f"{start}{why}" for why in reasons)]


def place_alone(key: tuple[str, str, str, bool]) -> list[str]:
    """Where the one that is named stands: its sort, its marker, how near the beginning."""
    start, sort, marker, late = key
    return [f"{start}{sort}", f"{start}m{marker}", f"{start}{int(late)}"]


def near_one(where: str, stem: str) -> list[str]:
    """The root of the word at some place beside one that is named alone."""
    return [f"{where}:{stem}"]


def around_one(where: str, word: str) -> list[str]:
    """A word on one side of one that is named alone."""
    return [f"{where}:{formed(word)}"]


def cue_of_one(side: str, key: tuple[str, str, str, int]) -> list[str]:
    """A cue and where it stands to one that is named alone."""
    relation, frame, where, names = key
    return [f"XC:{relation}{frame}{where}{side}{names}", f"XC:{relation}{side}"]


def cue_of_meant(side: str, key: tuple[str, str, tuple[str, ...]]) -> list[str]:
    """Where a cue stands to one that is named alone, and why the other may be meant."""
    frame, where, reasons = key
    return [f"XC:{frame}{where}{side}{why}" for why in reasons]


def anywhere(speaker: str, stem: str) -> list[str]:
    """The root of a word anywhere in the sentence, and which of two speaks in it."""
    return [f"a:{stem}", f"a{speaker}:{stem}"] if speaker else [f"a:{stem}"]


def speaker(kinds: str, who: str) -> list[str]:
    """Which of two speaks in the sentence."""
    return [f"speaks:{who}", f"speaks:{kinds}{who}"]
