"""What a service receives of a call-back request: left, corrected, taken back. Pure.

Every letter of one request bears the same reference, and answers the first one, so that mail programs put them
together.
"""

from __future__ import annotations

from email.message import EmailMessage

from bot.consent.speech import day
from bot.consent.usages import Usage
from bot.storage.records import Consent, Delivery, reference

_AUTOMATIC = (
    "Ce message est automatique ; Cap Soutien ne connaît ni le motif de la demande, ni son auteur.\nRéférence : {}\n"
)


def request_letter(consent: Consent, delivery: Delivery, usage: Usage, to: str, sender: str) -> EmailMessage:
    """The answers, and until when they are kept; no precise time, no conversation."""
    corrects = delivery.follows is not None
    lines = "\n".join(f"{q.libelle} : {consent.answers.get(q.id, 'non précisé')}" for q in usage.champs)
    if corrects:
        subject = "Demande de rappel corrigée (Cap Soutien)"
        opening = (
            "La personne qui souhaite que votre service prenne contact a corrigé sa demande. Les lignes ci-dessous "
            "remplacent celles que vous avez reçues sous la même référence : merci d'effacer les anciennes.\n\n"
        )
    else:
        subject = "Demande de rappel (Cap Soutien)"
        opening = (
            "Un personnel de direction souhaite que votre service prenne contact. Cette personne a donné son accord "
            "explicite pour que ces lignes, et elles seules, vous soient transmises :\n\n"
        )
    text = (
        f"{opening}{lines}\n\n"
        f"Merci de les effacer une fois le contact pris, et au plus tard le {day(consent.ends_on)}.\n"
    )
    return _letter(subject, text, delivery.id, delivery.first, to, sender)


def withdrawal_letter(name: str, first: str, to: str, sender: str) -> EmailMessage:
    """The request is taken back: nothing of the person is left to say."""
    text = (
        "La personne qui vous avait laissé la demande de rappel de même référence l'a retirée. Merci de ne pas "
        "prendre contact avec elle pour cette demande, et d'effacer ce que vous en avez reçu et noté.\n"
    )
    return _letter("Demande de rappel retirée (Cap Soutien)", text, name, first, to, sender)


def _letter(subject: str, text: str, name: str, first: str, to: str, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{name}@{domain}>"
    if first != name:
        message["In-Reply-To"] = message["References"] = f"<{first}@{domain}>"
    message.set_content(f"Bonjour,\n\n{text}{_AUTOMATIC.format(reference(first))}")
    return message
