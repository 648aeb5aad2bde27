"""A really started mail server, its door open or closed, in a hurry or not: no login, TLS if it has a certificate."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from bot.consent.mailer import PATIENCE, Mailer
from tests.support.server import free_port

SENDER = "cap-soutien@ac-strasbourg.fr"


@dataclass
class Post:
    """What came in, and what is answered to each command.

    Args:
        delay: seconds before each answer.
        patience: seconds that its mailer gives it for a letter.
        certificate: what it proves its name with: offered by STARTTLS, or from the first byte if `secure`.
    """

    port: int = field(default_factory=free_port)
    came: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    asked: int = 0
    rcpt: str = "250 OK"
    data: str = "250 OK"
    farewell: str = "221 Bye"
    delay: float = 0.0
    patience: float = PATIENCE
    certificate: ssl.SSLContext | None = None
    secure: bool = False
    encrypted: list[bool] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        await asyncio.sleep(self.delay)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        self.asked += 1
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.delay)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if self.data.startswith("250"):
            self.came.append(message)
            self.to += envelope.rcpt_tos
            self.encrypted.append(server.transport.get_extra_info("cipher") is not None)
        return self.data

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.farewell

    @property
    def url(self) -> str:
        return f"{'smtps' if self.secure else 'smtp'}://127.0.0.1:{self.port}"

    @property
    def mailer(self) -> Mailer:
        return Mailer(self.url, SENDER, self.patience)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The door is open inside the block."""
        tls = {"ssl_context" if self.secure else "tls_context": self.certificate} if self.certificate else {}
        controller = Controller(self, hostname="127.0.0.1", port=self.port, **tls)
        controller.start()
        try:
            yield
        finally:
            controller.stop()
