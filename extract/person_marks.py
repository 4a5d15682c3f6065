"""What a candidate for a person looks like, as features of the context model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Span

from extract.clean import is_common_word
from extract.names import odds

__all__ = ["Evidence", "marks"]


@dataclass(slots=True)
class Evidence:
    """What speaks for a span: who proposed it, and how sure the rules are."""

    model: bool = False
    known: str = ""
    title: float = 0.0
    speech: float = 0.0
    score: float = 0.0


def marks(
    span: Span,
    name: str,
    first: int,
    told: Evidence,
    headline: bool,
    covered: set[int],
    read: Counter[str],
) -> tuple[str, ...]:
    """Features of a candidate; each a short text, as many for each candidate."""
    tokens = list(span)
    partly = any(token.i in covered for token in tokens)
    model = "exact" if told.model else "part" if partly else "none"
    score = _bucket(told.score)
    words = [word for t in tokens if (word := t.text)[:1].isupper()] or [name]
    values = [odds(word) for word in words]
    seen = [value for value in values if value is not None]
    times = min(read[name], 4)
    shape = " ".join([t.shape_ for t in tokens])
    common = "".join("c" if is_common_word(word.lower()) else "n" for word in words[:4])
    caps = name.isupper()
    title, speech = f"{told.title:.1f}", f"{told.speech:.1f}"
    return (
        f"model {model}",
        f"model {model} known {told.known}",
        f"model {model} score {score}",
        f"model {model} words {min(len(words), 4)}",
        f"model {model} headline {headline}",
        f"model {model} times {times}",
        f"model {model} title {title} speech {speech}",
        f"model {model} common {common}",
        f"score {score}",
        f"score {score} headline {headline}",
        f"words {len(words)} known {told.known}",
        f"least {_bucket(min(seen, default=None))} unseen {len(values) - len(seen)}",
        f"first {_bucket(values[0])}",
        f"last {_bucket(values[-1])}",
        f"common {common}",
        f"title {title}",
        f"speech {speech}",
        f"shape {shape}",
        f"caps {caps} headline {headline}",
        f"times {times} words {min(len(words), 3)}",
        f"suffix {words[-1][-3:].lower()}",
        f"starts {tokens[0].i == first} {common[:1]}",
    )


def _bucket(value: float | None) -> str:
    return "-" if value is None else str(max(-6, min(6, round(2 * value))))
