"""The HTTP contract, against a really started server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.server import StartedServer

PROBLEM = "application/problem+json"
UNKNOWN = {"Authorization": "Bearer " + "x" * 43}


@pytest.fixture
def client(server: StartedServer) -> Any:
    with httpx.Client(base_url=server.address, timeout=30) as opened:
        yield opened


def begin(client: httpx.Client, academie: str | None = "strasbourg") -> dict[str, str]:
    answer = client.post("/webchat/sessions", json={"academie": academie})
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json()['session']}"}


def refused(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith(PROBLEM)
    body = answer.json()
    assert body["status"] == status
    return str(body["detail"])


def test_a_session_greets_and_says_what_is_kept(client: httpx.Client) -> None:
    body = client.post("/webchat/sessions").json()
    assert len(body["session"]) >= 43
    assert body["expires_in"] == 1800
    text = body["messages"][0]["text"]
    assert "programme" in text
    assert "ne conserve pas" in text
    assert "3114" in text
    assert body["messages"][0]["buttons"]


def test_two_sessions_are_two_people(client: httpx.Client) -> None:
    one, other = begin(client), begin(client)
    client.post("/webchat/messages", json={"message": "mon adjoint et moi ne nous parlons plus"}, headers=one)
    told = client.post("/webchat/messages", json={"message": "et leur numéro ?"}, headers=other).json()
    assert not any((m.get("custom") or {}).get("services") for m in told["messages"])


def test_a_message_is_answered(client: httpx.Client) -> None:
    answer = client.post("/webchat/messages", json={"message": "je ne dors plus"}, headers=begin(client))
    assert answer.status_code == 200
    body = answer.json()
    assert body["expires_in"] == 1800
    assert body["messages"][0]["custom"]["services"][0] == "medecine_prevention"


def test_a_button_is_answered_and_only_what_was_offered(client: httpx.Client) -> None:
    headers = begin(client)
    shown = client.post("/webchat/messages", json={"message": "aide"}, headers=headers).json()["messages"]
    payload = shown[0]["buttons"][0]["payload"]
    assert client.post("/webchat/messages", json={"payload": payload}, headers=headers).status_code == 200
    for invented in ("/besoin_hierarchie", "/restart", '/suite_precision{"departement": "75"}', "bonjour"):
        refused(client.post("/webchat/messages", json={"payload": invented}, headers=headers), 422)


def test_a_button_offered_to_somebody_else_is_refused(client: httpx.Client) -> None:
    one, other = begin(client), begin(client)
    shown = client.post("/webchat/messages", json={"message": "c'est quoi le PAE ?"}, headers=one).json()["messages"]
    payload = shown[0]["buttons"][0]["payload"]
    refused(client.post("/webchat/messages", json={"payload": payload}, headers=other), 422)


@pytest.mark.parametrize(
    "text", ["/restart", "/besoin_conflit", '/inform{"x": "y"}', "/x{", "//", "/", "/session_start"]
)
def test_free_text_is_never_a_command(client: httpx.Client, text: str) -> None:
    answer = client.post("/webchat/messages", json={"message": text}, headers=begin(client))
    assert answer.status_code == 200
    for message in answer.json()["messages"]:
        custom = message.get("custom") or {}
        assert custom.get("kind") not in ("orientation", "accueil", "erreur")
        assert not custom.get("services")


@pytest.mark.parametrize("headers", [{}, UNKNOWN, {"Authorization": "Bearer default"}, {"Authorization": "Basic x"}])
def test_without_a_session_always_the_same_401(client: httpx.Client, headers: dict[str, str]) -> None:
    details = {
        refused(client.post("/webchat/messages", json={"message": "bonjour"}, headers=headers), 401),
        refused(client.get("/webchat/sessions", headers=headers), 401),
        refused(client.delete("/webchat/sessions", headers=headers), 401),
    }
    assert len(details) == 1


def test_a_deleted_conversation_exists_no_more(client: httpx.Client) -> None:
    headers = begin(client)
    assert client.delete("/webchat/sessions", headers=headers).status_code == 204
    refused(client.post("/webchat/messages", json={"message": "bonjour"}, headers=headers), 401)
    refused(client.get("/webchat/sessions", headers=headers), 401)
    refused(client.delete("/webchat/sessions", headers=headers), 401)


def look(client: httpx.Client, headers: dict[str, str]) -> list[dict[str, Any]]:
    answer = client.get("/webchat/sessions", headers=headers)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"messages", "expires_in"}
    assert 1790 < body["expires_in"] <= 1800
    messages: list[dict[str, Any]] = body["messages"]
    return messages


def test_another_page_is_given_the_last_answers_and_no_word_of_the_person(client: httpx.Client) -> None:
    begun = client.post("/webchat/sessions", json={"academie": "strasbourg"}).json()
    headers = {"Authorization": f"Bearer {begun['session']}"}
    assert look(client, headers) == begun["messages"]
    said = "mon adjointe Zorglubine m'humilie devant tout le monde"
    told = client.post("/webchat/messages", json={"message": said}, headers=headers).json()["messages"]
    given = look(client, headers)
    assert given[0]["text"] == begun["messages"][0]["text"]
    assert "buttons" not in given[0]  # those of the last answer alone are still to be pressed
    assert given[1:] == told
    assert given[1]["custom"]["cartes"]
    assert "zorglubine" not in str(given).lower()
    assert look(client, headers) == given
    payload = given[-1]["buttons"][0]["payload"]
    assert client.post("/webchat/messages", json={"payload": payload}, headers=headers).status_code == 200


def test_another_page_is_given_nothing_of_a_request_not_even_its_code(client: httpx.Client) -> None:
    headers = begin(client, "lyon")
    said = ("je voudrais m'inscrire pour avoir un mentor", "oui", "Zoé Zorglubine", "zorglubine@exemple.fr", "lyon",
            "Saint-Zorglub", "CPE au collège Zorglub", "direction 2027", "2 et 3")  # fmt: skip
    seen: list[str] = []
    for text in (*said, "oui"):
        messages = client.post("/webchat/messages", json={"message": text}, headers=headers).json()["messages"]
        seen += [m["custom"]["kind"] for m in messages]
        kinds = {(m.get("custom") or {}).get("kind") for m in look(client, headers)}
        assert not kinds & {"formulaire", "consentement", "recapitulatif", "code", "fiche"}
        assert "zorglub" not in str(look(client, headers)).lower()
    assert {"formulaire", "recapitulatif", "code"} <= set(seen)
    code = str(messages).partition("**")[2].partition("**")[0]
    assert len(code.split("-")) == 7
    assert code not in str(look(client, headers))


def test_erasing_in_words_leaves_another_page_its_answer_alone(client: httpx.Client) -> None:
    headers = begin(client)
    client.post("/webchat/messages", json={"message": "je ne dors plus"}, headers=headers)
    asked = {"message": "efface notre conversation"}
    told = client.post("/webchat/messages", json=asked, headers=headers).json()["messages"]
    assert told[0]["custom"]["kind"] == "effacement"
    assert look(client, headers) == told


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"bonjour"',
        b"{}",
        b'{"message": ""}',
        b'{"message": "   "}',
        b'{"message": 3}',
        b'{"message": null}',
        b'{"message": "a", "payload": "/aide"}',
        b'{"message": "\\ud800"}',
        b"[" * 5000,
        '{"message": "é"}'.encode("latin-1"),
    ],
)
def test_what_cannot_be_read_is_refused_in_french_without_echo(client: httpx.Client, body: bytes) -> None:
    detail = refused(client.post("/webchat/messages", content=body, headers=begin(client)), 400)
    assert "JSON" in detail


def test_two_thousand_characters_and_not_one_more(client: httpx.Client) -> None:
    headers = begin(client)
    long = ("je suis fatigué " * 200)[:2000]
    assert client.post("/webchat/messages", json={"message": long}, headers=headers).status_code == 200
    assert "2 000" in refused(client.post("/webchat/messages", json={"message": long + "!"}, headers=headers), 413)
    refused(client.post("/webchat/messages", json={"message": "x" * 100_000}, headers=headers), 413)


def test_an_unknown_academie_is_no_academie(client: httpx.Client) -> None:
    assert client.post("/webchat/sessions", json={"academie": "atlantide"}).status_code == 201
    refused(client.post("/webchat/sessions", json={"academie": 3}), 400)


def test_foreign_sites_are_refused_unless_allowed(client: httpx.Client) -> None:
    foreign = {"Origin": "https://ailleurs.example"}
    refused(client.post("/webchat/sessions", headers=foreign), 403)
    refused(client.post("/webchat/messages", json={"message": "x"}, headers=foreign | begin(client)), 403)
    refused(client.get("/webchat/sessions", headers=foreign | begin(client)), 403)
    same = {"Origin": str(client.base_url).rstrip("/")}
    assert client.post("/webchat/sessions", headers=same).status_code == 201


@pytest.mark.parametrize(
    "path",
    [
        "/version",
        "/status",
        "/conversations/default/tracker",
        "/model/parse",
        "/webhooks/rest/webhook",
        "/domain",
        "/x",
    ],
)
def test_no_route_of_rasa_is_reachable(client: httpx.Client, path: str) -> None:
    refused(client.get(path), 404)
    assert client.post(path, json={}).status_code in (404, 405)


def test_health_services_widget_and_metrics(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
    page = client.get("/services", params={"academie": "strasbourg"})
    assert "tel:0388233699" in page.text
    assert "<script" not in page.text
    assert client.get("/webchat/widget.js").headers["content-type"].startswith("text/javascript")
    home = client.get("/")
    assert "/webchat/widget.js" in home.text
    assert "default-src 'none'" in home.headers["content-security-policy"]


def test_metrics_count_and_tell_nobody_apart(client: httpx.Client) -> None:
    """Every series is a number of the whole server: no label but the histogram's bounds, no other name."""
    headers = begin(client)
    client.post("/webchat/messages", json={"message": "je ne dors plus"}, headers=headers)
    families = list(text_string_to_metric_families(client.get("/metrics").text))
    counted = {family.name: sum(sample.value for sample in family.samples) for family in families}
    assert set(counted) == {"cap_sessions", "cap_open_sessions", "cap_messages", "cap_answer_seconds"} | {
        f"cap_{name}_created" for name in ("sessions", "messages", "answer_seconds")
    }
    assert counted["cap_messages"] >= 1 and counted["cap_sessions"] >= 1
    labels = {label for family in families for sample in family.samples for label in sample.labels}
    assert labels == {"le"}


def test_metrics_do_not_show_that_one_conversation_is_open(client: httpx.Client) -> None:
    def shown() -> float:
        families = text_string_to_metric_families(client.get("/metrics").text)
        return next(family.samples[0].value for family in families if family.name == "cap_open_sessions")

    def with_one_more() -> float:
        begin(client)
        return shown()

    before, steps = shown(), [with_one_more() for _ in range(10)]
    assert {each % 5 for each in (before, *steps)} == {0}
    assert steps[-1] == before + 10


def test_nothing_is_cached_and_no_cookie_is_set(client: httpx.Client) -> None:
    looked = client.get("/webchat/sessions", headers=begin(client))
    for answer in (client.get("/"), client.post("/webchat/sessions"), looked, client.get("/services")):
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers


def test_logs_carry_no_word_of_any_message(server: StartedServer, client: httpx.Client) -> None:
    canary = "zorglubine"
    headers = begin(client) | {"User-Agent": f"{canary}-agent", "X-Forwarded-For": canary}
    for body in (
        {"message": f"{canary} je ne dors plus"},
        {"message": f"/{canary}{{"},
        {"payload": f"/{canary}"},
        {"message": canary * 300},
        {"message": f"je veux mourir {canary}"},
    ):
        client.post("/webchat/messages", json=body, headers=headers)
    client.post("/webchat/messages", content=f'{{"message": "{canary}'.encode(), headers=headers)
    client.get(f"/{canary}")
    assert canary not in server.log.read_text(encoding="utf-8")


def test_a_server_leaves_no_dump_of_its_memory(server: StartedServer) -> None:
    assert server._process is not None
    limits = Path(f"/proc/{server._process.pid}/limits").read_text(encoding="utf-8")
    assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
