"""What a person does with the widget, for the tests."""

from __future__ import annotations

from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.support.server import StartedServer

LAUNCHER = "Besoin d’en parler\u202f?"
PATIENCE = 15_000.0  # ms
TIRED = "je ne dors plus depuis un mois, je suis à bout"


def log(page: Page) -> Locator:
    """The conversation."""
    return page.locator("cap-soutien [role=log]")


def button(page: Page, name: str) -> Locator:
    """The last button of the widget with this name."""
    return page.locator("cap-soutien").get_by_role("button", name=name, exact=True).last


def open_widget(page: Page) -> None:
    """Click on the launcher and wait for the greeting."""
    button(page, LAUNCHER).click()
    greeted(page)


def greeted(page: Page) -> None:
    """Wait for the greeting."""
    expect(log(page)).to_contain_text("Je suis Cap Soutien", timeout=PATIENCE)


def say(page: Page, text: str) -> None:
    """Write, send, wait until it is answered."""
    before = log(page).locator(".m:not(.you)").count()
    page.locator("cap-soutien textarea").fill(text)
    button(page, "Envoyer").click()
    page.wait_for_function(
        "count => document.querySelector('cap-soutien').shadowRoot.querySelectorAll('.m:not(.you)').length > count",
        arg=before,
        timeout=PATIENCE,
    )


def kept(page: Page) -> dict[str, Any] | None:
    """What the tab keeps: of the conversation, its token alone."""
    found: dict[str, Any] | None = page.evaluate("JSON.parse(sessionStorage.getItem('cap-soutien'))")
    return found


def fiche(page: Page) -> str:
    """Open « Ma fiche » and read it."""
    button(page, "Ma fiche").click()
    return page.locator("cap-soutien").get_by_role("region", name="Ma fiche").inner_text()


def status_of(server: StartedServer, token: str) -> int:
    """204 if the conversation was still there (it is deleted), 401 if it is no more."""
    return httpx.delete(f"{server.address}/webchat/sessions", headers={"Authorization": f"Bearer {token}"}).status_code
