"""A desk over a database, in a world whose day and seconds the tests turn; call-back requests left at it."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

from bot import datafiles
from bot.consent.desk import CALLBACK, Desk
from bot.consent.handover import hand_over
from bot.privacy.keys import Box
from bot.storage.database import Database
from tests.support.post import SENDER, Post

KEY = bytes(range(32))
SECRET = b"0123456789abcdef0123456789abcdef"
DAY = dt.date(2026, 11, 22)
LEFT = {"nom": "Hélène", "joindre": "06 12 34 56 78"}


class World:
    """The day and the seconds, turned by the tests."""

    day = DAY
    now = 0.0


def desk_over(url: str, world: World) -> Desk:
    usages = datafiles.usages()
    return Desk(Database(url, Box(KEY)), usages, SECRET, today=lambda: world.day, clock=lambda: world.now)


def leave(desk: Desk, academie: str = "strasbourg", service: str = "pae") -> tuple[str, str]:
    """A request to be called back; returns its record and its code."""
    return desk.record(CALLBACK, LEFT, academie=academie, service=service)[:2]


def state(desk: Desk, code: str) -> str:
    held = desk.find(code)
    assert held is not None
    return held.state


def go(desk: Desk, post: Post) -> int:
    """One round of the post; how many letters left."""
    return hand_over(desk, datafiles.directory(), post.mailer.send, SENDER)


def reference(letter: EmailMessage) -> str:
    return str(letter.get_content()).rpartition("Référence : ")[2].strip()
