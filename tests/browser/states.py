"""Every state the widget can be in, and how a person gets there: for axe-core and for the screenshots."""

from __future__ import annotations

import httpx
from playwright.sync_api import Page, expect

from tests.browser.talk import button, kept, log, open_widget, say

STATES = (
    "closed", "greeting", "help", "orientation", "used", "emergency", "sheet", "too long", "waiting", "offline",
    "ended", "erased",
)  # fmt: skip


def reached(page: Page, state: str) -> None:
    """Bring a page that was just opened to a state."""
    if state == "closed":
        return
    open_widget(page)
    alert = page.locator("cap-soutien [role=alert]")
    field = page.locator("cap-soutien textarea")
    if state == "help":
        button(page, "Urgence").click()
    elif state in ("orientation", "used", "sheet"):
        say(page, "je ne dors plus depuis un mois, je suis à bout")
        if state == "used":
            button(page, "Autre chose").click()
            expect(log(page).locator(".chosen")).to_have_count(1)
            expect(page.locator("cap-soutien .typing")).to_be_hidden()
        elif state == "sheet":
            button(page, "Ma fiche").click()
    elif state == "emergency":
        say(page, "je veux mourir")
    elif state == "too long":
        field.fill("je suis fatigué " * 150)
        button(page, "Envoyer").click()
    elif state == "waiting":
        page.route("**/webchat/messages", lambda route: None)  # never answered
        field.fill("je ne dors plus")
        button(page, "Envoyer").click()
        expect(page.locator("cap-soutien .typing")).to_be_visible()
    elif state == "offline":
        page.context.set_offline(True)
        field.fill("je ne dors plus")
        button(page, "Envoyer").click()
        expect(alert).to_contain_text("hors connexion")
    elif state == "ended":
        held = kept(page)
        assert held is not None
        httpx.delete(f"{held['base']}sessions", headers={"Authorization": f"Bearer {held['token']}"})
        field.fill("je ne dors plus")
        button(page, "Envoyer").click()
        expect(alert).to_contain_text("n’existe plus")
    elif state == "erased":
        button(page, "Effacer").click()
        expect(alert).to_contain_text("effacée")
