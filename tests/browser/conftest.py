"""A Chromium, a server that a site of another origin may embed, and that site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.settings import Settings
from bot.training import model_path
from tests.browser.site import Site
from tests.support.server import StartedServer

CHROMIUM = shutil.which("chromium")
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, with the « Back » cache that Playwright turns off and people have."""
    assert CHROMIUM, "chromium manque : apt-get install chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            ignore_default_args=["--disable-back-forward-cache"],
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The académie's site."""
    with Site() as started:
        yield started


@pytest.fixture(scope="session")
def embedded(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedServer]:
    """`cap run`, which the académie's site may embed."""
    assert model_path(Settings().models).exists(), "no model for the present data: make train"
    folder = tmp_path_factory.mktemp("embedded")
    environment = {
        "CAP_ALLOWED_ORIGINS": site.origin,
        "CAP_DATABASE_URL": f"sqlite:///{folder / 'cap.sqlite3'}",
        "CAP_SECRET_KEY": "une-cle-qui-ne-sert-qu-aux-essais-du-navigateur",
    }
    with StartedServer(folder, environment) as started:
        site.server = started.address
        yield started


@pytest.fixture
def opened(browser: Browser, embedded: StartedServer, site: Site) -> Iterator[Opened]:
    """Opens a page of the site, with the widget's options (`data_titre="…"`), in a browser of its own."""
    contexts: list[BrowserContext] = []

    def open_(width: int = 1280, height: int = 800, context: dict[str, Any] | None = None, **page: Any) -> Page:
        settings = {"viewport": {"width": width, "height": height}, "locale": "fr-FR", **(context or {})}
        contexts.append(browser.new_context(**settings))
        shown = contexts[-1].new_page()
        shown.set_default_timeout(15_000)
        shown.goto(site.page(**page))
        return shown

    yield open_
    for context in contexts:
        context.close()
