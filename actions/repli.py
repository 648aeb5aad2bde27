"""What is not a need: short answers, misunderstandings, a person wanted, the greeting."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, entity, intent, remember, say, situation, trade, whereabouts
from actions.orientation import SECOND, another, oriented
from bot import datafiles
from bot.orientation.repair import menu, not_understood, people, still_not_understood
from bot.reply import Reply
from bot.safety.wording import call, denial, soft_numbers

_UNSURE_ENOUGH = 0.05


class ActionSessionStart(Action):
    """Begins a conversation: who speaks, what is kept, and the emergency numbers, once."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Greet; the académie comes from the page, by the session's metadata."""
        dispatcher.utter_message(response="utter_bienvenue")
        metadata = tracker.get_slot("session_started_metadata") or {}
        start: EventType = SessionStarted()
        return [start, SlotSet(slots.ACADEMIE, metadata.get("academie")), ActionExecuted("action_listen")]


class ActionSaluer(Action):
    """« Bonjour », and where the person works if they say so with it."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_saluer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Greet in return; the place is kept for what comes next."""
        dispatcher.utter_message(response="utter_saluer")
        academie, departement = whereabouts(tracker)
        return [SlotSet(slots.ACADEMIE, academie), SlotSet(slots.DEPARTEMENT, departement)]


class ActionReponseCourte(Action):
    """« Oui », « non », « je ne sais pas », out of any question."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_reponse_courte"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer according to what was said before."""
        need = entity(tracker, SECOND)
        if tracker.get_slot(slots.URGENCE) and not need and entity(tracker, slots.HEALTH):
            need = "besoin_sante"  # « c'est une façon de parler, je suis crevée »
        if need:  # « non, mais je ne dors plus »
            return oriented(dispatcher, tracker, need, None)
        urgence, answer, needs = tracker.get_slot(slots.URGENCE), intent(tracker), trade().needs
        if urgence and answer == "affirmer":
            say(dispatcher, tracker, call(urgence))
            return remember(tracker, answer)
        if urgence:
            text = f"{denial(urgence)} Si vous le voulez, dites-moi ce qui se passe, ou ce qui pèse le plus."
            say(dispatcher, tracker, Reply(text, (), {"kind": "suite", "numeros": soft_numbers(urgence)}))
            return [SlotSet(slots.URGENCE, None), *remember(tracker, answer)]
        if answer == "nier" and (refused := entity(tracker, "service")):
            return another(dispatcher, tracker, without=refused)  # « non, pas la MGEN »
        if tracker.active_loop.get("name"):
            text = "D'accord."
        elif answer == "affirmer":
            text = "Très bien. Que voulez-vous savoir, ou de quoi voulez-vous parler ?"
        elif answer == "nier":
            text = "D'accord. Si autre chose vous préoccupe, je suis là."
        else:
            text = (
                "Ce n'est pas grave, on peut avancer sans savoir. "
                "Voici quelques sujets ; l'un d'eux s'en approche peut-être."
            )
        reply = (
            menu(needs, text)
            if answer in ("ne_sait_pas", "affirmer") and not tracker.active_loop.get("name")
            else Reply(text)
        )
        say(dispatcher, tracker, reply)
        return remember(tracker, answer)


class ActionRepli(Action):
    """An honest misunderstanding, in two steps: likely needs first, then people to call."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_repli"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Reformulate, or hand over."""
        urgence = tracker.get_slot(slots.URGENCE)
        if urgence:  # « c'est bon, ils sont là »: no list of subjects to somebody who was in danger a minute ago
            lines = " ou ".join(f"le ☎ {number}" for number in soft_numbers(urgence))
            text = (
                f"Je ne suis pas certain de vous comprendre. Si le danger est encore là, appelez maintenant {lines}. "
                "Sinon, dites-moi ce qui vous aiderait."
            )
            say(dispatcher, tracker, Reply(text, (), {"kind": "suite", "numeros": soft_numbers(urgence)}))
            return remember(tracker, "repli_urgence")
        failures = float(tracker.get_slot(slots.MISUNDERSTOOD) or 0.0)
        ranking = tracker.latest_message.get("intent_ranking") or []
        likeliest = [str(r["name"]) for r in ranking if float(r["confidence"]) >= _UNSURE_ENOUGH]
        if failures >= 1:
            reply = still_not_understood(trade(), situation(tracker))
        elif intent(tracker) == "plainte_bot":
            reply = menu(
                trade().needs,
                "Pardon, je vous ai mal répondu. Dites-le-moi autrement, ou choisissez ce qui s'en approche le plus.",
            )
        else:
            reply = not_understood(likeliest, trade().needs, datafiles.faq())
        say(dispatcher, tracker, reply)
        return [SlotSet(slots.MISUNDERSTOOD, failures + 1), SlotSet(slots.OFFER, None)]


class ActionParlerHumain(Action):
    """« Je veux parler à quelqu'un. »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_parler_humain"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Give lines where a person answers."""
        say(dispatcher, tracker, people(trade(), situation(tracker)))
        return remember(tracker, "parler_humain")


class ActionAide(Action):
    """« Que savez-vous faire ? » ; a bare « aidez-moi » always shows the emergency numbers."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_aide"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Show the numbers and the subjects."""
        text = (
            "Je vous écoute, et je vous indique à qui vous adresser.\n"
            "En cas de détresse : ☎ 3114, jour et nuit. En danger immédiat : ☎ 15, 17 ou 112.\n"
            "Vous pouvez m'écrire avec vos mots, ou choisir un sujet."
        )
        reply = menu(trade().needs, text)
        say(
            dispatcher,
            tracker,
            Reply(text, reply.buttons, {**reply.custom, "numeros": ["3114", "15", "17", "112"]}),
        )
        return remember(tracker, "aide")


class ActionHorsSujet(Action):
    """A subject no service here answers."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_hors_sujet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say so, and what can be asked."""
        dispatcher.utter_message(response="utter_hors_sujet")
        return remember(tracker, "hors_sujet")
