"""Conversations under way: opened by a token that only the browser holds, sealed between two messages.

The store sees a name and sealed bytes. Both name and key are drawn from the token: a server that is not being
written to holds no token, and can read no conversation.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.conversations.conversation import Conversation
from bot.conversations.engine import Engine, Message
from bot.conversations.requests import undo
from bot.conversations.vaults import Vault
from bot.privacy.keys import Box, ConversationKeys, Unreadable, conversation_keys

_LARGEST = 256 * 1024  # bytes


class UnknownConversation(Exception):
    """No conversation has this token: never had, or ended."""


class NotOffered(Exception):
    """A payload that no button of this conversation carried."""


class TooFast(Exception):
    """Too many messages in a minute; `seconds` to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Conversations:
    """Begin, go on, end.

    Args:
        rate_limit: messages a minute for one conversation, 0 for no limit.
        clock: seconds, shared by the processes that share the vault.
    """

    def __init__(self, vault: Vault, engine: Engine, *, rate_limit: int, clock: Callable[[], float]) -> None:
        self.vault = vault
        self._engine = engine
        self._rate_limit = rate_limit
        self._clock = clock

    async def begin(self, academie: str | None) -> tuple[str, list[Message]]:
        """Open a conversation; returns its token, seen by the server for the first time, and the greeting."""
        token = secrets.token_urlsafe(32)
        keys = conversation_keys(token)
        conversation = Conversation(keys.name, academie)
        messages = await self._engine.begin(conversation)
        _offer(conversation, messages)
        conversation.note_answer("", messages)
        await self.vault.create(keys.name, _sealed(keys, conversation))
        return token, messages

    async def say(self, token: str, text: str, message_id: str = "") -> list[Message]:
        """Answer free text, once for one `message_id`. Raises UnknownConversation or TooFast."""
        async with self._going_on(token) as conversation:
            messages = conversation.already_answered(message_id)
            if messages is None:
                self._count(conversation, text)
                messages = await self._engine.say(conversation, text)
                _offer(conversation, messages)
                conversation.note_answer(message_id, messages)
        return messages

    async def choose(self, token: str, payload: str, message_id: str = "") -> list[Message]:
        """Answer a button, once for one `message_id`. Raises UnknownConversation, NotOffered or TooFast."""
        async with self._going_on(token) as conversation:
            messages = conversation.already_answered(message_id)
            if messages is None:
                if payload not in conversation.offered:
                    raise NotOffered
                self._count(conversation)
                messages = await self._engine.choose(conversation, payload)
                _offer(conversation, messages)
                conversation.note_answer(message_id, messages)
        return messages

    async def look(self, token: str) -> tuple[list[Message], int]:
        """What was last answered, and the seconds left before it is forgotten: looking is no message, and adds none.

        Raises UnknownConversation.
        """
        keys = conversation_keys(token)
        async with self.vault.locked(keys.name):  # an answer that is being prepared is waited for
            conversation = await self._opened(keys)
            left = await self.vault.left(keys.name)
        if left <= 0:
            raise UnknownConversation
        return conversation.shown(), math.ceil(left)

    def alarm(self, text: str) -> list[Message]:
        """What is said to a danger that is certain, whatever hinders the conversation; empty for any other text."""
        return self._engine.alarm(text)

    async def end(self, token: str) -> None:
        """Forget, at once, even while a message is being answered. Raises UnknownConversation."""
        if not await self.vault.delete(conversation_keys(token).name):
            raise UnknownConversation

    def _count(self, conversation: Conversation, text: str = "") -> None:
        wait = conversation.wait_before(self._clock(), self._rate_limit)
        if wait and not (text and self.alarm(text)):  # whoever is in danger does not wait
            raise TooFast(wait)

    @asynccontextmanager
    async def _going_on(self, token: str) -> AsyncIterator[Conversation]:
        keys = conversation_keys(token)
        async with self.vault.locked(keys.name):
            conversation = await self._opened(keys)
            before = conversation.events
            yield conversation
            if not await self.vault.replace(keys.name, _sealed(keys, conversation)):
                await undo(before, conversation.events)
                raise UnknownConversation  # « Effacer » came while it was answered

    async def _opened(self, keys: ConversationKeys) -> Conversation:
        sealed = await self.vault.read(keys.name)
        if sealed is None:
            raise UnknownConversation
        try:
            return Conversation.from_bytes(keys.name, Box(keys.key).open(sealed, keys.name.encode()))
        except Unreadable:
            raise UnknownConversation from None


def _sealed(keys: ConversationKeys, conversation: Conversation) -> bytes:
    data = conversation.to_bytes()
    if len(data) > _LARGEST:
        # Nobody talks that long; rather than grow without end it starts afresh.
        conversation.empty()
        data = conversation.to_bytes()
    return Box(keys.key).seal(data, keys.name.encode())


def _offer(conversation: Conversation, messages: list[dict[str, Any]]) -> None:
    conversation.offer(b["payload"] for m in messages for b in m.get("buttons", ()))
