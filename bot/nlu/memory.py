"""What was worked out of a message, kept while the message is answered and no longer.

Several readers look at the same text (the emergencies' layer, then the intents'): each reading is made once. No
text outlives its message.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_memory: ContextVar[dict[Any, Any] | None] = ContextVar("memory", default=None)


def memory() -> dict[Any, Any] | None:
    """What is kept of the present message, by whatever key its reader chose; None outside `remembering`."""
    return _memory.get()


@contextmanager
def remembering() -> Iterator[None]:
    """Keep what is worked out inside the block, for the block only."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)
