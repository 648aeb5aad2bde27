"""A person in danger."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, intent, remember, say, times
from bot.safety.wording import DANGER, SUICIDE, call, emergency


class ActionUrgence(Action):
    """Gives the numbers, at once and alone."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_urgence"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer the emergency; what was under way waits."""
        kind = DANGER if intent(tracker) == "urgence_danger" else SUICIDE
        say(dispatcher, tracker, emergency(kind, again=times(tracker, f"urgence_{kind}") > 0))
        return [SlotSet(slots.URGENCE, kind), *remember(tracker, f"urgence_{kind}")]


class ActionAppeler(Action):
    """The person chooses to call."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_appeler"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say which number to dial."""
        say(dispatcher, tracker, call(tracker.get_slot(slots.URGENCE) or SUICIDE))
        return remember(tracker, "appeler")
