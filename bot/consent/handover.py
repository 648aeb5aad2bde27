"""Handing call-back requests over to the service they were left for, by e-mail: retried, never lost, never doubled.

A request is claimed before it is sent, so that of several processes one sends it. Its Message-ID is drawn from
its own id: should the connection break after the server took it, the second copy is known as the same message.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from bot.consent.desk import CALLBACK, Desk
from bot.consent.speech import day
from bot.consent.usages import Usage
from bot.orientation.contacts import within
from bot.orientation.directory import Directory
from bot.storage.repositories import Consent, Delivery

logger = logging.getLogger(__name__)
# Tried once a minute: a mail server may be away for a long week-end.
MOST_ATTEMPTS = 5_000
_TIMEOUT = 20.0  # seconds
_REFUSED_FOR_GOOD = 500


def address_of(directory: Directory, service_id: str, academie: str | None) -> str | None:
    """The one e-mail address of a service in an académie; None if it has none, or one for each département."""
    service = directory.service(service_id, academie) if academie else None
    if service is None:
        return None
    found = {contact.value for contact in within(service, None) if contact.kind == "courriel"}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Mailer:
    """An SMTP server: `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`, and the sender."""

    url: str
    sender: str

    def send(self, message: EmailMessage) -> None:
        """Send one message. Raises OSError or smtplib.SMTPException."""
        parts = urlsplit(self.url)
        secure = parts.scheme == "smtps"
        kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
        # The certificate is checked: smtplib alone does not.
        context = ssl.create_default_context()
        options: dict[str, Any] = {"context": context} if secure else {}
        with kind(parts.hostname or "", parts.port or (465 if secure else 25), timeout=_TIMEOUT, **options) as server:
            server.ehlo()
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def letter(consent: Consent, delivery: Delivery, usage: Usage, to: str, sender: str) -> EmailMessage:
    """What the service receives: the answers, and until when they are kept; no precise time, no conversation."""
    message = EmailMessage()
    message["From"], message["To"] = sender, to
    message["Subject"] = "Demande de rappel (Cap Soutien)"
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{delivery.id}@{domain}>" if domain else make_msgid()
    lines = [f"{q.libelle} : {consent.answers.get(q.id, 'non précisé')}" for q in usage.champs]
    message.set_content(
        "Bonjour,\n\nUn personnel de direction souhaite que votre service prenne contact. "
        "Cette personne a donné son accord explicite pour que ces lignes, et elles seules, vous soient transmises :\n\n"
        + "\n".join(lines)
        + f"\n\nMerci de les effacer une fois le contact pris, et au plus tard le {day(consent.ends_on)}.\n"
        "Ce message est automatique ; Cap Soutien ne connaît ni le motif de la demande, ni son auteur.\n"
    )
    return message


def hand_over(desk: Desk, directory: Directory, send: Callable[[EmailMessage], None], sender: str) -> int:
    """Send what waits; returns how many left. What fails stays, and is tried again. Raises StorageError."""
    with desk.ready().unit_of_work() as work:
        waiting = work.deliveries.waiting()
    # What was tried since this process last looked may be leaving at this very moment, from another one: it is
    # left until the next round.
    free = [delivery for delivery in waiting if delivery.attempts in (0, desk.tried.get(delivery.id))]
    desk.tried = {delivery.id: delivery.attempts for delivery in waiting}
    return sum(_one(desk, directory, send, sender, delivery) for delivery in free)


def _refusal(failure: Exception) -> int:
    """The answer of a server that refuses this letter; 0 if it refuses us (a wrong password): that is mended."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in failure.recipients.values())
    return failure.smtp_code if isinstance(failure, smtplib.SMTPDataError) else 0


def _one(
    desk: Desk, directory: Directory, send: Callable[[EmailMessage], None], sender: str, delivery: Delivery
) -> bool:
    with desk.ready().unit_of_work() as work:
        mine = work.deliveries.claim(delivery.id, delivery.attempts)
        consent = work.consents.get(delivery.consent_id)
        work.commit()
    if not mine or consent is None or consent.ends_on < desk.today():
        return False
    desk.tried[delivery.id] = delivery.attempts + 1
    to = address_of(directory, delivery.service, consent.academie)
    sent, final = False, delivery.attempts + 1 >= MOST_ATTEMPTS or to is None
    if to is not None:
        try:
            send(letter(consent, delivery, desk.usages[CALLBACK], to, sender))
            sent = True
        except (OSError, smtplib.SMTPException) as failure:
            code = _refusal(failure)
            final = final or code >= _REFUSED_FOR_GOOD
            logger.warning("a delivery could not leave: %s %d", type(failure).__name__, code)
    with desk.ready().unit_of_work() as work:
        if sent:
            work.deliveries.done(delivery.id)
        else:
            work.deliveries.failed(delivery.id, final)
        work.commit()
    return sent
