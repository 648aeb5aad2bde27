"""Questions about a service: what it is, how to reach it, why it, what it keeps secret."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Events, entity, gave, remember, say, situation, times, trade, whereabouts
from bot.orientation.repair import menu
from bot.orientation.service_speech import explain, reach, secrecy, unknown, why
from bot.orientation.situation import Situation


def _here(tracker: Tracker) -> Situation:
    """The situation, with the département this very message names."""
    now = situation(tracker)
    return Situation(
        *whereabouts(tracker),
        now.besoin,
        now.context,
        now.given,
    )


class ActionService(Action):
    """« C'est quoi le PAE ? »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_service"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Explain the service named, else the one just given."""
        now = _here(tracker)
        service = entity(tracker, "service") or now.last
        if service is None:
            say(dispatcher, tracker, unknown(trade(), now))
            return remember(tracker, "info_service")
        kind = entity(tracker, "moyen")
        if kind:  # « c'est quoi les horaires de la MGEN »
            reply = reach(service, trade(), now, kind=kind)
            say(dispatcher, tracker, reply)
            return [*gave(now.given, reply), *remember(tracker, f"contact_{service}")]
        reply = explain(service, trade(), now, again=times(tracker, f"info_{service}") > 0)
        say(dispatcher, tracker, reply)
        return [*gave(now.given, reply), *remember(tracker, f"info_{service}")]


class ActionContact(Action):
    """« Et leur numéro ? »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_contact"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say how to reach the service named, else the one just given."""
        now = _here(tracker)
        service = entity(tracker, "service") or now.last
        if service is None:
            say(dispatcher, tracker, unknown(trade(), now))
            return remember(tracker, "contact_service")
        reply = reach(service, trade(), now, kind=entity(tracker, "moyen"))
        say(dispatcher, tracker, reply)
        return [*gave(now.given, reply), *remember(tracker, f"contact_{service}")]


class ActionConfidentialite(Action):
    """« C'est vraiment confidentiel ? »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_confidentialite"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say what the service keeps secret, and what this conversation keeps (nothing)."""
        now = situation(tracker)
        topic = f"confidentialite_{now.last or ''}"
        say(dispatcher, tracker, secrecy(trade(), now, again=times(tracker, topic) > 0))
        return remember(tracker, topic)


class ActionPourquoi(Action):
    """« Pourquoi eux ? »"""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_pourquoi"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Give the reason for the service just given, and what will happen."""
        now = situation(tracker)
        reply = why(trade(), now) or menu(
            trade().needs, "Je ne vous ai encore rien conseillé. De quoi voulez-vous parler ?"
        )
        say(dispatcher, tracker, reply)
        return [*gave(now.given, reply), *remember(tracker, "pourquoi")]
