"""The widget in the page of another site: what it keeps, how it is left, what it survives."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Opened
from tests.browser.site import Site
from tests.browser.talk import LAUNCHER, PATIENCE, TIRED, button, fiche, greeted, kept, log, open_widget, say, status_of
from tests.support.server import StartedServer

# What is said and kept.


def test_nothing_is_sent_before_it_is_opened_and_the_notice_is_read_before_anything_is_written(opened: Opened) -> None:
    page = opened()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    expect(button(page, LAUNCHER)).to_be_visible()
    assert sent == []
    assert kept(page) is None
    open_widget(page)
    notice = page.locator("cap-soutien").get_by_role("link", name="Notice d’information")
    expect(notice).to_be_in_viewport(ratio=1)
    with page.context.expect_page() as shown:
        notice.click()
    expect(shown.value.get_by_role("heading", name="Qui est responsable")).to_be_visible()


def test_what_was_said_is_never_in_the_tab_s_storage(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    say(page, TIRED)
    page.reload()
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()
    held = kept(page)
    assert held is not None
    assert set(held) == {"token", "until", "open", "base", "academie"}
    assert page.evaluate("Object.keys(sessionStorage)") == ["cap-soutien"]


def test_an_access_code_stands_out(opened: Opened, embedded: StartedServer) -> None:
    said = ("je voudrais m'inscrire pour avoir un mentor", "oui", "Zoé", "z@exemple.fr", "lyon", "passer", "CPE")
    said = (*said, "perdir 2027", "passer", "oui")
    page = opened(data_academie="lyon")
    open_widget(page)
    for text in said:
        say(page, text)
    assert len(log(page).locator("b").last.inner_text().split("-")) == 7
    assert "**" not in log(page).inner_text()
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]
    plain.goto(f"{embedded.address}/conversation?academie=lyon")
    for text in said:
        plain.locator("textarea").fill(text)
        plain.get_by_role("button", name="Envoyer").click()
    assert len(plain.locator("main strong").last.inner_text().split("-")) == 7


def test_erasing_leaves_nothing_here_or_there(opened: Opened, embedded: StartedServer) -> None:
    page = opened()
    open_widget(page)
    say(page, TIRED)
    held = kept(page)
    assert held is not None
    with page.expect_response(lambda r: r.request.method == "DELETE") as answer:
        button(page, "Effacer").click()
    assert answer.value.status == 204
    assert kept(page) is None
    assert TIRED not in log(page).inner_text()
    assert status_of(embedded, held["token"]) == 401
    button(page, "Nouvelle conversation").click()
    greeted(page)


# Leaving.


@pytest.mark.parametrize("gesture", ["button", "shift"])
def test_leaving_takes_one_gesture_and_back_shows_nothing(
    opened: Opened, site: Site, embedded: StartedServer, gesture: str
) -> None:
    page = opened(path="/avant")
    open_widget(page)
    say(page, TIRED)
    neutral = site.page(path="/neutre", data_academie="lyon")
    page.goto(site.page(path="/pendant", data_quitter="/neutre"))
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()
    held = kept(page)
    assert held is not None
    if gesture == "button":
        button(page, "Quitter").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(neutral)
    assert kept(page) is None
    assert status_of(embedded, held["token"]) == 401
    page.go_back(wait_until="commit")  # a page brought back whole does not load
    expect(page).to_have_url(f"{site.origin}/avant")  # the page that was left is in the history no more
    expect(button(page, LAUNCHER)).to_be_visible()
    assert "médecin" not in page.locator("cap-soutien").evaluate("e => e.shadowRoot.textContent")
    assert kept(page) is None


# Failures.


def test_a_message_that_was_answered_unheard_is_not_said_twice(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        answer = route.fetch()  # it reaches the server, its answer does not come back
        lost.append(answer.text())
        route.abort()

    page.route("**/webchat/messages", lose_the_answer)
    page.locator("cap-soutien textarea").fill(TIRED)
    button(page, "Envoyer").click()
    button(page, "Réessayer").click()
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()
    assert log(page).get_by_text(TIRED).count() == 1
    # Had it been heard a second time, it would have been answered in other words.
    first = page.evaluate("text => JSON.parse(text).messages[0].text.split('\\n')[0]", lost[0])
    expect(log(page)).to_contain_text(first)


def test_a_conversation_that_ended_is_told_and_another_begins(opened: Opened, embedded: StartedServer) -> None:
    page = opened()
    open_widget(page)
    held = kept(page)
    assert held is not None
    assert status_of(embedded, held["token"]) == 204
    page.locator("cap-soutien textarea").fill(TIRED)
    button(page, "Envoyer").click()
    expect(page.locator("cap-soutien [role=alert]")).to_contain_text("n’existe plus")
    greeted(page)
    expect(page.locator("cap-soutien textarea")).to_have_value(TIRED)
    button(page, "Envoyer").click()
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()


def test_a_danger_said_to_a_conversation_that_ended_is_heard_at_once(opened: Opened, embedded: StartedServer) -> None:
    page = opened()
    open_widget(page)
    held = kept(page)
    assert held is not None
    assert status_of(embedded, held["token"]) == 204
    page.locator("cap-soutien textarea").fill("je veux mourir")
    button(page, "Envoyer").click()
    expect(log(page).locator("a[href='tel:3114']").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("cap-soutien [role=alert]")).to_contain_text("n’existe plus")


def test_offline_is_said_and_what_was_written_stays(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    page.context.set_offline(True)
    page.locator("cap-soutien textarea").fill(TIRED)
    button(page, "Envoyer").click()
    expect(page.locator("cap-soutien [role=alert]")).to_contain_text("hors connexion")
    expect(page.locator("cap-soutien textarea")).to_have_value(TIRED)
    page.context.set_offline(False)
    button(page, "Réessayer").click()
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible()


def test_the_end_of_an_idle_conversation_is_announced_before_it_comes(opened: Opened) -> None:
    page = opened()
    page.clock.install()
    page.reload()
    open_widget(page)
    page.clock.fast_forward("20:00")
    expect(page.locator("cap-soutien [role=alert]")).to_be_empty()
    page.clock.fast_forward("06:00")
    expect(page.locator("cap-soutien [role=alert]")).to_contain_text("s’effacera")


# Cards.


def test_each_service_is_a_card_with_its_links_and_a_greeting_is_no_alarm(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    expect(log(page).locator(".number")).to_have_count(0)
    expect(log(page).locator("a[href='tel:3114']")).to_be_visible()
    say(page, TIRED)
    first = log(page).locator(".card").first
    expect(first.locator("b")).to_have_text("Médecine de prévention des personnels.")
    expect(first.locator(".way a[href='tel:0388233532']")).to_be_visible()
    expect(first.locator(".way a[href^='mailto:']")).to_be_visible()
    expect(log(page).locator(".card")).to_have_count(2)
    expect(log(page)).to_contain_text("secret professionnel")


# The emergency card.


def test_emergency_numbers_stay_whatever_is_scrolled(opened: Opened) -> None:
    page = opened(width=320, height=568)
    open_widget(page)
    say(page, "je veux mourir")
    pinned = page.locator("cap-soutien .pin a[href='tel:3114']")
    for position in (0, 100_000):
        log(page).evaluate("(e, top) => e.scrollTop = top", position)
        expect(pinned).to_be_in_viewport()
    say(page, "non, c'est une façon de parler")
    expect(pinned).to_be_in_viewport()


# « Ma fiche ».


def test_the_sheet_holds_the_services_and_nothing_the_person_wrote_and_nobody_is_sent_it(opened: Opened) -> None:
    page = opened(width=320, height=568)
    open_widget(page)
    expect(button(page, "Ma fiche")).to_have_count(0)
    say(page, "mon adjointe Zorglubine m'humilie devant tout le monde")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    text = fiche(page)
    expect(button(page, "Quitter")).to_be_in_viewport(ratio=1)
    assert "Ce qui reste confidentiel" in text
    assert "3114" in text
    assert "Zorglubine" not in text
    held = kept(page)
    assert held is not None
    given = httpx.get(f"{held['base']}sessions", headers={"Authorization": f"Bearer {held['token']}"}).json()
    cards = [c for m in given["messages"] for c in (m.get("custom") or {}).get("cartes", ())]
    assert cards
    for card in cards:
        assert card["nom"] in text
        assert card["raison"] in text
        assert all(contact["valeur"] in text for contact in card["contacts"])
    page.locator("cap-soutien").evaluate("e => window.host = e.shadowRoot")
    printed = page.evaluate(
        """async () => {
          const made = new Promise((done) => new MutationObserver(([change]) => {
            const frame = change.addedNodes[0];
            if (frame && frame.contentDocument) setTimeout(() => done(frame.contentDocument.body.innerText));
          }).observe(window.host, { childList: true }));
          [...window.host.querySelectorAll('.sheet button')].find((b) => b.textContent === 'Imprimer').click();
          return made;
        }"""
    )
    assert cards[0]["nom"] in printed
    assert "Imprimer" not in printed
    assert "site de l’académie" not in printed
    assert sent == []
    page.keyboard.press("Escape")
    expect(log(page)).to_be_visible()
    expect(button(page, "Ma fiche")).to_be_focused()
