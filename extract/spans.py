"""Spans and the sentences they stand in."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

__all__ = ["mentions_by_sentence"]


def mentions_by_sentence(doc: Doc) -> Iterator[tuple[Span, list[Span]]]:
    """Content sentences with their mentions, both in text order.

    One pass over both: ``span.sent`` would walk a long sentence anew for each mention.
    """
    mentions = list(doc.spans["mentions"])
    at = 0
    for sentence in doc.spans["content"]:
        while at < len(mentions) and mentions[at].start < sentence.start:
            at += 1
        first = at
        while at < len(mentions) and mentions[at].start < sentence.end:
            at += 1
        yield sentence, mentions[first:at]
