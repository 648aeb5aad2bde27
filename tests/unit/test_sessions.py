"""Tokens, expiry, limits: with a clock that the test turns."""

from __future__ import annotations

import pytest

from bot.conversations.sessions import Sessions


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def make(clock: Clock, forgotten: list[str], *, rate_limit: int = 0, most: int = 10) -> Sessions:
    return Sessions(ttl=1800, rate_limit=rate_limit, most=most, clock=clock, forget=forgotten.append)


def test_a_token_opens_its_own_conversation_only(clock: Clock) -> None:
    sessions = make(clock, [])
    token, session = sessions.begin("lyon")
    assert sessions.find(token) is session
    assert sessions.find(session.name) is None
    assert sessions.find("default") is None
    assert len({sessions.begin(None)[0] for _ in range(5)}) == 5


def test_thirty_idle_minutes_and_all_is_forgotten(clock: Clock) -> None:
    forgotten: list[str] = []
    sessions = make(clock, forgotten)
    token, session = sessions.begin(None)
    clock.now = 1799
    assert sessions.find(token) is session
    clock.now = 1799 + 1799
    assert sessions.find(token) is session
    clock.now += 1800
    assert sessions.find(token) is None
    assert forgotten == [session.name]
    assert len(sessions) == 0


def test_sweeping_forgets_those_nobody_asks_for(clock: Clock) -> None:
    forgotten: list[str] = []
    sessions = make(clock, forgotten)
    names = [sessions.begin(None)[1].name for _ in range(3)]
    clock.now = 1800
    assert sessions.sweep() == 3
    assert forgotten == names


def test_ending_is_immediate(clock: Clock) -> None:
    forgotten: list[str] = []
    sessions = make(clock, forgotten)
    token, session = sessions.begin(None)
    assert sessions.end(token)
    assert not sessions.end(token)
    assert forgotten == [session.name]


def test_the_longest_idle_gives_way(clock: Clock) -> None:
    sessions = make(clock, [], most=2)
    first, _ = sessions.begin(None)
    second, _ = sessions.begin(None)
    assert sessions.find(first)
    sessions.begin(None)
    assert sessions.find(first)
    assert sessions.find(second) is None


def test_too_many_messages_wait_their_minute(clock: Clock) -> None:
    sessions = make(clock, [], rate_limit=2)
    _, session = sessions.begin(None)
    assert sessions.wait_before(session) == 0
    clock.now = 10
    assert sessions.wait_before(session) == 0
    assert sessions.wait_before(session) == 50
    clock.now = 60
    assert sessions.wait_before(session) == 0


def test_only_payloads_offered_lately_are_kept(clock: Clock) -> None:
    _, session = make(clock, []).begin(None)
    session.offer(f"/{n}" for n in range(300))
    assert "/0" not in session.offered
    assert "/299" in session.offered
