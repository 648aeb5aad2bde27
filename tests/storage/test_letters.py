"""A service that has a call-back request is told what becomes of it: corrected, or taken back (RGPD, art. 19)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.consent import handover
from bot.consent.desk import Changed, Desk
from tests.storage.conftest import on_disk
from tests.storage.desks import LEFT, go, leave, reference, state
from tests.support.post import Post

PAE = "pae@ac-strasbourg.fr"


def test_a_service_that_has_a_request_receives_its_correction(desk: Desk, opened: Post) -> None:
    record, code = leave(desk)
    assert desk.correct(record, {**LEFT, "nom": "Inès"}) == Changed(known=True)  # nothing has left yet
    assert go(desk, opened) == 1
    assert desk.correct(record, {**LEFT, "joindre": "ines@exemple.fr"}) == Changed(known=True, service_told=True)
    assert desk.correct(record, {**LEFT, "joindre": "lina@exemple.fr"}) == Changed(known=True, service_told=True)
    assert state(desk, code) == "en_attente"
    assert (go(desk, opened), go(desk, opened)) == (1, 0)
    assert desk.correct(record, LEFT).service_told and go(desk, opened) == 1
    first, second, third = opened.came
    assert "Nom : Inès" in first.get_content() and "In-Reply-To" not in first
    assert "lina@exemple.fr" in second.get_content() and "ines@exemple.fr" not in str(second.get_content())
    assert "06 12 34 56 78" in third.get_content()
    assert second["Subject"] == "Demande de rappel corrigée (Cap Soutien)"
    assert second["In-Reply-To"] == third["References"] == first["Message-ID"]
    assert len({str(letter["Message-ID"]) for letter in opened.came}) == 3
    assert len({reference(letter) for letter in opened.came}) == 1 and reference(first)
    assert state(desk, code) == "transmise"


def test_a_service_that_has_a_request_is_asked_to_erase_it(desk: Desk, opened: Post, database_url: str) -> None:
    record, _ = leave(desk)
    assert go(desk, opened) == 1
    assert desk.erase(record) == Changed(known=True, service_told=True)
    assert (go(desk, opened), go(desk, opened)) == (1, 0)
    first, second = opened.came
    assert (second["To"], second["Subject"]) == (PAE, "Demande de rappel retirée (Cap Soutien)")
    assert second["References"] == first["Message-ID"] and reference(second) == reference(first)
    assert not any(answer in str(second.get_content()) for answer in LEFT.values())
    assert str(first["Message-ID"])[1:33].encode() not in on_disk(database_url)


def test_a_correction_that_has_not_left_is_taken_back_with_what_it_corrects(desk: Desk, opened: Post) -> None:
    record, _ = leave(desk)
    assert go(desk, opened) == 1
    desk.correct(record, {**LEFT, "nom": "Inès"})
    assert desk.erase(record).service_told
    assert go(desk, opened) == 1
    assert [str(letter["Subject"]) for letter in opened.came][1:] == ["Demande de rappel retirée (Cap Soutien)"]


def test_a_letter_to_take_back_is_tried_again_then_given_up(desk: Desk, opened: Post) -> None:
    for answer in ("451 come back later", "550 no such mailbox"):
        record, _ = leave(desk)
        assert go(desk, opened) == 1
        desk.erase(record)
        opened.rcpt = answer
        assert go(desk, opened) == 0
        opened.rcpt = "250 OK"
        assert go(desk, opened) == int(answer.startswith("4"))


def test_a_correction_that_was_refused_is_corrected_again(desk: Desk, opened: Post) -> None:
    record, _ = leave(desk)
    assert go(desk, opened) == 1
    desk.correct(record, {**LEFT, "nom": "Inès"})
    opened.rcpt = "550 no such mailbox"
    assert go(desk, opened) == 0
    opened.rcpt = "250 OK"
    assert desk.correct(record, {**LEFT, "nom": "Lina"}).service_told
    assert go(desk, opened) == 1 and "Lina" in opened.came[-1].get_content()


def test_of_two_erasures_at_once_one_tells_the_service(desks: list[Desk], opened: Post) -> None:
    record, _ = leave(desks[0])
    assert go(desks[0], opened) == 1
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda desk: desk.erase(record), desks))
    assert sorted(each.known for each in done) == sorted(each.service_told for each in done) == [False, True]
    assert go(desks[0], opened) == 1


def test_a_withdrawal_that_is_given_up_is_told_to_the_operator(
    desk: Desk, opened: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, _ = leave(desk)
    assert go(desk, opened) == 1
    desk.erase(record)
    opened.rcpt = "550 no such mailbox"
    told: list[str] = []
    monkeypatch.setattr(handover.logger, "error", lambda text, *given: told.append(text % given))
    assert go(desk, opened) == 0
    assert told == [f"a withdrawal was given up: service pae, reference {reference(opened.came[0])}"]


@pytest.mark.parametrize("academie", ["lyon", "strasbourg"])  # without an address; with one that refuses
def test_a_call_back_that_is_given_up_is_told_to_the_operator(
    desk: Desk, opened: Post, monkeypatch: pytest.MonkeyPatch, academie: str
) -> None:
    _, code = leave(desk, academie)
    with desk.ready().unit_of_work() as work:
        (waiting,) = work.deliveries.waiting()
    opened.rcpt = "550 no such mailbox"
    told: list[str] = []
    monkeypatch.setattr(handover.logger, "error", lambda text, *given: told.append(text % given))
    assert (go(desk, opened), go(desk, opened), state(desk, code)) == (0, 0, "impossible")
    assert told == [f"a call-back was given up: service pae, reference {waiting.id[:8]}"]


def test_nobody_is_told_of_what_never_left(desk: Desk, opened: Post) -> None:
    record, _ = leave(desk)
    opened.rcpt = "550 no such mailbox"
    assert go(desk, opened) == 0
    assert desk.correct(record, {**LEFT, "nom": "Inès"}) == desk.erase(record) == Changed(known=True)
    opened.rcpt = "250 OK"
    assert (go(desk, opened), opened.came) == (0, [])
