"""Where sealed conversations wait for their next message: bytes under a name, for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol


class VaultUnavailable(Exception):
    """The vault does not answer, or not in time; holds nothing of what was asked of it."""


class RedisRefused(Exception):
    """A Redis that cannot be used; the message, in French, says what to do."""


class Vault(Protocol):
    """Keeps sealed bytes; can read none of them. Every method may raise VaultUnavailable."""

    def locked(self, name: str) -> AbstractAsyncContextManager[None]:
        """Hold the name alone, across processes: one message at a time."""
        ...

    async def create(self, name: str, sealed: bytes) -> None:
        """Keep a new conversation; when there are too many, the one idle longest gives way."""
        ...

    async def read(self, name: str) -> bytes | None:
        """What is kept under the name, if its time is not over."""
        ...

    async def left(self, name: str) -> float:
        """Seconds before the name is forgotten if nothing comes; 0 or less if it is."""
        ...

    async def replace(self, name: str, sealed: bytes) -> bool:
        """Keep a later state, and begin its time anew. False, and nothing kept, if it ended in between."""
        ...

    async def delete(self, name: str) -> bool:
        """Forget at once, whoever holds the name. False if nothing was kept."""
        ...

    async def sweep(self) -> int:
        """Forget what nobody asked for in time; returns how many."""
        ...

    async def count(self) -> int:
        """How many conversations are kept."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@dataclass
class _Kept:
    sealed: bytes
    expires: float
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class MemoryVault:
    """In this process's memory, for one process.

    Args:
        ttl: seconds without a message.
        most: conversations at once.
        clock: seconds; injected so that thirty minutes can pass in a test.
    """

    def __init__(self, *, ttl: int, most: int, clock: Callable[[], float]) -> None:
        self._ttl = ttl
        self._most = most
        self._clock = clock
        self._kept: dict[str, _Kept] = {}  # by last use, oldest first

    @asynccontextmanager
    async def locked(self, name: str) -> AsyncIterator[None]:
        """See Vault."""
        kept = self._kept.get(name)
        if kept is None:
            yield
            return
        async with kept.lock:
            yield

    async def create(self, name: str, sealed: bytes) -> None:
        """See Vault."""
        await self.sweep()
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[name] = _Kept(sealed, self._clock() + self._ttl)

    async def read(self, name: str) -> bytes | None:
        """See Vault."""
        kept = self._kept.get(name)
        if kept is None:
            return None
        if kept.expires <= self._clock():
            del self._kept[name]
            return None
        return kept.sealed

    async def left(self, name: str) -> float:
        """See Vault."""
        kept = self._kept.get(name)
        return kept.expires - self._clock() if kept is not None else 0.0

    async def replace(self, name: str, sealed: bytes) -> bool:
        """See Vault."""
        kept = self._kept.pop(name, None)
        if kept is None:
            return False
        kept.sealed, kept.expires = sealed, self._clock() + self._ttl
        self._kept[name] = kept
        return True

    async def delete(self, name: str) -> bool:
        """See Vault."""
        return self._kept.pop(name, None) is not None

    async def sweep(self) -> int:
        """See Vault."""
        now = self._clock()
        expired = [name for name, kept in self._kept.items() if kept.expires <= now]
        for name in expired:
            del self._kept[name]
        return len(expired)

    async def count(self) -> int:
        """See Vault."""
        return len(self._kept)

    async def close(self) -> None:
        """See Vault."""
