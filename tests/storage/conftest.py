"""A database of each kind, empty, and what its files hold."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from bot.privacy.keys import Box
from bot.storage.database import Database
from tests.support.postgres import started_postgres

KEY = bytes(range(32))
_FILES = """SELECT pg_relation_filepath(c.oid) FROM pg_class c
    WHERE c.relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace) AND c.relkind IN ('r', 'i', 't')"""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a started PostgreSQL."""
    with started_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of SQLite then of PostgreSQL."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    url: str = request.getfixturevalue("postgres")
    name = f"t{secrets.token_hex(8)}"
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, with its tables."""
    yield from opened(database_url)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A database of SQLite with its tables, in `sqlite_file(tmp_path)`."""
    yield from opened(sqlite_url(tmp_path))


def opened(url: str) -> Iterator[Database]:
    made = Database(url, Box(KEY))
    made.upgrade()
    yield made
    made.close()


def sqlite_file(folder: Path) -> Path:
    return folder / "donnees" / "cap.db"


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{sqlite_file(folder)}"


def on_disk(url: str) -> bytes:
    """Every byte of the tables' files: for SQLite the file, -wal and -shm; for PostgreSQL tables and indexes."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (data,) = cursor.fetchone() or ("",)
        cursor.execute(_FILES)
        return b"".join((Path(data) / name).read_bytes() for (name,) in cursor.fetchall())
