"""What is written to a database meanwhile, seen in its file, in its own log, or as it is sent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from sqlalchemy import event

from bot.consent.desk import Desk

Writes = Callable[[], list[str]]
_WRITE = re.compile(r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE|COPY|TRUNCATE|CREATE|ALTER|DROP)\b", re.IGNORECASE)


@contextmanager
def file_writes(url: str) -> Iterator[Writes]:
    """Whether SQLite's files have changed, by one byte."""
    path = Path(url.removeprefix("sqlite:///"))
    before: list[bytes] = []

    def files() -> list[bytes]:
        # A connection that only looks leaves an empty -wal for a moment: it holds no byte.
        found = [path.with_name(path.name + name) for name in ("", "-wal")]
        return [held for file in found if file.exists() and (held := file.read_bytes())]

    def writes() -> list[str]:
        now = files()
        changed = ["the file"] if now != before else []
        before[:] = now
        return changed

    before[:] = files()
    yield writes


@contextmanager
def postgres_writes(url: str) -> Iterator[Writes]:
    """What PostgreSQL's own log says was executed, but for reading."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SHOW data_directory")
        log = Path((cursor.fetchone() or ("",))[0]).parent / "log"
        seen = log.stat().st_size

        def writes() -> list[str]:
            nonlocal seen
            text = log.read_bytes()[seen:].decode(errors="replace")
            seen += len(text.encode())
            statements = re.findall(r"statement: (.+)", text)
            return [s[:80] for s in statements if _WRITE.match(s) and "SYSTEM" not in s]

        try:
            cursor.execute("ALTER SYSTEM SET log_statement = 'all'")
            cursor.execute("SELECT pg_reload_conf()")
            time.sleep(0.2)
            yield writes
        finally:
            cursor.execute("ALTER SYSTEM RESET log_statement")
            cursor.execute("SELECT pg_reload_conf()")


@contextmanager
def desk_writes(desk: Desk) -> Iterator[Writes]:
    """The statements sent by this process's desk, but for reading."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    def writes() -> list[str]:
        found = [" ".join(s.split())[:80] for s in sent if _WRITE.match(s)]
        sent.clear()
        return found

    desk.ready()
    event.listen(desk.database._engine, "before_cursor_execute", note)
    yield writes
