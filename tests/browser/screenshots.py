"""`make screenshots`: every state of the widget and every page, for a person to look at.

Each at 320 and 1280 px, light and dark, in `var/captures/`.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site
from tests.browser.states import STATES, reached
from tests.support.server import ROOT, StartedServer

_FOLDER = ROOT / "var" / "captures"
_SIZES = {320: 700, 1280: 800}
_SAID = {"orientation": "je ne dors plus depuis un mois, je suis à bout", "urgence": "je veux mourir"}
_PAGES = {"accueil": "/", "annuaire": "/services?academie=strasbourg", "notice": "/confidentialite"}


def main() -> None:
    """Take them all. Raises RuntimeError if the server does not start."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with Site() as site, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = {
            "CAP_ALLOWED_ORIGINS": site.origin,
            "CAP_DATABASE_URL": f"sqlite:///{folder / 'cap.sqlite3'}",
            "CAP_SECRET_KEY": "une-cle-qui-ne-sert-qu-aux-images-du-navigateur",
        }
        with StartedServer(folder, given) as server, sync_playwright() as playwright:
            site.server = server.address
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for width in _SIZES:
                for scheme in ("light", "dark"):
                    _take(browser, site, width, scheme)
            browser.close()
    print(_FOLDER.relative_to(ROOT))


def _take(browser: Browser, site: Site, width: int, scheme: str) -> None:
    settings = {"viewport": {"width": width, "height": _SIZES[width]}, "color_scheme": scheme, "locale": "fr-FR"}
    for state in STATES:
        context = browser.new_context(**settings)
        page = context.new_page()
        page.goto(site.page())
        reached(page, state)
        page.wait_for_timeout(150)
        page.screenshot(path=_FOLDER / f"{state.replace(' ', '-')}-{width}-{scheme}.png")
        context.close()
    context = browser.new_context(**settings, java_script_enabled=False)
    page = context.new_page()
    for name, path in _PAGES.items():
        page.goto(site.server + path)
        page.screenshot(path=_FOLDER / f"page-{name}-{width}-{scheme}.png", full_page=True)
    page.goto(f"{site.server}/conversation?academie=strasbourg")
    page.screenshot(path=_FOLDER / f"simple-debut-{width}-{scheme}.png", full_page=True)
    for name, text in (
        ("orientation", "je ne dors plus depuis un mois, je suis à bout"),
        ("urgence", "je veux mourir"),
    ):
        page.get_by_label("Votre message").fill(text)
        page.get_by_role("button", name="Envoyer").click()
        page.get_by_role("heading", name="Réponse").wait_for()
        page.screenshot(path=_FOLDER / f"simple-{name}-{width}-{scheme}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
