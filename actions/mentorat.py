"""Questions about the mentoring of concours candidates."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Events, gave, intent, remember, say, situation, times, trade
from bot import datafiles
from bot.orientation.mentoring_speech import answer


class ActionMentorat(Action):
    """Answers one of the ten questions of the Lyon letter."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_mentorat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Answer."""
        now, question = situation(tracker), intent(tracker)
        reply = answer(question, datafiles.faq(), trade(), now, times=times(tracker, question))
        say(dispatcher, tracker, reply)
        return [*gave(now.given, reply), *remember(tracker, question)]
