"""The database: a file of SQLite, or PostgreSQL. Opened at first use, brought up to date, wiped after deletions."""
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import logging
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from bot.privacy.keys import Box
from bot.storage.errors import DatabaseUrlError, StorageError, translated
from bot.storage.tables import metadata
from bot.storage.unit_of_work import UnitOfWork

__all__ = ["Database", "DatabaseUrlError", "StorageError"]

_DRIVERS = {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg2"}
_PATIENCE = 5.0  # seconds to wait for the others
# Where a server waits for ever by itself: for a lock, for an answer, for a network that is gone.
_POSTGRES = (f"lock_timeout = {_PATIENCE * 1000:.0f}", f"statement_timeout = {2 * _PATIENCE * 1000:.0f}")
_NETWORK = {"connect_timeout": int(_PATIENCE), "tcp_user_timeout": int(2 * _PATIENCE * 1000)}
_UPGRADE_PATIENCE = 60.0  # seconds that a process waits for another one's
_UPGRADE_LOCK = 0x436170  # any number, the same in every process
_PRAGMAS = (
    f"busy_timeout={_PATIENCE * 1000:.0f}",  # first: the others may have to wait
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",  # VACUUM would write a second copy of everything to a temporary file
)


class Database:
    """Where consents, deliveries and counts are kept.

    Args:
        url: `sqlite:///path/of/the/file` or `postgresql://user:password@server/base`.
        box: seals the answers.

    Raises DatabaseUrlError for another URL; every method raises StorageError.
    """

    def __init__(self, url: str, box: Box) -> None:
        parsed = _parsed(url)
        self._box = box
        self._sqlite = parsed.get_backend_name() == "sqlite"
        # No error and no log may repeat a value. hide_parameters does not hide the rows read, which SQLAlchemy
        # logs as soon as one of its loggers is set to DEBUG: this engine's own logger stays above that.
        logging.getLogger("sqlalchemy.engine.Engine.bot").setLevel(logging.WARNING)
        self._engine = create_engine(
            parsed,
            future=True,
            hide_parameters=True,
            echo=False,
            logging_name="bot",
            pool_pre_ping=not self._sqlite,
            connect_args={} if self._sqlite else {k: v for k, v in _NETWORK.items() if k not in parsed.query},
        )
        if self._sqlite:
            event.listen(self._engine, "do_connect", _make_file)
            event.listen(self._engine, "connect", _set_up)
            event.listen(self._engine, "begin", _begin)
        else:
            event.listen(self._engine, "connect", _bound)

    def upgrade(self) -> None:
        """Bring the tables up to date. Of several processes that start at once, one does it and the others wait."""
        # Imported when it is used: a second of every start.
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", "bot.storage:migrations")
        with translated(), self._engine.begin() as connection:
            if not self._sqlite:
                for bound in ("lock_timeout", "statement_timeout"):
                    connection.exec_driver_sql(f"SET LOCAL {bound} = {_UPGRADE_PATIENCE * 1000:.0f}")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError:
                raise StorageError("La base de données vient d'une autre version de Cap Soutien.") from None

    def unit_of_work(self) -> UnitOfWork:
        """A transaction, to use with `with`."""
        return UnitOfWork(self._engine, self._box)

    def wipe(self) -> None:
        """After deletions, leave no byte of them in the tables' files. Outside any unit of work; takes a moment.

        The tables are written anew: secure_delete forgets the copies that a page keeps of rows moved to another
        one, and PostgreSQL's plain VACUUM clears nothing inside a page. Raises StorageError if others are in
        the way for more than five seconds.
        """
        with translated(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self._sqlite:
                connection.exec_driver_sql("VACUUM")
                _empty_wal(connection)
                return
            connection.exec_driver_sql("SET statement_timeout = 0")  # as long as it takes, once it has its locks
            try:
                connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(metadata.tables)}")
            finally:
                connection.exec_driver_sql(f"SET {_POSTGRES[1]}")

    def close(self) -> None:
        """Close the connections."""
        with translated():
            self._engine.dispose()


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    in_memory = ("", ":memory:")
    if parsed is None or parsed.drivername not in _DRIVERS or (parsed.database or "") in in_memory:
        raise DatabaseUrlError(
            "L'adresse de la base de données ne convient pas. Écrivez par exemple sqlite:///donnees/cap.db "
            "ou postgresql://utilisateur:mot-de-passe@serveur/base."
        )
    return parsed


def _make_file(_dialect: Any, _record: Any, arguments: list[Any], _parameters: Any) -> None:
    path = Path(arguments[0])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # An existing file is not even opened: closing it would drop the locks this process has on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else sqlite3 decides by itself when a transaction begins
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    deadline = time.monotonic() + _PATIENCE
    while True:  # of processes that start at once on a new file, SQLite refuses this to some without waiting
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _bound(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        for bound in _POSTGRES:
            cursor.execute(f"SET {bound}")
    connection.commit()


def _begin(connection: Connection) -> None:
    """Take the right to write at once: a transaction that asks for it after reading is refused without waiting."""
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _empty_wal(connection: Connection) -> None:
    deadline = time.monotonic() + _PATIENCE
    while connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
        if time.monotonic() > deadline:
            raise StorageError("La base de données est occupée : l'effacement n'est pas terminé.")
        time.sleep(0.1)
