"""A person in danger."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, intent, let_go, remember, say, times
from bot.safety.aftermath import ALONE, company_told
from bot.safety.wording import DANGER, SUICIDE, call, company, emergency


def alarm(dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> Events:
    """Give the numbers, at once and alone; what was under way waits."""
    say(dispatcher, tracker, emergency(kind, again=times(tracker, f"urgence_{kind}") > 0))
    events: Events = [SlotSet(slots.URGENCE, kind), *remember(tracker, f"urgence_{kind}")]
    request = tracker.get_slot(slots.REQUEST)
    if request:  # nothing is asked of a person in danger; it can be taken up again
        events.append(SlotSet(slots.REQUEST, {**request, "suspended": True}))
    return events


class ActionUrgence(Action):
    """Gives the numbers, at once and alone."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_urgence"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer the emergency; what was under way waits."""
        return alarm(dispatcher, tracker, DANGER if intent(tracker) == "urgence_danger" else SUICIDE)


class ActionEntourage(Action):
    """The person says who is near, or that nobody is."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_entourage"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say what to do with whom is near; to who is alone, that somebody can answer at once."""
        text = str(tracker.latest_message.get("text") or "")
        if company_told(text, asked=True) == ALONE:
            return [*alarm(dispatcher, tracker, SUICIDE), *let_go(tracker)]
        say(dispatcher, tracker, company())
        return [*remember(tracker, "entourage"), *let_go(tracker)]


class ActionAppeler(Action):
    """The person chooses to call."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_appeler"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say which number to dial."""
        say(dispatcher, tracker, call(tracker.get_slot(slots.URGENCE) or SUICIDE))
        return remember(tracker, "appeler")
