"""Sealed conversations in Redis, for several processes. Redis must write nothing to disk, and is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from bot.conversations.vaults import RedisRefused, VaultUnavailable

_CONVERSATION = "cap:conversation:"
_LOCK = "cap:verrou:"
_RECENT = "cap:recentes"
# Longer than the slowest answer (`bot.web.server` gives it up before): a process that died frees its conversation.
LOCK_SECONDS = 30.0
_PATIENCE = 5.0  # seconds to wait for Redis: somebody is waiting for an answer


@contextmanager
def _answering() -> Iterator[None]:
    """Raise VaultUnavailable instead of the errors of Redis, which quote what was asked of it."""
    try:
        yield
    except (RedisError, OSError):
        raise VaultUnavailable from None


class RedisVault:
    """See `bot.conversations.vaults.Vault`. Names and sealed bytes are all that Redis ever sees.

    Args:
        url: redis://host:port/db or unix://path.
        ttl: seconds without a message; Redis itself forgets.
        most: conversations at once.
        clock: seconds, shared by the processes, for the names alone: Redis counts the idle minutes itself.
    """

    def __init__(self, url: str, *, ttl: int, most: int, clock: Callable[[], float]) -> None:
        self._redis: Redis[bytes] = Redis.from_url(url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)
        self._ttl = ttl
        self._most = most
        self._clock = clock

    @asynccontextmanager
    async def locked(self, name: str) -> AsyncIterator[None]:
        """See Vault."""
        lock = self._redis.lock(_LOCK + name, timeout=LOCK_SECONDS, sleep=0.005)
        with _answering():
            await lock.acquire()
        try:
            yield
        finally:
            with suppress(RedisError, OSError):  # it lapses by itself: what was answered is answered
                await lock.release()

    async def create(self, name: str, sealed: bytes) -> None:
        """See Vault."""
        await self.sweep()
        with _answering():
            surplus = int(await self._redis.zcard(_RECENT)) - self._most + 1
            if surplus > 0:
                for old, _ in await self._redis.zpopmin(_RECENT, surplus):
                    await self._redis.delete(_CONVERSATION + old.decode())
            await self._redis.set(_CONVERSATION + name, sealed, ex=self._ttl)
            await self._redis.zadd(_RECENT, {name: self._clock()})

    async def read(self, name: str) -> bytes | None:
        """See Vault."""
        with _answering():
            found: bytes | None = await self._redis.get(_CONVERSATION + name)
        return found

    async def left(self, name: str) -> float:
        """See Vault."""
        with _answering():
            return int(await self._redis.pttl(_CONVERSATION + name)) / 1000  # negative once it is forgotten

    async def replace(self, name: str, sealed: bytes) -> bool:
        """See Vault."""
        with _answering():
            if not await self._redis.set(_CONVERSATION + name, sealed, ex=self._ttl, xx=True):
                return False
            await self._redis.zadd(_RECENT, {name: self._clock()}, xx=True)
        return True

    async def delete(self, name: str) -> bool:
        """See Vault."""
        with _answering():
            known = bool(await self._redis.delete(_CONVERSATION + name))
            await self._redis.zrem(_RECENT, name)
        return known

    async def sweep(self) -> int:
        """See Vault: Redis forgets the conversations by itself, their names are forgotten here."""
        with _answering():
            return int(await self._redis.zremrangebyscore(_RECENT, "-inf", self._clock() - self._ttl))

    async def count(self) -> int:
        """See Vault."""
        await self.sweep()
        with _answering():
            return int(await self._redis.zcard(_RECENT))

    async def close(self) -> None:
        """See Vault."""
        with suppress(RedisError, OSError):
            await self._redis.close()


def check_redis(url: str) -> None:
    """Refuse a Redis that does not answer or that writes to disk. Raises RedisRefused."""
    try:
        client = BlockingRedis.from_url(url, socket_connect_timeout=3, socket_timeout=3)
    except ValueError:  # it quotes the address, hence a password
        raise RedisRefused(
            "CAP_REDIS_URL : cette adresse ne convient pas. Écrivez par exemple redis://127.0.0.1:6379/0."
        ) from None
    try:
        client.ping()
    except RedisError:
        raise RedisRefused(
            "CAP_REDIS_URL : ce Redis ne répond pas. Vérifiez l'adresse, et qu'il est démarré."
        ) from None
    try:
        writes = client.config_get("save").get("save") or client.config_get("appendonly").get("appendonly") == "yes"
    except ResponseError:
        return  # a managed Redis that hides its settings: docs/donnees/exploitation.md says what to ask of it
    finally:
        client.close()
    if writes:
        raise RedisRefused(
            "CAP_REDIS_URL : ce Redis écrit sur le disque, or une conversation ne doit exister qu'en mémoire. "
            "Démarrez-le avec « --save '' --appendonly no », ou retirez CAP_REDIS_URL."
        )
