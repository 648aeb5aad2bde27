"""Settings that change what the server accepts, each on a server of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.training import model_path
from tests.support.server import ROOT, StartedServer, free_port

SITE = "https://www.ac-strasbourg.example"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> object:
    environment = {"CAP_RATE_LIMIT": "3", "CAP_SESSION_TTL": "2", "CAP_ALLOWED_ORIGINS": SITE}
    with StartedServer(tmp_path_factory.mktemp("strict"), environment) as started:
        yield started


def test_too_many_messages_wait(strict: StartedServer) -> None:
    with httpx.Client(base_url=strict.address, timeout=30) as client:
        headers = {"Authorization": f"Bearer {client.post('/webchat/sessions').json()['session']}"}
        answers = [client.post("/webchat/messages", json={"message": "merci"}, headers=headers) for _ in range(4)]
        assert [a.status_code for a in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        assert answers[-1].headers["content-type"].startswith("application/problem+json")


def test_an_idle_conversation_is_forgotten(strict: StartedServer) -> None:
    import time

    with httpx.Client(base_url=strict.address, timeout=30) as client:
        body = client.post("/webchat/sessions").json()
        assert body["expires_in"] == 2
        time.sleep(2.5)
        headers = {"Authorization": f"Bearer {body['session']}"}
        assert client.post("/webchat/messages", json={"message": "merci"}, headers=headers).status_code == 401


def test_an_allowed_site_may_embed(strict: StartedServer) -> None:
    with httpx.Client(base_url=strict.address, timeout=30) as client:
        asked = client.options("/webchat/messages", headers={"Origin": SITE, "Access-Control-Request-Method": "POST"})
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-origin"] == SITE
        assert "Authorization" in asked.headers["access-control-allow-headers"]
        assert asked.headers["access-control-allow-methods"] == "GET, POST, DELETE"
        assert client.post("/webchat/sessions", headers={"Origin": SITE}).status_code == 201
        assert client.post("/webchat/sessions", headers={"Origin": "https://autre.example"}).status_code == 403


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("CAP_PORT", "abc", "CAP_PORT"),
        ("CAP_PORT", "70000", "65535"),
        ("CAP_SESSION_TTL", "-1", "CAP_SESSION_TTL"),
        ("CAP_SESSION_TTL", "1801", "CAP_SESSION_TTL"),
        ("CAP_RATE_LIMIT", "beaucoup", "CAP_RATE_LIMIT"),
        ("CAP_ALLOWED_ORIGINS", "ac-strasbourg.fr", "https://"),
    ],
)
def test_a_wrong_setting_is_refused_at_start_in_one_line(variable: str, value: str, told: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run"],
        cwd=ROOT,
        env={**os.environ, variable: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert told in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("set_to", "status", "told"),
    [
        ({"CAP_REDIS_URL": "redis://zorglub:secret@127.0.0.1:1/0"}, 1, "CAP_REDIS_URL : ce Redis ne répond pas"),
        ({"CAP_REDIS_URL": "redis://zorglub:secret@127.0.0.1:port/0"}, 1, "CAP_REDIS_URL : cette adresse"),
        ({"CAP_DATABASE_URL": "mysql://zorglub:secret@127.0.0.1/base"}, 2, "CAP_DATABASE_URL"),
    ],
)
def test_what_cannot_be_loaded_ends_the_server_in_one_line(
    tmp_path: Path, set_to: dict[str, str], status: int, told: str
) -> None:
    ended = ended_by_itself(tmp_path, set_to)
    assert (ended.returncode, ended.stdout) == (status, "")
    (line,) = ended.stderr.strip().splitlines()
    assert told in line and "zorglub" not in line and "secret" not in line


def test_a_model_that_cannot_be_read_ends_the_server_in_one_line(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    model_path(models).write_bytes(b"zorglub")
    ended = ended_by_itself(tmp_path, {"CAP_MODELS": str(models)})
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.strip().splitlines()
    assert re.fullmatch(r"Cap Soutien n'a pas pu démarrer \(\w+\)\. Pour chercher pourquoi : cap doctor", line)


def test_a_port_that_is_taken_ends_the_server_in_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
        ended = ended_by_itself(tmp_path, {"CAP_PORT": port})
    assert (ended.returncode, ended.stdout) == (1, "")
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith(f"CAP_PORT : le port {port} de 127.0.0.1 ne peut pas être ouvert.")


def ended_by_itself(folder: Path, set_to: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`cap run`, which is to end without being told to."""
    kept = {"CAP_PORT": str(free_port()), "CAP_DATABASE_URL": f"sqlite:///{folder / 'cap.sqlite3'}"}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "run"],
        cwd=ROOT,
        env={**os.environ, "CAP_SECRET_KEY": "0" * 64, **kept, **set_to},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_health_says_503_until_ready(tmp_path: Path) -> None:
    """Asked from the first instant the port answers: not ready, in the contract's own words, then ready."""
    seen: list[int] = []

    class Watched(StartedServer):
        def _ready(self) -> bool:
            try:
                answer = httpx.get(f"{self.address}/health", timeout=60)
            except httpx.HTTPError:
                return False
            seen.append(answer.status_code)
            if answer.status_code == 503:
                assert answer.headers["content-type"].startswith("application/problem+json")
                waiting = httpx.post(f"{self.address}/webchat/sessions", timeout=60)
                assert waiting.status_code in (503, 201)
            return answer.status_code == 200

    with Watched(tmp_path):
        assert seen[0] == 503
        assert seen[-1] == 200
