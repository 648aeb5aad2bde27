"""The person's rights over what is kept, and the end of a conversation."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, remember, say, take_back, trade
from bot.consent.request import OPEN
from bot.consent.speech import ACCESS_USAGE
from bot.orientation.repair import menu
from bot.reply import Button, Reply
from bot.text import normalise

_KEPT = (
    "De notre conversation je ne conserve rien : elle n'existe qu'en mémoire, chiffrée, et s'efface après trente "
    "minutes sans message. Si vous m'avez un jour donné votre accord pour enregistrer quelque chose (un rappel, une "
    "inscription), vos sept mots permettent de savoir où en est votre demande, de la consulter, de la corriger ou de "
    "l'effacer. Avez-vous ce code ?"
)
_OF_WHAT_WAS_LEFT = re.compile(
    r"\b(?:ma|mon|mes|cette) (?:demande|inscription|candidature|proposition|rappel|enregistrement|fiche|coordonnees)"
    r"|\bme (?:desinscrire|rappeler)\b"
)
_BY_CODE = (
    "Ce que vous avez laissé avec votre accord s'efface avec les sept mots de votre code d'accès : rien d'autre ne "
    "permet de le retrouver. L'avez-vous ?"
)
_WITH_CODE = Button("J'ai un code d'accès", f'/{OPEN}{{"usage": "{ACCESS_USAGE}"}}')


class ActionDonneesConsulter(Action):
    """« Qu'avez-vous sur moi ? »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_donnees_consulter"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say what is held: this conversation, for a while, and nothing else."""
        reply = Reply(
            _KEPT, (_WITH_CODE, Button("Effacer cette conversation", "/donnees_effacer")), {"kind": "donnees"}
        )
        say(dispatcher, tracker, reply)
        return remember(tracker, "donnees_consulter", offers=ACCESS_USAGE)


class ActionDonneesEffacer(Action):
    """« Efface tout. »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_donnees_effacer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Erase the conversation; the server drops it as soon as this answer has left.

        « Supprimez ma demande » means what was left with an agreement: its code is asked for, and nothing is said to
        be erased.
        """
        if _OF_WHAT_WAS_LEFT.search(normalise(str(tracker.latest_message.get("text") or ""))):
            say(dispatcher, tracker, Reply(_BY_CODE, (_WITH_CODE,), {"kind": "donnees"}))
            return remember(tracker, "donnees_effacer", offers=ACCESS_USAGE)
        await asyncio.to_thread(take_back, tracker)
        reply = Reply(
            "C'est effacé : je n'ai plus rien de ce que vous m'avez écrit. Vous pouvez partir, ou me parler d'autre "
            "chose. Une demande laissée avec votre accord est à part : votre code permet de l'effacer.",
            (_WITH_CODE,),
            {"kind": "effacement"},
        )
        say(dispatcher, tracker, reply)
        return _afresh(tracker)


class ActionRecommencer(Action):
    """« On recommence. »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_recommencer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Forget the situation, keep the académie, and ask afresh."""
        say(dispatcher, tracker, menu(trade().needs, "Nous repartons de zéro. Que se passe-t-il pour vous ?"))
        return _afresh(tracker)


def _afresh(tracker: Tracker) -> Events:
    """Empty every slot but the académie, which is the page's, not the person's."""
    return [AllSlotsReset(), SlotSet(slots.ACADEMIE, tracker.get_slot(slots.ACADEMIE))]
