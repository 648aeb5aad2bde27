"""The served pages are whole, escaped, complete, and ask nothing of anyone else."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.orientation.contacts import area, within
from bot.orientation.directory import Directory
from bot.typography import typeset
from bot.web.notice import notice_page
from bot.web.pages import URGENCES, demonstration, services_page
from bot.web.plain_chat import first_page

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "bot" / "web" / "static" / "widget.js"
STYLE = ROOT / "bot" / "web" / "static" / "site.css"
NOTICE = ROOT / "docs" / "donnees" / "notice.md"
VOID = {"meta", "link", "br", "hr", "img", "input"}
BEFORE, AFTER = dt.date(2023, 8, 31), dt.date(2023, 9, 1)  # review date of the two documents
HOSTILE = "<script>alert('x')</script>\"&"


class Page(HTMLParser):
    """A page taken apart: its elements, its text; an assertion fails when a tag is not closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def links(self) -> list[str]:
        return [attributes["href"] for attributes in self.all("a")]


@pytest.fixture(scope="module")
def pages(directory: Directory) -> dict[str, str]:
    academies = directory.academies()
    return {
        "demonstration": demonstration(academies),
        "demonstration strasbourg": demonstration(academies, "strasbourg"),
        "services": services_page(directory, None, today=AFTER),
        **{f"services {a.id}": services_page(directory, a.id, today=AFTER) for a in academies},
        "services unknown": services_page(directory, "ailleurs", today=AFTER),
        "conversation": first_page(directory, "strasbourg"),
        "confidentialite": notice_page(NOTICE.read_text("utf-8")),
    }


def test_pages_are_well_formed_and_accessible(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        page = Page(html)
        assert html.startswith("<!DOCTYPE html>"), name
        assert page.all("html") == [{"lang": "fr"}]
        assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), name
        anchors = [link[1:] for link in page.links() if link.startswith("#")]
        assert anchors[0] == page.all("main")[0]["id"]
        assert set(anchors) <= set(ids), name
        labelled = [a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a]
        assert set(labelled) <= set(ids), name


def test_nothing_inline_and_nothing_from_elsewhere(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        page = Page(html)
        assert page.all("style") == page.all("img") == page.all("iframe") == [], name
        loaded = [a["src"] for a in page.all("script")] + [a["href"] for a in page.all("link")]
        assert all(re.fullmatch(r"/webchat/[a-z.]+", address) for address in loaded), name
        for _, attributes in page.elements:
            assert not [key for key in attributes if key == "style" or key.startswith("on")], name
        assert re.findall(r"<script[^>]*>(?!</script>)", html) == [], name
    assert re.findall(r"url\(|@import|https?://", STYLE.read_text("utf-8")) == []


def test_services_pages_need_no_script(pages: dict[str, str]) -> None:
    assert not [name for name, html in pages.items() if name.startswith("services") and "<script" in html]


@pytest.mark.parametrize("academie", [None, "strasbourg", "lyon"])
def test_every_service_of_an_academie_is_there_with_its_links(directory: Directory, academie: str | None) -> None:
    html = services_page(directory, academie, today=AFTER)
    page = Page(html)
    services = directory.services_for(academie)
    assert services
    assert len(re.findall('<section class="service"', html)) == len(services)
    sections = dict(re.findall(r'<section class="service" id="([^"]+)"(.*?)</section>', html, re.DOTALL))
    for service in services:
        anchor = f"{service.id}-{service.academie.id}" if service.academie else service.id
        section = Page("<section" + sections[anchor] + "</section>")
        facts = (service.summary, *service.audience, *service.terms, *service.conditions)
        for fact in (*facts, *service.confidentiality, *service.next_steps):
            assert typeset(fact.text) in section.text
        expected = within(service, area(directory, academie, None))
        assert section.links() == [contact.link for contact in expected if contact.link]
        assert all(contact.value in section.text for contact in expected)
        if service.no_contact:
            assert typeset(service.no_contact) in section.text
        assert directory.documents[service.summary.source.document].title in section.text
        assert f"#{anchor}" in page.links()


def test_services_of_another_academie_are_left_out(directory: Directory) -> None:
    assert "tel:0388233699" in services_page(directory, "strasbourg", today=AFTER)
    lyon = services_page(directory, "lyon", today=AFTER)
    assert "tel:0388233699" not in lyon
    assert "reseaupas67@mgen.fr" not in lyon


def test_old_contacts_bear_a_warning_once_their_review_date_has_come(directory: Directory) -> None:
    for academie in ("strasbourg", "lyon"):
        assert "ont pu changer." not in re.sub(
            r"<p>À savoir.*?</p>", "", services_page(directory, academie, today=BEFORE)
        )
        services = len(directory.services_for(academie))
        assert services_page(directory, academie, today=AFTER).count('<p class="avis">') == services


def test_national_numbers_come_first(directory: Directory) -> None:
    html = services_page(directory, "strasbourg", today=AFTER)
    first = html.index('<section class="service"')
    for number in directory.numbers:
        assert html.index(f'href="{number.link}"') < first
    assert html.index("tel:3114") < html.index('"tel:15"')


def test_an_unknown_academie_gets_what_is_open_to_all_and_is_not_echoed(directory: Directory) -> None:
    html = services_page(directory, HOSTILE, today=AFTER)
    assert "Cette académie n’a pas encore son annuaire" in html
    assert "alert" not in html
    assert "alert" not in demonstration(directory.academies(), HOSTILE)


def test_everything_is_escaped(directory: Directory) -> None:
    hostile = directory.services[0].copy(update={"name": HOSTILE, "no_contact": HOSTILE, "caveat": HOSTILE})
    html = services_page(directory.copy(update={"services": (hostile,)}), None, today=AFTER)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4  # summary link, heading, contact, caveat
    academie = directory.academies()[0].copy(update={"name": HOSTILE})
    assert Page(demonstration([academie])).all("script") == [{"src": "/webchat/widget.js", "defer": ""}]


def test_the_demonstration_embeds_the_widget_as_an_academie_would(directory: Directory) -> None:
    page = Page(demonstration(directory.academies(), "strasbourg"))
    embedded = {"src": "/webchat/widget.js", "data-academie": "strasbourg", "defer": ""}
    assert page.all("script") == [embedded]
    assert [a["id"] for a in page.all("div")] == ["cap-soutien"]
    choices = {f"/?academie={a.id}" for a in directory.academies()}
    assert choices <= set(page.links())
    html = demonstration(directory.academies(), "strasbourg")
    assert 'href="/services?academie=strasbourg"' in html[html.index("<noscript>") : html.index("</noscript>")]


def test_emergency_numbers_are_those_of_the_directory_everywhere(directory: Directory) -> None:
    facts = {(n.number, n.name, n.usage) for n in directory.numbers}
    assert set(URGENCES) <= facts
    script = WIDGET.read_text("utf-8")
    assert set(re.findall(r"^    \['(\d+)', '([^']+)', '([^']+)'\],$", script, re.MULTILINE)) == facts
    assert "EMERGENCY = ['3114', '15', '17', '18', '112', '114']" in script
    links = Page(demonstration(directory.academies())).links()
    assert [link for link in links if link.startswith(("tel:", "sms:"))] == [
        "tel:3114", "tel:15", "tel:17", "tel:18", "tel:112", "sms:114",
    ]  # fmt: skip


def test_the_widget_is_small_builds_no_html_from_data_and_keeps_nothing_beyond_the_tab() -> None:
    script = WIDGET.read_text("utf-8")
    # What an académie's page loads is the script alone, its style within; counted with the pages' style all the same.
    assert len(gzip.compress((script + STYLE.read_text("utf-8")).encode(), 9)) < 15 * 1024
    code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", script, flags=re.DOTALL | re.MULTILINE)
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|cookie|localStorage|indexedDB"
    )
    assert re.findall(forbidden, code) == []
    assert re.findall(r"https?://[a-z]", code.replace("`https://${shown}`", "")) == []
