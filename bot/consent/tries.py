"""How often codes are tried: so many a minute by everybody together, and nobody is noted."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

_A_MINUTE = 60
_MINUTE = 60.0


class TooManyTries(Exception):
    """Codes are being tried too fast, by whoever it is."""


class Tries:
    """Counts the tries of the last minute. Of 2^77 codes nobody guesses one; this keeps a program from trying.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.moments: deque[float] = deque(maxlen=_A_MINUTE)
        self._clock = clock
        self._lock = threading.Lock()

    def count(self) -> None:
        """Count one more. Raises TooManyTries."""
        now = self._clock()
        with self._lock:
            if len(self.moments) == _A_MINUTE and now - self.moments[0] < _MINUTE:
                raise TooManyTries
            self.moments.append(now)
