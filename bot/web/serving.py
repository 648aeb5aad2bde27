"""From nothing to a server that answers, or to the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable

from bot.app import Assistant
from bot.settings import Settings
from bot.web.server import Server


class PortTaken(Exception):
    """The server cannot listen where it has to."""


def run(settings: Settings, load: Callable[[], Assistant], ready: Callable[[], None]) -> None:
    """Serve until stopped, in this process alone. Raises what `load` raised, and PortTaken."""
    server = Server(settings, load, ready)
    server.build().run(
        host=settings.host,
        port=settings.port,
        access_log=False,
        motd=False,
        debug=False,
        workers=1,
    )
    if server.failure is not None:
        raise server.failure
    if not server.listening:
        raise PortTaken
