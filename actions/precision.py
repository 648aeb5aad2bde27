"""The one question that may refine an orientation, and precisions given out of turn."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.types import DomainDict

from actions import slots
from actions.common import Events, entity, gave, intent, remember, say, situation, trade
from bot import datafiles
from bot.orientation.precisions import UNKNOWN, accepts
from bot.orientation.service_speech import reach
from bot.orientation.situation import UNLISTED
from bot.orientation.speech import moving, orient, orientation_of, refined
from bot.reply import Button, Reply


class ValidatePrecisionForm(FormValidationAction):
    """Asks only the question that would change the recommendation, and reads short answers in context."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "validate_precision_form"

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[str]:
        """The next useful question, if any."""
        now = situation(tracker)
        if not now.besoin or _times_asked(tracker) >= MOST_ASKED:
            return []
        question = orientation_of(now.besoin, trade(), now).question
        return [question] if question else []

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """Read the answer to the question being asked, and nothing else."""
        topic = tracker.get_slot("requested_slot")
        answer = _answer(topic, tracker) if topic in slots.QUESTIONS else None
        if answer is None:
            return []
        read = {topic: answer, slots.ASKED: 0.0, slots.ANSWERED: True}
        tracker.slots.update(read)
        return [SlotSet(name, value) for name, value in read.items()]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        """What was just read is valid: kept although, once answered, the question is no longer required."""
        kept = (*slots.QUESTIONS, slots.ASKED, slots.ANSWERED)
        return [SlotSet(name, value) for name, value in tracker.slots_to_validate().items() if name in kept]


# Asked once, reminded once: a tired person who talks of something else is not pressed further.
MOST_ASKED = 2


def _times_asked(tracker: Tracker) -> int:
    return int(tracker.get_slot(slots.ASKED) or 0)


def _answer(topic: str, tracker: Tracker) -> str | None:
    said = tracker.latest_message.get("text") or ""
    name = intent(tracker)
    if name.startswith("urgence_"):
        return None  # a person in danger is not answering a form
    if said.startswith("/"):
        return UNKNOWN if name in ("suite_passer", "ne_sait_pas") else entity(tracker, topic)
    confidence = float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)
    answer = datafiles.precisions().answer(topic, said)
    if answer is not None and accepts(datafiles.precisions(), topic, said, name, confidence):
        return answer
    return UNKNOWN if name in ("suite_passer", "ne_sait_pas") else None


class _Ask(Action):
    """Asks one question, and says so when it comes back to it."""

    topic = ""

    def name(self) -> str:
        """Rasa's name for this action."""
        return f"action_ask_precision_form_{self.topic}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Ask."""
        question = datafiles.needs().questions[self.topic]
        again = _times_asked(tracker) > 0
        text = f"Je reviens à ma question. {question.texte}" if again else question.texte
        buttons = [
            Button(title, f'/suite_precision{{"{self.topic}": "{value}"}}') for value, title in question.valeurs.items()
        ]
        say(
            dispatcher,
            tracker,
            Reply(text, (*buttons, Button("Je préfère ne pas le dire", "/suite_passer")), {"kind": "question"}),
        )
        return [SlotSet(slots.ASKED, float(_times_asked(tracker) + 1))]


class ActionAskRole(_Ask):
    """Victim or witness."""

    topic = "role"


class ActionAskInterlocuteur(_Ask):
    """With whom."""

    topic = "interlocuteur"


class ActionAskCadre(_Ask):
    """Alone or the whole school."""

    topic = "cadre"


class ActionAskLieu(_Ask):
    """Inside or outside the institution."""

    topic = "lieu"


class ActionAskDomaine(_Ask):
    """Management or another field."""

    topic = "domaine"


class ActionPrecision(Action):
    """A precision nobody asked for: « 67 », « non, en fait c'est plutôt mon chef »."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_precision"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Take it into account, and say what it changes."""
        given = {t: v for t in (*slots.QUESTIONS, slots.DEPARTEMENT) if (v := entity(tracker, t))}
        before, directory = situation(tracker), trade().directory
        # Who says where they work is believed, whatever page they write from.
        if slots.DEPARTEMENT in given:
            place = directory.academie_of(given[slots.DEPARTEMENT])
            given[slots.ACADEMIE] = place.id if place else UNLISTED
        events: Events = [SlotSet(topic, value) for topic, value in given.items()]
        for topic, value in given.items():
            tracker.slots[topic] = value
        now = situation(tracker)
        moved = now.academie != before.academie
        last = before.last or ""
        same = directory.service(last, now.academie) == directory.service(last, before.academie)
        if slots.DEPARTEMENT in given and last and (same or not moved):
            reply = reach(last, trade(), now)
        elif now.besoin and moved:
            reply = orient(now.besoin, trade(), now, times=0, opening=moving(now, directory), elsewhere=True)
        elif now.besoin:
            reply = refined(trade(), now)
        else:
            unlisted = now.academie == UNLISTED
            noted = moving(now, directory) if unlisted else "C'est noté, je m'en souviendrai le temps de notre échange."
            reply = Reply(f"{noted} Que se passe-t-il pour vous ?")
        say(dispatcher, tracker, reply)
        return [*events, *gave(now.given, reply), *remember(tracker, "precision")]
