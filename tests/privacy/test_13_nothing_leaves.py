"""Promise 13: nothing leaves. No page calls another site, and the server calls nobody."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from tests.privacy.offline import SAID
from tests.privacy.running import Running
from tests.support.postgres import started_postgres
from tests.support.redis import redis_by_socket
from tests.support.server import ROOT

PAGES = (
    "/",
    "/?academie=strasbourg",
    "/services",
    "/services?academie=lyon",
    "/conversation",
    "/confidentialite",
    "/rien",
)
FILES = ("/webchat/widget.js", "/webchat/site.css")
_ADDRESS = re.compile(r"(?:https?:|wss?:)?//(?:[\w-]+\.)+\w{2,}", re.IGNORECASE)
# A link is followed by a person who chooses to; all the rest a browser fetches by itself.
_FOLLOWED = {("a", "href")}
_FETCHED = {
    "src",
    "href",
    "srcset",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "ping",
    "manifest",
    "style",
}


class Fetched(HTMLParser):
    """What a browser would ask for when it shows a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            if (name in _FETCHED and (tag, name) not in _FOLLOWED) or (tag == "meta" and name == "content"):
                self.found.append(value or "")

    def handle_data(self, data: str) -> None:
        if self._inside in ("style", "script"):
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def from_elsewhere(page: str, address: str) -> list[str]:
    """What a page makes a browser ask of another site."""
    fetched = Fetched()
    fetched.feed(page)
    found = []
    for each in fetched.found:
        site = urlsplit(urljoin(address, each.strip()))
        if _ADDRESS.search(each) or (site.netloc and site.netloc != urlsplit(address).netloc):
            found.append(each)
    return found


def offline(folder: Path, *more: str) -> dict[str, Any]:
    """What `tests.privacy.offline` tells."""
    needed = "a network namespace needs unshare and ip (Debian: apt-get install util-linux iproute2)"
    assert shutil.which("unshare") and shutil.which("ip"), needed
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-m", "tests.privacy.offline", str(folder), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.mark.parametrize("apart", [False, True], ids=["embedded", "distributed"])
def test_nothing_leaves(tmp_path: Path, apart: bool) -> None:
    """PostgreSQL and Redis are reached by sockets of this machine: the namespace has no way to them but those."""
    with ExitStack() as stack:
        beside = [stack.enter_context(each()) for each in (started_postgres, redis_by_socket)] if apart else []
        assert offline(tmp_path / "server", *beside) == {"answered": len(SAID), "lost": 0}


def test_no_page_calls_another_site(started: Running) -> None:
    with httpx.Client(base_url=started.address) as client:
        for path in PAGES:
            answer = client.get(path)
            assert from_elsewhere(answer.text, started.address) == [], path
            assert answer.headers["referrer-policy"] == "no-referrer"  # nor tells the sites that a person goes to
            if answer.headers["content-type"].startswith("text/html"):
                policy = answer.headers["content-security-policy"]
                assert policy.startswith("default-src 'none'") and not re.search(r"\*|\w\.\w|https?:", policy)
        for path in FILES:
            assert not _ADDRESS.search(client.get(path).raise_for_status().text), path


def test_the_test_sees_what_leaves(tmp_path: Path) -> None:
    assert offline(tmp_path, "telemetry")["lost"] > 0


@pytest.mark.parametrize(
    "leak",
    [
        '<script src="https://cdn.example.com/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.com/css">',
        '<img src="https://stats.example.com/p.gif">',
        '<style>@import url("https://fonts.example.com/css");</style>',
        '<p style="background:url(//a.example.com/b)">',
        '<script>fetch("https://api.example.com/")</script>',
        '<meta http-equiv="refresh" content="0;url=https://www.example.com/">',
        '<a href="/" ping="https://stats.example.com/">x</a>',
        '<form action="https://www.example.com/">',
    ],
)
def test_the_test_sees_another_site(leak: str) -> None:
    assert from_elsewhere(f'<a href="https://www.education.gouv.fr/">x</a>{leak}', "http://127.0.0.1:5005/")
    assert not from_elsewhere('<a href="https://www.education.gouv.fr/">x</a>', "http://127.0.0.1:5005/")
