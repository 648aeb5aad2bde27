"""The person's rights over what is kept, and the end of a conversation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, remember, say, trade
from bot.orientation.repair import menu
from bot.reply import Button, Reply

_KEPT = (
    "Je ne conserve rien sur vous. Je n'ai demandé ni votre nom ni votre adresse, et notre conversation n'existe "
    "que dans la mémoire du serveur : elle s'efface après trente minutes sans message."
)


class ActionDonneesConsulter(Action):
    """« Qu'avez-vous sur moi ? »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_donnees_consulter"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say what is held: this conversation, for a while, and nothing else."""
        reply = Reply(
            f"{_KEPT} Il n'y a donc aucun dossier à consulter. Vous pouvez l'effacer tout de suite.",
            (Button("Effacer maintenant", "/donnees_effacer"),),
            {"kind": "donnees"},
        )
        say(dispatcher, tracker, reply)
        return remember(tracker, "donnees_consulter")


class ActionDonneesEffacer(Action):
    """« Efface tout. »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_donnees_effacer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Erase the conversation; the server drops it as soon as this answer has left."""
        reply = Reply(
            "C'est effacé : je n'ai plus rien de ce que vous m'avez écrit. Rien n'avait été enregistré ailleurs. "
            "Vous pouvez partir, ou me parler d'autre chose.",
            (),
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
