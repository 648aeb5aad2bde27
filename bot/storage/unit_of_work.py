"""One transaction: everything done in it stays, or nothing."""
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from types import TracebackType

from sqlalchemy.engine import Connection, Engine

from bot.privacy.keys import Box
from bot.storage.errors import translated
from bot.storage.repositories import Consents, Counts, Deliveries, Withdrawals


class UnitOfWork:
    """The tables inside one transaction, rolled back at the end of `with` unless `commit` was called.

    Raises StorageError. Keep it short: on SQLite nobody else writes meanwhile.
    """

    consents: Consents
    deliveries: Deliveries
    withdrawals: Withdrawals
    counts: Counts
    _connection: Connection

    def __init__(self, engine: Engine, box: Box) -> None:
        self._engine = engine
        self._box = box

    def __enter__(self) -> UnitOfWork:
        with translated():
            self._connection = self._engine.connect()
        self.consents = Consents(self._connection, self._box)
        self.deliveries = Deliveries(self._connection)
        self.withdrawals = Withdrawals(self._connection)
        self.counts = Counts(self._connection)
        return self

    def commit(self) -> None:
        """Keep what was done so far."""
        with translated():
            self._connection.commit()

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with translated():
            self._connection.close()
