"""A started server with everything it may write to kept together, to be searched afterwards."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.training import model_path
from tests.privacy.traces import Place, around_the_code, files, in_postgres, in_redis
from tests.support.server import StartedServer

SECRET = "une-cle-qui-ne-sert-qu-aux-essais-de-confidentialite"


@dataclass(frozen=True)
class Running:
    """A server, what it was given, and when it was started."""

    server: StartedServer
    folder: Path
    database_url: str
    redis_url: str
    began: float

    @property
    def address(self) -> str:
        return self.server.address

    @property
    def log(self) -> bytes:
        return self.server.log.read_bytes()

    def disk(self) -> Iterator[Place]:
        """Log, HOME, temporary folder, models, database, and what changed beside the code."""
        yield from files(self.folder)
        yield from around_the_code(self.began)
        if self.database_url.startswith("postgresql"):
            yield from in_postgres(self.database_url)

    def places(self) -> Iterator[Place]:
        """All of the disk, and Redis."""
        yield from self.disk()
        if self.redis_url:
            yield from in_redis(self.redis_url)


def prepared(
    folder: Path,
    *,
    database_url: str = "",
    redis_url: str = "",
    environment: Mapping[str, str] | None = None,
    mutants: Sequence[str] = (),
) -> Running:
    """A server about to be started (`with running.server`), with a HOME, a temporary folder and models of its own.

    Args:
        database_url: an SQLite file in the folder unless given.
        mutants: names of `tests.privacy.mutants` to put in.
    """
    for name in ("home", "tmp", "models"):
        (folder / name).mkdir(parents=True)
    trained = model_path(Settings().models)
    assert trained.exists(), "no model for the present data: make train"
    shutil.copy(trained, folder / "models")
    database_url = database_url or f"sqlite:///{folder / 'donnees' / 'cap.sqlite3'}"
    given = {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "XDG_CACHE_HOME": str(folder / "home" / "cache"),
        "CAP_MODELS": str(folder / "models"),
        "CAP_DATABASE_URL": database_url,
        "CAP_REDIS_URL": redis_url,
        "CAP_SECRET_KEY": SECRET,
        **(environment or {}),
    }
    command = ("tests.privacy.mutants", *mutants) if mutants else ("bot.cli", "run")
    return Running(StartedServer(folder, given, command), folder, database_url, redis_url, time.time())
