"""When things are not simple: two needs at once, a message not understood, a person wanted. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.orientation.contacts import contact_line
from bot.orientation.faq import Faq
from bot.orientation.needs import Needs
from bot.orientation.situation import Situation, Trade
from bot.reply import Button, Reply

_LISTENERS = ("pae", "mgen_ecoute")
_CHOICES = 3
RESTART = Button("Recommencer", "/recommencer")
ANOTHER = Button("Un autre sujet", "/aide")
HUMAN = Button("Parler à une personne", "/parler_humain")


def two_needs(first: str, second: str, needs: Needs) -> tuple[str, str]:
    """The graver of two needs first (order of the table: support before concours and mentorat)."""
    graver, other = needs.by_gravity([first, second])
    return graver, other


def people(trade: Trade, situation: Situation, *, tried: bool = False) -> Reply:
    """Lines where a person answers, in this académie, and the numbers that always do."""
    where = situation.where(trade.directory)
    found = [s for sid in _LISTENERS if (s := trade.directory.service(sid, situation.academie))]
    opening = (
        (
            "Je n'ai pas d'autre service à vous proposer pour ce besoin. "
            "Une personne peut vous répondre, et chercher avec vous :"
        )
        if tried
        else "Bien sûr. Je suis un programme ; voici où une personne vous répondra :"
    )
    lines = [opening, *(f"{situation.named(s)} : {contact_line(s, where)}" for s in found)]
    lines.append("En cas de détresse, le 3114 répond jour et nuit ; en danger immédiat, le 15, le 17 ou le 112.")
    return Reply("\n".join(lines), (RESTART,), {"kind": "humain", "numeros": ["3114", "15", "17", "112"]})


def not_understood(likeliest: Sequence[str], needs: Needs, faq: Faq) -> Reply:
    """First time: the two or three likeliest subjects as buttons, so that one word is enough."""
    titles = {name: title for name in likeliest if (title := _title(name, needs, faq))}
    buttons = [Button(title, f"/{name}") for name, title in titles.items()][:_CHOICES]
    if not buttons:
        return menu(needs, "Je ne sais pas si je vous comprends bien. De quoi s'agit-il plutôt ?")
    meant = "Est-ce plutôt l'un de ces sujets ?" if len(buttons) > 1 else "Est-ce bien de cela que vous parlez ?"
    text = f"Je ne sais pas si je vous ai bien compris, et je préfère vous le dire. {meant}"
    return Reply(text, (*buttons, *(() if len(buttons) > 1 else (ANOTHER,)), HUMAN), {"kind": "repli"})


# What is asked of a service, or of the conversation, on a button.
_ASKED = {
    "contact_service": "Joindre un service",
    "info_service": "Ce que fait un service",
    "confidentialite": "Ce qui reste confidentiel",
}


def _title(intent: str, needs: Needs, faq: Faq) -> str | None:
    need = needs.get(intent)
    if need:
        return need.titre
    question = faq.get(intent)
    return question.question if question else _ASKED.get(intent)


def still_not_understood(trade: Trade, situation: Situation) -> Reply:
    """Second time: lines where a person answers."""
    reply = people(trade, situation)
    text = reply.text.split("\n", 1)[1]
    opening = "Je n'arrive pas à vous comprendre, et cela vient de moi. Une personne le fera mieux :"
    return Reply(f"{opening}\n{text}", (RESTART,), {**reply.custom, "kind": "repli"})


_MENU = (
    "besoin_harcelement_moral",
    "besoin_conflit",
    "besoin_sante",
    "besoin_psychologue",
    "besoin_isolement",
    "besoin_surcharge",
    "besoin_management",
    "concours_preparation",
)


def menu(needs: Needs, text: str) -> Reply:
    """The main subjects, as buttons."""
    buttons = [Button(n.titre, f"/{n.besoin}") for name in _MENU if (n := needs.get(name))]
    return Reply(text, (*buttons, HUMAN), {"kind": "menu"})
