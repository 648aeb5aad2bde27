"""The desk: the only way in and out of what is kept. Behind it the database, before it a person's code or yes."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from bot.consent.answers import known_academie
from bot.consent.held import Held
from bot.consent.search import holds
from bot.consent.statistics import week
from bot.consent.tries import Tries
from bot.consent.usages import Usages
from bot.privacy.codes import canonical, new_code
from bot.privacy.keys import derived, keyed_hash
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.records import Consent, Count, new_id
from bot.storage.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)
CALLBACK = "rappel"
RECORDED, WAITING = "enregistree", "en_attente"
# Two years of weeks: one is compared with the one before.
COUNTED = dt.timedelta(weeks=104)


@dataclass(frozen=True)
class Changed:
    """What became of a record that was to be corrected or erased."""

    known: bool
    service_told: bool = False
    """Whether its service, which may have received it, is to be told (RGPD, art. 19)."""


class Desk:
    """Records, shows, corrects, erases.

    Args:
        secret: from which the key of the codes is drawn; at least 32 random bytes.
        today: the day, injected so that a year can pass in a test.
        clock: seconds, monotonic.
        hands_over: whether call-back requests can reach the services.

    Every method but the constructor raises StorageError when the database does not answer.
    """

    def __init__(
        self,
        database: Database,
        usages: Usages,
        secret: bytes,
        *,
        today: Callable[[], dt.date],
        clock: Callable[[], float],
        hands_over: bool = False,
    ) -> None:
        self.hands_over = hands_over
        self.database = database
        self.usages = usages
        self.today = today
        self._codes = derived(secret, "access codes")
        self.tried: dict[str, int] = {}
        """Deliveries that waited when this process last looked, and how often they had been tried."""
        self.tries = Tries(clock)
        self.unwiped = False
        """Whether something was erased whose bytes are still to be cleared from the files."""
        self._upgraded = False
        self._lock = threading.Lock()

    def ready(self) -> Database:
        """The database, its tables up to date."""
        with self._lock:
            if not self._upgraded:
                self.database.upgrade()
                self._upgraded = True
        return self.database

    def record(
        self,
        usage_id: str,
        answers: Mapping[str, str],
        *,
        academie: str | None,
        service: str | None,
        until: dt.date | None = None,
        draft: str | None = None,
    ) -> tuple[str, str, dt.date]:
        """Keep what a person has just said yes to; returns the record's id, its code, seen once, and its last day.

        until: the last day that the person was told, if it was told on another day.
        draft: the id under which it is kept. If the answer to a yes was lost, a second yes with the same id keeps
            nothing twice: it gives another code for the same record.
        """
        code, today = new_code(), self.today()
        until = until or self.usages[usage_id].until(today)
        state = WAITING if usage_id == CALLBACK else RECORDED
        consent = Consent(draft or new_id(), usage_id, self.usages.version, today, until, academie, state, answers)
        with self.ready().unit_of_work() as work:
            before = work.consents.get(draft) if draft else None
            if before is None:
                work.consents.add(consent, self.hashed(code))
                if service is not None:
                    work.deliveries.add(consent.id, service)
            else:
                work.consents.renew(before.id, answers, self.hashed(code))
                if before.answers != answers:
                    _told(work, before.id)
            work.commit()
        return consent.id, code, until

    def hashed(self, code: str) -> str:
        """What is kept of a code."""
        return keyed_hash(self._codes, code)

    def matches(self, text: str, hashed: str | None) -> bool:
        """Whether the code in `text` is the one just given."""
        code = canonical(text)
        return code is not None and self.hashed(code) == hashed

    def find(self, text: str) -> Held | None:
        """What is kept under the code in `text`; None alike for a wrong, an ended and an unknown code.

        Raises TooManyTries.
        """
        self.tries.count()
        # A text that holds no code is looked for all the same, so that every answer takes the same time.
        hashed = self.hashed(canonical(text) or "")
        with self.ready().unit_of_work() as work:
            return self._held(work, work.consents.by_code(hashed, self.today()))

    def held(self, record: str) -> Held | None:
        """What is kept of a record whose code was given; None if it has ended or is no longer kept."""
        with self.ready().unit_of_work() as work:
            return self._held(work, work.consents.get(record))

    def _held(self, work: UnitOfWork, consent: Consent | None) -> Held | None:
        delivery = work.deliveries.of(consent.id) if consent else None
        if consent is None or consent.ends_on < self.today():
            return None
        state = delivery.state if delivery else consent.state
        service = delivery.service if delivery else None
        return Held(
            consent.id,
            consent.purpose,
            consent.answers,
            state,
            consent.ends_on,
            service,
            consent.granted_on,
            consent.academie,
            consent.wording,
        )

    def correct(self, record: str, answers: Mapping[str, str], academies: Container[str] = ()) -> Changed:
        """Replace the answers of a record; a service that may have the former ones receives the new.

        academies: the known ones; where the académie was asked, what stands in the clear follows its correction.
        """
        with self.ready().unit_of_work() as work:
            noted = {"academie": known_academie(answers, academies)} if "academie" in answers else {}
            known = work.consents.correct(record, answers, **noted)
            told = known and _told(work, record)
            work.commit()
        return Changed(known, told)

    def recode(self, record: str) -> str | None:
        """Another code for a record, seen once, in the place of the one it had; None if it is no longer kept."""
        code = new_code()
        with self.ready().unit_of_work() as work:
            known = work.consents.recode(record, self.hashed(code))
            work.commit()
        return code if known else None

    def erase(self, record: str) -> Changed:
        """Erase a record so that no byte of it is left in the database's files; its service is told to do so too."""
        with self.ready().unit_of_work() as work:
            delivery, consent = work.deliveries.held(record), work.consents.get(record)
            known = work.consents.delete(record)
            told = known and delivery is not None and delivery.service_may_know
            if told and consent is not None and delivery is not None:
                work.withdrawals.add(delivery, consent.academie)
            work.commit()
        self.clear()
        return Changed(known, told)

    def clear(self) -> None:
        """Clear the bytes of what was erased. When others are in the way, it is erased all the same; see `wipe`."""
        self.unwiped = True
        try:
            self.wipe()
        except StorageError as failure:
            logger.error("what was erased is still to be cleared: %s", type(failure).__name__)

    def wipe(self) -> None:
        """Clear the bytes of what was erased from the database's files. Raises StorageError if it cannot, yet."""
        self.ready().wipe()
        self.unwiped = False

    def purge(self) -> int:
        """Erase every record whose last day is past, returns how many; and the counts of more than two years.

        The files are cleared even if nothing ended: what another process erased may have left its bytes.
        """
        with self.ready().unit_of_work() as work:
            ended = work.consents.delete_ended(self.today())
            work.counts.delete_before(week(self.today() - COUNTED))
            work.commit()
        self.unwiped = True
        self.wipe()
        return ended

    def search(self, sought: str) -> list[Consent]:
        """The records that hold a name, an address or a telephone number, for who lost their code (see `holds`)."""
        with self.ready().unit_of_work() as work:
            every = [consent for usage in self.usages.usages for consent in work.consents.of(usage)]
        return [c for c in every if c.ends_on >= self.today() and holds(self.usages[c.purpose], c.answers, sought)]

    def of(self, usage_id: str, academie: str | None = None) -> list[Consent]:
        """The records of one use, for who must act on them; those whose last day is past are left out."""
        with self.ready().unit_of_work() as work:
            kept = [consent for consent in work.consents.of(usage_id) if consent.ends_on >= self.today()]
        # The académie is the one last answered: it may have been corrected since the record was made.
        return [c for c in kept if academie is None or c.answers.get("academie", c.academie) == academie]

    def count(self, rows: Mapping[tuple[str, str, str, str], int]) -> None:
        """Add to the counts of (week, académie, need, service)."""
        with self.ready().unit_of_work() as work:
            for key, number in rows.items():
                work.counts.add(*key, number)
            work.commit()

    def counts(self) -> list[Count]:
        """Every count."""
        with self.ready().unit_of_work() as work:
            return work.counts.all()


def _told(work: UnitOfWork, record: str) -> bool:
    """Have the service that may know a record's former answers told the new ones; whether there is one."""
    delivery = work.deliveries.held(record)
    if delivery is None or not delivery.service_may_know:
        return False
    if not delivery.untouched:
        work.deliveries.correct(delivery)
    return True
