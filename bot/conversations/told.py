"""What a conversation was about so far, for the reader of its next message. Pure."""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.choice import NEEDS
from bot.nlu.context import about

_RECENT = 4  # answers
_NEW_SUBJECT = ("menu", "question", "urgence", "effacement")


def subject(tracker: DialogueStateTracker | None) -> str | None:
    """What the latest answers were about: a few words may only make sense after them."""
    events = tracker.events if tracker is not None else ()
    latest = [event for event in reversed(events) if isinstance(event, BotUttered)][:_RECENT]
    for custom in ((event.data or {}).get("custom") or {} for event in latest):
        if custom.get("services") or custom.get("kind") in _NEW_SUBJECT:
            return about(custom)
    return None


def former(tracker: DialogueStateTracker | None) -> dict[str, str | None]:
    """The needs answered before the present one, in order, each with whom it was about, if that was said."""
    if tracker is None:
        return {}
    told = [event for event in tracker.events if isinstance(event, UserUttered)]
    whom = {
        event.intent_name: str(entity["value"])
        for event in told
        for entity in event.entities
        if entity["entity"] == "interlocuteur"
    }
    answered = [need for need in tracker.get_slot("deja_fait") or {} if need.startswith(NEEDS)]
    return {need: whom.get(need) for need in answered if need != tracker.get_slot("besoin")}
