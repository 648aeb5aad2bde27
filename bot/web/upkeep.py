"""What the server does by itself: forgets, counts, hands over, erases what has ended."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot import datafiles
from bot.app import Assistant
from bot.consent.handover import hand_over
from bot.consent.mailer import Mailer
from bot.consent.opening import current
from bot.settings import Settings
from bot.storage.errors import StorageError

logger = logging.getLogger(__name__)

_SWEEP_SECONDS = 30.0
_HANDOVER_SECONDS = 60.0
# Counts are written together, at no telling moment: the file's date says nothing of anybody's evening.
_TALLY_SECONDS = 900.0
_PURGE_SECONDS = 3600.0
SOONEST = 0.9
"""The shortest a round may be, of its seconds: no two processes go on in step."""


@dataclass(frozen=True)
class Round:
    """Something done every `seconds`, the first time after `first`."""

    seconds: float
    work: Callable[[], Awaitable[None]]
    first: float = 0.0


class Upkeep:
    """The server's own rounds. No failure (a database, Redis, the mail) stops one of them."""

    def __init__(self, settings: Settings, assistant: Assistant) -> None:
        self._settings = settings
        self._assistant = assistant
        self._purged_on: dt.date | None = None

    def rounds(self) -> list[Round]:
        """What there is to do, now and then."""
        return [
            Round(min(_SWEEP_SECONDS, self._settings.session_ttl), self.sweep),
            # Not at once: what has just been counted would be written as it is said.
            Round(_TALLY_SECONDS, self.write_counts, first=_TALLY_SECONDS),
            Round(_PURGE_SECONDS, self.purge),
            # Without a mail server too: what was left when there was one ends as if it were broken.
            Round(_HANDOVER_SECONDS, self.hand_over),
        ]

    async def forever(self) -> None:
        """Go round until the server stops."""
        await asyncio.gather(*map(self._go, self.rounds()))

    async def _go(self, one: Round) -> None:
        await asyncio.sleep(one.first)
        while True:
            try:
                await one.work()
            except Exception as failure:  # a round that stops would forget nobody any more
                logger.error("upkeep: %s", type(failure).__name__)
            await asyncio.sleep(one.seconds * random.uniform(SOONEST, 2 - SOONEST))

    async def sweep(self) -> None:
        """Forget the conversations whose time is over."""
        await self._assistant.conversations.vault.sweep()

    async def write_counts(self) -> None:
        """Write what was counted since the last round."""
        taken = self._assistant.engine.tally.take()
        if not taken:
            return
        try:
            await self._apart(lambda: current().count(taken))
        except StorageError:
            self._assistant.engine.tally.put_back(taken)
            raise

    async def purge(self) -> None:
        """Once a day, erase what has reached its last day; sooner, clear what an erasure could not."""
        today = current().today()
        if self._purged_on != today:
            await self._apart(lambda: current().purge())
            self._purged_on = today
        elif current().unwiped:
            await self._apart(lambda: current().wipe())

    async def hand_over(self) -> None:
        """Send the call-back requests that wait."""
        mailer = Mailer(self._settings.smtp_url, self._settings.smtp_from)
        await self._apart(lambda: hand_over(current(), datafiles.directory(), mailer.send, mailer.sender))

    async def _apart(self, work: Callable[[], object]) -> None:
        """In a thread: nobody's answer waits for the database or the mail server."""
        await asyncio.get_running_loop().run_in_executor(None, work)
