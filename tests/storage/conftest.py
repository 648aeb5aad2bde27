"""A database of each kind, empty, and what its files hold."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from bot.consent.desk import Desk
from bot.privacy.keys import Box
from bot.storage.database import Database
from tests.storage.desks import KEY, World, desk_over
from tests.support.post import Post
from tests.support.postgres import started_postgres

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
    yield from _made(database_url)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A database of SQLite with its tables, in `sqlite_file(tmp_path)`."""
    yield from _made(sqlite_url(tmp_path))


def _made(url: str) -> Iterator[Database]:
    made = Database(url, Box(KEY))
    made.upgrade()
    yield made
    made.close()


@pytest.fixture
def world() -> World:
    """Its day and its seconds."""
    return World()


@pytest.fixture
def desks(database_url: str, world: World) -> Iterator[list[Desk]]:
    """The desks of two processes over one database, whose tables are made at the first need."""
    both = [desk_over(database_url, world), desk_over(database_url, world)]
    yield both
    for desk in both:
        desk.database.close()


@pytest.fixture
def desk(desks: list[Desk]) -> Desk:
    """One of them."""
    return desks[0]


@pytest.fixture
def post() -> Post:
    """A mail server whose door is still closed."""
    return Post()


@pytest.fixture
def opened(post: Post) -> Iterator[Post]:
    """A mail server whose door is open."""
    with post.opened():
        yield post


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
