"""Conversations over an engine that repeats what it is told, in memory with a turned clock or in Redis."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.conversations.conversation import Conversation
from bot.conversations.conversations import Conversations, UnknownConversation
from bot.conversations.redis_vault import RedisVault
from bot.conversations.vaults import MemoryVault, Vault

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


def made(clock: Clock, *, rate_limit: int = 0, most: int = 10, echo: Echo | None = None) -> Conversations:
    vault = MemoryVault(ttl=1800, most=most, clock=clock)
    return Conversations(vault, echo or Echo(), rate_limit=rate_limit, clock=clock)  # type: ignore[arg-type]


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


async def erased_while_answering(conversations: Conversations, echo: Echo) -> None:
    token, _ = await conversations.begin(None)
    echo.during = lambda: conversations.end(token)
    with pytest.raises(UnknownConversation):
        await conversations.say(token, SAID)


# The same vault in Redis: what two processes share.


def in_redis(url: str, *, ttl: int = 60, most: int = 10, echo: Echo | None = None) -> Conversations:
    vault: Vault = RedisVault(url, ttl=ttl, most=most, clock=time.time)
    return Conversations(vault, echo or Echo(), rate_limit=0, clock=time.time)  # type: ignore[arg-type]
