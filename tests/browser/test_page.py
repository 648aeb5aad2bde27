"""The page at GET /, in a real Chromium, against a really started server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.server import StartedServer

FIELD = "cap-soutien textarea"


@pytest.fixture(scope="module")
def page(server: StartedServer, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 700}, locale="fr-FR")
    opened = context.new_page()
    opened.elsewhere = []  # type: ignore[attr-defined]
    opened.on(
        "request",
        lambda r: None if r.url.startswith(server.address) else opened.elsewhere.append(r.url),  # type: ignore[attr-defined]
    )
    opened.goto(f"{server.address}/?academie=strasbourg")
    yield opened
    context.close()


def say(page: Page, text: str) -> None:
    page.locator(FIELD).fill(text)
    expect(page.locator("cap-soutien [role=log]").get_by_text(text)).to_have_count(0)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("cap-soutien [role=log]").get_by_text(text).first).to_be_visible(timeout=15_000)


def test_a_person_writes_and_is_shown_the_door(page: Page) -> None:
    expect(page.get_by_text("Je suis Cap Soutien")).to_be_visible(timeout=15_000)
    say(page, "je ne dors plus depuis un mois, je suis à bout")
    expect(page.locator("cap-soutien a[href='tel:0388233532']").first).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Autre chose").last.click()
    expect(page.get_by_text("Une personne peut vous répondre")).to_be_visible(timeout=15_000)


def test_an_emergency_shows_numbers_one_can_call(page: Page) -> None:
    say(page, "je veux mourir")
    card = page.locator("cap-soutien a[href='tel:3114']").last
    expect(card).to_be_visible(timeout=15_000)


def test_what_is_typed_never_becomes_html(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)> c'est quoi le PAE ?")
    expect(page.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible(timeout=15_000)
    assert page.locator("cap-soutien img").count() == 0


def test_nothing_overflows_at_320_pixels(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_is_stored_and_nobody_else_is_called(page: Page) -> None:
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    # This tab alone: the token; of what was said on either side, nothing.
    assert page.evaluate("Object.keys(sessionStorage)") == ["cap-soutien"]
    kept = page.evaluate("JSON.parse(sessionStorage.getItem('cap-soutien'))")
    assert set(kept) == {"token", "until", "open", "base", "academie"}
    assert page.elsewhere == []  # type: ignore[attr-defined]
