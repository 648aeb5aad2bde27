"""Promise 5: neither the address a message comes from, nor what the browser says of itself, is kept anywhere."""

from __future__ import annotations

import re
import secrets
import socket
from pathlib import Path

import httpx

from tests.privacy.running import Running
from tests.privacy.traces import Canary, files, letters, scan
from tests.support.nginx import started_nginx
from tests.support.server import ROOT

DOCUMENT = ROOT / "docs" / "donnees" / "exploitation.md"

# The whole of 127.0.0.0/8 is this machine: the server sees this very address at the other end.
HERE = ".".join(["127", *(str(100 + secrets.randbelow(150)) for _ in range(3))])
THERE = (f"203.0.113.{100 + secrets.randbelow(150)}", f"2001:db8:{secrets.token_hex(2)}::c5")
_ADDRESSES = ("x-forwarded-for", "x-real-ip", "true-client-ip", "cf-connecting-ip", "x-client-ip", "via")
_WORDS = ("user-agent", "referer", "cookie", "accept-language", "x-request-id", "from", "sec-ch-ua", "traceparent")


def visit(address: str, canary: Canary) -> list[httpx.Response]:
    """Every page and every request of the contract, answered or refused, from an address and a browser of its own."""
    headers = dict.fromkeys(_ADDRESSES, THERE[0])
    headers |= {name: f"{canary.core}{letters(4)}" for name in _WORDS}
    headers |= {"forwarded": f'for="[{THERE[1]}]"', "cookie": f"id={canary.core}"}
    transport = httpx.HTTPTransport(local_address=HERE)
    with httpx.Client(base_url=address, headers=headers, transport=transport, timeout=30) as client:
        begun = client.post("/webchat/sessions", json={"academie": "lyon"})
        bearer = {"Authorization": f"Bearer {begun.json()['session']}"}
        post = client.post
        return [
            begun,
            *(client.get(page) for page in ("/", "/services", "/health", "/metrics", "/webchat/widget.js", "/rien")),
            post("/webchat/messages", json={"message": "je ne dors plus"}, headers=bearer),
            post("/webchat/messages", json={"message": "panne lecture"}, headers=bearer),
            post("/webchat/messages", json={"payload": "/rien"}, headers=bearer),
            post("/webchat/messages", content=b"{", headers=bearer),
            post("/webchat/messages", json={"message": "bonjour"}),
            post("/webchat/sessions", headers={"Origin": "https://ailleurs.example"}),
            client.delete("/webchat/sessions", headers=bearer),
        ]


def sentinels(canary: Canary) -> list[str]:
    return [HERE, *THERE, canary.core]


def test_no_address_no_user_agent(started: Running, canary: Canary) -> None:
    answers = visit(started.address, canary)
    assert {200, 201, 204, 400, 401, 403, 404, 422} <= {answer.status_code for answer in answers}
    for answer in answers:
        assert "set-cookie" not in answer.headers
        assert scan([("answer", answer.content + str(answer.headers).encode())], sentinels(canary)) == []
    assert scan(started.places(), sentinels(canary)) == []


def proxied(address: str, folder: Path, canary: Canary, *, without: str = "") -> list[str]:
    """What nginx wrote of visits through it, set up as docs/donnees/exploitation.md says."""
    (told,) = re.findall(r"```nginx\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert "http://127.0.0.1:5005" in told and without in told
    with started_nginx(folder, told.replace("http://127.0.0.1:5005", address).replace(without, "")) as proxy:
        visit(proxy, canary)
        with httpx.Client(base_url=proxy, timeout=30, headers={"user-agent": canary.own}) as client:
            assert client.get("/metrics").status_code == 403
            token = client.post("/webchat/sessions").json()["session"]
            long = {"message": f"{canary.own} " * 1_500}
            bearer = {"Authorization": f"Bearer {token}"}
            assert client.post("/webchat/messages", json=long, headers=bearer).status_code == 413
            client.post("/webchat/messages", content=canary.own.encode() * 30_000, headers=bearer)
        with socket.create_connection(("127.0.0.1", httpx.URL(proxy).port or 0)) as connection:
            connection.sendall(f"GET /{canary.own} HTTP/9\r\nUser-Agent: {canary.own}\r\n\r\n".encode())
            connection.recv(100)
    return scan(files(folder), [HERE, *THERE, canary.core])


def test_the_proxy_of_the_documents_notes_nothing(embedded: Running, canary: Canary, tmp_path: Path) -> None:
    assert proxied(embedded.address, tmp_path, canary) == []


def test_the_test_sees_what_a_proxy_notes(embedded: Running, canary: Canary, tmp_path: Path) -> None:
    found = proxied(embedded.address, tmp_path, canary, without="access_log off;")
    assert {HERE, canary.core} <= {place.split()[2] for place in found if "access.log" in place}, found


def test_nor_when_things_break_at_debug(broken: Running, canary: Canary) -> None:
    assert {200, 201, 204, 400, 401} <= {answer.status_code for answer in visit(broken.address, canary)}
    assert scan(broken.places(), sentinels(canary)) == []


def test_the_test_sees_a_log_of_visits(leaky: Running, canary: Canary) -> None:
    visit(leaky.address, canary)
    found = scan(leaky.disk(), sentinels(canary))
    assert {HERE, canary.core} <= {place.split()[2] for place in found if "server.log" in place}, found
