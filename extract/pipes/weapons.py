"""Mentions of weapon systems, by name and by class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from extract.attributes import require
from extract.clean import is_common_word
from extract.language import is_headline
from extract.names import odds
from extract.schema import read_table
from extract.spans import by_sentence, text_of, words_of
from extract.weapons import (
    System,
    category,
    class_terms,
    find_designations,
    meant_designation,
    systems,
)

_REACH = 5
_LOOSE_HYPHEN = re.compile(r"\s*-\s*")


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: where, what, and whether it needs its context to count."""

    start: int
    end: int
    name: str
    kind: str
    ambiguous: bool = False
    confidence: float = 0.95


@Language.factory(
    "alutsista_weapons", requires=["doc.spans"], assigns=["doc.spans", "span._.confidence"]
)
def make_weapons(nlp: Language, name: str) -> Weapons:
    """Make the component."""
    return Weapons(nlp)


class Weapons:
    """Set ``doc.spans["weapons"]`` in content sentences.

    Named systems (``span.id_`` is ``system``) come from a gazetteer, from
    designations of letters and number, from ships' prefixes, and from an
    unknown name right behind the word for its class; classes (``class``) from a
    list of words. A class noun before a named system or referring back to one
    is no mention. The SIPRI categories of systems that no list knows are put in
    ``doc.user_data["weapon_categories"]``.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Turki membeli sistem rudal S-400 dan kapal perang.")
        >>> [(s.text, s.kb_id_) for s in doc.spans["weapons"]]
        [('S-400', 'weapon:S-400'), ('kapal perang', 'weapon:warship')]
    """

    def __init__(self, nlp: Language) -> None:
        self.classes = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.class_of: dict[str, str] = {}
        for term, class_id in class_terms().items():
            for form in _forms(term):
                self.class_of.setdefault(form, class_id)
        # The tokenizer parts "Iskander-M" and leaves "iskander-m" whole.
        cased = {case(form) for form in self.class_of for case in (str, str.title, str.upper)}
        self.classes.add("class", [nlp.make_doc(form) for form in sorted(cased)])
        self.named = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.system_of: dict[str, tuple[set[str], System]] = {}
        for system in systems():
            for form in system.forms:
                self.system_of.setdefault(form.lower(), (set(), system))[0].add(form)
        written = {form for forms, _ in self.system_of.values() for form in forms}
        written |= set(self.system_of) | {form.upper() for form in self.system_of}
        self.named.add("system", [nlp.make_doc(form) for form in sorted(written)])
        self.words = _context()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_weapons")
        taken = bytearray(len(doc))
        for span in doc.spans["countries"]:
            taken[span.start : span.end] = b"\1" * len(span)
        accepted: set[str] = set()
        sentences = []
        read = [span for span in doc.spans.get("names", ()) if span.label_ == "WEAPON"]
        words = words_of(doc)
        article = text_of(doc)
        for sentence, by_model in by_sentence(doc, read):
            text = article[sentence.start_char : sentence.end_char]
            inside = words[sentence.start : sentence.end]
            found = self._candidates(sentence, text, inside, taken, by_model)
            sentences.append((sentence, found))
            accepted |= {f.name for f in found if f.kind == "system" and not f.ambiguous}
        spans: list[Span] = []
        told: set[str] = set()
        for sentence, found in sentences:
            kept = [f for f in found if not f.ambiguous or f.name in accepted]
            for item in kept:
                if item.kind == "system":
                    told.add(self._category(doc, item))
                elif self._is_no_mention(item, kept, sentence, taken, told):
                    continue
                spans.append(_span(doc, item))
        doc.spans["weapons"] = SpanGroup(doc, name="weapons", spans=filter_spans(spans))
        return doc

    def _candidates(
        self,
        sentence: Span,
        text: str,
        words: list[str],
        taken: bytearray,
        by_model: list[Span],
    ) -> list[_Found]:
        """Classes and systems of a sentence, without overlap, in text order."""
        nouns = list(self._classes(sentence))
        heads = {item.end: item for item in nouns if item.name != "not"}
        found = [*self._gazetteer(sentence, heads), *self._designations(sentence, text, heads)]
        found += self._ships(sentence, words)
        found += self._read(sentence, heads, by_model, found)
        found += self._unknown(sentence, heads, taken, {item.start for item in found})
        found = [item for item in [*found, *nouns] if not any(taken[item.start : item.end])]
        chosen: list[_Found] = []
        order = sorted(
            found, key=lambda f: (f.start - f.end, f.name != "not", f.ambiguous, f.kind == "class")
        )
        used: set[int] = set()
        for item in order:
            if used.isdisjoint(range(item.start, item.end)):
                used.update(range(item.start, item.end))
                chosen.append(item)
        return sorted((f for f in chosen if f.name != "not"), key=lambda f: f.start)

    def _classes(self, sentence: Span) -> Iterator[_Found]:
        doc = sentence.doc
        for _, start, end in self.classes(sentence):
            class_id = self.class_of.get(_closed(doc[start:end].text).lower())
            if class_id is not None:
                yield _Found(start, end, class_id, "class")

    def _gazetteer(self, sentence: Span, heads: dict[int, _Found]) -> Iterator[_Found]:
        doc = sentence.doc
        for _, start, end in self.named(sentence):
            text = _closed(doc[start:end].text)
            forms, system = self.system_of.get(text.lower(), (set(), None))
            if system is None:
                continue
            if not (text in forms or (text.isupper() and len(text) > 3) or _has_digit(text)):
                continue
            unclear = system.ambiguous and not self._has_head(doc, start, heads)
            yield _Found(start, self._with_nickname(doc, end), system.name, "system", unclear)

    def _designations(
        self, sentence: Span, text: str, heads: dict[int, _Found]
    ) -> Iterator[_Found]:
        doc, offset = sentence.doc, sentence.start_char
        for item in find_designations(text):
            span = doc.char_span(offset + item.start, offset + item.end)
            if span is None:
                continue
            name, sure = item.name, 0.95
            head = self._head(doc, span.start, heads)
            if head is not None:
                meant = meant_designation(name, category(head.name) or "")
                name, sure = (meant, 0.6) if meant else (name, sure)
            yield _Found(
                span.start, self._with_nickname(doc, span.end), name, "system", False, sure
            )

    def _ships(self, sentence: Span, words: list[str]) -> Iterator[_Found]:
        prefixes = self.words["ship_prefix"]
        for at in [i for i, word in enumerate(words) if word in prefixes]:
            end = at + 1
            while end < len(words) and end - at < 4 and _is_name_part(words[end]):
                if end > at + 1 and is_common_word(words[end].lower()):
                    break  # a headline's verb: "USS Nimitz Lewati Selat Malaka"
                end += 1
            if end > at + 1:
                name = " ".join([words[at], *map(_titled, words[at + 1 : end])])
                self._remember(sentence.doc, name, "Ships")
                if end < len(words) and words[end].isdigit():
                    end += 1  # the number on its side
                yield _Found(sentence.start + at, sentence.start + end, name, "system")

    def _unknown(
        self, sentence: Span, heads: dict[int, _Found], taken: bytearray, known: set[int]
    ) -> Iterator[_Found]:
        """A name that no list has, right behind the word for its class."""
        doc = sentence.doc
        for start, head in heads.items():
            if start >= sentence.end or start in known or taken[start]:
                continue
            text = doc[start].text
            if not _is_new_name(text) or (is_headline(sentence) and not _has_digit(text)):
                continue
            if (
                start + 1 < sentence.end
                and _is_name_part(doc[start + 1].text)
                and not (_has_digit(text) or doc[start + 1].text.isupper())
            ):
                continue
            wanted = category(head.name)
            if wanted:
                self._remember(doc, text, wanted)
            yield _Found(start, start + 1, text, "system", False, 0.7)

    def _read(
        self, sentence: Span, heads: dict[int, _Found], by_model: list[Span], found: list[_Found]
    ) -> Iterator[_Found]:
        """What the model takes for a named system and no list knows."""
        known = {i for item in found for i in range(item.start, item.end)}
        for span in by_model:
            text = span.text
            if known.isdisjoint(range(span.start, span.end)) and not _is_class_noun(text):
                head = self._head(sentence.doc, span.start, heads)
                wanted = category(head.name) if head is not None else None
                if wanted:
                    self._remember(sentence.doc, text, wanted)
                yield _Found(span.start, span.end, text, "system", False, 0.75)

    def _remember(self, doc: Doc, name: str, wanted: str) -> None:
        doc.user_data.setdefault("weapon_categories", {}).setdefault(f"weapon:{name}", wanted)

    def _with_nickname(self, doc: Doc, end: int) -> int:
        while end < len(doc) and doc[end].text in self.words["nickname"]:
            end += 1
        return end

    def _head(self, doc: Doc, start: int, heads: dict[int, _Found]) -> _Found | None:
        """The class noun before a name, with nothing but modifiers between."""
        i = start
        while i > 0 and start - i < _REACH:
            if i in heads:
                return heads[i]
            i -= 1
            if doc[i].lower_ not in self.words["modifier"]:
                return None
        return None

    def _has_head(self, doc: Doc, start: int, heads: dict[int, _Found]) -> bool:
        """Whether a class noun stands near enough before an ambiguous name."""
        return any(end in heads for end in range(max(start - 2, 0), start + 1)) or (
            self._head(doc, start, heads) is not None
        )

    def _category(self, doc: Doc, item: _Found) -> str:
        remembered: dict[str, str] = doc.user_data.get("weapon_categories", {})
        return category(item.name) or remembered.get(f"weapon:{item.name}", "Other")

    def _is_no_mention(
        self, item: _Found, found: list[_Found], sentence: Span, taken: bytearray, told: set[str]
    ) -> bool:
        """Whether a class noun belongs to a named system, before it or told of earlier."""
        doc = sentence.doc
        if self._is_verb(item, sentence, taken):
            return True
        i = item.end
        starts = {f.start for f in found if f.kind == "system"}
        while i < sentence.end and i - item.end < _REACH:
            if i in starts:
                return True
            if not (doc[i].lower_ in self.words["modifier"] or doc[i].text == "," or taken[i]):
                break
            i += 1
        i = item.end
        while i < sentence.end and taken[i]:
            i += 1
        if i == sentence.end or doc[i].lower_ not in self.words["back"]:
            return False
        meant = {category(item.name) or "Other"}
        if meant <= {"Missiles", "Air defence systems"}:
            meant |= {"Missiles", "Air defence systems"}
        return bool(told) and (item.name == "arms" or not meant.isdisjoint(told))

    def _is_verb(self, item: _Found, sentence: Span, taken: bytearray) -> bool:
        """Whether the noun is what a country does: "Israel Bom Kafe"."""
        doc = sentence.doc
        return (
            doc[item.start].lower_ in self.words["verb"]
            and item.start > sentence.start
            and taken[item.start - 1] == 1
            and item.end < sentence.end
            and doc[item.start].is_title
            and doc[item.end].is_title
        )


def _span(doc: Doc, item: _Found) -> Span:
    span = Span(
        doc, item.start, item.end, label="WEAPON", kb_id=f"weapon:{item.name}", span_id=item.kind
    )
    span._.confidence = item.confidence
    return span


def _closed(text: str) -> str:
    """A term as lists have it, where the text has spaces about a hyphen or two in a row."""
    return " ".join(_LOOSE_HYPHEN.sub("-", text).split())


def _forms(term: str) -> Iterator[str]:
    """A term as it stands, with its first word doubled, with the suffix -nya."""
    first, _, rest = term.partition(" ")
    doubled = f"{first}-{first} {rest}".strip()
    for form in (term, doubled):
        yield form
        yield f"{form}nya"


@cache
def _context() -> dict[str, frozenset[str]]:
    rows = read_table("weapon_context.tsv")
    kinds = {row["kind"] for row in rows}
    return {kind: frozenset(r["word"] for r in rows if r["kind"] == kind) for kind in kinds}


def _is_class_noun(text: str) -> bool:
    """Whether a text is a word for a class, in any capitals."""
    return text.lower() in class_terms()


def _has_digit(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _is_name_part(text: str) -> bool:
    return text[:1].isupper() and (text.isalpha() or _has_digit(text)) and len(text) > 1


def _titled(text: str) -> str:
    return text.title() if text.isupper() and len(text) > 3 else text


def _is_new_name(text: str) -> bool:
    """Whether a capitalised word is neither a common word nor known as part of other names."""
    if not text[:1].isupper() or len(text) < 3 or "." in text:
        return False
    if _has_digit(text):
        return any(char.isalpha() for char in text)
    return odds(text) is None and not is_common_word(text.lower())
