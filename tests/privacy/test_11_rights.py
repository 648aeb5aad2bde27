"""Promise 11: see, export, correct and withdraw by code, in no more steps than signing up, and nothing is left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.app import Assistant
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from bot.storage import database as storage
from tests.privacy.running import Running
from tests.privacy.servers import Clock, Here, Talk, There, desk_in, kinds, sign_up, text_of
from tests.privacy.traces import Canary, scan
from tests.storage.conftest import on_disk

NOTHING = "Rien ne correspond à ce code"


def shown(talk: Talk, code: str) -> list[dict[str, Any]]:
    """What a person who comes back with a code is shown."""
    talk.say("qu'est-ce que vous avez sur moi ?")
    talk.choose("J'ai un code d'accès")
    return talk.say(code)


def traces(url: str, code_hash: str) -> list[bytes]:
    """Everything that the database holds of a record: its name, the hash of its code, its sealed answers."""
    engine = create_engine(url, future=True)
    with closing(engine.connect()) as connection:
        asked = text("SELECT id, code_hash, answers FROM consents WHERE code_hash = :code")
        (row,) = connection.execute(asked, {"code": code_hash})
    engine.dispose()
    sealed = bytes(row.answers)
    # PostgreSQL may keep a long value in pieces: any sixty-four bytes of it would be too much.
    return [row.id.encode(), row.code_hash.encode(), *(sealed[i : i + 64] for i in range(0, len(sealed) - 63, 64))]


def rows(url: str) -> set[str]:
    engine = create_engine(url, future=True)
    with closing(engine.connect()) as connection:
        found = {row.code_hash for row in connection.execute(text("SELECT code_hash FROM consents"))}
    engine.dispose()
    return found


def left(url: str, wanted: list[bytes]) -> list[bytes]:
    held = on_disk(url)
    return [each for each in wanted if each in held]


def withdrawn(begin: Any, canary: Canary, url: str) -> tuple[list[bytes], int, int]:
    """Sign up, then withdraw; returns what is left of the record, and the steps that each took."""
    before = rows(url)
    signing = begin()
    code = sign_up(signing, canary)
    (code_hash,) = rows(url) - before
    wanted = traces(url, code_hash)
    assert left(url, wanted[:2]) == wanted[:2]
    talk = begin()
    assert canary.mail in text_of(shown(talk, code))
    assert "C'est effacé, définitivement" in text_of(talk.choose("Effacer définitivement"))
    assert code_hash not in rows(url)
    assert NOTHING in text_of(shown(begin(), code))
    return left(url, wanted), signing.steps, talk.steps


def test_rights_by_code(started: Running, canary: Canary) -> None:
    there = There(started.address)
    signing, corrected = there.begin(), Canary()
    code = sign_up(signing, canary)

    seeing = there.begin("strasbourg")  # from anywhere
    sheet = text_of(shown(seeing, code))
    assert all(answer in sheet for answer in (canary.name, canary.mail, *canary.said[3:6]))
    assert seeing.steps < signing.steps

    (copy,) = seeing.choose("Recevoir une copie (JSON)")
    answers = copy["custom"]["export"]["reponses"]
    assert (answers["nom"], answers["courriel"], answers["academie"]) == (canary.name, canary.mail, "lyon")
    assert set(answers) == {"nom", "courriel", "academie", "bassin", "fonction", "concours", "attentes"}
    assert seeing.steps < signing.steps

    correcting = there.begin()
    shown(correcting, code)
    correcting.choose("Corriger : courriel")
    assert kinds(correcting.say(corrected.mail)) == ["recapitulatif"]
    assert "C'est corrigé" in text_of(correcting.say("oui"))
    assert correcting.steps < signing.steps
    sheet = text_of(shown(there.begin(), code))
    assert corrected.mail in sheet and canary.mail not in sheet and canary.name in sheet


def test_withdrawing_leaves_nothing(started: Running, canary: Canary) -> None:
    there = There(started.address)
    remains, to_sign_up, to_withdraw = withdrawn(there.begin, canary, started.database_url)
    assert remains == []
    assert to_withdraw < to_sign_up
    assert scan(started.places(), canary.needles) == []


def test_one_code_opens_one_record(started: Running, canary: Canary) -> None:
    """Two people: what one does changes nothing for the other."""
    there, other = There(started.address), Canary()
    mine, theirs = sign_up(there.begin(), canary), sign_up(there.begin(), other)
    sheet = text_of(shown(there.begin(), mine))
    assert canary.mail in sheet and other.core not in sheet.lower()
    talk = there.begin()
    shown(talk, mine)
    talk.choose("Effacer définitivement")
    assert other.mail in text_of(shown(there.begin(), theirs))


@pytest.fixture
def here(assistant: Assistant) -> Iterator[Here]:
    vault = MemoryVault(ttl=1800, most=100, clock=time.monotonic)
    made = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=time.time))
    yield made
    made.close()


@pytest.mark.parametrize("leaky", [False, True], ids=["as it is", "plain deletion"])
def test_the_test_sees_a_deletion_that_leaves_bytes(
    here: Here, canary: Canary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leaky: bool
) -> None:
    """SQLite as it is delivered: the row is gone, its bytes are not."""
    if leaky:
        pragmas = tuple(p.replace("secure_delete=ON", "secure_delete=OFF") for p in storage._PRAGMAS)
        assert pragmas != storage._PRAGMAS
        monkeypatch.setattr(storage, "_PRAGMAS", pragmas)
        monkeypatch.setattr(storage.Database, "wipe", lambda self: None)
    with desk_in(tmp_path, Clock()) as desk:
        desk.ready()
        remains, _, _ = withdrawn(here.begin, canary, f"sqlite:///{tmp_path / 'cap.db'}")
    assert bool(remains) is leaky
