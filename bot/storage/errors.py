"""What can go wrong with the database, said in French, without any of the values."""
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.keys import Unreadable


class StorageError(Exception):
    """The database did not do what was asked; the message, in French, names no value."""


class DatabaseUrlError(ValueError):
    """The database's URL does not do; the message, in French, says what to write, never the URL (a password)."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise StorageError instead of the errors of the database, of its file and of the seal.

    A driver's message quotes the row that it refuses: `from None` keeps it out of every log.
    """
    try:
        yield
    except Unreadable:
        raise StorageError("Un enregistrement ne peut pas être lu avec la clé actuelle.") from None
    except (SQLAlchemyError, OSError):
        raise StorageError("La base de données est indisponible ou a refusé l'opération.") from None
