"""A really started mail server, its door open or closed: no STARTTLS, no login."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from bot.consent.handover import Mailer
from tests.support.server import free_port

SENDER = "cap-soutien@ac-strasbourg.fr"


@dataclass
class Post:
    """What came in, and what is answered to each command."""

    port: int = field(default_factory=free_port)
    came: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    asked: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.asked += 1
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if self.data.startswith("250"):
            self.came.append(message)
            self.to += envelope.rcpt_tos
        return self.data

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mailer(self) -> Mailer:
        return Mailer(self.url, SENDER)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The door is open inside the block."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()
