"""What the files hold: never an answer in plain, and no byte of what was deleted and wiped."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from bot.privacy.keys import Box
from bot.storage.database import Database, StorageError
from bot.storage.records import Consent
from tests.storage.conftest import on_disk, sqlite_file, sqlite_url
from tests.storage.desks import KEY
from tests.storage.samples import ANSWERS, code_hash, consent

CANARY = "canari-des-iles"
# SQLite's lock of the one process that empties the WAL: https://www.sqlite.org/walformat.html#wal_locks
CHECKPOINT = """
import fcntl, sys, time
with open(sys.argv[1], "r+b") as shared:
    fcntl.lockf(shared, fcntl.LOCK_EX, 1, 121)
    print("held", flush=True)
    time.sleep(1)
"""


def keep(database: Database, *consents: Consent) -> None:
    with database.unit_of_work() as unit:
        for each in consents:
            unit.consents.add(each, code_hash(each))
        unit.commit()


def delete(database: Database, *consents: Consent) -> None:
    with database.unit_of_work() as unit:
        for each in consents:
            assert unit.consents.delete(each.id)
        unit.commit()


def sealed(url: str) -> dict[str, bytes]:
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        rows = list(connection.execute(text("SELECT id, answers FROM consents")))
    engine.dispose()
    return {row.id: bytes(row.answers) for row in rows}


def sample(chance: random.Random) -> Consent:
    made = consent(academie=f"canari-{chance.getrandbits(64):016x}")
    return replace(made, id=f"{chance.getrandbits(128):032x}")


@contextmanager
def reader(path: Path) -> Iterator[sqlite3.Connection]:
    """Another connection, in the middle of reading: SQLite can neither remove the WAL nor empty it."""
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM consents").fetchone()
        yield connection


def test_answers_are_never_on_disk_in_plain(database: Database, database_url: str, tmp_path: Path) -> None:
    granted = consent(academie=CANARY)
    plain = [answer.encode(code) for answer in ANSWERS.values() for code in ("utf-8", "unicode_escape")]

    def none_in_plain() -> bool:
        held = on_disk(database_url)
        return bool(held) and not any(answer in held for answer in plain)

    with database.unit_of_work() as unit:
        unit.consents.add(granted, code_hash(granted))
        assert none_in_plain()
        unit.commit()
        assert none_in_plain()
    assert CANARY.encode() in on_disk(database_url)  # the scan does find what is in plain
    with database.unit_of_work() as unit:
        unit.consents.correct(granted.id, {**ANSWERS, "suite": ANSWERS["souhait"] * 30})
        unit.commit()
        assert none_in_plain()
    delete(database, granted)
    assert none_in_plain()
    database.wipe()
    assert none_in_plain()


def test_length_tells_little(database: Database, database_url: str) -> None:
    none, short, long = consent(answers={}), consent(answers={"a": "oui"}), consent(answers={"a": "x" * 300})
    keep(database, none, short, long)
    lengths = {name: len(value) for name, value in sealed(database_url).items()}
    assert lengths[none.id] == lengths[short.id] == lengths[long.id] - 256


def test_answers_open_with_their_own_record_and_key_only(database: Database, database_url: str) -> None:
    first, second = consent(), consent()
    keep(database, first, second)
    other_key = Database(database_url, Box(bytes(32)))
    with other_key.unit_of_work() as unit, pytest.raises(StorageError, match="clé"):
        unit.consents.get(first.id)
    other_key.close()
    engine = create_engine(database_url, future=True)
    with engine.begin() as connection:
        moved = {"answers": sealed(database_url)[first.id], "id": second.id}
        connection.execute(text("UPDATE consents SET answers = :answers WHERE id = :id"), moved)
    engine.dispose()
    with database.unit_of_work() as unit:
        assert unit.consents.get(first.id) == first
        with pytest.raises(StorageError, match="clé"):
            unit.consents.get(second.id)
        assert unit.consents.delete(second.id)


def test_secure_delete_is_what_clears_a_deleted_row(sqlite: Database, tmp_path: Path) -> None:
    """The scan finds the canary when a connection without secure_delete deletes it, not when ours does."""
    path, url = sqlite_file(tmp_path), sqlite_url(tmp_path)
    ours, theirs = consent(academie=CANARY), consent(academie=CANARY)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA secure_delete = OFF")
        keep(sqlite, ours)
        assert CANARY.encode() in on_disk(url)
        delete(sqlite, ours)
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert CANARY.encode() not in on_disk(url)

        keep(sqlite, theirs)
        other.execute("DELETE FROM consents")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert CANARY.encode() in on_disk(url)
    sqlite.wipe()
    assert CANARY.encode() not in on_disk(url)


def test_after_a_wipe_no_byte_is_left_of_what_was_deleted(database: Database, database_url: str) -> None:
    """Many rows come and go, so that pages are split and keep copies of rows that have moved.

    With this seed, secure_delete by itself leaves one académie behind (SQLite 3.40).
    """
    chance = random.Random(2)
    kept: list[Consent] = []
    gone: list[Consent] = []
    for _ in range(15):
        new = [sample(chance) for _ in range(20)]
        keep(database, *new)
        kept += new
        chance.shuffle(kept)
        old = [kept.pop() for _ in range(18)]
        delete(database, *old)
        gone += old
    database.wipe()
    held = on_disk(database_url)
    assert [each for each in gone if (each.academie or "").encode() in held or each.id.encode() in held] == []
    assert all((each.academie or "").encode() in held for each in kept)
    with database.unit_of_work() as unit:
        assert {each.id for each in unit.consents.of("mentorat")} == {each.id for each in kept}


def test_a_wipe_empties_the_wal_when_the_last_reader_has_finished(sqlite: Database, tmp_path: Path) -> None:
    path, granted = sqlite_file(tmp_path), consent(academie=CANARY)
    keep(sqlite, granted)
    with reader(path) as other:
        delete(sqlite, granted)
        assert CANARY.encode() in on_disk(sqlite_url(tmp_path))
        threading.Timer(0.5, other.execute, ["COMMIT"]).start()
        sqlite.wipe()
        assert path.with_name("cap.db-wal").stat().st_size == 0
        assert CANARY.encode() not in on_disk(sqlite_url(tmp_path))


def test_a_wipe_tries_again_after_the_checkpoint_of_another_process(sqlite: Database, tmp_path: Path) -> None:
    path, granted = sqlite_file(tmp_path), consent(academie=CANARY)
    keep(sqlite, granted)
    with reader(path) as other:
        other.execute("COMMIT")
        delete(sqlite, granted)
        command = [sys.executable, "-c", CHECKPOINT, f"{path}-shm"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None and process.stdout.readline() == "held\n"
            sqlite.wipe()
        assert path.with_name("cap.db-wal").stat().st_size == 0
        assert CANARY.encode() not in on_disk(sqlite_url(tmp_path))


def test_a_wipe_that_cannot_end_says_so(sqlite: Database, tmp_path: Path) -> None:
    keep(sqlite, consent())
    with reader(sqlite_file(tmp_path)), pytest.raises(StorageError, match="effacement"):
        sqlite.wipe()


def test_a_wipe_of_postgres_does_not_wait_for_ever(postgres: str) -> None:
    database = Database(postgres, Box(KEY))
    database.upgrade()
    with closing(psycopg2.connect(postgres)) as other:
        other.cursor().execute("SELECT count(*) FROM consents")  # a lock on the table, until the transaction ends
        release = threading.Timer(10, other.rollback)  # without it a wipe that waits would never end
        release.start()
        with pytest.raises(StorageError):
            database.wipe()
        release.cancel()
        other.rollback()
    database.wipe()
    database.close()
