"""Sealed conversations: expiry, limits, what is written of them; in memory with a turned clock, then in Redis."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.conversations.conversation import Conversation
from bot.conversations.conversations import Conversations, NotOffered, TooFast, UnknownConversation
from bot.conversations.redis_vault import RedisRefused, RedisVault, check_redis
from bot.conversations.vaults import MemoryVault, Vault
from tests.support.redis import started_redis

pytestmark = pytest.mark.anyio
SAID = "ma gestionnaire s'appelle Tartempion"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Echo:
    """Stands for the engine: what it is told stays in the conversation, as Rasa's tracker would."""

    during: Any = None
    seen: list[str] = field(default_factory=list)

    async def begin(self, conversation: Conversation) -> list[dict[str, Any]]:
        return [{"text": "Bonjour", "buttons": [{"title": "Aide", "payload": "/aide"}]}]

    async def say(self, conversation: Conversation, text: str) -> list[dict[str, Any]]:
        if self.during:
            await self.during()
        conversation.events.append({"event": "user", "text": text})
        self.seen.append(text)
        return [{"text": str(len(conversation.events))}]

    async def choose(self, conversation: Conversation, payload: str) -> list[dict[str, Any]]:
        return await self.say(conversation, payload)

    def alarm(self, text: str) -> list[dict[str, Any]]:
        return [{"text": "3114"}] if text == "danger" else []


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with started_redis() as url:
        yield url


def made(clock: Clock, *, rate_limit: int = 0, most: int = 10, echo: Echo | None = None) -> Conversations:
    vault = MemoryVault(ttl=1800, most=most, clock=clock)
    return Conversations(vault, echo or Echo(), rate_limit=rate_limit, clock=clock)  # type: ignore[arg-type]


async def test_a_token_opens_its_own_conversation_only(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin("lyon")
    other, _ = await conversations.begin("lyon")
    assert await conversations.say(token, "un") == [{"text": "1"}]
    assert await conversations.say(token, "deux") == [{"text": "2"}]
    assert await conversations.say(other, "un") == [{"text": "1"}]
    for wrong in ("default", "", token + "x", token[:-1]):
        with pytest.raises(UnknownConversation):
            await conversations.say(wrong, "bonjour")


async def test_the_name_in_the_store_opens_nothing(clock: Clock) -> None:
    conversations = made(clock)
    await conversations.begin(None)
    (name,) = conversations.vault._kept  # type: ignore[attr-defined]
    with pytest.raises(UnknownConversation):
        await conversations.say(name, "bonjour")


async def test_thirty_idle_minutes_and_all_is_forgotten(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    for moment in (1799, 1799 + 1799):
        clock.now = moment
        await conversations.say(token, "encore là")
    clock.now += 1800
    with pytest.raises(UnknownConversation):
        await conversations.say(token, "trop tard")
    assert await conversations.vault.count() == 0


async def test_sweeping_forgets_those_nobody_asks_for(clock: Clock) -> None:
    conversations = made(clock)
    for _ in range(3):
        await conversations.begin(None)
    clock.now = 1800
    assert await conversations.vault.sweep() == 3
    assert await conversations.vault.count() == 0


async def test_the_longest_idle_gives_way(clock: Clock) -> None:
    conversations = made(clock, most=2)
    first, _ = await conversations.begin(None)
    second, _ = await conversations.begin(None)
    await conversations.say(first, "je suis là")
    await conversations.begin(None)
    await conversations.say(first, "toujours")
    with pytest.raises(UnknownConversation):
        await conversations.say(second, "moi aussi")


async def test_too_many_messages_wait_their_minute(clock: Clock) -> None:
    conversations = made(clock, rate_limit=2)
    token, _ = await conversations.begin(None)
    await conversations.say(token, "un")
    clock.now = 10
    await conversations.say(token, "deux")
    with pytest.raises(TooFast) as refused:
        await conversations.say(token, "trois")
    assert refused.value.seconds == 50
    assert await conversations.say(token, "danger") == [{"text": "3"}]  # heard, and the conversation knows
    clock.now = 60
    await conversations.say(token, "trois")


async def test_only_what_was_offered_may_be_chosen(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    await conversations.choose(token, "/aide")
    with pytest.raises(NotOffered):
        await conversations.choose(token, "/urgence_suicide")


def test_only_payloads_offered_lately_are_kept() -> None:
    conversation = Conversation("nom", None)
    conversation.offer(f"/{n}" for n in range(300))
    assert "/0" not in conversation.offered
    assert "/299" in conversation.offered


async def test_a_talk_without_end_is_not_kept_whole(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin("lyon")
    for _ in range(200):
        await conversations.say(token, "x" * 2000)
    (kept,) = conversations.vault._kept.values()  # type: ignore[attr-defined]
    assert len(kept.sealed) < 300_000


async def test_the_same_message_sent_again_is_answered_once(clock: Clock) -> None:
    echo = Echo()
    conversations = made(clock, rate_limit=2, echo=echo)
    token, _ = await conversations.begin(None)
    once = await conversations.say(token, "un", "a")
    assert await conversations.say(token, "un", "a") == once
    assert await conversations.choose(token, "/aide", "b") == [{"text": "2"}]
    assert await conversations.choose(token, "/aide", "b") == [{"text": "2"}]
    assert echo.seen == ["un", "/aide"]


async def test_messages_without_an_id_are_all_heard(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    assert await conversations.say(token, "un") != await conversations.say(token, "un")


def test_an_answer_that_shows_a_code_is_not_kept_to_be_told_again() -> None:
    conversation = Conversation("nom", None)
    conversation.note_answer("a", [{"text": "**sept mots**", "custom": {"kind": "code"}}])
    told = conversation.already_answered("a")
    assert told is not None
    assert "une seule fois" in told[0]["text"]
    assert b"sept mots" not in conversation.to_bytes()


async def looking_is_no_message(conversations: Conversations, echo: Echo) -> None:
    token, greeting = await conversations.begin(None)
    for _ in range(5):
        assert await conversations.look(token) == (greeting, 60)
    told = await conversations.say(token, SAID, "a")
    messages, left = await conversations.look(token)
    assert ([m["text"] for m in messages], left) == (["Bonjour", told[0]["text"]], 60)
    assert await conversations.say(token, SAID, "a") == told  # the answer that was lost is still to be told again
    assert echo.seen == [SAID]
    with pytest.raises(UnknownConversation):
        await conversations.look(token + "x")
    await conversations.end(token)
    with pytest.raises(UnknownConversation):
        await conversations.look(token)


async def test_looking_at_the_last_answers_is_no_message(clock: Clock) -> None:
    echo = Echo()
    vault = MemoryVault(ttl=60, most=10, clock=clock)
    await looking_is_no_message(Conversations(vault, echo, rate_limit=1, clock=clock), echo)  # type: ignore[arg-type]


async def test_looking_at_the_last_answers_does_not_make_them_last(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin(None)
    for moment, left in ((600.0, 1200), (1799.5, 1)):
        clock.now = moment
        assert (await conversations.look(token))[1] == left
    clock.now = 1800
    with pytest.raises(UnknownConversation):
        await conversations.look(token)


async def test_nothing_can_be_read_at_rest(clock: Clock) -> None:
    conversations = made(clock)
    token, _ = await conversations.begin("strasbourg")
    await conversations.say(token, SAID)
    (kept,) = conversations.vault._kept.items()  # type: ignore[attr-defined]
    for trace in (b"Tartempion", b"strasbourg", token.encode(), b"/aide"):
        assert trace not in kept[0].encode() + kept[1].sealed


async def erased_while_answering(conversations: Conversations, echo: Echo) -> None:
    token, _ = await conversations.begin(None)
    echo.during = lambda: conversations.end(token)
    with pytest.raises(UnknownConversation):
        await conversations.say(token, SAID)


async def test_deleted_in_memory_during_an_answer(clock: Clock) -> None:
    echo = Echo()
    conversations = made(clock, echo=echo)
    await erased_while_answering(conversations, echo)
    assert await conversations.vault.count() == 0


# The same vault in Redis: what two processes share.


def in_redis(url: str, *, ttl: int = 60, most: int = 10, echo: Echo | None = None) -> Conversations:
    vault: Vault = RedisVault(url, ttl=ttl, most=most, clock=time.time)
    return Conversations(vault, echo or Echo(), rate_limit=0, clock=time.time)  # type: ignore[arg-type]


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
