"""The widget in the page of another site: the options of its line, the page's own rules and styles, every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import dsfr
from tests.browser.conftest import Opened
from tests.browser.talk import TIRED, button, fiche, greeted, log, open_widget, say
from tests.support.server import StartedServer

STRICT = "default-src 'none'; script-src {0}; connect-src {0}; require-trusted-types-for 'script'"


def test_the_options_of_the_line(opened: Opened) -> None:
    page = opened(
        data_titre="Écoute des chefs d’établissement",
        data_position="gauche",
        data_accent="#5b2333",
        data_ouvert="",
        data_notice="https://www.exemple.fr/notice",
        data_langue="de",
    )
    greeted(page)
    dialog = page.get_by_role("dialog", name="Écoute des chefs d’établissement")
    box = dialog.bounding_box()
    assert box is not None
    assert box["x"] < 40
    expect(button(page, "Envoyer")).to_have_css("background-color", "rgb(91, 35, 51)")
    notice = page.locator("cap-soutien").get_by_role("link", name="Notice d’information (de)")
    expect(notice).to_have_attribute("href", "https://www.exemple.fr/notice")
    expect(notice).to_have_attribute("hreflang", "de")


def test_an_accent_that_cannot_be_read_is_not_used(opened: Opened) -> None:
    page = opened(data_accent="#ffee00", data_ouvert="")
    expect(button(page, "Envoyer")).to_have_css("background-color", "rgb(27, 79, 114)")


def test_several_lines_make_one_widget(opened: Opened) -> None:
    page = opened(scripts=3)
    open_widget(page)
    assert page.locator("cap-soutien").count() == 1


def test_a_strict_policy_lets_it_work_without_a_complaint(opened: Opened, embedded: StartedServer) -> None:
    page = opened(policy=STRICT.format(embedded.address))
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.reload()
    open_widget(page)
    say(page, TIRED)
    expect(button(page, "Envoyer")).to_have_css("background-color", "rgb(27, 79, 114)")
    fiche(page)
    button(page, "Imprimer").click()
    assert [text for text in complaints if "favicon" not in text] == []


def test_a_hostile_style_changes_nothing(opened: Opened) -> None:
    hostile = """
      * { all: unset !important; font: 40px cursive !important; color: lime !important; letter-spacing: 9px !important }
      cap-soutien, cap-soutien * { display: none !important; opacity: 0 !important; visibility: hidden !important;
        position: fixed !important; top: -999px !important; transform: scale(0) !important }
      button, textarea, a { background: red !important; border: 20px solid red !important }
    """
    plain, page = opened(path="/ordinaire"), opened(path="/hostile", style=hostile)
    boxes = []
    for shown in (plain, page):
        open_widget(shown)
        say(shown, TIRED)
        expect(button(shown, "Envoyer")).to_have_css("background-color", "rgb(27, 79, 114)")
        expect(log(shown)).to_have_css("letter-spacing", "normal")
        boxes.append(shown.get_by_role("dialog").bounding_box())
    assert boxes[0] == boxes[1]


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 400), (1280, 800)])
def test_everything_fits_and_nothing_is_out_of_reach(opened: Opened, width: int, height: int) -> None:
    """320 px, and 1280 px at 200 % (640): nothing beside the page, nothing cut."""
    page = opened(width=width, height=height)
    open_widget(page)
    say(page, TIRED)
    say(page, "x" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    panel = page.get_by_role("dialog")
    assert panel.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert log(page).evaluate("e => e.scrollWidth <= e.clientWidth")
    for name in ("Urgence", "Ma fiche", "Effacer", "Quitter", "Envoyer"):
        button(page, name).scroll_into_view_if_needed()
        expect(button(page, name)).to_be_in_viewport(ratio=1)


def test_reduced_motion_stills_the_dots(opened: Opened) -> None:
    page = opened(context={"reduced_motion": "reduce"})
    open_widget(page)
    dot = page.locator("cap-soutien .typing i").first
    expect(dot).to_have_css("animation-name", "none")


def test_it_takes_the_colours_and_corners_of_the_states_design_system(opened: Opened) -> None:
    page = opened(style=dsfr.style("light"))
    open_widget(page)
    shown = page.locator("cap-soutien").evaluate(
        """(e) => {
          const send = getComputedStyle(e.shadowRoot.querySelector('.send'));
          return [send.backgroundColor, send.borderTopLeftRadius, send.fontFamily];
        }"""
    )
    assert shown == ["rgb(0, 0, 145)", "0px", "Marianne, arial, sans-serif"]
