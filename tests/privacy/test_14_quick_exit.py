"""Promise 14: a quick exit leaves nothing: page, Back, storage, cookies, the profile on disk, the server.

Each way out is taken in a profile of its own, in the middle of a conversation.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Response, Route, expect, sync_playwright

from tests.privacy.running import Running
from tests.privacy.servers import There
from tests.privacy.traces import Canary, files, letters, scan

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Back may bring a page out of the browser's memory, which Playwright turns off.
MEMORY_OF_PAGES = ["--disable-back-forward-cache"]
STORED = """async () => [
  ...Object.entries(localStorage), ...Object.entries(sessionStorage), ...await indexedDB.databases(),
  ...await caches.keys(), ...(await navigator.serviceWorker.getRegistrations()), document.cookie,
].map((each) => JSON.stringify(each)).filter((each) => each !== '""')"""
BACK = 10_000  # ms
WRITTEN = 90.0  # seconds: Chromium writes after five, then at most once a minute


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    assert CHROMIUM, "chromium manque : apt-get install chromium"
    with sync_playwright() as started:
        yield started


def opened(playwright: Playwright, profile: Path, *, scripts: bool = True) -> BrowserContext:
    """A browser that keeps its profile on the disk, as a person's does."""
    return playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=CHROMIUM,
        args=ARGUMENTS,
        ignore_default_args=MEMORY_OF_PAGES,
        java_script_enabled=scripts,
        locale="fr-FR",
    )


def by_button(page: Page) -> None:
    page.locator("cap-soutien").get_by_role("button", name="Quitter").click()


def by_shift(page: Page) -> None:
    page.locator("cap-soutien textarea").focus()
    for _ in range(3):
        page.keyboard.press("Shift")


def talked_then_left(context: BrowserContext, address: str, canary: Canary, leave: Callable[[Page], None]) -> list[str]:
    """Talk, leave, come back: whatever can still be found, but for the profile's files."""
    tokens: list[str] = []

    def note(response: Response) -> None:
        if response.url.endswith("/webchat/sessions") and response.status == 201:
            tokens.append(response.json()["session"])

    page = context.pages[0]
    page.on("response", note)
    page.goto(f"{address}/services")
    page.goto(f"{address}/?academie=strasbourg")
    log = page.locator("cap-soutien [role=log]")
    expect(log.get_by_text("Je suis Cap Soutien")).to_be_visible(timeout=15_000)
    page.locator("cap-soutien textarea").fill(
        f"mon adjoint {canary.core} m'humilie tous les jours, c'est du harcèlement"
    )
    page.get_by_role("button", name="Envoyer").click()
    expect(log.get_by_text("03 88 23 36 99").first).to_be_visible(timeout=15_000)
    page.locator("cap-soutien textarea").fill(f"et aussi {canary.core}")  # begun, not sent

    found = cookies(context)
    leave(page)
    page.wait_for_url("about:blank", timeout=5_000)
    found += words(page, canary, "the blank page")
    back(page)
    if page.url != f"{address}/services":
        found.append(f"Back: {page.url}")
    found += words(page, canary, "Back") + [f"stored: {each}" for each in page.evaluate(STORED)] + cookies(context)
    page.go_forward(timeout=BACK, wait_until="commit")
    found += words(page, canary, "Forward")
    answer = There(address).ask(tokens[0], {"message": "?"})
    found += [] if answer.status_code == 401 else [f"on the server: {answer.status_code}"]
    page.goto(f"{address}/?academie=strasbourg")
    expect(log.get_by_text("Je suis Cap Soutien")).to_be_visible(timeout=15_000)
    found += words(page, canary, "a new visit")
    if log.get_by_text("03 88 23 36 99").count():
        found.append("a new visit: the answer")
    return found


def back(page: Page) -> None:
    """Press Back; a page that was the answer to a form is not shown again, which Chromium tells as an error."""
    try:
        page.go_back(timeout=BACK, wait_until="commit")  # a page that comes back from memory is not loaded again
    except Error as failure:
        if "ERR_CACHE_MISS" not in str(failure):
            raise
    page.wait_for_timeout(300)


def words(page: Page, canary: Canary, where: str) -> list[str]:
    """What the page shows or holds of what was written, in its fields and its shadow trees too."""
    held = page.content() + "".join(page.locator("body").all_inner_texts())
    fields = page.locator("textarea, input")
    held += "".join(fields.nth(n).input_value() for n in range(fields.count()))
    return [f"{where}: the words"] if canary.core in held.lower() else []


def cookies(context: BrowserContext) -> list[str]:
    return [f"cookie: {cookie['name']}" for cookie in context.cookies()]


@pytest.mark.parametrize("leave", [by_button, by_shift])
def test_quick_exit(
    playwright: Playwright, started: Running, canary: Canary, tmp_path: Path, leave: Callable[[Page], None]
) -> None:
    with opened(playwright, tmp_path / "profile") as context:
        assert talked_then_left(context, started.address, canary, leave) == []
    assert scan(files(tmp_path / "profile"), [canary.core]) == []


def talked_in_forms(page: Page, address: str, canary: Canary) -> str:
    """Say one thing in the conversation without JavaScript; returns its token."""
    page.goto(f"{address}/conversation?academie=strasbourg")
    page.locator("textarea").fill(f"mon adjoint {canary.core} m'humilie tous les jours, c'est du harcèlement")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("03 88 23 36 99").first).to_be_visible(timeout=15_000)
    assert words(page, canary, "the conversation") != []
    return page.locator("input[name=session]").first.input_value()


@pytest.mark.parametrize("way", ["button", "link"])
@pytest.mark.parametrize("then", ["nothing", "Back"])
def test_quick_exit_without_javascript(
    playwright: Playwright, started: Running, canary: Canary, tmp_path: Path, way: str, then: str
) -> None:
    """The form's own button, which erases; the link at the top of every page, which only leaves.

    Chromium writes a form in its profile if one goes back to it, whatever the page asks: told in docs/donnees.
    """
    with opened(playwright, tmp_path / "profile", scripts=False) as context:
        page = context.pages[0]
        token = talked_in_forms(page, started.address, canary)
        if way == "button":
            page.get_by_role("button", name="Quitter", exact=True).click()
            expect(page.get_by_role("heading", name="Page vide")).to_be_visible()
            assert There(started.address).ask(token, {"message": "?"}).status_code == 401
        else:
            page.get_by_role("link", name="Quitter cette page").click()
            page.wait_for_url("about:blank", timeout=5_000)
        assert words(page, canary, "the last page") == []
        for _ in range(3 if then == "Back" else 0):
            back(page)
            assert words(page, canary, "Back") == []
        assert cookies(context) == []
    if then == "nothing":
        assert scan(files(tmp_path / "profile"), [canary.core]) == []


def test_the_test_sees_a_form_kept_to_restore_the_tab(
    playwright: Playwright, embedded: Running, canary: Canary, tmp_path: Path
) -> None:
    def spoilt(route: Route) -> None:
        answer = route.fetch()
        assert 'type="password"' in answer.text()
        route.fulfill(response=answer, body=answer.text().replace('type="password"', 'type="text"'))

    with opened(playwright, tmp_path / "profile", scripts=False) as context:
        context.route("**/conversation*", spoilt)
        page = context.pages[0]
        talked_in_forms(page, embedded.address, canary)
        page.get_by_role("link", name="Quitter cette page").click()
        page.wait_for_url("about:blank", timeout=5_000)
    assert scan(files(tmp_path / "profile"), [canary.core]) != []


def talked_then_quit(page: Page, profile: Path, address: str, canary: Canary) -> tuple[str, list[str]]:
    """Talk, wait until Chromium has written on the disk what the page stored, then quit.

    Returns the token and what must not be found: the service's number, the need, words of the answer, the person's.
    """
    page.goto(f"{address}/?academie=strasbourg")
    log = page.locator("cap-soutien [role=log]")
    expect(log.get_by_text("Je suis Cap Soutien")).to_be_visible(timeout=15_000)
    page.locator("cap-soutien textarea").fill(f"mon adjoint {canary.core} m'humilie, c'est du harcèlement")
    page.get_by_role("button", name="Envoyer").click()
    answer = log.locator(".m", has_text="03 88 23 36 99").first
    expect(answer).to_be_visible(timeout=15_000)
    told = [words for words in re.findall(r"[A-Za-z ]{16,}", answer.inner_text()) if words.strip()]
    number = re.search(r"03.88.23.36.99", answer.inner_text())
    assert number is not None and len(told) >= 3
    token: str = page.evaluate("JSON.parse(sessionStorage.getItem('cap-soutien')).token")
    # What is stored is written in its order: once this is on the disk, so is all that came before.
    witness = letters(16)
    page.evaluate("witness => sessionStorage.setItem('witness', witness)", witness)
    until = time.monotonic() + WRITTEN
    while not scan(files(profile), [witness]):
        assert time.monotonic() < until, "Chromium has written nothing"
        page.wait_for_timeout(250)
    by_button(page)
    page.wait_for_url("about:blank", timeout=5_000)
    return token, [number[0], "0388233699", "besoin_", *told, canary.core]


def test_what_the_browser_wrote_on_the_disk_tells_nothing(
    playwright: Playwright, embedded: Running, canary: Canary, tmp_path: Path
) -> None:
    """Chromium leaves there what a page stored, even once it is removed: a token at most, which opens nothing."""
    profile = tmp_path / "profile"
    with opened(playwright, profile) as context:
        token, hidden = talked_then_quit(context.pages[0], profile, embedded.address, canary)
        assert scan(files(profile), hidden) == []
    assert scan(files(profile), hidden) == []
    there = There(embedded.address)
    assert there.look(token).status_code == there.ask(token, {"message": "?"}).status_code == 401


def test_the_test_sees_messages_stored_in_the_tab(
    playwright: Playwright, embedded: Running, canary: Canary, tmp_path: Path
) -> None:
    profile, sound = tmp_path / "profile", "open: !this.panel.hidden"
    with opened(playwright, profile) as context:
        context.route("**/webchat/widget.js", spoiling(sound, f"{sound}, messages: this.messages"))
        _, hidden = talked_then_quit(context.pages[0], profile, embedded.address, canary)
    found = scan(files(profile), hidden)
    assert all(any(f": {needle} (" in line for line in found) for needle in hidden[:-1]), found
    assert scan(files(profile), [canary.core]) == []


def spoiling(sound: str, leaking: str) -> Callable[[Route], None]:
    """Serves the widget with one thing of its source replaced."""

    def spoilt(route: Route) -> None:
        answer = route.fetch()
        source = answer.text()
        assert sound in source
        route.fulfill(response=answer, body=source.replace(sound, leaking))

    return spoilt


LEAKS = {
    "Back shows it": ("location.replace(away)", "location.assign(away)", "Back: "),
    "it is stored": ("const text = this.field.value.trim();", "$& localStorage.setItem('draft', text);", "stored: "),
    "a cookie is set": ("const text = this.field.value.trim();", "$& document.cookie = `seen=${text}`;", "cookie: "),
    "the server keeps it": ("call('DELETE', 'sessions', token)", "Promise.resolve()", "on the server: 200"),
    "the page stays": ("document.documentElement.textContent = '';", "history.pushState({}, '');", "Back: "),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_test_sees(playwright: Playwright, embedded: Running, canary: Canary, tmp_path: Path, leak: str) -> None:
    sound, leaking, told = LEAKS[leak]
    with opened(playwright, tmp_path / "profile") as context:
        context.route("**/webchat/widget.js", spoiling(sound, leaking.replace("$&", sound)))
        found = talked_then_left(context, embedded.address, canary, by_button)
    assert [line for line in found if line.startswith(told)], found
