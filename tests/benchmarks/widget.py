"""`make bench-widget`: from the click to the greeting, and the widget's own work a message, in a real Chromium.

The server is warm. The own work of a message is what is neither the network nor the server: from the click on
« Envoyer » to the request's departure, then from the response's last byte to the answer on the page.
"""

from __future__ import annotations

import shutil
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from bot.progress import progress
from tests.browser.site import Site
from tests.browser.talk import open_widget
from tests.support.server import StartedServer

_TIMES = 15
_START_SECONDS = 25.0
_GREETED_MS, _WORK_MS = 100.0, 50.0

_WHEN_ADDED = """
  const root = document.querySelector('cap-soutien').shadowRoot;
  const added = (wanted) => new Promise((done) => {
    const log = root.querySelector('[role=log]');
    const watcher = new MutationObserver(() => {
      if (log.querySelectorAll('.m:not(.you)').length < wanted) return;
      watcher.disconnect();
      // Once it is laid out: what a person sees.
      requestAnimationFrame(() => done(performance.now()));
    });
    watcher.observe(log, { childList: true, subtree: true });
  });
  const already = root.querySelectorAll('.m:not(.you)').length;
"""
_CLICK_TO_GREETING = (
    "async () => {"
    + _WHEN_ADDED
    + """
  const shown = added(1), from = performance.now();
  root.querySelector('.launcher').click();
  return await shown - from;
}"""
)
_OWN_WORK = (
    "async (text) => {"
    + _WHEN_ADDED
    + """
  performance.clearResourceTimings();
  root.querySelector('textarea').value = text;
  const shown = added(already + 1), from = performance.now();
  root.querySelector('.send').click();
  const end = await shown;
  const [call] = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/messages'));
  return (call.startTime - from) + (end - call.responseEnd);
}"""
)
_MESSAGES = ("je me sens seul dans ma fonction", "et leur mail ?", "c'est confidentiel ?")


def _measure(browser: Browser, address: str) -> tuple[list[float], list[float]]:
    greetings, works = [], []
    for _ in range(_TIMES):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        greetings.append(float(page.evaluate(_CLICK_TO_GREETING)))
        works += [float(page.evaluate(_OWN_WORK, text)) for text in _MESSAGES]
        context.close()
    return greetings, works


def _line(name: str, measured: list[float], goal: float) -> str:
    median, late = statistics.median(measured), statistics.quantiles(measured, n=20)[-1]
    held = "tenu" if median < goal else "manqué"
    return f"{name:34} médiane {median:6.1f} ms   95e centile {late:6.1f} ms   but {goal:.0f} ms : {held}"


def main() -> int:
    """Measure and print. Returns 0 if both medians are under their goals, 1 if not."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("chromium manque : apt-get install chromium", file=sys.stderr)
        return 1
    with ExitStack() as opened:
        site, folder = opened.enter_context(Site()), opened.enter_context(TemporaryDirectory(prefix="cap-bench-"))
        with progress("Serveur", expected=_START_SECONDS):
            server = opened.enter_context(StartedServer(Path(folder), {"CAP_ALLOWED_ORIGINS": site.origin}))
        site.server = server.address
        playwright = opened.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        warm = browser.new_page()
        warm.goto(site.page())
        open_widget(warm)
        greetings, works = _measure(browser, site.page())
        browser.close()
    print(_line("du clic à l'accueil", greetings, _GREETED_MS))
    print(_line("travail du widget par message", works, _WORK_MS))
    return 0 if statistics.median(greetings) < _GREETED_MS and statistics.median(works) < _WORK_MS else 1


if __name__ == "__main__":
    sys.exit(main())
