"""Fixtures that cost seconds, made once a session: the loaded assistant and a really started server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import datafiles, logs
from bot.orientation.directory import Directory
from bot.settings import Settings
from tests.support.server import StartedServer


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The defaults, without a limit on messages a minute, and with a database and a key of the tests' own."""
    database = tmp_path_factory.mktemp("assistant") / "cap.sqlite3"
    return Settings(rate_limit=0, database_url=f"sqlite:///{database}", secret_key="0" * 64)


@pytest.fixture(scope="session")
def directory() -> Directory:
    """The directory of `data/academies/`."""
    return datafiles.directory()


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> object:
    """The model trained from the present data, loaded in this process."""
    logs.configure()
    from bot.app import load_assistant
    from bot.training import ensure_model

    return load_assistant(ensure_model(settings.models), settings)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedServer]:
    """`cap run` for real."""
    with StartedServer(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def anyio_backend() -> str:
    """What asynchronous tests run on, as the server does."""
    return "asyncio"
