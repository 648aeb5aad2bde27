"""Consents, deliveries and counts, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.storage.database import Database, StorageError
from bot.storage.records import Consent, Count, Delivery
from tests.storage.samples import ANSWERS, DAY, code_hash, consent

AT_ONCE = 20


def keep(database: Database, *consents: Consent) -> None:
    with database.unit_of_work() as unit:
        for each in consents:
            unit.consents.add(each, code_hash(each))
        unit.commit()


def keep_delivery(database: Database) -> str:
    granted = consent()
    keep(database, granted)
    with database.unit_of_work() as unit:
        name = unit.deliveries.add(granted.id, "mentors")
        unit.commit()
    return name


def at_once(action: Callable[[], bool]) -> list[bool]:
    """The results of `action`, done by twenty threads that start together."""
    barrier = threading.Barrier(AT_ONCE)

    def one(_: int) -> bool:
        barrier.wait()
        return action()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_a_consent_comes_back_as_it_was(database: Database) -> None:
    first, second = consent(), consent(academie=None, answers={})
    keep(database, first, second)
    with database.unit_of_work() as unit:
        assert unit.consents.get(first.id) == first
        assert unit.consents.by_code(code_hash(second), second.ends_on) == second
        assert unit.consents.by_code(code_hash(second), second.ends_on + dt.timedelta(1)) is None
        assert unit.consents.get(second.id[::-1]) is None
        assert unit.consents.by_code(first.id, DAY) is None


def test_consents_to_a_purpose_oldest_first(database: Database) -> None:
    newer = replace(consent(), id="0" * 32)
    same_day = sorted((consent(academie="lyon"), consent()), key=lambda each: each.id)
    same_day = [replace(each, granted_on=DAY - dt.timedelta(1)) for each in same_day]
    keep(database, newer, *reversed(same_day), consent(purpose="rappel"))
    with database.unit_of_work() as unit:
        assert unit.consents.of("mentorat") == [*same_day, newer]
        assert unit.consents.of("mentorat", "lyon") == [each for each in same_day if each.academie == "lyon"]
        assert unit.consents.of("autre") == []


def test_answers_and_state_of_one_consent_are_replaced(database: Database) -> None:
    changed, other = consent(), consent()
    keep(database, changed, other)
    with database.unit_of_work() as unit:
        assert unit.consents.correct(changed.id, {"besoin": "autre"})
        assert unit.consents.set_state(changed.id, "clos")
        assert not unit.consents.correct("0" * 32, {})
        assert not unit.consents.set_state("0" * 32, "clos")
        unit.commit()
    with database.unit_of_work() as unit:
        assert unit.consents.get(changed.id) == replace(changed, answers={"besoin": "autre"}, state="clos")
        assert unit.consents.get(other.id) == other


def test_a_consent_goes_with_its_delivery(database: Database) -> None:
    gone, stays = consent(), consent()
    keep(database, gone, stays)
    with database.unit_of_work() as unit:
        for each in (gone, stays):
            unit.deliveries.add(each.id, "mentors")
        assert unit.consents.delete(gone.id)
        assert not unit.consents.delete(gone.id)
        unit.commit()
    with database.unit_of_work() as unit:
        assert unit.consents.of("mentorat") == [stays]
        assert [each.consent_id for each in unit.deliveries.waiting()] == [stays.id]


def test_a_consent_lasts_until_the_end_of_its_last_day(database: Database) -> None:
    ended, last_day = consent(ends_on=DAY - dt.timedelta(1)), consent(ends_on=DAY)
    keep(database, ended, last_day)
    with database.unit_of_work() as unit:
        unit.deliveries.add(ended.id, "mentors")
        assert unit.consents.delete_ended(DAY) == 1
        assert unit.consents.delete_ended(DAY) == 0
        assert unit.consents.of("mentorat") == [last_day]
        assert unit.deliveries.waiting() == []


def test_what_is_not_committed_leaves_nothing(database: Database) -> None:
    first, second, third = consent(), consent(), consent()
    with database.unit_of_work() as unit:
        unit.consents.add(first, code_hash(first))
    with database.unit_of_work() as unit:
        unit.consents.add(second, code_hash(second))
        unit.commit()
        unit.counts.add("2026-W47", "lyon", "harcelement", "mentors")
    with suppress(ZeroDivisionError), database.unit_of_work() as unit:
        unit.consents.add(third, code_hash(third))
        raise ZeroDivisionError
    with database.unit_of_work() as unit:
        assert unit.consents.of("mentorat") == [second]
        assert unit.counts.all() == []


def test_a_code_opens_one_consent_only(database: Database) -> None:
    first, second = consent(), consent()
    keep(database, first)
    with database.unit_of_work() as unit, pytest.raises(StorageError):
        unit.consents.add(second, code_hash(first))
    with database.unit_of_work() as unit:
        assert unit.consents.of("mentorat") == [first]


def test_a_delivery_is_tried_again_until_it_is_done(database: Database) -> None:
    name = keep_delivery(database)
    with database.unit_of_work() as unit:
        (read,) = unit.deliveries.waiting()
        assert read == Delivery(name, read.consent_id, "mentors", "en_attente", 0)
        assert unit.deliveries.claim(name, 0)
        assert not unit.deliveries.claim(name, 0)
        unit.deliveries.failed(name, final=False)
        assert unit.deliveries.waiting() == [replace(read, attempts=1)]
        assert unit.deliveries.claim(name, 1)
        unit.deliveries.done(name)
        unit.deliveries.failed(name, final=True)  # another process, too late
        assert unit.deliveries.of(read.consent_id) == replace(read, state="transmise", attempts=2)
        assert unit.deliveries.waiting() == []
        assert not unit.deliveries.claim(name, 2)
        assert unit.deliveries.of("0" * 32) is None


def test_a_final_failure_is_not_tried_again(database: Database) -> None:
    name = keep_delivery(database)
    with database.unit_of_work() as unit:
        (read,) = unit.deliveries.waiting()
        unit.deliveries.failed(name, final=True)
        assert unit.deliveries.waiting() == []
        assert unit.deliveries.of(read.consent_id) == replace(read, state="impossible")
        assert not unit.deliveries.claim(name, 0)


def test_those_least_tried_come_first(database: Database) -> None:
    names = [keep_delivery(database) for _ in range(3)]
    tried = min(names)  # the first by its name
    with database.unit_of_work() as unit:
        assert unit.deliveries.claim(tried, 0)
        assert [each.id for each in unit.deliveries.waiting()] == [*sorted(set(names) - {tried}), tried]


def test_a_consent_has_one_delivery_and_a_delivery_its_consent(database: Database) -> None:
    granted = consent()
    keep(database, granted)
    with database.unit_of_work() as unit:
        unit.deliveries.add(granted.id, "mentors")
        with pytest.raises(StorageError):
            unit.deliveries.add(granted.id, "mentors")
    with database.unit_of_work() as unit, pytest.raises(StorageError):
        unit.deliveries.add("0" * 32, "mentors")


def test_of_twenty_claims_one_wins(database: Database) -> None:
    name = keep_delivery(database)

    def claim() -> bool:
        with database.unit_of_work() as unit:
            won = unit.deliveries.claim(name, 0)
            unit.commit()
            return won

    assert at_once(claim).count(True) == 1
    with database.unit_of_work() as unit:
        assert [each.attempts for each in unit.deliveries.waiting()] == [1]


def test_no_count_is_lost_among_twenty(database: Database) -> None:
    def count() -> bool:
        with database.unit_of_work() as unit:
            unit.counts.all()  # on SQLite, a transaction that reads before it writes is the one refused
            unit.counts.add("2026-W47", "lyon", "harcelement", "mentors")
            unit.commit()
            return True

    assert all(at_once(count))
    with database.unit_of_work() as unit:
        unit.counts.add("2026-W47", "lyon", "harcelement", "mentors", 5)
        unit.counts.add("2026-W46", "lyon", "harcelement", "mentors", 2)
        assert unit.counts.all() == [
            Count("2026-W46", "lyon", "harcelement", "mentors", 2),
            Count("2026-W47", "lyon", "harcelement", "mentors", 25),
        ]
        with pytest.raises(ValueError, match="only grows"):
            unit.counts.add("2026-W47", "lyon", "harcelement", "mentors", 0)


def test_answers_stay_out_of_logs() -> None:
    assert not any(answer in repr(consent()) for answer in ANSWERS.values())
