"""The package's ner for reading alone: spaCy's greedy parser, all windows of an article at once.

Outside a name the parser sees nothing but the next word, so that what it does there is
computed for all words together; where that begins a name, the names of all windows
are followed word by word side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from spacy.language import Language

from extract.encoder import PADDING, Encoder, largest

__all__ = ["Recognizer"]

_EMBED = "alutsista.GazetteerHashEmbed.v1"
_ENCODE = "spacy.MaxoutWindowEncoder.v2"
_OF_WORDS = frozenset(("ORTH", "LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE"))
_MOST_TOKENS = 2_000
_LONGEST_NAME = 100
"""Words behind the first of a name after which it ends, whatever the parser would do."""

Window = tuple[int, int]
Entity = tuple[int, int, str]


class Recognizer:
    """A trained pipeline of ``tok2vec`` and ``ner``, read as its layers would.

    Args:
        model: A pipeline that :meth:`can_read` accepts.
    """

    def __init__(self, model: Language) -> None:
        tok2vec: Any = model.get_pipe("tok2vec")
        embed, encode = (tok2vec.model.get_ref(name) for name in ("embed", "encode"))
        self.encoder = Encoder(embed, encode, model.vocab)
        self.actions = _Actions(model.get_pipe("ner"))

    @staticmethod
    def can_read(model: Language) -> bool:
        """Whether a pipeline is of the kind that this package trains."""
        if model.pipe_names != ["tok2vec", "ner"]:
            return False
        components = model.config["components"]
        tok2vec, ner = components["tok2vec"]["model"], components["ner"]["model"]
        embed, encode = tok2vec.get("embed", {}), tok2vec.get("encode", {})
        recognizer: Any = model.get_pipe("ner")
        return bool(
            embed.get("@architectures") == _EMBED
            and _OF_WORDS.issuperset(embed["attrs"])
            and encode.get("@architectures") == _ENCODE
            and encode["window_size"] == 1
            and ner["use_upper"]
            and not ner["extra_state_tokens"]
            and ner["maxout_pieces"] > 1
            and recognizer.cfg["beam_width"] == 1
            and not recognizer.model.attrs["unseen_classes"]
        )

    def read(self, words: list[str], windows: Sequence[Window]) -> Iterator[Entity]:
        """Find the names in stretches of an article, each read by itself.

        Args:
            words: The words of the article.
            windows: First word and end of each stretch.

        Yields:
            First word, end and label of each name.
        """
        batch: list[Window] = []
        size = 0
        for window in windows:
            batch.append(window)
            size += window[1] - window[0]
            if size >= _MOST_TOKENS:
                yield from self._read(words, batch)
                batch, size = [], 0
        if batch:
            yield from self._read(words, batch)

    def _read(self, words: list[str], windows: list[Window]) -> Iterator[Entity]:
        places = [i for start, end in windows for i in range(start, end)]
        lengths = np.array([end - start for start, end in windows])
        ends = np.cumsum(lengths)
        depth, table = self.encoder.depth, self.encoder.table
        # Where each word stands among the windows with the empty places around them.
        at = np.arange(len(places)) + np.repeat(np.arange(1, len(windows) + 1) * depth, lengths)
        rows = np.full(len(places) + depth * (len(windows) + 1), PADDING)
        rows[at] = table.rows_of([words[i] for i in places])
        vectors = self.encoder(rows).take(at, axis=0)
        is_last = np.zeros(len(places), dtype=bool)
        is_last[ends - 1] = True
        for start, end, label in self.actions.follow(vectors, is_last, table.is_space[rows[at]]):
            yield places[start], places[end - 1] + 1, label


class _Actions:
    """What the parser does at each word: begins, goes on, ends, is one word, stays outside.

    Args:
        recognizer: spaCy's ``ner`` component.
    """

    def __init__(self, recognizer: Any) -> None:
        moves = recognizer.moves
        names = [moves.get_class_name(i).partition("-") for i in range(moves.n_moves)]
        self.kind = np.array([kind if label or kind == "O" else "" for kind, _, label in names])
        self.label = [label for _, _, label in names]
        self.last = {i: names.index(("L", "-", label)) for i, label in self._of("B")}
        self.inside = {i: names.index(("I", "-", label)) for i, label in self._of("B")}
        chained, lower, upper = recognizer.model.layers
        linear = next(node for node in chained.walk() if node.name == "linear")
        self._weigh(linear, lower)
        self.upper = np.ascontiguousarray(upper.get_param("W").T)
        self.upper_bias = upper.get_param("b")

    def _of(self, kind: str) -> Iterator[tuple[int, str]]:
        return ((i, self.label[i]) for i in np.flatnonzero(self.kind == kind).tolist())

    def _weigh(self, linear: Any, lower: Any) -> None:
        """Both layers before the maxout as one, for each of the three words that are seen."""
        weights = lower.get_param("W").transpose(0, 2, 1, 3).astype("float64")
        features, self.pieces, self.width, inner = weights.shape
        flat = weights.reshape(features, -1, inner)
        padding = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(features, -1)
        bias = lower.get_param("b").T.reshape(-1).astype("float64")
        own = flat @ linear.get_param("b").astype("float64")
        seen = flat @ linear.get_param("W").astype("float64")
        self.seen = [np.ascontiguousarray(of_word.T.astype("float32")) for of_word in seen]
        self.outside_bias = (bias + own[0] + padding[1] + padding[2]).astype("float32")
        self.inside_bias = (bias + own.sum(axis=0)).astype("float32")

    def _scores(self, sums: Any) -> Any:
        return largest(sums, self.width, self.pieces) @ self.upper + self.upper_bias

    def follow(self, vectors: Any, is_last: Any, is_space: Any) -> Iterator[Entity]:
        """Find the names.

        Args:
            vectors: Of the words of all windows.
            is_last: For each word whether it is the last of its window.
            is_space: For each word whether it is white space, at which no name begins.

        Yields:
            First word, end and label of each name.
        """
        now = vectors @ self.seen[0]
        scores = self._scores(now + self.outside_bias)
        scores[:, ~np.isin(self.kind, ("B", "U", "O"))] = -np.inf
        scores[np.ix_(is_last, self.kind == "B")] = -np.inf
        scores[np.ix_(is_space, self.kind != "O")] = -np.inf
        chosen = scores.argmax(axis=1)
        kind = self.kind[chosen]
        begins = np.flatnonzero(kind == "B")
        ends = dict(zip(begins.tolist(), self._ends(vectors, now, begins, chosen[begins], is_last),
                        strict=True))  # fmt: skip
        done = 0
        for start in np.flatnonzero(kind != "O").tolist():
            if start >= done:
                done = ends.get(start, start + 1)
                yield start, done, self.label[chosen[start]]

    def _ends(self, vectors: Any, now: Any, begins: Any, chosen: Any, is_last: Any) -> list[int]:
        """Where the names end that begin somewhere; each is read on until the parser ends it."""
        ends = np.zeros(len(begins), dtype=int)
        first = vectors[begins] @ self.seen[1] + self.inside_bias
        inside = np.array([self.inside[i] for i in chosen.tolist()], dtype=int)
        last = np.array([self.last[i] for i in chosen.tolist()], dtype=int)
        going, at = np.arange(len(begins)), begins + 1
        for _ in range(_LONGEST_NAME):
            if not len(going):
                break
            scores = self._scores(now[at] + first[going] + vectors[at - 1] @ self.seen[2])
            row = np.arange(len(going))
            is_end = is_last[at] | (scores[row, last[going]] > scores[row, inside[going]])
            ends[going[is_end]] = at[is_end] + 1
            going, at = going[~is_end], at[~is_end] + 1
        ends[going] = at
        return ends.tolist()
