"""Being called back: offered where it can be handed over, asked for in a few words, sent to the service alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot import datafiles
from bot.app import Assistant
from bot.consent.handover import hand_over
from bot.consent.opening import current
from bot.conversations.conversations import NotOffered

TIRED = "je ne dors plus depuis la rentrée, je suis à bout"


class Talk:
    def __init__(self, assistant: Assistant, academie: str) -> None:
        self._conversations = assistant.conversations
        self._token, self.shown = asyncio.run(self._conversations.begin(academie))

    def say(self, text: str) -> str:
        self.shown = asyncio.run(self._conversations.say(self._token, text))
        return "\n".join(m["text"] for m in self.shown)

    def payload(self, beginning: str) -> str | None:
        buttons = (b for m in self.shown for b in m.get("buttons", ()))
        return next((b["payload"] for b in buttons if b["title"].startswith(beginning)), None)

    def choose(self, beginning: str) -> str:
        return self.press(str(self.payload(beginning)))

    def press(self, payload: str) -> str:
        self.shown = asyncio.run(self._conversations.choose(self._token, payload))
        return "\n".join(m["text"] for m in self.shown)


@pytest.fixture
def talk(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Somebody worn out, who is offered to be called back."""
    monkeypatch.setattr(current(), "hands_over", True)
    begun = Talk(assistant, "strasbourg")
    begun.say(TIRED)
    return begun


def test_a_call_back_reaches_its_service_once(talk: Talk) -> None:
    assert "rien avant" in talk.choose("Être rappelé").replace("Je n’enregistre rien avant", "rien avant")
    assert "joindre" in talk.say("Hirondelle")
    assert "moment" in talk.say("mon perso 06 12 34 56 78")
    summary = talk.say("soir")  # the answer, and no danger
    assert all(part in summary for part in ("Hirondelle", "06 12 34 56 78", "soirée", "Médecine de prévention"))
    assert "code d’accès" in talk.say("oui")
    sent: list[Any] = []
    assert hand_over(current(), datafiles.directory(), sent.append, "cap@exemple.fr") == 1
    assert hand_over(current(), datafiles.directory(), sent.append, "cap@exemple.fr") == 0
    assert sent[0]["To"] == "ce.medecine-prevention@ac-strasbourg.fr"
    assert "Hirondelle" in sent[0].get_content() and "dors" not in sent[0].get_content()


def test_a_service_learns_of_a_correction_and_of_an_erasure(assistant: Assistant, talk: Talk) -> None:
    sent: list[Any] = []

    def go() -> int:
        return hand_over(current(), datafiles.directory(), sent.append, "cap@exemple.fr")

    talk.choose("Être rappelé")
    for answer in ("Mésange", "06 12 34 56 78", "soir"):
        talk.say(answer)
    code = next(line.strip("*") for line in talk.say("oui").splitlines() if line.startswith("**"))
    assert "C’est bien cela" in talk.say(code) and go() == 1

    later = Talk(assistant, "strasbourg")
    assert "transmise au service" in later.say(code)
    later.choose("Corriger\u00a0: contact")
    assert "07 11 22 33 44" in later.say("plutôt le 07 11 22 33 44")
    assert "va recevoir la nouvelle" in later.say("oui")
    assert go() == 1 and "07 11 22 33 44" in sent[-1].get_content()
    assert sent[-1]["In-Reply-To"] == sent[0]["Message-ID"]

    later.say(code)
    assert "prié de l’effacer aussi" in later.choose("Effacer définitivement")
    assert go() == 1 and "retirée" in sent[-1]["Subject"]
    assert "Mésange" not in sent[-1].get_content()
    assert "Rien ne correspond" in later.say(code)


def test_the_button_keeps_its_service_whatever_is_asked_in_between(talk: Talk) -> None:
    offered = talk.payload("Être rappelé")
    talk.say("et la MGEN, c'est quoi ?")
    talk.press(str(offered))
    for answer in ("Hirondelle", "06 12 34 56 78"):
        talk.say(answer)
    assert "Médecine de prévention" in talk.say("soir")
    talk.say("non")
    talk.say("et la MGEN, c'est quoi ?")
    unreachable = str(offered).replace("medecine_prevention", "mgen_ecoute")
    with pytest.raises(NotOffered):
        talk.press(unreachable)  # and no button can name a service that no letter reaches


def test_a_service_without_an_address_is_not_asked_to_call(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = str(talk.payload("Être rappelé"))
    monkeypatch.setattr(current(), "hands_over", False)
    assert "ne peux pas transmettre" in talk.press(offered)


def test_it_is_not_offered_where_nothing_can_be_handed_over(assistant: Assistant) -> None:
    talk = Talk(assistant, "strasbourg")
    talk.say(TIRED)
    assert talk.payload("Être rappelé") is None
    assert "rappel" not in json.dumps(talk.shown)
