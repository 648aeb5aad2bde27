"""The mail server: one letter at a time, its certificate checked, in less time than others leave it."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from socket import socket
from typing import Any
from urllib.parse import unquote, urlsplit

# Seconds, for a whole letter. Another process takes up a letter that it saw leaving during a whole round: what is
# noted of this one, five or ten seconds of database included, comes first (`bot.web.upkeep`).
PATIENCE = 40.0
_LONGEST_LINE = 8192
_NO_TIME = 0.001  # zero would mean: without waiting for anything, hence fail otherwise


class _Answers:
    """What a server answers, read until a deadline: a socket's own timeout begins again at each byte that drips in."""

    def __init__(self, line: socket, left: Callable[[], float]) -> None:
        self._line = line
        self._left = left
        self._read = b""

    def readline(self, most: int) -> bytes:
        """As a file would. Raises OSError."""
        while b"\n" not in self._read and len(self._read) < most:
            self._line.settimeout(self._left())
            more = self._line.recv(_LONGEST_LINE)
            if not more:
                break
            self._read += more
        end = min(self._read.find(b"\n") + 1 or len(self._read), most)
        line, self._read = self._read[:end], self._read[end:]
        return line

    def close(self) -> None:
        """As a file would."""


class _Bounded(smtplib.SMTP):
    """An SMTP client that, once connected, sends nothing and awaits nothing after a deadline."""

    def __init__(self, host: str, port: int, patience: float, **options: Any) -> None:
        self._deadline = time.monotonic() + patience
        super().__init__(host, port, timeout=patience, **options)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock, self._left)
        reply = super().getreply()
        if self.sock is not None:  # a TLS handshake, if it comes next, has what is left; an answer stays an answer
            self.sock.settimeout(max(self._deadline - time.monotonic(), _NO_TIME))
        return reply

    def send(self, s: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(self._left())
        super().send(s)


class _BoundedTls(_Bounded, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


@dataclass(frozen=True)
class Mailer:
    """An SMTP server: `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`, and the sender."""

    url: str
    sender: str
    patience: float = PATIENCE

    def send(self, message: EmailMessage) -> None:
        """Send one message, or give it up when its time is over. Raises OSError or smtplib.SMTPException."""
        if not self.url:
            raise ConnectionError  # what waits since there was a server: it ends as if that one never answered
        parts = urlsplit(self.url)
        # The certificate is checked: smtplib alone does not.
        context = ssl.create_default_context()
        host, patience = parts.hostname or "", self.patience
        if parts.scheme == "smtps":
            server: _Bounded = _BoundedTls(host, parts.port or 465, patience, context=context)
        else:
            server = _Bounded(host, parts.port or 25, patience)
        try:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)
            with suppress(OSError, smtplib.SMTPException):  # the letter is taken: a bad farewell changes nothing
                server.quit()
        finally:
            server.close()
