"""Self-training: raw news sentences on whose names several teachers agree.

A small annotated corpus shows few of the contexts in which news puts names. The
teachers, models that differ in features and seed, read raw text; a sentence on
which all give the same spans becomes a training example. (Co-training by
agreement: Zhou and Li, Tri-Training, 2005, IEEE TKDE 17(11).)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["agreed", "raw_sentences"]

_SHORT, _LONG = 5, 60
_BATCH = 2000


def raw_sentences(paragraphs: Iterable[str], nlp: Language, share: float) -> Iterator[Doc]:
    """Sentences of raw text, each once.

    Args:
        paragraphs: Tokens parted by spaces, a paragraph a line, as
            :func:`extract.train.vectors.write_tokens` writes them.
        nlp: A pipeline that sets sentence boundaries.
        share: Share of the paragraphs to read, chosen by their text alone.
    """
    seen: set[bytes] = set()
    for paragraph in paragraphs:
        digest = hashlib.sha256(paragraph.encode()).digest()
        words = paragraph.split()
        if int.from_bytes(digest[:4], "big") >= share * 2**32 or len(words) < _SHORT:
            continue
        doc = nlp.get_pipe("alutsista_sentences")(Doc(nlp.vocab, words=words))
        for sentence in doc.sents:
            text = sentence.text.encode()
            key = hashlib.sha256(text).digest()[:8]
            if _SHORT <= len(sentence) <= _LONG and key not in seen:
                seen.add(key)
                yield Doc(nlp.vocab, words=[t.text for t in sentence])


def agreed(sentences: Iterable[Doc], teachers: Sequence[Language]) -> Iterator[Doc]:
    """Sentences on whose entities all teachers agree, with these entities."""
    batch: list[Doc] = []
    for sentence in sentences:
        batch.append(sentence)
        if len(batch) == _BATCH:
            yield from _agreed(batch, teachers)
            batch = []
    yield from _agreed(batch, teachers)


def _agreed(batch: list[Doc], teachers: Sequence[Language]) -> Iterator[Doc]:
    read = [list(teacher.pipe([_copy(doc, teacher) for doc in batch])) for teacher in teachers]
    for versions in zip(*read, strict=True):
        labels = [[(t.ent_iob_, t.ent_type_) for t in doc] for doc in versions]
        if all(other == labels[0] for other in labels[1:]):
            yield versions[0]


def _copy(doc: Doc, teacher: Language) -> Doc:
    return Doc(teacher.vocab, words=[t.text for t in doc])
