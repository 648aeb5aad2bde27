"""Promise 12: a code cannot be guessed: too many of them, one answer for all that are wrong, and few tries."""

from __future__ import annotations

import datetime as dt
import math
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mnemonic import Mnemonic
from sqlalchemy import event

from bot.app import Assistant
from bot.consent import desk as desks
from bot.consent.desk import Desk
from bot.consent.held import Held
from bot.consent.opening import current
from bot.consent.tries import TooManyTries
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from bot.privacy.codes import canonical, new_code
from tests.privacy.running import Running
from tests.privacy.servers import Clock, Here, There, desk_in, kinds, text_of
from tests.privacy.traces import Canary

MENTORING = "mentorat_inscription"
ROUNDS = 150


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with desk_in(tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def here(assistant: Assistant, clock: Clock) -> Iterator[Here]:
    vault = MemoryVault(ttl=1800, most=1000, clock=time.monotonic)
    made = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    yield made
    made.close()


def guesses(desk: Desk, clock: Clock) -> dict[str, str]:
    """What somebody may try: one of each kind, none of which opens anything today; the clock is turned for it."""
    _, ended, until = desk.record(MENTORING, {"nom": Canary().name}, academie="lyon", service=None)
    clock.day = until + dt.timedelta(days=1)
    _, code, _ = desk.record(MENTORING, {"nom": Canary().name}, academie="lyon", service=None)
    words = code.split("-")
    other = next(word for word in Mnemonic("french").wordlist if word[:4] not in {w[:4] for w in words})
    return {
        "no code": "azerty",
        "unknown": new_code(),
        "ended": ended,
        "one word wrong": "-".join([*words[:6], other]),
        "six words": "-".join(words[:6]),
        "eight words": "-".join([*words, other]),
        "in another order": "-".join(reversed(words)),
        "the hash": desk.hashed(code),
    }


def tell_apart(desk: Desk, clock: Clock, tried: dict[str, str]) -> list[str]:
    """What tells one wrong code from another: an answer, the statements it costs, or its time."""
    sent: list[str] = []
    event.listen(desk.database._engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    seconds: dict[str, list[float]] = {name: [] for name in tried}
    answers: dict[str, Any] = {}
    costs: dict[str, list[str]] = {}
    for _ in range(ROUNDS):
        for name, text in tried.items():
            clock.now += 60
            sent.clear()
            began = time.perf_counter()
            answers[name] = desk.find(text)
            seconds[name].append(time.perf_counter() - began)
            costs[name] = list(sent)
    found = [f"{name}: {answer}" for name, answer in answers.items() if answer is not None]
    found += [f"{name}: {cost}" for name, cost in costs.items() if cost != costs["unknown"]]
    usual = statistics.median(seconds["unknown"])
    for name, taken in seconds.items():
        if not 0.7 < statistics.median(taken) / usual < 1.4:
            found.append(f"{name}: {statistics.median(taken):.6f} s, unknown: {usual:.6f} s")
    return found


def asked(here: Here, text: str) -> str:
    """The answer, word for word, to a code that is tried in a new conversation."""
    talk = here.begin()
    talk.say("qu'est-ce que vous avez sur moi ?")
    talk.choose("J'ai un code d'accès")
    return text_of(talk.say(text))


def test_codes_cannot_be_guessed(here: Here, desk: Desk, clock: Clock) -> None:
    tried = guesses(desk, clock)
    assert tell_apart(desk, clock, tried) == []
    answers = set()
    for name in ("unknown", "ended", "one word wrong", "in another order"):
        clock.now += 60
        # The words of a code may, by chance, look like a danger: the line added then depends on them alone.
        answers.add(asked(here, tried[name]).split("\n")[0])
    assert len(answers) == 1
    assert "Rien ne correspond à ce code" in answers.pop()


def test_a_code_is_drawn_among_two_to_the_seventy_seven() -> None:
    words = Mnemonic("french").wordlist
    assert math.log2(len(set(words)) ** 7) >= 77
    drawn = [new_code() for _ in range(600)]
    assert len(set(drawn)) == len(drawn)
    assert all(canonical(code) == code and len(code.split("-")) == 7 for code in drawn)
    # Every word can come in every place: of 4,200 drawn at random, about 1,785 different ones are seen.
    assert 1_650 < len({word for code in drawn for word in code.split("-")}) < 1_900


def test_tries_are_few_and_nobody_is_noted(here: Here, desk: Desk, clock: Clock) -> None:
    """Sixty a minute, whoever tries: one person in one conversation, or a program in a thousand."""
    answers = [asked(here, new_code()) for _ in range(61)]
    assert all("Rien ne correspond" in answer for answer in answers[:60])
    assert "Trop d'essais" in answers[60]
    with pytest.raises(TooManyTries):
        desk.find(new_code())
    # What was noted to know it: sixty moments, of nobody.
    assert [type(each) for each in desk.tries.moments] == [float] * 60
    clock.now += 60
    assert "Rien ne correspond" in asked(here, new_code())


def test_after_three_tries_one_has_to_ask_again(here: Here) -> None:
    talk = here.begin()
    talk.say("qu'est-ce que vous avez sur moi ?")
    talk.choose("J'ai un code d'accès")
    answers = [text_of(talk.say(new_code())) for _ in range(3)]
    assert all("Rien ne correspond" in answer for answer in answers)
    assert "redemandez-moi" not in answers[1] and "redemandez-moi" in answers[2]
    assert "formulaire" not in kinds(talk.say("sept mots que voilà"))  # no code is awaited any more


def test_a_code_in_passing_is_a_try_like_another(here: Here, desk: Desk) -> None:
    """Seven words of the list are taken for a code wherever they are typed: no way round the count."""
    talk = here.begin()
    for _ in range(60):
        talk.say(new_code())
    assert len(desk.tries.moments) == 60
    assert "Trop d'essais" in text_of(talk.say(new_code()))


def test_the_test_sees_a_desk_that_answers_sooner(desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """No need to look for what is no code; and what has ended could be looked at more closely."""
    tried = guesses(desk, clock)
    find = Desk.find

    def sooner(self: Desk, text: str) -> Held | None:
        return find(self, text) if desks.canonical(text) else None

    monkeypatch.setattr(Desk, "find", sooner)
    told = {line.split(":")[0] for line in tell_apart(desk, clock, tried)}
    assert told == {"no code", "six words", "eight words", "the hash"}


def test_the_test_sees_an_ended_code_that_takes_longer(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = guesses(desk, clock)
    find = Desk.find

    def longer(self: Desk, text: str) -> Held | None:
        held = find(self, text)
        if canonical(text) == tried["ended"]:
            current().held("0" * 32)
        return held

    monkeypatch.setattr(Desk, "find", longer)
    assert {line.split(":")[0] for line in tell_apart(desk, clock, tried)} == {"ended"}


def test_a_started_server_answers_every_wrong_code_alike(started: Running) -> None:
    there, code = There(started.address), new_code().split("-")
    # Codes, all of them: what is no code may be answered as something said in passing.
    tried = ["-".join(code), "-".join(reversed(code)), new_code(), new_code().upper().replace("-", " ")]
    answers = set()
    for text in tried:
        talk = there.begin()
        talk.say("qu'est-ce que vous avez sur moi ?")
        talk.choose("J'ai un code d'accès")
        answers.add(text_of(talk.say(text)).split("\n")[0])
    there.client.close()
    assert len(answers) == 1 and "Rien ne correspond à ce code" in answers.pop()
