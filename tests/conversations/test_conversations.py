"""Every French scenario, twice: in this process, and over HTTP against a really started server."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from bot.app import Assistant
from tests.support.scenarios import Scenario, load, play
from tests.support.server import StartedServer

SCENARIOS = load()
_each = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.identifier)


def test_there_are_enough_scenarios() -> None:
    """The issue that opened the project asks for eighty at least."""
    assert len(SCENARIOS) >= 80


@_each
def test_in_process(scenario: Scenario, assistant: Assistant) -> None:
    """Everything but HTTP."""

    async def talk() -> None:
        conversations = assistant.conversations
        token, greeting = await conversations.begin(scenario.academie)

        async def speak(said: str | None, chosen: str | None) -> list[dict[str, Any]]:
            if said is not None:
                return await conversations.say(token, said)
            return await conversations.choose(token, str(chosen))

        try:
            await play(scenario, greeting, speak)
        finally:
            await conversations.end(token)

    asyncio.run(talk())


@_each
def test_over_http(scenario: Scenario, server: StartedServer) -> None:
    """The whole road, as a browser takes it."""

    async def talk() -> None:
        async with httpx.AsyncClient(base_url=server.address, timeout=30) as client:
            began = await client.post("/webchat/sessions", json={"academie": scenario.academie})
            assert began.status_code == 201
            headers = {"Authorization": f"Bearer {began.json()['session']}"}

            async def speak(said: str | None, chosen: str | None) -> list[dict[str, Any]]:
                body = {"message": said} if said is not None else {"payload": chosen}
                answer = await client.post("/webchat/messages", json=body, headers=headers)
                assert answer.status_code == 200, answer.text
                messages: list[dict[str, Any]] = answer.json()["messages"]
                return messages

            await play(scenario, began.json()["messages"], speak)
            assert (await client.delete("/webchat/sessions", headers=headers)).status_code == 204

    asyncio.run(talk())
