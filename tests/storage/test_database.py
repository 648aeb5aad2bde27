"""Opening a database and bringing it up to date."""

from __future__ import annotations

import logging
import sqlite3
import stat
import subprocess
import sys
import threading
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from bot.privacy.keys import Box
from bot.storage.database import Database, DatabaseUrlError, StorageError
from bot.storage.tables import metadata
from tests.storage.conftest import sqlite_file, sqlite_url
from tests.storage.desks import KEY
from tests.storage.samples import code_hash, consent
from tests.support.server import ROOT

STARTS = 4
START = f"""
import sys
from bot.privacy.keys import Box
from bot.storage.database import Database
database = Database(sys.argv[1], Box({KEY!r}))
print("ready", flush=True)
sys.stdin.readline()
database.upgrade()
"""


def schema(url: str) -> list[tuple[object, ...]]:
    """What changes when a table is made or made again."""
    query = "SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY oid"
    if url.startswith("sqlite"):
        query = "SELECT name, rootpage, sql, schema_version FROM sqlite_master, pragma_schema_version ORDER BY name"
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_the_tables_are_those_of_the_model(database: Database, database_url: str) -> None:
    engine = create_engine(database_url, future=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_second_upgrade_does_nothing(database: Database, database_url: str) -> None:
    granted = consent()
    with database.unit_of_work() as unit:
        unit.consents.add(granted, code_hash(granted))
        unit.commit()
    before, handlers = schema(database_url), list(logging.getLogger().handlers)
    assert len(before) >= 4
    database.upgrade()
    assert schema(database_url) == before
    assert logging.getLogger().handlers == handlers
    with database.unit_of_work() as unit:
        assert unit.consents.of("mentorat") == [granted]


def test_what_an_earlier_version_kept_is_carried_over(database_url: str) -> None:
    """A base of the first migration, with a call-back that waits; nothing of it is lost or sent twice."""
    database = Database(database_url, Box(KEY))
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    with database._engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    granted = consent()
    with database.unit_of_work() as unit:
        unit.consents.add(granted, code_hash(granted))
        unit._connection.execute(
            text("INSERT INTO deliveries (id, consent_id, service, state, attempts) VALUES (:i, :c, 'pae', :s, 3)"),
            {"i": "d" * 32, "c": granted.id, "s": "en_attente"},
        )
        unit.commit()
    database.upgrade()
    with database.unit_of_work() as unit:
        assert unit.consents.of("mentorat") == [granted]
        (waiting,) = unit.deliveries.waiting()
        assert (waiting.consent_id, waiting.attempts, waiting.follows) == (granted.id, 3, None)
        assert unit.withdrawals.waiting() == []
    database.close()


def test_processes_that_start_at_once_all_start(database_url: str) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", START, database_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(STARTS)
    ]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    faults = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * STARTS, faults


def test_a_new_file_that_another_process_has_in_hand_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "cap.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.5, other.execute, ["COMMIT"]).start()
        database = Database(f"sqlite:///{path}", Box(KEY))
        database.upgrade()
    with database.unit_of_work() as unit:
        assert unit.counts.all() == []


def test_a_database_of_another_version_is_refused(database: Database, database_url: str) -> None:
    engine = create_engine(database_url, future=True)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    engine.dispose()
    with pytest.raises(StorageError, match="autre version"):
        database.upgrade()


def test_nothing_is_opened_before_first_use(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path), Box(KEY))
    unit = database.unit_of_work()
    assert list(tmp_path.iterdir()) == []
    with unit, pytest.raises(StorageError):  # opened, and without tables
        unit.counts.all()
    assert sqlite_file(tmp_path).exists()
    Database("postgresql://nobody:secret@127.0.0.1:1/none", Box(KEY)).close()


def test_the_file_is_for_its_owner_only(sqlite: Database, tmp_path: Path) -> None:
    granted = consent()
    with sqlite.unit_of_work() as unit:
        unit.consents.add(granted, code_hash(granted))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sqlite_file(tmp_path).parent.iterdir()}
    assert modes == {"cap.db": 0o600, "cap.db-wal": 0o600, "cap.db-shm": 0o600}
    assert stat.S_IMODE(sqlite_file(tmp_path).parent.stat().st_mode) == 0o700


def test_each_connection_to_sqlite_is_set_up(sqlite: Database) -> None:
    names = ("foreign_keys", "journal_mode", "secure_delete", "busy_timeout", "temp_store")
    with sqlite._engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == [1, "wal", 1, 5000, 2]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "cap.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://cap:secret@serveur/base",
        "postgresql+asyncpg://cap:secret@serveur/base",
        "postgresql://cap:secret@serveur:port/base",
        "postgresql://cap:secret@serveur",
    ],
)
def test_another_url_is_refused_in_french(url: str) -> None:
    with pytest.raises(DatabaseUrlError, match="adresse de la base") as refused:
        Database(url, Box(KEY))
    assert "secret" not in "".join(traceback.format_exception(refused.value))


def test_errors_repeat_no_value(database: Database) -> None:
    first, second = consent(academie="canari"), consent(academie="canari")
    with database.unit_of_work() as unit:
        unit.consents.add(first, code_hash(first))
        with pytest.raises(StorageError) as refused:
            unit.consents.add(second, code_hash(first))
    told = "".join(traceback.format_exception(refused.value))
    assert "La base de données" in told
    assert not any(value in told for value in (code_hash(first), "canari", first.id, second.id))
    assert "canari" not in str(refused.value.__context__)  # what a debugger may show all the same


def test_logs_repeat_no_value_even_in_full(database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.Engine", "alembic"):
        caplog.set_level(logging.DEBUG, logger=name)
    database = Database(database_url, Box(KEY))
    database.upgrade()
    granted = consent(academie="canari")
    with database.unit_of_work() as unit:
        unit.consents.add(granted, code_hash(granted))
        assert unit.consents.of("mentorat", "canari") == [granted]
    database.close()
    assert caplog.records  # Alembic's
    assert not any(value in caplog.text for value in ("canari", granted.id, code_hash(granted)))


def test_a_server_that_does_not_answer() -> None:
    database = Database("postgresql://nobody:secret@127.0.0.1:1/none", Box(KEY))
    for action in (database.upgrade, database.wipe, database.unit_of_work().__enter__):
        with pytest.raises(StorageError, match="indisponible") as refused:
            action()
        told = "".join(traceback.format_exception(refused.value))
        assert not any(value in told for value in ("secret", "nobody", "127.0.0.1"))


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "cap.db"
    path.write_bytes(b"canari" * 1000)
    database = Database(f"sqlite:///{path}", Box(KEY))
    with pytest.raises(StorageError, match="indisponible"):
        database.upgrade()
    assert path.read_bytes() == b"canari" * 1000


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "donnees").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="indisponible"):
        Database(sqlite_url(tmp_path), Box(KEY)).upgrade()
