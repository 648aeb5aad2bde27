"""Who may continue which conversation: tokens made by the server, forgotten after a while. No I/O.

The token is 256 random bits that only the browser holds; the server keeps its digest, which is also the
conversation's name everywhere else.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_MINUTE = 60.0
_PAYLOADS_KEPT = 200


@dataclass
class Session:
    """One conversation's state beside Rasa's tracker."""

    name: str
    academie: str | None
    expires: float
    offered: dict[str, None] = field(default_factory=dict)
    """Payloads of the buttons shown so far, oldest first: nothing else may be sent as a payload."""
    moments: deque[float] = field(default_factory=deque)
    """When the last minute's messages came."""
    soft_lines: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def offer(self, payloads: Iterable[str]) -> None:
        """Note payloads shown to the person; the oldest are forgotten."""
        for payload in payloads:
            self.offered.pop(payload, None)
            self.offered[payload] = None
        for old in list(self.offered)[:-_PAYLOADS_KEPT]:
            del self.offered[old]


class Sessions:
    """The conversations under way.

    Args:
        clock: seconds, monotonic; injected so that thirty minutes can pass in a test.
        forget: called with a conversation's name when it ends, so that nothing of it remains elsewhere.
    """

    def __init__(
        self,
        *,
        ttl: int,
        rate_limit: int,
        most: int,
        clock: Callable[[], float],
        forget: Callable[[str], None],
    ) -> None:
        self.ttl = ttl
        self._rate_limit = rate_limit
        self._most = most
        self._clock = clock
        self._forget = forget
        self._sessions: dict[str, Session] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    def begin(self, academie: str | None) -> tuple[str, Session]:
        """Open a conversation; returns its token, seen here for the only time, and its session.

        When there are too many, the one idle longest gives way.
        """
        self.sweep()
        while len(self._sessions) >= self._most:
            self._drop(next(iter(self._sessions)))
        token = secrets.token_urlsafe(32)
        session = Session(_digest(token), academie, self._clock() + self.ttl)
        self._sessions[session.name] = session
        return token, session

    def find(self, token: str) -> Session | None:
        """The session of `token`, its life renewed; None if unknown or expired."""
        session = self._sessions.get(_digest(token))
        if session is None:
            return None
        if session.expires <= self._clock():
            self._drop(session.name)
            return None
        session.expires = self._clock() + self.ttl
        self._sessions[session.name] = self._sessions.pop(session.name)  # the dict's order is by last use
        return session

    def end(self, token: str) -> bool:
        """Forget the conversation of `token`. False if there was none."""
        name = _digest(token)
        known = name in self._sessions
        if known:
            self._drop(name)
        return known

    def wait_before(self, session: Session) -> float:
        """Count a message; seconds to wait if there were too many in the last minute, else 0."""
        if not self._rate_limit:
            return 0.0
        now = self._clock()
        while session.moments and session.moments[0] <= now - _MINUTE:
            session.moments.popleft()
        if len(session.moments) >= self._rate_limit:
            return session.moments[0] + _MINUTE - now
        session.moments.append(now)
        return 0.0

    def sweep(self) -> int:
        """Forget every expired conversation; returns how many."""
        now = self._clock()
        expired = [name for name, session in self._sessions.items() if session.expires <= now]
        for name in expired:
            self._drop(name)
        return len(expired)

    def _drop(self, name: str) -> None:
        del self._sessions[name]
        self._forget(name)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
