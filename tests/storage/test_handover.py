"""Call-back requests and a really started mail server: one letter each, never lost, never doubled."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot import datafiles
from bot.consent import handover
from bot.consent.desk import CALLBACK, Changed, Desk
from bot.consent.handover import MOST_ATTEMPTS, Mailer, address_of, hand_over
from tests.storage.conftest import on_disk
from tests.storage.test_desk import DAY, World, desk_over

SENDER = "cap-soutien@ac-strasbourg.fr"
PAE = "pae@ac-strasbourg.fr"
BOTH = pytest.mark.parametrize("command", ["rcpt", "data"])
ANSWERS = {"nom": "Hélène", "joindre": "06 12 34 56 78"}


@dataclass
class Post:
    """A mail server's door: what came in, and what it answers to each command."""

    port: int
    came: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    asked: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.asked += 1
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if self.data.startswith("250"):
            self.came.append(message)
            self.to += envelope.rcpt_tos
        return self.data

    @property
    def mailer(self) -> Mailer:
        return Mailer(f"smtp://127.0.0.1:{self.port}", SENDER)

    def controller(self) -> Controller:
        return Controller(self, hostname="127.0.0.1", port=self.port)


@pytest.fixture
def post() -> Post:
    """A door that is still closed."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return Post(int(found.getsockname()[1]))


@pytest.fixture
def opened(post: Post) -> Iterator[Post]:
    """A door that is open: no STARTTLS, no login."""
    controller = post.controller()
    controller.start()
    yield post
    controller.stop()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def desks(database_url: str, world: World) -> Iterator[list[Desk]]:
    """The desks of two processes over one database."""
    both = [desk_over(database_url, world), desk_over(database_url, world)]
    yield both
    for desk in both:
        desk.database.close()


@pytest.fixture
def desk(desks: list[Desk]) -> Desk:
    return desks[0]


def leave(desk: Desk, academie: str = "strasbourg", service: str = "pae") -> str:
    """A request; returns its code."""
    return desk.record(CALLBACK, ANSWERS, academie=academie, service=service)[1]


def state(desk: Desk, code: str) -> str:
    held = desk.find(code)
    assert held is not None
    return held.state


def attempts(desk: Desk) -> list[int]:
    with desk.ready().unit_of_work() as work:
        return [each.attempts for each in work.deliveries.waiting()]


def go(desk: Desk, post: Post) -> int:
    return hand_over(desk, datafiles.directory(), post.mailer.send, SENDER)


def test_one_letter_for_one_request(desk: Desk, opened: Post) -> None:
    code = leave(desk)
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
    record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    desk.erase(record)
    leave(desk)
    world.day = DAY + dt.timedelta(days=31)
    assert go(desk, opened) == 0
    assert opened.came == []


def reference(letter: EmailMessage) -> str:
    return str(letter.get_content()).rpartition("Référence : ")[2].strip()


def test_a_service_that_has_a_request_receives_its_correction(desk: Desk, opened: Post) -> None:
    record, code, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    assert desk.correct(record, {**ANSWERS, "nom": "Inès"}) == Changed(known=True)  # nothing has left yet
    assert go(desk, opened) == 1
    assert desk.correct(record, {**ANSWERS, "joindre": "ines@exemple.fr"}) == Changed(known=True, service_told=True)
    assert desk.correct(record, {**ANSWERS, "joindre": "lina@exemple.fr"}) == Changed(known=True, service_told=True)
    assert state(desk, code) == "en_attente"
    assert (go(desk, opened), go(desk, opened)) == (1, 0)
    assert desk.correct(record, ANSWERS).service_told and go(desk, opened) == 1
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
    record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    assert go(desk, opened) == 1
    assert desk.erase(record) == Changed(known=True, service_told=True)
    assert (go(desk, opened), go(desk, opened)) == (1, 0)
    first, second = opened.came
    assert (second["To"], second["Subject"]) == (PAE, "Demande de rappel retirée (Cap Soutien)")
    assert second["References"] == first["Message-ID"] and reference(second) == reference(first)
    assert not any(answer in str(second.get_content()) for answer in ANSWERS.values())
    assert str(first["Message-ID"])[1:33].encode() not in on_disk(database_url)


def test_a_correction_that_has_not_left_is_taken_back_with_what_it_corrects(desk: Desk, opened: Post) -> None:
    record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    assert go(desk, opened) == 1
    desk.correct(record, {**ANSWERS, "nom": "Inès"})
    assert desk.erase(record).service_told
    assert go(desk, opened) == 1
    assert [str(letter["Subject"]) for letter in opened.came][1:] == ["Demande de rappel retirée (Cap Soutien)"]


def test_a_letter_to_take_back_is_tried_again_then_given_up(desk: Desk, opened: Post) -> None:
    for answer in ("451 come back later", "550 no such mailbox"):
        record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
        assert go(desk, opened) == 1
        desk.erase(record)
        opened.rcpt = answer
        assert go(desk, opened) == 0
        opened.rcpt = "250 OK"
        assert go(desk, opened) == int(answer.startswith("4"))


def test_a_correction_that_was_refused_is_corrected_again(desk: Desk, opened: Post) -> None:
    record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    assert go(desk, opened) == 1
    desk.correct(record, {**ANSWERS, "nom": "Inès"})
    opened.rcpt = "550 no such mailbox"
    assert go(desk, opened) == 0
    opened.rcpt = "250 OK"
    assert desk.correct(record, {**ANSWERS, "nom": "Lina"}).service_told
    assert go(desk, opened) == 1 and "Lina" in opened.came[-1].get_content()


def test_of_two_erasures_at_once_one_tells_the_service(desks: list[Desk], opened: Post) -> None:
    record, _, _ = desks[0].record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    assert go(desks[0], opened) == 1
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda desk: desk.erase(record), desks))
    assert sorted(each.known for each in done) == sorted(each.service_told for each in done) == [False, True]
    assert go(desks[0], opened) == 1


def test_a_withdrawal_that_is_given_up_is_told_to_the_operator(
    desk: Desk, opened: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    assert go(desk, opened) == 1
    desk.erase(record)
    opened.rcpt = "550 no such mailbox"
    told: list[str] = []
    monkeypatch.setattr(handover.logger, "error", lambda text, *given: told.append(text % given))
    assert go(desk, opened) == 0
    assert told == [f"a withdrawal was given up: service pae, reference {reference(opened.came[0])}"]


def test_nobody_is_told_of_what_never_left(desk: Desk, opened: Post) -> None:
    record, _, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    opened.rcpt = "550 no such mailbox"
    assert go(desk, opened) == 0
    assert desk.correct(record, {**ANSWERS, "nom": "Inès"}) == desk.erase(record) == Changed(known=True)
    opened.rcpt = "250 OK"
    assert (go(desk, opened), opened.came) == (0, [])


def test_a_closed_door_is_tried_again_and_the_letter_comes_once(desk: Desk, post: Post) -> None:
    code = leave(desk)
    for tried in (1, 2, 3):
        assert go(desk, post) == 0
        assert (attempts(desk), state(desk, code)) == ([tried], "en_attente")
    controller = post.controller()
    controller.start()
    sent = [go(desk, post) for _ in range(3)]
    controller.stop()
    assert (sent, len(post.came), state(desk, code)) == ([1, 0, 0], 1, "transmise")


@BOTH
def test_a_refusal_for_good_ends_it(desk: Desk, opened: Post, command: str) -> None:
    code = leave(desk)
    setattr(opened, command, "550 no such mailbox")
    assert go(desk, opened) == 0
    assert state(desk, code) == "impossible"
    setattr(opened, command, "250 OK")
    assert go(desk, opened) == 0
    assert (opened.came, opened.asked) == ([], 1)


@BOTH
def test_a_refusal_for_now_is_tried_again(desk: Desk, opened: Post, command: str) -> None:
    code = leave(desk)
    setattr(opened, command, "451 come back later")
    assert (go(desk, opened), state(desk, code)) == (0, "en_attente")
    setattr(opened, command, "250 OK")
    assert (go(desk, opened), len(opened.came)) == (1, 1)


def test_a_wrong_password_loses_nothing(desk: Desk, opened: Post) -> None:
    code = leave(desk)
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
    codes = [leave(desks[0]) for _ in range(8)]
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
    code = leave(desks[0])
    during: list[int] = []

    def slow(message: EmailMessage) -> None:
        during.append(go(desks[1], opened))  # the other process comes by in the meantime
        raise SystemExit  # and this one dies

    with pytest.raises(SystemExit):
        hand_over(desks[0], datafiles.directory(), slow, SENDER)
    assert (during, opened.came, state(desks[1], code)) == ([0], [], "en_attente")
    assert (go(desks[1], opened), len(opened.came)) == (1, 1)


def test_no_address_or_too_many_attempts_end_it(desk: Desk, post: Post) -> None:
    nowhere, last = leave(desk, "lyon"), leave(desk)
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
