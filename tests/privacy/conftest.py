"""The servers of these tests, started once: one of each kind, one that breaks, one that leaks."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.app import Assistant
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from tests.privacy.running import Running, prepared
from tests.privacy.servers import Clock, Here, desk_in
from tests.privacy.traces import Canary
from tests.privacy.writes import Writes, desk_writes
from tests.support.postgres import started_postgres
from tests.support.redis import started_redis

# Everything that a person who looks for a fault would turn on.
DEBUG = {
    "LOG_LEVEL": "DEBUG",
    "LOG_LEVEL_LIBRARIES": "DEBUG",
    "FORCE_JSON_LOGGING": "true",
    "SANIC_ACCESS_LOG": "True",
    "SANIC_DEBUG": "True",
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONWARNINGS": "always",
    "PYTHONFAULTHANDLER": "1",
    "RASA_TELEMETRY_ENABLED": "true",
    "RASA_TELEMETRY_DEBUG": "true",
}
# Above the five seconds that a locked database takes, and what a busy machine does.
IMPATIENT = {"SANIC_RESPONSE_TIMEOUT": "6"}
LEAKS = ("debug", "tracebacks", "visitors", "stock_trackers", "unsealed", "broken")


@pytest.fixture
def canary() -> Canary:
    """Words that this test alone writes."""
    return Canary()


@pytest.fixture(scope="session")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    """`cap run` as a school would start it, and as an académie would: both at once, it takes half the time."""
    with ExitStack() as stack:
        postgres, redis = stack.enter_context(started_postgres()), stack.enter_context(started_redis())
        both = {
            "embedded": prepared(tmp_path_factory.mktemp("embedded")),
            "distributed": prepared(tmp_path_factory.mktemp("distributed"), database_url=postgres, redis_url=redis),
        }
        _start(stack, both)
        yield both


@pytest.fixture(scope="session")
def ill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    """Servers in which things break, everything to find out why turned on; and one with every leak put in."""
    with ExitStack() as stack:
        postgres, redis, other = map(stack.enter_context, (started_postgres(), started_redis(), started_redis()))
        ill: dict[str, Any] = {"environment": DEBUG | IMPATIENT, "mutants": ["broken"]}
        apart = {"database_url": postgres, "redis_url": redis}
        found = {
            "embedded": prepared(tmp_path_factory.mktemp("broken"), **ill),
            "distributed": prepared(tmp_path_factory.mktemp("broken-apart"), **apart, **ill),
            "leaky": prepared(tmp_path_factory.mktemp("leaky"), redis_url=other, environment=DEBUG, mutants=LEAKS),
        }
        _start(stack, found)
        yield found


def _start(stack: ExitStack, servers: dict[str, Running]) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda running: stack.enter_context(running.server), servers.values()))


@pytest.fixture(scope="session")
def embedded(healthy: dict[str, Running]) -> Running:
    """SQLite, conversations in the server's memory."""
    return healthy["embedded"]


@pytest.fixture(scope="session")
def distributed(healthy: dict[str, Running]) -> Running:
    """PostgreSQL and Redis."""
    return healthy["distributed"]


@pytest.fixture(scope="session", params=["embedded", "distributed"])
def started(request: pytest.FixtureRequest, healthy: dict[str, Running]) -> Running:
    """Each of the two."""
    return healthy[request.param]


@pytest.fixture(scope="session", params=["embedded", "distributed"])
def broken(request: pytest.FixtureRequest, ill: dict[str, Running]) -> Running:
    """Things break there (`tests.privacy.mutants.broken`), at DEBUG; each of the two."""
    return ill[request.param]


@pytest.fixture(scope="session")
def leaky(ill: dict[str, Running]) -> Running:
    """Every leak is put back there, and things break: the tests must see it."""
    return ill["leaky"]


@pytest.fixture
def watched(assistant: Assistant, tmp_path: Path) -> Iterator[tuple[Here, Writes]]:
    """A conversation in this process, and what its desk has written since it was last asked."""
    clock = Clock()
    vault = MemoryVault(ttl=1800, most=100, clock=clock)
    made = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk, desk_writes(desk) as writes:
        yield made, writes
    made.close()
