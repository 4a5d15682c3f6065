"""Which sentences are the article's own reporting."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from extract.attributes import require
from extract.clean import is_common_word
from extract.schema import read_table
from extract.spans import text_of, words_of

LONG = 8
LONGEST_LINK = 24
PROSE_TO_RESUME = 3
_LEAST_HEADLINE = 4


@Language.factory(
    "alutsista_content",
    default_config={"prose_to_resume": PROSE_TO_RESUME},
    requires=["doc.sents"],
    assigns=["doc.spans"],
)
def make_content(nlp: Language, name: str, prose_to_resume: int) -> Content:
    """Make the component."""
    return Content(prose_to_resume)


class Content:
    r"""Set ``doc.spans["content"]``: sentences that are neither menu, byline, credit nor link.

    Sentences are told by their words (``data/boilerplate.tsv``), by their place
    (above the first long sentence, below a marker such as "Artikel Terkait")
    and by their form (a line of names alone, a date line). The spans carry no
    white space at either end.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Turki Siap Beli Rudal Rusia\nBaca juga: Iran Marah")
        >>> [s.text for s in doc.spans["content"]]
        ['Turki Siap Beli Rudal Rusia']

    Args:
        prose_to_resume: Long sentences in a row after which an article goes on
            below a marker of its end.
    """

    def __init__(self, prose_to_resume: int = PROSE_TO_RESUME) -> None:
        self.prose_to_resume = prose_to_resume
        self.patterns = _patterns()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_content")
        words = words_of(doc)
        spans = [s for s in (_stripped(s, words) for s in doc.sents) if s is not None]
        text = text_of(doc)
        texts = [text[span.start_char : span.end_char] for span in spans]
        keep = [not self._is_boilerplate(text) for text in texts]
        if texts and self._is_labelled(texts[0]):
            keep[0] = True
        self._drop_head(texts, keep)
        self._drop_links(texts, keep)
        self._drop_bylines(spans, texts, keep)
        self._drop_tail(texts, keep)
        chosen = [span for span, is_content in zip(spans, keep, strict=True) if is_content]
        doc.spans["content"] = SpanGroup(doc, name="content", spans=chosen)
        return doc

    def _is_boilerplate(self, text: str) -> bool:
        low = text.lower()
        return (
            low.strip(" :.»>") in self.patterns.exact
            or (self.patterns.starts.match(low) is not None and not _runs_on(text))
            or self.patterns.has.search(low) is not None
            or (len(low) < 160 and self.patterns.shape.fullmatch(low) is not None)
        )

    def _is_labelled(self, text: str) -> bool:
        """Whether a headline says of what sort the piece is: "Video: Israel Serang Kamp"."""
        label = self.patterns.labels.match(text.lower())
        return label is not None and len(text[label.end() :].split()) >= _LEAST_HEADLINE

    def _drop_head(self, texts: list[str], keep: list[bool]) -> None:
        """Menu entries above the first long sentence."""
        for i, text in enumerate(texts):
            words = text.split()
            if len(words) >= LONG:
                return
            name = text.lower().strip(" :.»>|")
            if name in self.patterns.sections or (len(words) <= 2 and text[-1] not in "!?."):
                keep[i] = False

    def _drop_links(self, texts: list[str], keep: list[bool]) -> None:
        """Titles below a lone "Baca juga:"."""
        follows = False
        for i, text in enumerate(texts):
            if follows and keep[i] and _is_title(text):
                keep[i] = False
                continue
            follows = not keep[i] and text.lower().strip(" :") in self.patterns.openers

    def _drop_bylines(self, spans: list[Span], texts: list[str], keep: list[bool]) -> None:
        """Names alone, between headline and lead or at the very end."""
        lead = next((i for i, text in enumerate(texts) if _is_prose(text)), len(texts))
        for i in {*range(lead), *range(max(lead, len(texts) - 3), len(texts))}:
            if keep[i] and _is_names_alone(texts[i]):
                keep[i] = False

    def _drop_tail(self, texts: list[str], keep: list[bool]) -> None:
        """All that follows a marker of the article's end, unless prose resumes."""
        in_tail = False
        run: list[int] = []
        seen = False
        for i, text in enumerate(texts):
            seen = seen or (keep[i] and _is_prose(text))
            if seen and text.lower().strip(" :.»>") in self.patterns.tails:
                in_tail, run = True, []
            if not in_tail:
                continue
            if keep[i] and _is_prose(text):
                run.append(i)
                if len(run) >= self.prose_to_resume:
                    in_tail = False
                    for j in run:
                        keep[j] = True
                    continue
            else:
                run = []
            keep[i] = False


class _Patterns:
    def __init__(self) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for row in read_table("boilerplate.tsv"):
            found[row["kind"]].append(row["pattern"])
        self.exact = frozenset(found["is"])
        self.tails = frozenset(found["tail"])
        self.sections = frozenset(found["section"])
        self.openers = frozenset(found["opener"])
        self.starts = re.compile("|".join(map(re.escape, found["starts"])))
        self.labels = re.compile("|".join(map(re.escape, found["label"])))
        self.has = re.compile("|".join(map(re.escape, found["has"])))
        self.shape = re.compile("|".join(f"(?:{shape})" for shape in found["shape"]))


@cache
def _patterns() -> _Patterns:
    return _Patterns()


def _stripped(span: Span, words: list[str]) -> Span | None:
    """The sentence without white space at its ends; ``None`` if nothing is left."""
    start, end = span.start, span.end
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    if (start, end) == (span.start, span.end):
        return span
    return span.doc[start:end] if end > start else None


def _is_prose(text: str) -> bool:
    return len(text.split()) >= LONG and text.rstrip("\"”')’ ")[-1:] in ".?!,"


def _runs_on(text: str) -> bool:
    """A whole sentence that the scrape joined to the link before it."""
    return len(text.split()) > LONGEST_LINK and _is_prose(text)


def _is_title(text: str) -> bool:
    """A line in title case that no full stop ends."""
    words = [w for w in text.split() if w[:1].isalpha()]
    capitals = sum(w[0].isupper() for w in words)
    return bool(words) and text[-1:] not in ".,;" and capitals >= 0.6 * len(words)


def _is_names_alone(text: str) -> bool:
    words = text.replace("/", " ").split()
    return (
        1 <= len(words) <= 5
        and all(w[:1].isupper() and w.strip(".,").isalpha() for w in words)
        and not any(is_common_word(w.strip(".,").lower()) for w in words)
    )
