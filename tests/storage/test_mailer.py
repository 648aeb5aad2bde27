"""The line to the mail server: encrypted for the right server only, and never longer than a round of the others."""

from __future__ import annotations

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from cryptography import x509

from bot.consent.desk import Desk
from bot.consent.mailer import PATIENCE, Mailer
from bot.web import upkeep
from tests.storage.desks import go, leave, state
from tests.support.certificates import certificate
from tests.support.post import SENDER, Post

BOTH = pytest.mark.parametrize("secure", [False, True], ids=["starttls", "smtps"])
_DATABASE = 10.0  # seconds, the most that the database takes to note what was sent


@BOTH
def test_a_trusted_certificate_receives_the_letter_encrypted(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: bool
) -> None:
    shown, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    post = Post(certificate=shown, secure=secure)
    _, code = leave(desk)
    with post.opened():
        assert go(desk, post) == 1
    assert (len(post.came), post.encrypted, state(desk, code)) == (1, [True], "transmise")


@BOTH
def test_a_certificate_that_nobody_trusts_receives_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: bool
) -> None:
    shown, trusted = certificate(tmp_path)
    post = Post(certificate=shown, secure=secure)
    _, code = leave(desk)
    with post.opened():
        assert go(desk, post) == 0
        assert (post.asked, post.came, state(desk, code)) == (0, [], "en_attente")
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert (go(desk, post), len(post.came)) == (1, 1)  # it waited, and nothing else was in the way


@BOTH
def test_a_trusted_certificate_of_another_server_receives_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: bool
) -> None:
    shown, trusted = certificate(tmp_path, x509.DNSName("courrier.exemple.fr"))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    post = Post(certificate=shown, secure=secure)
    _, code = leave(desk)
    with post.opened():
        assert go(desk, post) == 0
    assert (post.asked, post.came, state(desk, code)) == (0, [], "en_attente")


def test_a_letter_takes_less_than_a_round_of_another_process() -> None:
    assert PATIENCE + _DATABASE < upkeep._HANDOVER_SECONDS * upkeep.SOONEST


@BOTH
def test_a_slow_server_is_given_up_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secure: bool) -> None:
    shown, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    post = Post(certificate=shown, secure=secure, delay=0.4, patience=1.0)  # each step is in time; not all of them
    with post.opened():
        began = time.monotonic()
        with pytest.raises((OSError, smtplib.SMTPException)):
            post.mailer.send(letter())
        assert 0.9 < time.monotonic() - began < 1.4
    assert post.came == []


def test_two_processes_and_a_slow_server_send_a_letter_once(desks: list[Desk]) -> None:
    """The rounds are of 1.3 seconds here, and a letter has one second: what 60 and 40 are in earnest."""
    one, other = desks
    post = Post(delay=0.4, patience=1.0)  # the letter would take two seconds
    _, code = leave(one)
    with post.opened(), ThreadPoolExecutor(1) as pool:
        leaving = pool.submit(go, one, post)
        time.sleep(0.2)
        for _ in range(3):
            began = time.monotonic()
            go(other, post)
            time.sleep(max(0.0, 1.3 - (time.monotonic() - began)))
        assert leaving.result() == 0
        post.delay = 0.0
        sent = [go(desk, post) for desk in (one, other, one, other)]
    assert (sum(sent), len(post.came), state(other, code)) == (1, 1, "transmise")


def test_a_server_that_drips_its_words_is_given_up_in_time(dripping: int) -> None:
    began = time.monotonic()
    with pytest.raises((OSError, smtplib.SMTPException)):
        Mailer(f"smtp://127.0.0.1:{dripping}", SENDER, 1.0).send(letter())
    assert time.monotonic() - began < 1.4


def test_a_bad_farewell_does_not_make_a_letter_leave_twice(desk: Desk, opened: Post) -> None:
    leave(desk)
    opened.farewell = "421 too busy to say goodbye"
    assert (go(desk, opened), go(desk, opened), len(opened.came)) == (1, 0, 1)


@pytest.fixture
def dripping() -> Iterator[int]:
    """The port of a server whose greeting takes five seconds, a byte every tenth of one."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def drip() -> None:
            with suppress(OSError):
                line, _ = listening.accept()
                for _ in range(50):
                    line.sendall(b"2")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        yield int(listening.getsockname()[1])


def letter() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = SENDER, "pae@ac-strasbourg.fr", "Essai"
    made.set_content("Bonjour")
    return made
