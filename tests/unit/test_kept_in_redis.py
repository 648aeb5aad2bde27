"""The same sealed conversations in Redis: what two processes share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.conversations.conversations import UnknownConversation
from bot.conversations.redis_vault import RedisRefused, check_redis
from tests.support.redis import started_redis
from tests.unit.kept import Echo, erased_while_answering, in_redis, looking_is_no_message

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with started_redis() as url:
        yield url


async def test_two_processes_share_a_conversation_and_answer_in_turn(redis_url: str) -> None:
    async def slow() -> None:
        await asyncio.sleep(0.05)

    one, two = in_redis(redis_url, echo=Echo(slow)), in_redis(redis_url, echo=Echo(slow))
    token, _ = await one.begin(None)
    answers = await asyncio.gather(*(who.say(token, "bonjour") for who in (one, two, one, two)))
    assert sorted(a[0]["text"] for a in answers) == ["1", "2", "3", "4"]  # none lost, none twice
    await one.end(token)
    for who in (one, two):
        with pytest.raises(UnknownConversation):
            await who.say(token, "encore")
        await who.vault.close()


async def test_looking_in_redis_is_no_message(redis_url: str) -> None:
    echo = Echo()
    conversations = in_redis(redis_url, echo=echo)
    await looking_is_no_message(conversations, echo)
    await conversations.vault.close()


async def test_redis_forgets_by_itself(redis_url: str) -> None:
    conversations = in_redis(redis_url, ttl=1)
    token, _ = await conversations.begin(None)
    assert await conversations.vault.count() == 1
    await asyncio.sleep(1.1)
    with pytest.raises(UnknownConversation):
        await conversations.say(token, "trop tard")
    assert await conversations.vault.count() == 0
    await conversations.vault.close()


async def test_deleted_in_redis_during_an_answer(redis_url: str) -> None:
    echo = Echo()
    conversations = in_redis(redis_url, echo=echo)
    await erased_while_answering(conversations, echo)
    assert await conversations.vault._redis.keys("cap:conv*") == []  # type: ignore[attr-defined]
    await conversations.vault.close()


async def test_the_longest_idle_gives_way_in_redis(redis_url: str) -> None:
    conversations = in_redis(redis_url, most=2)
    tokens = [(await conversations.begin(None))[0] for _ in range(3)]
    with pytest.raises(UnknownConversation):
        await conversations.say(tokens[0], "bonjour")
    await conversations.say(tokens[1], "bonjour")
    await conversations.vault.close()


def test_a_redis_that_writes_to_disk_is_refused(redis_url: str) -> None:
    check_redis(redis_url)
    with started_redis("--appendonly", "yes") as writing, pytest.raises(RedisRefused, match="disque"):
        check_redis(writing)
    with pytest.raises(RedisRefused, match="ne répond pas"):
        check_redis("redis://127.0.0.1:1/0")
