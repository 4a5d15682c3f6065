"""Names found by the trained model, in the sentences where it can matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from extract.attributes import require
from extract.clean import is_common_word
from extract.language import Alutsista
from extract.model import KINDS, ModelError, load_model
from extract.names import odds
from extract.recognizer import Recognizer
from extract.spans import Known, spaces_of, words_of

_WHOLE = 1_000_000
_NEVER = -2.9
LABELS = {"PERSON": "PERSON", "PER": "PERSON", "WEAPON": "WEAPON"}


@Language.factory(
    "alutsista_names",
    default_config={"model": None, "labels": LABELS},
    requires=["doc.spans"],
    assigns=["doc.spans"],
)
def make_names(nlp: Language, name: str, model: str | None, labels: dict[str, str]) -> Names:
    """Make the component."""
    return Names(nlp, model, labels)


class Names:
    """Set ``doc.spans["names"]``: persons and named weapons, by a trained spaCy pipeline.

    The model reads only around words that may be part of a name: capitalised, no
    country, no word that newspapers print small or that never stands in a name
    (``data/name_tokens.tsv``). It is given as many words on both sides as its
    layers see, so that it finds there what it would find in the whole sentence;
    a model that does not say how far it sees is given the whole sentence.

    Example:
        >>> from extract.pipeline import load
        >>> doc = load()("Menhan Inggris Joni Prakosa meninjau jet tempur Su-57.")
        >>> [(s.text, s.label_) for s in doc.spans["names"]]
        [('Joni Prakosa', 'PERSON'), ('Su-57', 'WEAPON')]

    Args:
        nlp: The pipeline that the component is part of, if any.
        model: Name or path of a spaCy pipeline with an entity recognizer; the
            one that comes with the package if ``None``.
        labels: What its labels mean here, ``PERSON`` or ``WEAPON``.

    Raises:
        ModelError: There is no such model, or a label means something else.
    """

    def __init__(
        self, nlp: Language | None, model: str | None = None, labels: Mapping[str, str] = LABELS
    ) -> None:
        wrong = sorted(set(labels.values()) - set(KINDS))
        if wrong:
            raise ModelError(f"labels: {', '.join(wrong)}: not one of {', '.join(KINDS)}")
        self.labels = dict(labels)
        self._name = model
        self.model = load_model(model, _shared(nlp))
        self.reach = reach_of(self.model)
        self.recognizer = Recognizer(self.model) if Recognizer.can_read(self.model) else None

    def __reduce__(self) -> tuple[type[Names], tuple[Any, ...]]:
        """Another process loads the model itself, whose layers hold functions."""
        return Names, (None, self._name, self.labels)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document."""
        require(doc, "alutsista_names")
        words = words_of(doc)
        windows = list(self._windows(doc, words))
        if self.recognizer is not None:
            read = self.recognizer.read(words, windows)
        else:
            read = self._read(doc, words, windows)
        found = [
            Span(doc, start, end, label=self.labels[label])
            for start, end, label in read
            if label in self.labels
        ]
        doc.spans["names"] = SpanGroup(doc, name="names", spans=found)
        return doc

    def _windows(self, doc: Doc, words: list[str]) -> Iterator[tuple[int, int]]:
        """Stretches of content sentences that may hold a name, with what the model sees of it."""
        possible = [i for i, may_be in enumerate(map(_MAY_BE.__getitem__, words)) if may_be]
        countries = {i for span in doc.spans["countries"] for i in range(span.start, span.end)}
        at = 0
        for sentence in doc.spans["content"]:
            first, last = sentence.start, sentence.end
            while at < len(possible) and possible[at] < first:
                at += 1
            start = end = -1
            while at < len(possible) and possible[at] < last:
                i = possible[at]
                at += 1
                if i in countries:
                    continue
                if start >= 0 and i - self.reach > end:
                    yield start, end
                    start = -1
                start = max(first, i - self.reach) if start < 0 else start
                end = min(last, i + 1 + self.reach)
            if start >= 0:
                yield start, end

    def _read(
        self, doc: Doc, words: list[str], windows: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int, str]]:
        """The names in the windows, each a ``Doc`` of its own, read by a model of any kind."""
        spaces = spaces_of(doc)
        alone = (
            Doc(self.model.vocab, words=words[start:end], spaces=spaces[start:end])
            for start, end in windows
        )
        for (start, _), read in zip(windows, self.model.pipe(alone), strict=True):
            for entity in read.ents:
                yield start + entity.start, start + entity.end, entity.label_


def _shared(nlp: Language | None) -> Vocab | None:
    """The vocabulary of a pipeline, if the vectors of the model may become its vectors."""
    if nlp is None or nlp.lang != Alutsista.lang or nlp.vocab.vectors.size:
        return None
    return nlp.vocab


def reach_of(model: Language) -> int:
    """How many words on either side of one a model sees: one a layer, or the whole sentence."""
    try:
        encode = model.config["components"]["tok2vec"]["model"]["encode"]
        return int(encode["depth"] * encode["window_size"])
    except KeyError:
        return _WHOLE


def _may_be_in_name(word: str) -> bool:
    """Whether a word has a capital and is none that stands in print small or in no name."""
    if word.islower() or not any(char.isupper() for char in word) or is_common_word(word.lower()):
        return False
    value = odds(word)
    return value is None or value > _NEVER


_MAY_BE = Known(_may_be_in_name)
