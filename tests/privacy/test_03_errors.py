"""Promise 3: what goes wrong leaks nothing, in an answer or in a log."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from contextlib import closing

import httpx

from tests.privacy.mutants import STALL
from tests.privacy.people import unreadable
from tests.privacy.running import Running
from tests.privacy.servers import There, bearer, text_of, up_to_the_summary
from tests.privacy.traces import Canary, scan

# What breaks, and whether Cap Soutien still says something of its own: the alarm's models have their substitutes.
BREAKAGES = {"lecture": 200, "avis": 200, "alarme": 200, "choix": 200, "action": 200, "moteur": 500, "attente": 503}


def _breaks(there: There, canary: Canary) -> None:
    """Everything that can break does, on a message that holds the canary."""
    for part, status in BREAKAGES.items():
        who = canary.another()
        talk = there.begin("lyon")
        talk.say(f"je m'appelle {who.name}")
        answer = there.ask(talk.token, {"message": f"panne {part} {who.name} {who.mail} {who.telephone}"})
        assert answer.status_code == status, (part, answer.text)
        assert canary.core not in answer.text and canary.number not in answer.text
        assert "Broken" not in answer.text and "Traceback" not in answer.text
    time.sleep(STALL / 2)  # what stalled ends by itself, and must not tell either


def _locked(running: There, database: str, canary: Canary) -> str:
    """Agree while the database is held by somebody else: what is said."""
    talk = running.begin("lyon")
    up_to_the_summary(talk, canary.another())
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        return text_of(talk.say("oui"))


def _goes_away(running: Running, canary: Canary) -> None:
    """A browser that is closed in the middle of an answer, then in the middle of a question."""
    there = There(running.address)
    token = there.begin().token
    body = json.dumps({"message": f"panne attente {canary.own}"}).encode()
    head = (
        f"POST /webchat/messages HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer(token)['Authorization']}\r\n"
        f"X-{canary.own}: {canary.own}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for sent in (head + body, head + body[:-9], head[:-9], b"\0" + canary.own.encode() + b"\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", running.server.port)) as connection:
            connection.sendall(sent)
            time.sleep(0.3)
    there.client.close()


def test_errors_leak_nothing(broken: Running, canary: Canary) -> None:
    there = There(broken.address)
    talk = there.begin("lyon")
    unreadable(there, talk, canary)
    _breaks(there, canary)
    _goes_away(broken, canary)
    assert "la base ne répond pas" in _locked(there, broken.database_url, canary)
    log = broken.log.decode()
    # It did break: the log says what, and no more.
    for told in ("a message could not be answered", "emergency model failed: Broken", "second opinion failed: Broken",
                 "the database failed: StorageError"):  # fmt: skip
        assert told in log, log
    assert scan(broken.places(), [*canary.needles, talk.token]) == []
    there.client.close()


def test_the_server_goes_on_after_errors(broken: Running, canary: Canary) -> None:
    there = There(broken.address)
    _goes_away(broken, canary)
    assert "03 88 23 35 32" in text_of(there.begin("strasbourg").say("je ne dors plus, je suis épuisée"))
    assert httpx.get(f"{broken.address}/health").status_code == 200


def test_the_test_sees_a_traceback(leaky: Running, canary: Canary) -> None:
    there = There(leaky.address)
    there.ask(there.begin().token, {"message": f"panne lecture {canary.own}"})
    there.client.close()
    assert scan([("server.log", leaky.log)], [f"Broken: panne lecture {canary.own}"])
