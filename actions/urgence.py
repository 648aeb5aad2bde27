"""A person in danger."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, intent, remember, said, say, times
from bot.safety.aftermath import says_accompanied, says_alone
from bot.safety.wording import DANGER, SUICIDE, asks_who_is_near, call, company, emergency


def alarm(dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> Events:
    """Give the numbers, at once and alone; what was under way waits."""
    say(dispatcher, tracker, emergency(kind, again=times(tracker, f"urgence_{kind}") > 0))
    events: Events = [SlotSet(slots.URGENCE, kind), *remember(tracker, f"urgence_{kind}")]
    request = tracker.get_slot(slots.REQUEST)
    if request:  # nothing is asked of a person in danger; it can be taken up again
        events.append(SlotSet(slots.REQUEST, {**request, "suspended": True}))
    return events


def after_alarm(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
    """The answer to « is somebody near you ? », whatever else it was taken for; None if it is no such answer."""
    if tracker.get_slot(slots.URGENCE) != SUICIDE:
        return None
    text = str(tracker.latest_message.get("text") or "")
    asked = asks_who_is_near((said(tracker) or [""])[-1])
    if says_alone(text, asked=asked):
        return [*alarm(dispatcher, tracker, SUICIDE), SlotSet(slots.PRECISION, False)]
    if asked and says_accompanied(text):
        say(dispatcher, tracker, company())
        return [*remember(tracker, "entourage"), SlotSet(slots.PRECISION, False)]
    return None


class ActionUrgence(Action):
    """Gives the numbers, at once and alone."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_urgence"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer the emergency; what was under way waits."""
        return alarm(dispatcher, tracker, DANGER if intent(tracker) == "urgence_danger" else SUICIDE)


class ActionAppeler(Action):
    """The person chooses to call."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_appeler"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Say which number to dial."""
        say(dispatcher, tracker, call(tracker.get_slot(slots.URGENCE) or SUICIDE))
        return remember(tracker, "appeler")
