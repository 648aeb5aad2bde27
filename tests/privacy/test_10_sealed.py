"""Promise 10: what a person leaves cannot be read from the database alone, its files or a dump of it."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import Assistant
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from bot.privacy.keys import Box
from tests.privacy.running import Running
from tests.privacy.servers import Clock, Here, There, code_of, desk_in, kinds, sign_up, text_of, up_to_the_summary
from tests.privacy.traces import Canary, Place, files, in_postgres, scan
from tests.support.postgres import binaries


def at_rest(url: str) -> Iterator[Place]:
    """The database's files, and what its own tool writes when asked for a copy."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path)) as connection:
            yield "dump", "\n".join(connection.iterdump()).encode()
        yield from files(path.parent)
        return
    yield from in_postgres(url)
    programs = binaries()
    assert programs is not None
    yield "dump", subprocess.run([programs / "pg_dump", url], check=True, capture_output=True).stdout


def needles(canary: Canary, code: str) -> list[str]:
    """All that was left, and the code: whole, apart, and its words long enough to be nowhere else."""
    return [*canary.needles, code, code.replace("-", " ")]


def call_back(here: Here, canary: Canary) -> str:
    """Ask to be called back by a service; returns the code."""
    talk = here.begin("strasbourg")
    talk.say("je ne dors plus depuis un mois, je suis à bout")
    talk.choose("Être rappelé par ce service")
    talk.say(canary.name)
    talk.say(canary.telephone)
    summary = talk.say("soirée")
    assert kinds(summary) == ["recapitulatif"] and canary.telephone in text_of(summary)
    return code_of(talk.say("oui"))


@pytest.fixture
def here(assistant: Assistant) -> Iterator[Here]:
    vault = MemoryVault(ttl=1800, most=100, clock=time.monotonic)
    made = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=time.time))
    yield made
    made.close()


def test_stored_contact_is_unreadable(started: Running, canary: Canary) -> None:
    there = There(started.address)
    code = sign_up(there.begin(), canary)
    assert scan(at_rest(started.database_url), needles(canary, code)) == []
    talk = there.begin()  # it is there, for whoever has the code
    talk.say("qu'est-ce que vous avez sur moi ?")
    talk.choose("J'ai un code d'accès")
    assert canary.mail in text_of(talk.say(code))


def test_a_correction_is_unreadable_too(started: Running, canary: Canary) -> None:
    there, corrected = There(started.address), Canary()
    talk = there.begin()
    up_to_the_summary(talk, canary)
    talk.choose("Corriger : nom")
    assert corrected.name in text_of(talk.say(corrected.name))
    code = code_of(talk.say("oui"))
    assert scan(at_rest(started.database_url), [*needles(canary, code), *corrected.needles]) == []


def test_a_call_back_is_unreadable(here: Here, canary: Canary, tmp_path: Path) -> None:
    with desk_in(tmp_path, Clock()) as desk:
        code = call_back(here, canary)
        held = desk.find(code)
        assert held is not None and held.answers["joindre"] == canary.telephone and held.service is not None
        assert scan(at_rest(f"sqlite:///{tmp_path / 'cap.db'}"), needles(canary, code)) == []


def test_the_test_sees_a_box_that_does_not_seal(
    here: Here, canary: Canary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk_box = Box.seal

    def open_box(self: Box, plain: bytes, context: bytes) -> bytes:
        return plain if b"nom" in plain[:10] else desk_box(self, plain, context)

    monkeypatch.setattr(Box, "seal", open_box)
    with desk_in(tmp_path, Clock()):
        code = call_back(here, canary)
        found = scan(at_rest(f"sqlite:///{tmp_path / 'cap.db'}"), needles(canary, code))
    assert {line.split(":")[0] for line in found} >= {"dump"}  # as hexadecimal figures
    assert any("cap.db" in line for line in found)
    assert not any(code in line for line in found)


def test_the_test_sees_a_code_that_is_kept(
    here: Here, canary: Canary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk_in(tmp_path, Clock()) as desk:
        monkeypatch.setattr(desk, "hashed", lambda code: code)
        code = call_back(here, canary)
        found = scan(at_rest(f"sqlite:///{tmp_path / 'cap.db'}"), needles(canary, code))
    assert found and all(code in line for line in found)
