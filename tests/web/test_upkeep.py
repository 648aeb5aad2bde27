"""What a started server does by itself, with nobody asking: erases what has ended, hands over, counts, and goes on."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import datafiles
from bot.consent import handover, opening
from bot.consent.desk import CALLBACK
from bot.consent.opening import desk_of
from bot.settings import Settings
from bot.web import upkeep as rounds
from bot.web.upkeep import Round, Upkeep
from tests.privacy.servers import There
from tests.support.post import SENDER, Post
from tests.support.server import StartedServer

KEY = "une-cle-qui-ne-sert-qu-aux-essais-du-serveur"


def soon(true: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_a_server_erases_counts_and_hands_over_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "cap.db"
    settings = Settings(database_url=f"sqlite:///{file}", secret_key=KEY)
    desk = desk_of(settings)
    desk.today = lambda: dt.date.today() - dt.timedelta(days=40)
    ended, _, _ = desk.record(CALLBACK, {"nom": "Zoé", "joindre": "06 11 22 33 44"}, academie="lyon", service="pae")
    desk.today = dt.date.today
    assert ended.encode() in b"".join(each.read_bytes() for each in tmp_path.glob("cap.db*"))
    post = Post()
    environment = {
        "CAP_DATABASE_URL": settings.database_url,
        "CAP_SECRET_KEY": KEY,
        "CAP_SMTP_URL": post.url,
        "CAP_SMTP_FROM": SENDER,
    }
    try:
        with post.opened(), StartedServer(tmp_path, environment, ("tests.privacy.mutants", "hasty")) as started:
            assert soon(lambda: desk.of(CALLBACK) == [] and ended.encode() not in file.read_bytes())
            there = There(started.address)
            talk = there.begin("strasbourg")
            talk.say("je ne dors plus depuis la rentrée, je suis à bout")
            assert soon(lambda: bool(desk.counts()))
            talk.choose("Être rappelé par ce service")
            for said in ("Hirondelle", "06 55 44 33 22", "soir", "oui"):
                talk.say(said)
            assert soon(lambda: bool(post.came))
            time.sleep(2)  # four rounds more: nothing is sent twice
            there.client.close()
    finally:
        kept, counts = [desk.held(one.id) for one in desk.of(CALLBACK)], desk.counts()
        desk.database.close()
    assert [one.state for one in kept if one] == ["transmise"]
    assert [(count.need, count.number) for count in counts] == [("besoin_sante", 1)]
    (letter,) = post.came
    assert letter["To"] == "ce.medecine-prevention@ac-strasbourg.fr"


def test_without_a_mail_server_what_waits_for_one_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cap.db'}", secret_key=KEY)
    desk = desk_of(settings)
    monkeypatch.setattr(opening, "_open", [desk])
    told: list[str] = []
    monkeypatch.setattr(handover.logger, "error", lambda text, *given: told.append(text % given))
    left = {"nom": "Zoé", "joindre": "06 11 22 33 44"}
    taken_back, _, _ = desk.record(CALLBACK, left, academie="strasbourg", service="pae")
    post = Post()
    with post.opened():
        assert handover.hand_over(desk, datafiles.directory(), post.mailer.send, SENDER) == 1
    assert desk.erase(taken_back).service_told
    waiting, _, _ = desk.record(CALLBACK, left, academie="strasbourg", service="pae")  # and now no server is set
    monkeypatch.setattr(handover, "MOST_ATTEMPTS", 3)
    (round_,) = (each for each in Upkeep(settings, None).rounds() if each.seconds == 60)  # type: ignore[arg-type]

    def withdrawals() -> int:
        with desk.ready().unit_of_work() as work:
            return len(work.withdrawals.waiting())

    seen: list[int] = []
    for _ in range(3):
        seen.append(withdrawals())
        asyncio.run(round_.work())
    held = desk.held(waiting)
    assert (seen, withdrawals(), held and held.state) == ([1, 1, 1], 0, "impossible")
    assert [line.partition(" was given up")[0] for line in told] == ["a call-back", "a withdrawal"]
    desk.database.close()


def test_a_round_that_fails_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []
    told: list[str] = []
    monkeypatch.setattr(rounds.logger, "error", lambda text, *given: told.append(text % given))

    async def work() -> None:
        done.append(len(done))
        if len(done) < 3:
            raise ConnectionError("a word that somebody typed")

    async def while_it_goes() -> None:
        upkeep = Upkeep(Settings(), None)  # type: ignore[arg-type]
        going = asyncio.ensure_future(upkeep._go(Round(0.01, work)))
        while len(done) < 3:
            await asyncio.sleep(0.01)
        going.cancel()

    asyncio.run(asyncio.wait_for(while_it_goes(), 5))
    assert told == ["upkeep: ConnectionError"] * 2
