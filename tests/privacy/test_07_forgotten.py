"""Promise 7: after thirty minutes without a message nothing is left of a conversation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore
from redis import Redis

from bot.app import Assistant
from bot.conversations.conversations import Conversations, UnknownConversation
from bot.conversations.redis_vault import RedisVault
from bot.conversations.trackers import OpenTrackers
from bot.conversations.vaults import MemoryVault
from bot.privacy.keys import conversation_keys
from bot.settings import Settings
from tests.privacy.running import Running
from tests.privacy.servers import Clock, Here, Talk, There, desk_in, in_memory, up_to_the_summary
from tests.privacy.traces import Canary
from tests.support.redis import started_redis

IDLE = 1800


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def desk(tmp_path: Any, clock: Clock) -> Iterator[None]:
    with desk_in(tmp_path, clock):
        yield


def memory(assistant: Assistant, clock: Clock, *, ttl: int = IDLE) -> Here:
    vault = MemoryVault(ttl=ttl, most=100, clock=clock)
    return Here(Conversations(vault, assistant.engine, rate_limit=1000, clock=clock))


def talked(here: Here) -> tuple[Talk, str]:
    """A conversation that has said much; and the word in all that was said, backwards."""
    canary = Canary()
    talk = here.begin()
    talk.say(f"mon adjoint {canary.core} me crie dessus tous les jours devant les élèves")
    up_to_the_summary(talk, canary)
    return talk, canary.core[::-1]


def left(here: Here, assistant: Assistant, backwards: str) -> list[str]:
    """Whatever is left of a conversation in this process: in the vault, in Rasa's stores, or loose in memory."""
    vault = here.conversations.vault
    assert isinstance(vault, MemoryVault)
    held = [f"kept: {name}" for name in vault._kept]
    held += [f"tracker: {name}" for name in assistant.engine._store._trackers]
    held += [f"lock: {name}" for name in assistant.agent.lock_store.conversation_locks]
    return held + in_memory(backwards)


def refused(here: Here, talk: Talk) -> bool:
    try:
        talk.say("je suis toujours là")
    except UnknownConversation:
        return True
    return False


def forgotten(here: Here, assistant: Assistant, clock: Clock, *, asked: bool) -> list[str]:
    """Talk, wait, and say what is left: `asked`, the person comes back; else the server's own round does it."""
    talk, backwards = talked(here)
    clock.now += IDLE - 1
    assert not refused(here, talk)  # that message begins the thirty minutes anew
    clock.now += IDLE - 1
    here.run(here.conversations.vault.sweep())
    assert here.run(here.conversations.vault.count()) == 1
    clock.now += 1
    came_back = asked and not refused(here, talk)
    here.run(here.conversations.vault.sweep())
    return [*(["answered"] if came_back else []), *left(here, assistant, backwards)]


@pytest.mark.parametrize("asked", [True, False], ids=["the person comes back", "nobody comes back"])
def test_forgotten_after_thirty_minutes(assistant: Assistant, clock: Clock, asked: bool) -> None:
    assert Settings().session_ttl == IDLE
    here = memory(assistant, clock)
    assert forgotten(here, assistant, clock, asked=asked) == []
    here.close()


def test_one_minute_of_messages_is_all_that_is_counted(assistant: Assistant, clock: Clock) -> None:
    """The rate counter goes with its conversation: a new one starts from nothing, even within the minute."""
    vault = MemoryVault(ttl=30, most=100, clock=clock)
    here = Here(Conversations(vault, assistant.engine, rate_limit=2, clock=clock))
    talk = here.begin()
    talk.say("bonjour")
    talk.say("merci")
    clock.now += 30
    assert here.run(vault.sweep()) == 1
    assert vault._kept == {}
    again = here.begin()
    again.say("bonjour")
    again.say("merci")
    here.close()


def test_redis_forgets_all_of_it(assistant: Assistant) -> None:
    """Redis keeps its own time: two seconds stand for the thirty minutes."""
    with started_redis() as url:
        vault = RedisVault(url, ttl=2, most=100, clock=time.time)
        here = Here(Conversations(vault, assistant.engine, rate_limit=1000, clock=time.time))
        client = Redis.from_url(url)
        talk = here.begin()
        talk.say("mon adjoint me crie dessus tous les jours")
        assert client.dbsize() == 2  # the conversation, and its name among the recent ones
        time.sleep(2.1)
        assert refused(here, talk)
        here.run(vault.sweep())
        assert client.keys("*") == []
        here.run(vault.close())
        here.close()
        client.close()


def test_a_started_server_gives_redis_thirty_minutes(distributed: Running) -> None:
    there, client = There(distributed.address), Redis.from_url(distributed.redis_url)
    talk = there.begin()
    talk.say("mon adjoint me crie dessus tous les jours")
    name = conversation_keys(talk.token).name
    key = f"cap:conversation:{name}"
    assert IDLE - 10 < client.ttl(key) <= IDLE
    assert client.exists(f"cap:verrou:{name}") == 0
    client.pexpire(key, 1)  # the thirty minutes, over
    time.sleep(0.05)
    assert there.ask(talk.token, {"message": "je suis toujours là"}).status_code == 401
    client.close()


def test_the_test_sees_a_conversation_that_stays(assistant: Assistant, clock: Clock) -> None:
    for asked in (True, False):
        here = memory(assistant, clock, ttl=10 * IDLE)
        found = forgotten(here, assistant, clock, asked=asked)
        assert any(each.startswith("kept") for each in found)
        assert ("answered" in found) is asked
        here.close()


def test_the_test_sees_the_stock_tracker_store(
    assistant: Assistant, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = InMemoryTrackerStore(assistant.agent.domain)
    ours = OpenTrackers.save

    async def save(self: OpenTrackers, tracker: Any) -> None:
        await ours(self, tracker)
        await stock.save(tracker)

    monkeypatch.setattr(OpenTrackers, "save", save)
    here = memory(assistant, clock)
    found = forgotten(here, assistant, clock, asked=True)
    assert found and not any(each.startswith("kept") for each in found)
    here.close()
