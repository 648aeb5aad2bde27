"""Promise 8: « Effacer » is immediate, even while a message is being answered."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis

from bot.app import Assistant
from bot.conversations.conversation import Conversation
from bot.conversations.conversations import Conversations, UnknownConversation
from bot.conversations.redis_vault import RedisVault
from bot.conversations.vaults import MemoryVault, Vault
from bot.privacy.keys import Box, conversation_keys
from tests.privacy.running import Running
from tests.privacy.servers import Clock, Here, There, desk_in, in_memory, text_of, up_to_the_summary
from tests.privacy.traces import Canary, letters, scan
from tests.support.redis import started_redis

AT_ONCE = 0.5  # seconds
LONG = "je ne dors plus, mon adjoint et moi ne nous parlons plus, et les parents écrivent tous les soirs. " * 20


class Held:
    """The real engine, whose answer is ready but not given before it is let go."""

    def __init__(self, assistant: Assistant) -> None:
        self._engine = assistant.engine
        self.answering, self.let_go = asyncio.Event(), asyncio.Event()

    async def begin(self, conversation: Conversation) -> list[dict[str, Any]]:
        return await self._engine.begin(conversation)

    async def say(self, conversation: Conversation, text: str) -> list[dict[str, Any]]:
        messages = await self._engine.say(conversation, text)
        self.answering.set()
        await self.let_go.wait()
        return messages


@pytest.fixture(params=["memory", "redis"])
def vault(request: pytest.FixtureRequest) -> Iterator[Vault]:
    if request.param == "memory":
        yield MemoryVault(ttl=1800, most=100, clock=time.monotonic)
        return
    with started_redis() as url:
        yield RedisVault(url, ttl=1800, most=100, clock=time.time)


async def erased(assistant: Assistant, vault: Vault) -> tuple[list[str], str]:
    """Erase in the middle of an answer; returns what is wrong with it, and the word that was said, backwards."""
    spoken, held, wrong = letters(12), Held(assistant), []
    conversations = Conversations(vault, held, rate_limit=0, clock=time.time)  # type: ignore[arg-type]
    token, _ = await conversations.begin("strasbourg")
    message = f"mon adjoint {spoken} me crie dessus"
    answer = asyncio.create_task(conversations.say(token, message))
    await held.answering.wait()
    try:
        await asyncio.wait_for(conversations.end(token), AT_ONCE)
    except asyncio.TimeoutError:
        wrong.append("it waited")
    if await vault.read(conversation_keys(token).name) is not None:
        wrong.append("kept during the answer")
    held.let_go.set()
    try:
        await answer
        wrong.append("answered")
    except UnknownConversation:
        pass
    if await vault.count() or await vault.read(conversation_keys(token).name) is not None:
        wrong.append("kept after the answer")
    try:
        await conversations.say(token, "vous êtes là ?")
        wrong.append("went on")
    except UnknownConversation:
        pass
    await vault.close()
    return wrong, spoken[::-1]


def test_erasing_is_immediate(assistant: Assistant, vault: Vault) -> None:
    wrong, backwards = asyncio.run(erased(assistant, vault))
    assert wrong == []
    assert in_memory(backwards) == []
    assert list(assistant.engine._store._trackers) == []


def test_erasing_a_started_server(started: Running) -> None:
    """« Effacer » on another connection, before, during or after an answer: whichever it was, nothing is left."""
    there = There(started.address)
    there.begin().say("bonjour")
    for number in range(12):
        talk, answers = there.begin(), []
        other = There(started.address)
        asking = threading.Thread(
            target=lambda o=other, t=talk, a=answers: a.append(o.ask(t.token, {"message": LONG}).status_code)
        )
        asking.start()
        time.sleep(0.006 * number)
        began = time.perf_counter()
        assert there.end(talk.token).status_code == 204
        assert time.perf_counter() - began < 2
        assert there.ask(talk.token, {"message": "vous êtes là ?"}).status_code == 401
        asking.join()
        assert answers[0] in (200, 401)
        assert there.ask(talk.token, {"message": "vous êtes là ?"}).status_code == 401
        assert there.end(talk.token).status_code == 401
        if started.redis_url:
            with Redis.from_url(started.redis_url) as client:
                name = conversation_keys(talk.token).name
                assert client.exists(f"cap:conversation:{name}") == 0
                assert client.zscore("cap:recentes", name) is None


def test_asking_in_words_empties_the_conversation_at_once(assistant: Assistant, tmp_path: Any) -> None:
    """« Efface tout » : the person goes on, from nothing."""
    vault = MemoryVault(ttl=1800, most=100, clock=time.monotonic)
    here, canary = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=time.time)), Canary()
    with desk_in(tmp_path, Clock()):
        talk = here.begin()
        up_to_the_summary(talk, canary)
        keys = conversation_keys(talk.token)

        def found() -> list[str]:
            opened = Box(keys.key).open(vault._kept[keys.name].sealed, keys.name.encode())
            return scan([("the conversation", opened)], canary.needles)

        assert found()
        assert "C'est effacé" in text_of(talk.say("efface tout ce que je t'ai dit"))
        assert found() == []
        talk.say("oui")
        assert found() == []
    here.close()


def test_the_test_sees_an_erasure_that_waits(assistant: Assistant) -> None:
    class Polite(MemoryVault):
        async def delete(self, name: str) -> bool:
            async with self.locked(name):
                return await super().delete(name)

    vault = Polite(ttl=1800, most=100, clock=time.monotonic)
    wrong, _ = asyncio.run(erased(assistant, vault))
    assert {"it waited", "kept during the answer", "answered"} <= set(wrong)


def test_the_test_sees_an_answer_that_brings_it_back(assistant: Assistant) -> None:
    class Stubborn(MemoryVault):
        async def replace(self, name: str, sealed: bytes) -> bool:
            await self.create(name, sealed)
            return True

    vault = Stubborn(ttl=1800, most=100, clock=time.monotonic)
    wrong, _ = asyncio.run(erased(assistant, vault))
    assert {"answered", "kept after the answer", "went on"} <= set(wrong)
