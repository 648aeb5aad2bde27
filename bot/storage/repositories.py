"""Reading and writing the tables inside one unit of work. Every method raises StorageError on failure."""
# mypy: disable-error-code="import-untyped"

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.privacy.keys import Box
from bot.storage.errors import translated
from bot.storage.records import DONE, IMPOSSIBLE, WAITING, Consent, Count, Delivery, Withdrawal, new_id
from bot.storage.tables import ConsentRow, CountRow, DeliveryRow, WithdrawalRow

_BLOCK = 256
_INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class _Repository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _rows(self, statement: Any) -> list[Any]:
        with translated():
            return list(self._connection.execute(statement))

    def _changed(self, statement: Any) -> int:
        with translated():
            return int(self._connection.execute(statement).rowcount)


class Consents(_Repository):
    """The consents; their answers are sealed on the way in and opened on the way out."""

    def __init__(self, connection: Connection, box: Box) -> None:
        super().__init__(connection)
        self._box = box

    def add(self, consent: Consent, code_hash: str) -> None:
        """Keep a consent, found again by the hash of its access code."""
        values = {**vars(consent), "answers": self._sealed(consent.id, consent.answers), "code_hash": code_hash}
        self._changed(insert(ConsentRow).values(values))

    def by_code(self, code_hash: str, today: dt.date) -> Consent | None:
        """The consent of an access code, or None; one whose last day is past is not even read."""
        return self._one(select(ConsentRow).where(ConsentRow.code_hash == code_hash, ConsentRow.ends_on >= today))

    def get(self, consent_id: str) -> Consent | None:
        """The consent of this id, or None."""
        return self._one(select(ConsentRow).where(ConsentRow.id == consent_id))

    def of(self, purpose: str, academie: str | None = None) -> list[Consent]:
        """The consents to one purpose, in one académie or in all, oldest first."""
        found = select(ConsentRow).where(ConsentRow.purpose == purpose)
        if academie is not None:
            found = found.where(ConsentRow.academie == academie)
        return [self._opened(row) for row in self._rows(found.order_by(ConsentRow.granted_on, ConsentRow.id))]

    def correct(self, consent_id: str, answers: Mapping[str, str], **noted: str | None) -> bool:
        """Replace the answers, and the columns in the clear that are given. False if there is no such consent."""
        return self._set(consent_id, answers=self._sealed(consent_id, answers), **noted)

    def recode(self, consent_id: str, code_hash: str) -> bool:
        """Replace the code. False if there is no such consent."""
        return self._set(consent_id, code_hash=code_hash)

    def renew(self, consent_id: str, answers: Mapping[str, str], code_hash: str) -> bool:
        """Replace the answers and the code. False if there is no such consent."""
        return self._set(consent_id, answers=self._sealed(consent_id, answers), code_hash=code_hash)

    def set_state(self, consent_id: str, state: str) -> bool:
        """Replace the state. False if there is no such consent."""
        return self._set(consent_id, state=state)

    def delete(self, consent_id: str) -> bool:
        """Delete a consent and its delivery. False if there was none. `Database.wipe` leaves no byte of it."""
        return self._changed(delete(ConsentRow).where(ConsentRow.id == consent_id)) == 1

    def delete_ended(self, today: dt.date) -> int:
        """Delete the consents whose last day is past, with their deliveries; returns how many."""
        return self._changed(delete(ConsentRow).where(ConsentRow.ends_on < today))

    def _set(self, consent_id: str, **values: object) -> bool:
        return self._changed(update(ConsentRow).where(ConsentRow.id == consent_id).values(values)) == 1

    def _one(self, statement: Any) -> Consent | None:
        rows = self._rows(statement)
        return self._opened(rows[0]) if rows else None

    def _sealed(self, consent_id: str, answers: Mapping[str, str]) -> bytes:
        plain = json.dumps(dict(answers)).encode()
        padded = plain + b" " * (-len(plain) % _BLOCK)  # JSON does not mind spaces at its end
        return self._box.seal(padded, consent_id.encode())

    def _opened(self, row: Any) -> Consent:
        values = dict(row._mapping)
        del values["code_hash"]
        with translated():
            values["answers"] = json.loads(self._box.open(values["answers"], row.id.encode()))
        return Consent(**values)


class Deliveries(_Repository):
    """What has to reach a service, once."""

    def add(self, consent_id: str, service: str, follows: str | None = None) -> str:
        """Note a delivery to make; returns its id."""
        delivery = Delivery(new_id(), consent_id, service, WAITING, 0, follows)
        self._changed(insert(DeliveryRow).values(vars(delivery)))
        return delivery.id

    def correct(self, delivery: Delivery) -> str:
        """Put in the place of a delivery whose letter may have left one that corrects it; returns its id."""
        self._changed(delete(DeliveryRow).where(DeliveryRow.id == delivery.id))
        return self.add(delivery.consent_id, delivery.service, delivery.first)

    def waiting(self) -> list[Delivery]:
        """The deliveries to make, those least tried first."""
        found = select(DeliveryRow).where(DeliveryRow.state == WAITING)
        rows = self._rows(found.order_by(DeliveryRow.attempts, DeliveryRow.id))
        return [Delivery(**row._mapping) for row in rows]

    def claim(self, delivery_id: str, attempts: int) -> bool:
        """Take a delivery, as it was read with `attempts`, and count one more. False if another took it since.

        Of all who read the same number, the database lets one change it. Commit before sending: a process that
        dies after that leaves the delivery waiting, to be tried again rather than lost.
        """
        as_read = (DeliveryRow.id == delivery_id, DeliveryRow.state == WAITING, DeliveryRow.attempts == attempts)
        return self._changed(update(DeliveryRow).where(*as_read).values(attempts=attempts + 1)) == 1

    def done(self, delivery_id: str) -> None:
        """The service has it."""
        self._changed(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(state=DONE))

    def failed(self, delivery_id: str, final: bool) -> bool:
        """It did not go. Unless `final`, it goes on waiting; the attempt was counted when it was claimed.

        Returns whether it is given up.
        """
        if not final:
            return False
        # What another process managed to send stays sent.
        still = (DeliveryRow.id == delivery_id, DeliveryRow.state == WAITING)
        return self._changed(update(DeliveryRow).where(*still).values(state=IMPOSSIBLE)) == 1

    def given_up(self) -> list[Delivery]:
        """Those that never reached their service, and never will."""
        rows = self._rows(select(DeliveryRow).where(DeliveryRow.state == IMPOSSIBLE))
        return [Delivery(**row._mapping) for row in rows]

    def of(self, consent_id: str) -> Delivery | None:
        """The delivery of a consent, or None."""
        return self._one(select(DeliveryRow).where(DeliveryRow.consent_id == consent_id))

    def held(self, consent_id: str) -> Delivery | None:
        """The same, which nobody may take or change until the transaction ends."""
        return self._one(select(DeliveryRow).where(DeliveryRow.consent_id == consent_id).with_for_update())

    def _one(self, statement: Any) -> Delivery | None:
        rows = self._rows(statement)
        return Delivery(**rows[0]._mapping) if rows else None


class Withdrawals(_Repository):
    """The letters to take back, each once."""

    def add(self, delivery: Delivery, academie: str | None) -> None:
        """Note that a delivery's letter is to be taken back."""
        withdrawal = Withdrawal(new_id(), delivery.first, delivery.service, academie, 0)
        self._changed(insert(WithdrawalRow).values(vars(withdrawal)))

    def waiting(self) -> list[Withdrawal]:
        """The letters to take back, those least tried first."""
        rows = self._rows(select(WithdrawalRow).order_by(WithdrawalRow.attempts, WithdrawalRow.id))
        return [Withdrawal(**row._mapping) for row in rows]

    def claim(self, withdrawal: Withdrawal) -> bool:
        """Take one, as it was read, and count one more attempt. False if another took it since (see `Deliveries`)."""
        as_read = (WithdrawalRow.id == withdrawal.id, WithdrawalRow.attempts == withdrawal.attempts)
        return self._changed(update(WithdrawalRow).where(*as_read).values(attempts=withdrawal.attempts + 1)) == 1

    def delete(self, withdrawal_id: str) -> None:
        """It has left, or never will."""
        self._changed(delete(WithdrawalRow).where(WithdrawalRow.id == withdrawal_id))


class Counts(_Repository):
    """Numbers that only grow."""

    def add(self, week: str, academie: str, need: str, service: str, number: int = 1) -> None:
        """Add `number` to a count, from nothing if need be. Raises ValueError if it is not at least 1."""
        if number < 1:
            raise ValueError("a count only grows")
        key = {"week": week, "academie": academie, "need": need, "service": service}
        row = _INSERTS[self._connection.dialect.name](CountRow).values(**key, number=number)
        more = {"number": CountRow.number + row.excluded.number}
        self._changed(row.on_conflict_do_update(index_elements=list(key), set_=more))

    def all(self) -> list[Count]:
        """Every count, by week, académie, need and service."""
        order = (CountRow.week, CountRow.academie, CountRow.need, CountRow.service)
        return [Count(**row._mapping) for row in self._rows(select(CountRow).order_by(*order))]

    def delete_before(self, week: str) -> int:
        """Delete the counts of the weeks before this one; returns how many."""
        return self._changed(delete(CountRow).where(CountRow.week < week))
