"""Promise 14: a quick exit leaves nothing: page, Back, storage, cookies, the profile on disk, the server.

Each way out is taken in a profile of its own, in the middle of a conversation.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Response, Route, expect, sync_playwright

from tests.privacy.running import Running
from tests.privacy.servers import There
from tests.privacy.traces import Canary, files, scan

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Back may bring a page out of the browser's memory, which Playwright turns off.
MEMORY_OF_PAGES = ["--disable-back-forward-cache"]
STORED = """async () => [
  ...Object.entries(localStorage), ...Object.entries(sessionStorage), ...await indexedDB.databases(),
  ...await caches.keys(), ...(await navigator.serviceWorker.getRegistrations()), document.cookie,
].map((each) => JSON.stringify(each)).filter((each) => each !== '""')"""
BACK = 10_000  # ms


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

    def spoilt(route: Route) -> None:
        answer = route.fetch()
        source = answer.text()
        assert sound in source
        route.fulfill(response=answer, body=source.replace(sound, leaking.replace("$&", sound)))

    with opened(playwright, tmp_path / "profile") as context:
        context.route("**/webchat/widget.js", spoilt)
        found = talked_then_left(context, embedded.address, canary, by_button)
    assert [line for line in found if line.startswith(told)], found
