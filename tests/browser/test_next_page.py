"""The conversation on the next page of its tab: given back by the server, the browser keeping its token alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Opened
from tests.browser.site import Site
from tests.browser.talk import LAUNCHER, TIRED, button, fiche, greeted, kept, log, open_widget, say, status_of
from tests.support.server import StartedServer


def test_the_conversation_survives_a_change_of_page_in_its_tab_alone(opened: Opened, site: Site) -> None:
    page = opened()
    site.page(path="/ailleurs")
    open_widget(page)
    say(page, TIRED)
    button(page, "C’est vraiment confidentiel ?").wait_for()
    page.get_by_role("link", name="Une autre page").click()
    page.wait_for_url("**/ailleurs")
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()
    greeted(page)
    assert TIRED not in log(page).inner_text()
    expect(log(page)).to_have_attribute("aria-live", "off")  # what was heard is not read aloud again
    assert "Médecine de prévention" in fiche(page)
    button(page, "Revenir à la conversation").click()
    button(page, "C’est vraiment confidentiel ?").click()
    expect(log(page)).to_contain_text("je ne conserve pas notre conversation")
    expect(log(page)).to_have_attribute("aria-live", "polite")
    other = page.context.new_page()
    other.goto(site.page())
    expect(button(other, LAUNCHER)).to_be_visible()
    assert kept(other) is None
    expect(log(other).locator(".m")).to_have_count(0)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


def test_what_shows_a_persons_own_answers_is_not_shown_on_another_page(opened: Opened) -> None:
    page = opened(data_academie="lyon")
    open_widget(page)
    for text in ("je voudrais m'inscrire pour avoir un mentor", "oui", "Tartempion"):
        say(page, text)
    expect(log(page)).to_contain_text("voici ce que je vais vous demander")
    page.reload()
    expect(log(page)).to_contain_text("Votre conversation continue")
    greeted(page)
    expect(log(page)).not_to_contain_text("Tartempion")
    expect(log(page)).not_to_contain_text("voici ce que je vais vous demander")
    expect(log(page).locator(".replies")).to_have_count(0)  # they were not the last answer's


def test_an_emergency_stays_at_hand_on_every_page(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    say(page, "je veux mourir")
    for _ in range(7):
        say(page, "je suis débordé")
    page.reload()
    expect(page.locator("cap-soutien .pin a[href='tel:3114']")).to_be_visible()


def test_while_the_conversation_comes_back_nothing_is_shown_in_its_place(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    say(page, TIRED)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/webchat/sessions", hold)
    with page.expect_request("**/webchat/sessions") as asked:
        page.reload()
    assert asked.value.method == "GET"
    expect(page.locator("cap-soutien textarea")).to_be_visible()
    expect(log(page).locator(".m")).to_have_count(0)
    expect(page.locator("cap-soutien [role=alert]")).to_be_empty()
    waiting[0].continue_()
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()


def test_a_conversation_that_cannot_be_fetched_is_asked_for_again(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    say(page, TIRED)
    page.route("**/webchat/sessions", lambda route: route.abort())
    page.reload()
    expect(page.locator("cap-soutien [role=alert]")).to_contain_text("Le serveur ne répond pas")
    page.unroute("**/webchat/sessions")
    button(page, "Réessayer").click()
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()
    expect(page.locator("cap-soutien [role=alert]")).to_be_empty()


@pytest.mark.parametrize("panel", ["open", "closed"])
def test_a_page_that_comes_after_the_end_begins_as_new(opened: Opened, embedded: StartedServer, panel: str) -> None:
    page = opened()
    open_widget(page)
    say(page, TIRED)
    if panel == "closed":
        button(page, "Fermer").click()
    held = kept(page)
    assert held is not None
    assert status_of(embedded, held["token"]) == 204
    with page.expect_response(lambda answer: answer.status == 401):
        page.reload()
    if panel == "open":
        expect(page.locator("cap-soutien [role=alert]")).to_contain_text("n’existe plus")
    else:
        expect(button(page, LAUNCHER)).to_be_visible()
        page.wait_for_function("sessionStorage.getItem('cap-soutien') === null")
        open_widget(page)
    greeted(page)
    expect(log(page).locator(".card")).to_have_count(0)
    begun = kept(page)
    assert begun is not None
    assert begun["token"] != held["token"]


def test_a_page_brought_back_whole_goes_on_with_the_conversation_it_had(opened: Opened, site: Site) -> None:
    page = opened(path="/avant")
    open_widget(page)
    say(page, TIRED)
    page.evaluate("window.broughtBack = false; addEventListener('pageshow', e => window.broughtBack = e.persisted)")
    page.goto(site.page(path="/pendant"))
    page.go_back(wait_until="commit")  # a page brought back whole does not load
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()
    assert page.evaluate("window.broughtBack")  # otherwise it proves nothing, nor does the test of leaving
    say(page, "et leur numéro ?")
