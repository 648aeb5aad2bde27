"""Handing call-back requests over to the service they were left for, by e-mail: retried, never lost, never doubled.

A service that may have a request is told what becomes of it: corrected, or taken back (RGPD, art. 19). A request is
claimed before it is sent, so that of several processes one sends it. Its Message-ID is drawn from
its own id: should the connection break after the server took it, the second copy is known as the same message.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from email.message import EmailMessage

from bot.consent.desk import CALLBACK, Desk
from bot.consent.letters import request_letter, withdrawal_letter
from bot.orientation.contacts import within
from bot.orientation.directory import Directory
from bot.storage.records import Delivery, Withdrawal

logger = logging.getLogger(__name__)
# Tried once a minute: a mail server may be away for a long week-end.
MOST_ATTEMPTS = 5_000
_REFUSED_FOR_GOOD = 500
Send = Callable[[EmailMessage], None]


def address_of(directory: Directory, service_id: str, academie: str | None) -> str | None:
    """The one e-mail address of a service in an académie; None if it has none, or one for each département."""
    service = directory.service(service_id, academie) if academie else None
    if service is None:
        return None
    found = {contact.value for contact in within(service, None) if contact.kind == "courriel"}
    return found.pop() if len(found) == 1 else None


def hand_over(desk: Desk, directory: Directory, send: Send, sender: str) -> int:
    """Send what waits; returns how many left. What fails stays, and is tried again. Raises StorageError."""
    with desk.ready().unit_of_work() as work:
        deliveries, withdrawals = work.deliveries.waiting(), work.withdrawals.waiting()
    # What was tried since this process last looked may be leaving at this very moment, from another one: it is
    # left until the next round, and by then that one has sent it or given it up (`mailer.PATIENCE`).
    waiting: list[Delivery | Withdrawal] = [*deliveries, *withdrawals]
    free = {one.id for one in waiting if one.attempts in (0, desk.tried.get(one.id))}
    desk.tried = {one.id: one.attempts for one in waiting}
    sent = sum(_delivered(desk, directory, send, sender, one) for one in deliveries if one.id in free)
    taken_back = sum(_taken_back(desk, directory, send, sender, one) for one in withdrawals if one.id in free)
    return sent + taken_back


def _refusal(failure: Exception) -> int:
    """The answer of a server that refuses this letter; 0 if it refuses us (a wrong password): that is mended."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in failure.recipients.values())
    return failure.smtp_code if isinstance(failure, smtplib.SMTPDataError) else 0


def _delivered(desk: Desk, directory: Directory, send: Send, sender: str, delivery: Delivery) -> bool:
    with desk.ready().unit_of_work() as work:
        mine = work.deliveries.claim(delivery.id, delivery.attempts)
        consent = work.consents.get(delivery.consent_id)
        work.commit()
    if not mine or consent is None or consent.ends_on < desk.today():
        return False
    desk.tried[delivery.id] = delivery.attempts + 1
    to = address_of(directory, delivery.service, consent.academie)
    letter = request_letter(consent, delivery, desk.usages[CALLBACK], to, sender) if to else None
    sent, final = _sent(send, letter, delivery.attempts + 1)
    with desk.ready().unit_of_work() as work:
        if sent:
            work.deliveries.done(delivery.id)
        given_up = not sent and work.deliveries.failed(delivery.id, final)
        work.commit()
    if given_up:  # nobody will call the person back: an agent has to know which address is wrong
        logger.error("a call-back was given up: service %s, reference %s", delivery.service, delivery.reference)
    return sent


def _taken_back(desk: Desk, directory: Directory, send: Send, sender: str, withdrawal: Withdrawal) -> bool:
    with desk.ready().unit_of_work() as work:
        mine = work.withdrawals.claim(withdrawal)
        work.commit()
    if not mine:
        return False
    desk.tried[withdrawal.id] = withdrawal.attempts + 1
    to = address_of(directory, withdrawal.service, withdrawal.academie)
    letter = withdrawal_letter(withdrawal.id, withdrawal.follows, to, sender) if to else None
    sent, final = _sent(send, letter, withdrawal.attempts + 1)
    if sent or final:
        with desk.ready().unit_of_work() as work:
            work.withdrawals.delete(withdrawal.id)
            work.commit()
        desk.clear()
    if final and not sent:  # somebody was told that the service would be: an agent has to do it
        logger.error("a withdrawal was given up: service %s, reference %s", withdrawal.service, withdrawal.reference)
    return sent


def _sent(send: Send, letter: EmailMessage | None, attempts: int) -> tuple[bool, bool]:
    """Whether a letter left, and, if not, whether it never will."""
    if letter is None:
        return False, True
    try:
        send(letter)
    except (OSError, smtplib.SMTPException) as failure:
        code = _refusal(failure)
        logger.warning("a letter could not leave: %s %d", type(failure).__name__, code)
        return False, code >= _REFUSED_FOR_GOOD or attempts >= MOST_ATTEMPTS
    return True, True
