"""A person in danger is answered even when Rasa fails, the model fails, or both; and a failure loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from bot.app import Assistant
from bot.conversations.conversations import UnknownConversation
from bot.nlu.experts import Experts


@pytest.fixture
def session(assistant: Assistant) -> Iterator[str]:
    token, _ = asyncio.run(assistant.conversations.begin("strasbourg"))
    yield token
    asyncio.run(assistant.conversations.end(token))


def say(assistant: Assistant, token: str, text: str) -> list[dict[str, Any]]:
    return asyncio.run(assistant.conversations.say(token, text))


async def _fails(*_: Any, **__: Any) -> None:
    raise RuntimeError("je veux mourir")


def _breaks(*_: Any, **__: Any) -> None:
    raise RuntimeError("je veux mourir")


def test_the_alarm_is_given_when_rasa_fails(
    assistant: Assistant, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.agent.processor, "handle_message", _fails)
    first = say(assistant, session, "je veux en finir avec la vie")[0]
    assert first["custom"]["kind"] == "urgence"
    assert "3114" in first["text"]


def test_the_alarm_is_given_when_the_model_fails_too(
    assistant: Assistant, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.agent.processor, "handle_message", _fails)
    monkeypatch.setattr("bot.nlu.danger.DangerDetector.read", _breaks)
    assert say(assistant, session, "je vais me tuer ce soir")[0]["custom"]["kind"] == "urgence"


def test_the_model_goes_on_when_the_second_opinion_fails(
    assistant: Assistant, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    veiled = "J'ai écrit une lettre à chacun de mes enfants, tout est rangé, ils n'auront plus à s'occuper de moi."
    assert not assistant.engine._detector.detect_by_rules(veiled).level
    monkeypatch.setattr(assistant.engine, "_second_opinion", _breaks)
    assert "3114" in say(assistant, session, veiled)[0]["text"]


def test_one_message_is_read_once(assistant: Assistant, session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []
    whole = Experts.probabilities

    def counted(self: Experts, texts: list[str], encoded: Any) -> Any:
        if encoded is not None:
            read.append(list(texts))
        return whole(self, texts, encoded)

    monkeypatch.setattr(Experts, "probabilities", counted)
    say(assistant, session, "je ne dors plus depuis la rentrée")
    assert len(read) == 2  # the emergencies' model, then the intents': each once


def test_a_failure_is_told_with_numbers_and_the_talk_goes_on(
    assistant: Assistant, session: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("actions.orientation.oriented", _breaks)
        failed = say(assistant, session, "je ne dors plus depuis la rentrée")
    assert any("3114" in m["text"] for m in failed)
    after = say(assistant, session, "je ne dors plus depuis la rentrée")
    assert after[0]["custom"]["services"][0] == "medecine_prevention"
    assert "mourir" not in "".join(capfd.readouterr())


def test_a_long_talk_keeps_its_state(assistant: Assistant, session: str) -> None:
    say(assistant, session, "mon adjoint et moi sommes en conflit ouvert depuis septembre")
    for number in range(40):
        say(assistant, session, f"merci {number}")
    answer = say(assistant, session, "et leur numéro ?")
    assert "mgen_individuel" in [s for m in answer for s in m.get("custom", {}).get("services", ())]


def test_emptying_forgets_and_does_not_greet_again(assistant: Assistant, session: str) -> None:
    say(assistant, session, "mon adjoint et moi sommes en conflit ouvert")
    assert say(assistant, session, "efface tout")[0]["custom"]["kind"] == "effacement"
    after = say(assistant, session, "et leur numéro ?")
    assert not any(m.get("custom", {}).get("kind") == "accueil" for m in after)
    assert not any(m.get("custom", {}).get("services") for m in after)


def test_deleting_during_an_answer_leaves_nothing(assistant: Assistant) -> None:
    async def both() -> None:
        others = await assistant.conversations.vault.count()
        token, _ = await assistant.conversations.begin(None)
        answering = asyncio.create_task(assistant.conversations.say(token, "je ne dors plus"))
        await asyncio.sleep(0)
        await assistant.conversations.end(token)
        with suppress(UnknownConversation):
            await answering
        assert await assistant.conversations.vault.count() == others

    asyncio.run(both())
    assert asyncio.run(assistant.agent.tracker_store.keys()) == []
