"""The package's tok2vec for reading alone: the same numbers as thinc's layers, far sooner.

What a word is embedded as depends on the word alone, so it is computed (by the layers
themselves) once a word and kept. The convolutions run on the places that something is
asked of, and no others.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

__all__ = ["Encoder", "Maxout", "WordTable"]

PADDING = 0
"""Row of the table for what stands around a window: nothing."""
_MOST_WORDS = 30_000
_TINY = 1e-8


class Maxout:
    """Weights of a thinc ``Maxout`` layer and the ``LayerNorm`` behind it.

    Args:
        maxout: The layer.
        norm: The layer behind it.
    """

    def __init__(self, maxout: Model[Any, Any], norm: Model[Any, Any]) -> None:
        weights: Any = maxout.get_param("W")
        bias: Any = maxout.get_param("b")
        self.width, self.pieces, inputs = weights.shape
        # The pieces one after another: the largest of each is then one pass over whole rows.
        flat = weights.transpose(1, 0, 2).reshape(-1, inputs)
        self.weights = np.ascontiguousarray(flat.T)
        self.bias = np.ascontiguousarray(bias.T).reshape(-1)
        self.scale, self.shift = norm.get_param("G"), norm.get_param("b")

    def largest(self, sums: Any) -> Any:
        """The largest piece of each output, normalized."""
        best = largest(sums, self.width, self.pieces)
        best -= np.add.reduce(best, axis=1, keepdims=True) / self.width
        variance = np.einsum("ij,ij->i", best, best) / self.width + _TINY
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self.scale
        best += self.shift
        return best


def largest(sums: Any, width: int, pieces: int) -> Any:
    """The largest of the pieces, which stand one after another."""
    best = sums[:, :width]
    for piece in range(1, pieces):
        best = np.maximum(best, sums[:, piece * width : (piece + 1) * width])
    return best


class WordTable:
    """Embeddings of the words met lately.

    Args:
        embed: The embedding layers.
        width: Length of an embedding.
        vocab: Of the model.
    """

    def __init__(self, embed: Model[list[Doc], list[Any]], width: int, vocab: Vocab) -> None:
        self.embed, self.width, self.vocab = embed, width, vocab
        self._restart(_MOST_WORDS)

    def _restart(self, most: int) -> None:
        self.rows: dict[str, int] = {}
        self.vectors = np.zeros((most + 1, self.width), dtype="float32")
        self.is_space = np.zeros(most + 1, dtype=bool)

    def rows_of(self, words: list[str]) -> list[int]:
        """The row of each word, in a table that holds them all."""
        new = {word for word in words if word not in self.rows}
        if new:
            if len(self.rows) + len(new) > _MOST_WORDS:
                new = set(words)
                self._restart(max(_MOST_WORDS, len(new)))
            self._add(sorted(new))
        return [self.rows[word] for word in words]

    def _add(self, words: list[str]) -> None:
        first = len(self.rows) + 1
        places = range(first, first + len(words))
        here = slice(first, first + len(words))
        self.vectors[here] = self.embed.predict([Doc(self.vocab, words=words)])[0]
        self.is_space[here] = [word.isspace() for word in words]
        self.rows.update(zip(words, places, strict=True))


class Encoder:
    """spaCy's ``MaxoutWindowEncoder`` with a window of one word on either side.

    Attributes:
        depth: Number of convolutions, and so of empty places that a window needs around it.

    Args:
        embed: The embedding layers.
        encode: The convolutions.
        vocab: Of the model.
    """

    def __init__(
        self, embed: Model[list[Doc], list[Any]], encode: Model[Any, Any], vocab: Vocab
    ) -> None:
        nodes = list(encode.walk())
        maxouts = [node for node in nodes if node.name == "maxout"]
        norms = [node for node in nodes if node.name == "layernorm"]
        self.layers = [Maxout(*pair) for pair in zip(maxouts, norms, strict=True)]
        self.depth = len(self.layers)
        self.table = WordTable(embed, self.layers[0].width, vocab)

    def __call__(self, rows: Any) -> Any:
        """Vectors of the words of some windows.

        Args:
            rows: For each place its row in the table; as many empty places before,
                between and behind the windows as the encoder is deep.

        Returns:
            An array of a vector a place; those of empty places mean nothing.
        """
        places = _places(rows != PADDING, self.depth)
        x = self.table.vectors.take(rows, axis=0)
        for layer, here in zip(self.layers, places, strict=True):
            near = x.take(here[:, None] + np.arange(-1, 2), axis=0)
            sums = near.reshape(len(here), -1) @ layer.weights
            sums += layer.bias
            x[here] += layer.largest(sums)
        return x


def _places(is_word: Any, depth: int) -> list[Any]:
    """Places whose vector each layer must compute: words, and what later layers see of the rest."""
    found = []
    wanted = is_word
    for _ in range(depth):
        found.append(np.flatnonzero(wanted))
        wider = wanted.copy()
        wider[1:] |= wanted[:-1]
        wider[:-1] |= wanted[1:]
        wanted = wider
    return found[::-1]
