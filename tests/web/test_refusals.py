"""What is refused for a reason that is not in the message: whoever is in danger there is answered all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.server import StartedServer

DANGER = "j'ai avalé tous mes cachets, je veux mourir"
TOLD = "application/problem+json"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("refuses")
    with (
        StartedServer(folder, {"CAP_RATE_LIMIT": "2"}) as started,
        httpx.Client(base_url=started.address, timeout=30) as made,
    ):
        yield made


def said(client: httpx.Client, token: str | None, text: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return client.post("/webchat/messages", json={"message": text}, headers=headers)


def kinds(answer: httpx.Response) -> list[Any]:
    return [message["custom"]["kind"] for message in answer.json().get("messages", ())]


def test_a_conversation_that_is_no_more_hears_a_danger(client: httpx.Client) -> None:
    alike = {said(client, token, DANGER).text for token in (None, "default", "x" * 43)}
    answer = said(client, None, DANGER)
    assert alike == {answer.text}  # and tells nothing of which conversations there are
    assert (answer.status_code, answer.headers["content-type"], kinds(answer)) == (401, TOLD, ["urgence"])
    assert answer.json()["messages"][0]["custom"]["numeros"][0] in ("3114", "15")
    assert "cachets" not in answer.text and "buttons" not in answer.json()["messages"][0]
    assert "messages" not in said(client, None, "je ne dors plus").json()


def test_a_message_too_long_hears_a_danger_said_in_its_beginning(client: httpx.Client) -> None:
    token = client.post("/webchat/sessions").json()["session"]
    answer = said(client, token, f"{DANGER}. " + "Je ne sais plus quoi faire de tout cela. " * 60)
    assert (answer.status_code, kinds(answer)) == (413, ["urgence"])


def test_whoever_is_in_danger_never_writes_too_fast(client: httpx.Client) -> None:
    token = client.post("/webchat/sessions").json()["session"]
    statuses = [said(client, token, text).status_code for text in ("bonjour", "merci", "merci", DANGER, "merci")]
    assert statuses == [200, 200, 429, 200, 429]


def test_the_conversation_in_forms_hears_a_danger_too(client: httpx.Client) -> None:
    token = client.post("/webchat/sessions").json()["session"]
    for fields, status in (
        ({"session": "x" * 43, "message": DANGER}, 401),
        ({"session": token, "message": f"{DANGER}. " + "Je n'en peux plus. " * 120}, 413),
    ):
        answer = client.post("/conversation", data=fields)
        assert answer.status_code == status
        assert 'href="tel:3114"' in answer.text and "Erreur" in answer.text
        assert fields["message"].replace("'", "&#x27;") in answer.text  # nothing that was written is lost
    ordinary = client.post("/conversation", data={"session": "x" * 43, "message": "je ne dors plus"})
    assert 'class="service urgence"' not in ordinary.text


def test_a_form_that_nothing_can_read_is_answered_by_a_page(client: httpx.Client) -> None:
    answer = client.post("/conversation", data={"message": "x" * 70_000})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert "Raccourcissez-le" in answer.text
