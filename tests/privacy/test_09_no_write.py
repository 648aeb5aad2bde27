"""Promise 9: nothing is written before an explicit yes."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import datafiles
from bot.app import Assistant
from bot.consent import dialogue
from bot.consent.opening import current
from bot.consent.speech import day
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from tests.privacy.running import Running
from tests.privacy.servers import (
    Clock,
    Here,
    Talk,
    There,
    code_of,
    desk_in,
    kinds,
    text_of,
    up_to_the_summary,
)
from tests.privacy.traces import Canary
from tests.privacy.writes import Writes, file_writes, postgres_writes

UNCLEAR = (
    "oui mais je ne suis pas sûre", "peut-être", "je ne sais pas", "oui et non", "pourquoi pas",
    "oui, sauf mon adresse", "ok mais sans mon nom", "affirmer", "/affirmer", "ouin", "pourquoi ?", "hmm",
)  # fmt: skip
_FIRST_ROUND = 60.0  # seconds in which a server that has just started purges the file by itself
Begin = Callable[[], Talk]


def ways(begin: Begin) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every way to say less than yes, by its name."""

    def unclear() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        for text in UNCLEAR:
            answer = talk.say(text)
            assert "code" not in kinds(answer), f"« {text} » : {text_of(answer)}"
        assert "je n'en garde rien" in text_of(talk.say("non"))
        talk.say("oui")

    def no_button() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        assert "je n'en garde rien" in text_of(talk.choose("Non, ne rien garder"))
        talk.say("oui")

    def silence() -> None:
        up_to_the_summary(begin(), Canary())

    def half_way() -> None:
        canary = Canary()
        for answered in (1, 4, 6):
            talk = begin()
            for text in ("je voudrais m'inscrire pour avoir un mentor", "oui", *canary.said[:answered]):
                talk.say(text)
            if answered != 4:  # from there the person just goes
                talk.say("laissez tomber")
                talk.say("oui")

    def an_old_button() -> None:
        """« Oui, enregistrer », pressed while something is being corrected, is no yes to what is not yet shown."""
        talk = begin()
        up_to_the_summary(talk, Canary())
        talk.choose("Corriger : fonction actuelle")
        assert "code" not in kinds(talk.choose("Oui, enregistrer"))

    def a_danger() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        assert "urgence" in kinds(talk.say("je veux mourir"))
        assert "code" not in kinds(talk.say("oui"))

    def erased() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        talk.say("efface tout ce que je t'ai dit")
        talk.say("oui")

    for way in (unclear, no_button, silence, half_way, an_old_button, a_danger, erased):
        yield way.__name__, way


def written(begin: Begin, writes: Writes) -> list[str]:
    """Go every way; returns the writes, each with the way that led to it."""
    found = []
    for name, way in ways(begin):
        way()
        found += [f"{name}: {write}" for write in writes()]
    return found


def test_the_last_day_is_the_one_that_was_told(assistant: Assistant, tmp_path: Path) -> None:
    """A yes that comes after midnight adds no day to what the summary said."""
    clock, canary = Clock(), Canary()
    vault = MemoryVault(ttl=1800, most=10, clock=clock)
    here = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk:
        talk = here.begin()
        told = text_of(up_to_the_summary(talk, canary))
        last = desk.usages["mentorat_inscription"].until(clock.day)
        clock.day += dt.timedelta(days=1)
        code = code_of(talk.say("oui"))
        held = desk.find(code)
        assert held is not None and held.until == last
        assert f"Jusqu'au {day(last)}" in told
    here.close()


def test_a_refusal_changes_no_answer(watched: tuple[Here, Writes]) -> None:
    talking, _ = watched
    asked = ("je ne dors plus depuis la rentrée, je suis à bout", "et leur numéro ?", "c'est anonyme ?")
    never, refuses = talking.begin(), talking.begin()
    up_to_the_summary(refuses, Canary())
    refuses.say("non")
    assert [refuses.say(text) for text in asked] == [never.say(text) for text in asked]


def test_no_write_before_a_yes(started: Running) -> None:
    there = There(started.address)
    watched = file_writes if started.database_url.startswith("sqlite") else postgres_writes
    there.begin()
    with watched(started.database_url) as writes:
        if watched is file_writes:
            time.sleep(max(0.0, started.began + _FIRST_ROUND - time.time()))
            writes()
        assert written(there.begin, writes) == []
        talk = there.begin()
        up_to_the_summary(talk, Canary())
        assert writes() == []
        code_of(talk.say("oui"))
        assert writes() != []  # the log does see a write, and that one alone was asked for


def test_a_yes_is_one_record_and_a_second_yes_is_none(watched: tuple[Here, Writes]) -> None:
    talking, writes = watched
    assert written(talking.begin, writes) == []
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    code_of(talk.say("oui"))
    assert [s.split("(")[0].strip() for s in writes()] == ["INSERT INTO consents"]
    talk.say("oui")
    assert writes() == []


REFUSED = (
    ("non ne gardez rien", "ok"),
    ("je ne veux pas que vous gardiez ça", "ok d'accord"),
    ("je refuse", "d'accord"),
    ("surtout pas mon numéro", "d'accord"),
    ("finalement pas besoin de me rappeler", "ok"),
    ("je voudrais parler à un humain", "ok"),
    ("c'est quoi le PAE ?", "ok"),
    ("qu'est-ce que vous avez sur moi ?", "oui"),
    ("merci", "ok"),
)


@pytest.mark.parametrize(("first", "then"), REFUSED)
def test_a_refusal_or_an_aside_then_a_word_of_courtesy_writes_nothing(
    watched: tuple[Here, Writes], first: str, then: str
) -> None:
    talking, writes = watched
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    talk.say(first)
    assert "code" not in kinds(talk.say(then))
    assert writes() == []


def test_the_test_sees_a_yes_but(watched: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch) -> None:
    talking, writes = watched
    monkeypatch.setattr(dialogue, "explicit_yes", lambda text: text.startswith("oui"))
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    talk.say("oui mais je ne suis pas sûre")
    assert [s.split("(")[0].strip() for s in writes()] == ["INSERT INTO consents"]


def test_the_test_sees_a_draft_that_is_kept(watched: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch) -> None:
    """As a form that saves each answer would."""
    talking, writes = watched
    advance = dialogue.advance

    def saving(request: dialogue.Request, *rest: Any) -> dialogue.Step:
        step = advance(request, *rest)
        if step.request.usage in datafiles.usages():
            current().record(step.request.usage, step.request.answers, academie=None, service=None)
        return step

    monkeypatch.setattr(dialogue, "advance", saving)
    names = {line.split(":")[0] for line in written(talking.begin, writes)}
    assert names == {name for name, _ in ways(talking.begin)}
