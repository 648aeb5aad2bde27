"""Promise 9, when an answer is lost: a yes is written once, or taken back with what was said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import Assistant
from bot.consent.desk import Desk
from bot.consent.opening import current
from bot.conversations.conversations import Conversations, UnknownConversation
from bot.conversations.vaults import MemoryVault, VaultUnavailable
from tests.privacy.servers import (
    Clock,
    Here,
    Talk,
    code_of,
    desk_in,
    text_of,
    up_to_the_summary,
)
from tests.privacy.traces import Canary
from tests.privacy.writes import Writes


def test_a_yes_whose_answer_is_lost_is_written_once(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis goes away after the database has written: nobody saw the code, and « oui » is said again."""
    clock, canary = Clock(), Canary()
    vault = MemoryVault(ttl=1800, most=10, clock=clock)
    here = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk:
        talk = here.begin()
        up_to_the_summary(talk, canary)
        lost_yes(here, talk, monkeypatch)
        assert len(desk.of("mentorat_inscription")) == 1
        held = desk.find(code_of(talk.say("oui")))
        assert held is not None and [one.id for one in desk.of("mentorat_inscription")] == [held.id]
    here.close()


@pytest.mark.parametrize("then", ["non", "laissez tomber", "efface tout ce que je t'ai dit"])
def test_a_yes_whose_answer_is_lost_is_taken_back(
    watched: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    """It was written, nobody saw its code, and the person now says no: what is said to be kept of it is so."""
    talking, _ = watched
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    lost_yes(talking, talk, monkeypatch)
    assert len(current().of("mentorat_inscription")) == 1
    talk.say(then)
    assert current().of("mentorat_inscription") == []


def test_a_lost_yes_is_taken_back_by_who_abandons_what_was_put_aside(
    watched: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch
) -> None:
    talking, _ = watched
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    lost_yes(talking, talk, monkeypatch)
    talk.say("je veux mourir")
    talk.say("je ne suis plus en danger, ma sœur est là")
    assert "je n'en garde rien" in text_of(talk.choose("Abandonner"))
    assert current().of("mentorat_inscription") == []


def lost_yes(talking: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """« Oui », whose answer is lost: the conversation stays as it was before."""

    async def gone(*_: object) -> bool:
        raise VaultUnavailable

    with monkeypatch.context() as away:
        away.setattr(MemoryVault, "replace", gone)
        with pytest.raises(VaultUnavailable):
            talk.say("oui")


def test_erasing_the_conversation_while_a_yes_is_answered_keeps_nothing(
    watched: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch
) -> None:
    talking, _ = watched
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    written = Desk.record

    def erased_meanwhile(desk: Desk, *given: Any, **named: Any) -> Any:
        found = written(desk, *given, **named)
        talking.conversations.vault._kept.clear()  # type: ignore[attr-defined]  # « Effacer », by another request
        return found

    monkeypatch.setattr(Desk, "record", erased_meanwhile)
    with pytest.raises(UnknownConversation):
        talk.say("oui")
    assert current().of("mentorat_inscription") == []
