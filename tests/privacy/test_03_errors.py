"""Promise 3: what goes wrong leaks nothing, in an answer or in a log."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from html import escape
from pathlib import Path

import httpx
import psycopg2

from tests.privacy.conftest import DEBUG
from tests.privacy.mutants import STALL
from tests.privacy.people import unreadable
from tests.privacy.running import Running, prepared
from tests.privacy.servers import Talk, There, bearer, kinds, text_of, up_to_the_summary
from tests.privacy.traces import Canary, files, scan
from tests.support.post import SENDER
from tests.support.postgres import started_postgres
from tests.support.redis import started_redis
from tests.support.server import free_port

# What breaks, and whether Cap Soutien still says something of its own: the alarm's models have their substitutes.
READERS = ("mots", "lecture", "noms", "suite", "urgences")
POLICIES = ("choix", "règles", "histoires")
BREAKAGES = {
    **dict.fromkeys((*READERS, *POLICIES, "avis", "alarme", "action"), 200),
    "moteur": 500,
    "attente": 503,
}


def _breaks(there: There, canary: Canary) -> None:
    """Everything that can break does, on a message that holds the canary."""
    for part, status in BREAKAGES.items():
        who = canary.another()
        talk = there.begin("lyon")
        talk.say(f"je m'appelle {who.name}")
        text = f"panne {part} {who.name} {who.mail} {who.telephone}"
        for answer in (there.ask(talk.token, {"message": text}), _by_form(there, there.begin("lyon").token, text)):
            assert answer.status_code == status, (part, answer.text)
            told = answer.text.replace(escape(text), "")  # the form alone gives back what was typed in it
            assert canary.core not in told.lower() and canary.number not in told
            assert "Broken" not in told and "Traceback" not in told
    time.sleep(STALL / 2)  # what stalled ends by itself, and must not tell either


def _by_form(there: There, token: str, text: str) -> httpx.Response:
    """Say something in the conversation without JavaScript."""
    return there.client.post("/conversation", data={"session": token, "message": text})


@contextmanager
def _held(url: str) -> Iterator[None]:
    """The table of what is kept is held by somebody else."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    with closing(psycopg2.connect(url)) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE consents IN ACCESS EXCLUSIVE MODE")
        yield


def _agrees(there: There, talk: Talk) -> list[str]:
    """Say yes while the database is held, and, in the meantime, « je veux mourir » in another conversation."""
    told: list[str] = []
    agreeing = threading.Thread(target=lambda: told.append(text_of(talk.say("oui"))))
    in_danger = there.begin("lyon")
    agreeing.start()
    time.sleep(0.3)
    began = time.monotonic()
    assert kinds(in_danger.say("je veux mourir")) == ["urgence"]
    assert time.monotonic() - began < 2, "somebody in danger waited for somebody else's database"
    assert not told, "the database was not held"
    agreeing.join()
    return told


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
    signing = there.begin("lyon")
    up_to_the_summary(signing, canary.another())
    with _held(broken.database_url):
        (told,) = _agrees(there, signing)
    assert "la base ne répond pas" in told
    log = broken.log.decode()
    # It did break: the log says what, and no more.
    for said in ("a message could not be answered", "emergency model failed: Broken", "second opinion failed: Broken",
                 "the database failed: StorageError"):  # fmt: skip
        assert said in log, log
    assert scan(broken.places(), [*canary.needles, talk.token]) == []
    there.client.close()


def test_a_danger_is_heard_whatever_breaks(broken: Running) -> None:
    there = There(broken.address)
    for part in BREAKAGES:
        talk = there.begin("lyon")
        answer = there.ask(talk.token, {"message": f"panne {part} je veux mourir"})
        assert kinds(answer.json()["messages"]) == ["urgence"], part
        shown = _by_form(there, there.begin().token, f"panne {part} je veux mourir").text
        assert "Urgence" in shown and 'href="tel:3114"' in shown, part
    there.client.close()


def test_what_the_server_leans_on_fails_and_leaks_nothing(canary: Canary, tmp_path: Path) -> None:
    """The mail refuses, PostgreSQL goes away, then Redis: said to who talks, and whoever is in danger is heard."""
    asleep = {"CAP_SMTP_URL": f"smtp://127.0.0.1:{free_port()}", "CAP_SMTP_FROM": SENDER}
    with ExitStack() as redis, ExitStack() as postgres:
        urls = redis.enter_context(started_redis()), postgres.enter_context(started_postgres())
        running = prepared(
            tmp_path, redis_url=urls[0], database_url=urls[1], environment=DEBUG | asleep, mutants=["hasty"]
        )
        with running.server:
            there = There(running.address)
            asks = there.begin("strasbourg")
            asks.say("je ne dors plus depuis la rentrée, je suis à bout")
            asks.choose("Être rappelé par ce service")
            for said in (canary.name, canary.telephone, "soir", "oui"):
                asks.say(said)
            tokens = [there.begin("lyon").token for _ in range(4)]
            signing = there.begin("lyon")
            up_to_the_summary(signing, canary.another())
            places = list(running.places())
            postgres.close()
            assert "la base ne répond pas" in text_of(signing.say("oui"))
            assert kinds(signing.say("je veux mourir")) == ["urgence"]
            redis.close()
            answer = there.ask(tokens[0], {"message": f"je suis {canary.name}, je ne dors plus"})
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert "3114" in answer.json()["detail"] and canary.core not in answer.text.lower()
            answer = there.ask(tokens[1], {"message": f"je veux mourir, dites-le à {canary.name}"})
            assert kinds(answer.json()["messages"]) == ["urgence"] and canary.core not in answer.text.lower()
            page = _by_form(there, tokens[2], "je veux mourir")
            assert (page.status_code, 'href="tel:3114"' in page.text) == (503, True)
            for asked, shown in (("effacer", "est pas confirmé"), ("quitter", "Page vide")):
                page = there.client.post("/conversation", data={"session": tokens[3], "faire": asked})
                assert (page.status_code, shown in page.text) == (503, True)
            assert there.client.post("/webchat/sessions").status_code == 503
            time.sleep(1.5)  # three rounds of each kind
            there.client.close()
        log = running.log.decode()
        for told in ("a letter could not leave: ConnectionRefusedError", "the database failed: StorageError",
                     "upkeep: StorageError", "upkeep: VaultUnavailable"):  # fmt: skip
            assert told in log, log
    # What was agreed to is in the database, sealed; the rest is nowhere.
    assert scan([*places, *files(tmp_path)], [*canary.needles, *tokens, signing.token]) == []


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
