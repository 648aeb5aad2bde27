"""The conversation without JavaScript: forms, a token in a hidden field, nothing left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.talk import TIRED
from tests.support.server import StartedServer


@pytest.fixture
def page(browser: Browser, embedded: StartedServer) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    shown = context.new_page()
    shown.set_default_timeout(15_000)
    shown.goto(f"{embedded.address}/conversation?academie=strasbourg")
    yield shown
    context.close()


def say(page: Page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    page.get_by_role("button", name="Envoyer").click()


def post(server: StartedServer, **fields: str) -> httpx.Response:
    return httpx.post(f"{server.address}/conversation", data=fields, timeout=30)


def token_in(html: str) -> str:
    found = re.search(r'name="session" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def test_a_person_writes_and_is_shown_the_door(page: Page) -> None:
    expect(page.get_by_role("main").get_by_role("link", name="Notice d’information")).to_be_visible()
    say(page, TIRED)
    expect(page.get_by_text(f"Vous : {TIRED}")).to_be_visible()
    expect(page.locator("main a[href='tel:0388233532']").first).to_be_visible()
    card = page.locator(".carte").first
    expect(card.locator("strong")).to_have_text("Médecine de prévention des personnels.")
    expect(card.locator("a[href='tel:0388233532']")).to_be_visible()
    page.get_by_role("button", name="C’est vraiment confidentiel ?").click()
    expect(page.get_by_text("je ne conserve pas notre conversation")).to_be_visible()
    assert page.context.cookies() == []
    assert re.fullmatch(r".*/conversation#contenu", page.url)


def test_one_may_begin_without_writing(page: Page) -> None:
    page.get_by_role("button", name="Voir ce que je peux demander").click()
    expect(page.get_by_text("Je suis Cap Soutien")).to_be_visible()
    assert page.locator("[name=payload]").count() > 1


def test_an_emergency_shows_numbers_one_can_call(page: Page) -> None:
    say(page, "je veux mourir")
    expect(page.get_by_role("heading", name="Urgence")).to_be_visible()
    expect(page.locator("main a[href='tel:3114']").first).to_be_visible()


def test_what_is_typed_never_becomes_html(page: Page) -> None:
    hostile = "</textarea></p><img src=x><b>c'est quoi le PAE ?"
    say(page, hostile)
    expect(page.get_by_text(hostile)).to_be_visible()
    assert page.locator("main img").count() == 0
    say(page, hostile + "x" * 2000)
    expect(page.get_by_label("Votre message")).to_have_value(hostile + "x" * 2000)


def test_what_is_refused_is_said_beside_the_field(page: Page) -> None:
    say(page, " ")
    field = page.get_by_label("Votre message")
    expect(field).to_have_accessible_description(re.compile(r"Erreur\s: Votre message est vide"))
    expect(field).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("what", ["Effacer", "Quitter"])
def test_ending_ends_it_everywhere_and_back_shows_nothing(page: Page, embedded: StartedServer, what: str) -> None:
    say(page, TIRED)
    token = page.locator("[name=session]").first.input_value()
    page.get_by_role("button", name=what).click()
    expect(
        page.get_by_text("La conversation est effacée" if what == "Effacer" else "fermer cet onglet")
    ).to_be_visible()
    assert token not in page.content()
    if what == "Quitter":
        assert "Cap Soutien" not in page.content()
    gone = httpx.delete(f"{embedded.address}/webchat/sessions", headers={"Authorization": f"Bearer {token}"})
    assert gone.status_code == 401
    with suppress(Error):  # the browser has no such page any more, and asks whether to send the form again
        page.go_back(wait_until="commit")
    page.wait_for_timeout(500)
    assert TIRED not in page.content()
    assert "tel:0388233532" not in page.content()


def test_an_ended_conversation_is_told_and_another_begins_with_the_message_still_there(
    page: Page, embedded: StartedServer
) -> None:
    say(page, TIRED)
    token = page.locator("[name=session]").first.input_value()
    httpx.delete(f"{embedded.address}/webchat/sessions", headers={"Authorization": f"Bearer {token}"})
    say(page, "et leur numéro ?")
    expect(page.get_by_label("Votre message")).to_have_value("et leur numéro ?")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="Réponse")).to_be_visible()


def test_a_form_sent_twice_is_answered_once(embedded: StartedServer) -> None:
    begun = post(embedded, faire="commencer", academie="strasbourg")
    fields = {"session": token_in(begun.text), "message": TIRED, "id": "un"}
    once, twice, anew = post(embedded, **fields), post(embedded, **fields), post(embedded, **{**fields, "id": "deux"})

    def told(answer: httpx.Response) -> str:
        return re.sub(r'name="id" value="\w+"', "", answer.text)

    assert told(once) == told(twice)
    assert told(once) != told(anew)


def test_nothing_is_cached_set_or_put_in_an_address(embedded: StartedServer) -> None:
    answers = [httpx.get(f"{embedded.address}/conversation"), post(embedded, message=TIRED)]
    answers.append(post(embedded, session=token_in(answers[1].text), faire="quitter"))
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
    assert answers[2].headers["clear-site-data"] == '"cache"'


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"session": "x" * 43, "message": "bonjour"}, 401),
        ({"message": "x" * 2001}, 413),
        ({"message": ""}, 400),
        ({"payload": "/besoin_conflit"}, 422),
        ({"message": "bonjour", "payload": "/aide"}, 400),
        ({"message": "bonjour", "id": "x" * 65}, 400),
    ],
)
def test_what_is_refused_is_refused_as_by_the_contract(
    embedded: StartedServer, fields: dict[str, str], status: int
) -> None:
    answer = post(embedded, **fields)
    assert answer.status_code == status
    assert "Erreur\u00a0:" in answer.text
