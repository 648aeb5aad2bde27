"""Call-back requests and a really started mail server: one letter each, never lost, never doubled."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest

from bot import datafiles
from bot.consent.desk import Desk
from bot.consent.handover import MOST_ATTEMPTS, address_of, hand_over
from bot.consent.mailer import Mailer
from bot.privacy.keys import Box
from bot.storage.database import Database, StorageError
from tests.storage.desks import DAY, SECRET, World, go, leave, state
from tests.support.post import SENDER, Post

PAE = "pae@ac-strasbourg.fr"
BOTH = pytest.mark.parametrize("command", ["rcpt", "data"])


def attempts(desk: Desk) -> list[int]:
    with desk.ready().unit_of_work() as work:
        return [each.attempts for each in work.deliveries.waiting()]


def test_one_letter_for_one_request(desk: Desk, opened: Post) -> None:
    _, code = leave(desk)
    assert (go(desk, opened), go(desk, opened)) == (1, 0)
    (letter,) = opened.came
    assert opened.to == [PAE]
    assert (letter["To"], letter["From"], letter["Subject"]) == (PAE, SENDER, "Demande de rappel (Cap Soutien)")
    text = letter.get_content().replace("\r\n", "\n")
    for line in ("Nom : Hélène", "Contact : 06 12 34 56 78", "Moment : non précisé"):
        assert f"\n{line}\n" in text
    assert "au plus tard le 22 décembre 2026" in text
    assert not any(secret in str(letter) for secret in (code, desk.hashed(code), "en_attente"))
    assert state(desk, code) == "transmise"


def test_what_is_over_never_leaves(desk: Desk, opened: Post, world: World) -> None:
    record, _ = leave(desk)
    desk.erase(record)
    leave(desk)
    world.day = DAY + dt.timedelta(days=31)
    assert go(desk, opened) == 0
    assert opened.came == []


def test_a_closed_door_is_tried_again_and_the_letter_comes_once(desk: Desk, post: Post) -> None:
    _, code = leave(desk)
    for tried in (1, 2, 3):
        assert go(desk, post) == 0
        assert (attempts(desk), state(desk, code)) == ([tried], "en_attente")
    with post.opened():
        sent = [go(desk, post) for _ in range(3)]
    assert (sent, len(post.came), state(desk, code)) == ([1, 0, 0], 1, "transmise")


@BOTH
def test_a_refusal_for_good_ends_it(desk: Desk, opened: Post, command: str) -> None:
    _, code = leave(desk)
    setattr(opened, command, "550 no such mailbox")
    assert go(desk, opened) == 0
    assert state(desk, code) == "impossible"
    setattr(opened, command, "250 OK")
    assert go(desk, opened) == 0
    assert (opened.came, opened.asked) == ([], 1)


@BOTH
def test_a_refusal_for_now_is_tried_again(desk: Desk, opened: Post, command: str) -> None:
    _, code = leave(desk)
    setattr(opened, command, "451 come back later")
    assert (go(desk, opened), state(desk, code)) == (0, "en_attente")
    setattr(opened, command, "250 OK")
    assert (go(desk, opened), len(opened.came)) == (1, 1)


def test_a_wrong_password_loses_nothing(desk: Desk, opened: Post) -> None:
    _, code = leave(desk)
    mailer = Mailer(f"smtp://cap:faux@127.0.0.1:{opened.port}", SENDER)
    assert hand_over(desk, datafiles.directory(), mailer.send, SENDER) == 0
    assert state(desk, code) == "en_attente"
    assert go(desk, opened) == 1


def test_a_request_has_its_own_message_id(desk: Desk, opened: Post) -> None:
    leave(desk)
    seen: list[str] = []

    def broken(message: EmailMessage) -> None:
        opened.mailer.send(message)  # the server took it, and the line broke before it could say so
        seen.append(str(message["Message-ID"]))
        raise ConnectionResetError

    hand_over(desk, datafiles.directory(), broken, SENDER)
    leave(desk)
    go(desk, opened)
    names = [str(letter["Message-ID"]) for letter in opened.came]
    assert seen[0] == names[0] and names.count(seen[0]) == 2
    assert len(set(names)) == 2 and all(name.endswith("@ac-strasbourg.fr>") for name in names)


def test_two_workers_at_once_send_each_letter_once(desks: list[Desk], opened: Post) -> None:
    codes = [leave(desks[0])[1] for _ in range(8)]
    start = threading.Barrier(2)

    def work(desk: Desk) -> int:
        start.wait()
        return go(desk, opened)

    with ThreadPoolExecutor(2) as pool:
        sent = sum(pool.map(work, desks))
    assert [go(desk, opened) for desk in desks] == [0, 0]
    assert sent == len(opened.came) == len({letter["Message-ID"] for letter in opened.came}) == 8
    assert {state(desks[1], code) for code in codes} == {"transmise"}


def test_a_letter_that_is_leaving_is_left_alone_then_taken_up(desks: list[Desk], opened: Post) -> None:
    _, code = leave(desks[0])
    during: list[int] = []

    def slow(message: EmailMessage) -> None:
        during.append(go(desks[1], opened))  # the other process comes by in the meantime
        raise SystemExit  # and this one dies

    with pytest.raises(SystemExit):
        hand_over(desks[0], datafiles.directory(), slow, SENDER)
    assert (during, opened.came, state(desks[1], code)) == ([0], [], "en_attente")
    assert (go(desks[1], opened), len(opened.came)) == (1, 1)


def test_with_another_key_nothing_leaves(desk: Desk, opened: Post, database_url: str) -> None:
    _, code = leave(desk)
    usages = datafiles.usages()
    other = Desk(Database(database_url, Box(bytes(32))), usages, SECRET, today=desk.today, clock=lambda: 0.0)
    with pytest.raises(StorageError):
        go(other, opened)
    other.database.close()
    assert opened.came == [] and state(desk, code) == "en_attente"


def test_no_letter_tells_of_a_sign_up(desk: Desk, opened: Post) -> None:
    answers = {"nom": "Claire", "courriel": "claire@exemple.fr", "academie": "strasbourg"}
    record, _, _ = desk.record("mentorat_inscription", answers, academie="strasbourg", service=None)
    desk.correct(record, {**answers, "nom": "Anne"})
    desk.erase(record)
    assert (go(desk, opened), opened.came) == (0, [])


def test_no_address_or_too_many_attempts_end_it(desk: Desk, post: Post) -> None:
    (_, nowhere), (_, last) = leave(desk, "lyon"), leave(desk)
    go(desk, post)
    with desk.ready().unit_of_work() as work:
        (waiting,) = work.deliveries.waiting()
        assert all(work.deliveries.claim(waiting.id, number) for number in range(1, MOST_ATTEMPTS - 1))
        work.commit()
    assert [go(desk, post), attempts(desk), go(desk, post)] == [0, [MOST_ATTEMPTS - 1], 0]
    assert (state(desk, nowhere), state(desk, last), attempts(desk)) == ("impossible", "impossible", [])


@pytest.mark.parametrize(
    ("service", "academie", "address"),
    [
        ("pae", "strasbourg", PAE), ("medecine_prevention", "strasbourg", "ce.medecine-prevention@ac-strasbourg.fr"),
        ("service_social", "strasbourg", "ce.santesocial@ac-strasbourg.fr"),
        ("dafor", "strasbourg", "ce.dafor@ac-strasbourg.fr"),
        ("psychologue_clinicien", "strasbourg", None), ("mgen_ecoute", "strasbourg", None),
        ("pae", "lyon", None), ("medecine_prevention", "lyon", None), ("dafor", "lyon", None), ("pae", None, None),
        ("pae", "nancy", None), ("inconnu", "strasbourg", None),
    ],
)  # fmt: skip
def test_the_address_of_each_service(service: str, academie: str | None, address: str | None) -> None:
    assert address_of(datafiles.directory(), service, academie) == address
