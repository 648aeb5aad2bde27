"""The desk of this process: built once from the settings, by whoever needs it first."""

from __future__ import annotations

import datetime as dt
import os
import time
from functools import lru_cache

from bot import datafiles
from bot.consent.desk import Desk
from bot.consent.secret import secret_of
from bot.privacy.keys import Box, derived
from bot.settings import SECRET_FILE, SettingError, Settings, from_environment
from bot.storage.database import Database
from bot.storage.errors import DatabaseUrlError

_open: list[Desk] = []


class DeskError(Exception):
    """What is kept cannot be opened; the message, in French, names no value."""


def desk_of(settings: Settings) -> Desk:
    """A desk over the database of `settings`. Raises DeskError, SettingError."""
    try:
        secret = secret_of(settings.secret_key, SECRET_FILE)
        database = Database(settings.database_url, Box(derived(secret, "stored answers")))
    except DatabaseUrlError as fault:
        raise SettingError(f"CAP_DATABASE_URL : {fault}") from None
    except OSError:
        raise DeskError(f"La clé secrète ne peut être ni lue ni créée dans {SECRET_FILE.parent.name}/.") from None
    return Desk(
        database,
        datafiles.usages(),
        secret,
        today=dt.date.today,
        clock=time.monotonic,
        hands_over=bool(settings.smtp_url),
    )


def use(desk: Desk) -> None:
    """Make `desk` the one of this process."""
    _open[:] = [desk]


def current() -> Desk:
    """The desk of this process; an action server started alone builds its own from the environment."""
    return _open[0] if _open else _from_environment()


@lru_cache(maxsize=1)
def _from_environment() -> Desk:
    return desk_of(from_environment(os.environ))
