"""What is said about the mentoring: the ten answers of the Lyon letter. Pure."""

from __future__ import annotations

from bot.orientation.contacts import card
from bot.orientation.faq import Faq
from bot.orientation.situation import Situation, Trade
from bot.reply import Button, Reply

_NEXT = 2


def answer(intent: str, faq: Faq, trade: Trade, situation: Situation, *, times: int) -> Reply:
    """The answer to one question about the mentoring.

    The mentoring is the académie de Lyon's; elsewhere the answer says so. Raises KeyError for an intent
    outside the ten.
    """
    entry = faq[intent]
    text = entry.reponses[min(times, len(entry.reponses) - 1)]
    academie = trade.directory.academie(situation.academie)
    if trade.directory.service("mentorat", situation.academie) is None and academie is not None:
        text = (
            f"Le document de l'{academie.name} ne parle pas de mentorat ; voici ce que dit la lettre de "
            f"l'académie de Lyon. {text}"
        )
    elif academie is None:
        text = f"Voici ce que dit la lettre de l'académie de Lyon. {text}"
    service = trade.directory.service("mentorat")
    if times and service is not None:
        text += f"\nPour aller plus loin : {service.no_contact or ''}"
    buttons = [Button(other.question, f"/{name}") for name, other in faq.others(intent, _NEXT)]
    buttons.append(Button("Trouver un mentor", "/mentorat_inscription"))
    cards = [card(service, service.summary.text, situation.where(trade.directory))] if service else []
    return Reply(text, buttons, {"kind": "service", "services": ["mentorat"], "cartes": cards})
