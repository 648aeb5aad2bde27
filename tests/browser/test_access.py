"""RGAA and WCAG 2.2 AA, as far as a program can tell: axe-core in every state, and the keyboard."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import dsfr
from tests.browser.conftest import Opened
from tests.browser.states import STATES, reached
from tests.browser.talk import LAUNCHER, TIRED, button, log, open_widget, say
from tests.support.server import StartedServer

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
_LEAST_TARGET = 24  # px
_FOCUSED = """() => {
  let node = document.activeElement;
  while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  const style = getComputedStyle(node);
  const name = node.getAttribute('aria-label') || node.textContent.trim() || node.id;
  return [name, style.outlineStyle, style.outlineWidth];
}"""


def faults(page: Page) -> list[str]:
    """What axe-core finds, of the whole page."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": TAGS}).response
    assert len(found["passes"]) > 5, "axe-core looked at nothing"
    return [f"{v['id']}: {json.dumps([n['target'] for n in v['nodes']])}" for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Opened, state: str, scheme: str) -> None:
    page = opened(width=320, height=700, context={"color_scheme": scheme})
    reached(page, state)
    assert faults(page) == []


def test_axe_finds_nothing_with_another_accent_or_forced_colours(opened: Opened) -> None:
    for scheme in ("light", "dark"):
        page = opened(data_accent="#5b2333", context={"color_scheme": scheme})
        reached(page, "orientation")
        assert faults(page) == []
    page = opened(context={"forced_colors": "active"})
    reached(page, "orientation")
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["greeting", "orientation", "emergency", "sheet"])
def test_axe_finds_nothing_in_the_states_design_system(opened: Opened, state: str, theme: str) -> None:
    # The page's theme is the page's choice, whatever the device prefers.
    page = opened(style=dsfr.style(theme), data_accent="#5b2333", context={"color_scheme": "light"})
    reached(page, state)
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/", "/services?academie=strasbourg", "/confidentialite", "/conversation"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages(browser: Browser, embedded: StartedServer, path: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(embedded.address + path)
    if path == "/conversation":
        assert faults(page) == []
        page.get_by_label("Votre message").fill(TIRED)
        page.get_by_role("button", name="Envoyer").click()
        page.get_by_role("heading", name="Réponse").wait_for()
        assert faults(page) == []
        page.get_by_role("button", name="Envoyer").click()
        page.locator(".erreur").wait_for()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_axe_sees_a_fault_inside_the_widget(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    page.locator("cap-soutien textarea").evaluate("e => e.removeAttribute('id')")
    assert any(fault.startswith("label:") for fault in faults(page))


def tabbed(page: Page, times: int) -> list[str]:
    """Names of what Tab reaches; fails where the focus cannot be seen."""
    names = []
    for _ in range(times):
        page.keyboard.press("Tab")
        name, style, width = page.evaluate(_FOCUSED)
        assert style == "solid", name
        assert float(width.removesuffix("px")) >= 2, name
        names.append(name)
    return names


def test_tab_goes_through_in_the_order_of_reading_and_out_again(opened: Opened) -> None:
    page = opened()
    page.get_by_role("link", name="Une autre page").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(_FOCUSED)[0] == LAUNCHER
    page.keyboard.press("Enter")
    expect(page.locator("cap-soutien textarea")).to_be_focused()
    say(page, TIRED)
    button(page, "Autre chose").wait_for()
    page.get_by_role("link", name="Une autre page").focus()
    names = tabbed(page, 6)
    assert names == ["Fermer", "Urgence", "Ma fiche", "Effacer", "Quitter", "Conversation"]
    links = log(page).locator("a, button").count()
    tail = tabbed(page, links + 3)
    # A button that was used keeps its place: it can still be read.
    assert tail[0] == "Notice d’information"
    assert tail[-3:] == ["field", "Envoyer", "Annuaire des services"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") != "CAP-SOUTIEN"


def test_escape_closes_what_was_opened_last_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    say(page, TIRED)
    button(page, "Ma fiche").click()
    page.keyboard.press("Escape")
    expect(button(page, "Ma fiche")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button(page, LAUNCHER)).to_be_focused()
    page.keyboard.press("Enter")
    expect(log(page)).to_contain_text(TIRED)
    expect(page.locator("cap-soutien textarea")).to_be_focused()


def test_what_is_said_is_announced_once_and_in_order(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    page.locator("cap-soutien").evaluate(
        """widget => {
          window.announced = [];
          for (const live of widget.shadowRoot.querySelectorAll('[role=log], [role=status], [role=alert]')) {
            new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
              if (node.textContent.trim()) window.announced.push(node.textContent.trim());
            }))).observe(live, { childList: true });
          }
        }"""
    )
    say(page, TIRED)
    say(page, "et leur numéro ?")
    announced = page.evaluate("window.announced")
    speakers = [text.split(" : ")[0] for text in announced if " : " in text.replace("\u00a0", " ")]
    starts = [text[:14].replace("\u00a0", " ") for text in announced if not text.startswith("Cap Soutien écrit")]
    assert len(announced) == len(set(announced)), announced
    mine = [i for i, start in enumerate(starts) if start.startswith("Vous :")]
    assert len(mine) == 2, starts
    assert mine[0] == 0
    assert mine[1] > 1, "the answer comes before the next message"
    assert len(speakers) >= 4
    assert page.locator("cap-soutien [role=log]").get_attribute("aria-live") == "polite"


def test_what_can_be_touched_is_large_enough(opened: Opened) -> None:
    for state in ("emergency", "orientation"):
        page = opened(width=320, height=700)
        reached(page, state)
        small = page.locator("cap-soutien").evaluate(
            """(widget, least) => [...widget.shadowRoot.querySelectorAll('a, button, textarea')]
              .filter((e) => e.getClientRects().length)
              .map((e) => [e.textContent, e.getBoundingClientRect()])
              .filter(([, box]) => box.width < least || box.height < least)
              .map(([text, box]) => `${text} ${box.width}x${box.height}`)""",
            _LEAST_TARGET,
        )
        assert small == []


def test_the_length_is_told_and_an_error_is_tied_to_the_field(opened: Opened) -> None:
    page = opened()
    open_widget(page)
    field = page.locator("cap-soutien textarea")
    field.fill("x" * 2001)
    button(page, "Envoyer").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = (field.get_attribute("aria-describedby") or "").split()
    told = " ".join(page.locator(f"cap-soutien #{name}").inner_text() for name in described)
    assert "1 de trop" in told
    assert "Raccourcissez-le" in told
    expect(page.locator("cap-soutien [role=status]")).to_contain_text("1 de trop")


def test_french_is_said_whatever_the_page_speaks(opened: Opened) -> None:
    page = opened()
    page.evaluate("document.documentElement.lang = 'de'")
    expect(page.locator("cap-soutien")).to_have_attribute("lang", "fr")
