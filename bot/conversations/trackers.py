"""Rasa's trackers, in the clear for the time of one answer, and what is written of them between two messages.

Rasa's own stores never delete, and hold every word: a conversation outlives its person there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from bot.conversations.conversation import SHOWS_ANSWERS, Conversation

_LONGEST = 60
_TURNS_KEPT = 3
_SAID_KEPT = 60
# Of an answer's data, what says its subject: a few words may only make sense after it.
_ABOUT = ("kind", "services")


class OpenTrackers(TrackerStore):
    """Keeps the trackers of the messages being answered: saving to one that is closed does nothing."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None) -> None:
        super().__init__(domain, event_broker)
        self._trackers: dict[str, DialogueStateTracker | None] = {}

    @asynccontextmanager
    async def opened(self, conversation: Conversation) -> AsyncIterator[None]:
        """Let Rasa read and write the conversation's tracker inside the block; note its state at the end."""
        name = conversation.name
        self._trackers[name] = self._read(conversation) if conversation.events else None
        try:
            yield
        finally:
            tracker = self._trackers.pop(name)
            conversation.events = written(tracker) if tracker is not None else []

    def empty(self, name: str) -> None:
        """Delete what an open conversation holds; it may go on from nothing."""
        self._trackers[name] = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker, or None."""
        return self._trackers.get(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker if its conversation is open."""
        if tracker.sender_id in self._trackers:
            self._trackers[tracker.sender_id] = tracker

    async def keys(self) -> Iterable[str]:
        """Names of the open conversations."""
        return list(self._trackers)

    def _read(self, conversation: Conversation) -> DialogueStateTracker:
        kinds = _kinds()
        events = [kinds[event["event"]]._from_parameters(event) for event in conversation.events]
        return DialogueStateTracker.from_events(conversation.name, events, self.domain.slots)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, type[Event]]:
    """Rasa's events by name. Rasa looks through all of its classes for each event: 3 ms a message."""
    return {kind.type_name: kind for kind in all_subclasses(Event) if kind.type_name}


def written(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The events that give the tracker's state back, without a word of what the person wrote, or a time."""
    return [_without_words(event.as_dict()) for event in _last_values(shortened(tracker))]


def _last_values(events: list[Event]) -> list[Event]:
    """The events, with the last value of each slot alone: what a person took back is not carried on."""
    last = {event.key: event for event in events if isinstance(event, SlotSet)}
    return [event for event in events if not isinstance(event, SlotSet) or last[event.key] is event]


def _without_words(event: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in event.items() if value is not None and key not in ("timestamp", "metadata")}
    if kept["event"] == UserUttered.type_name:
        parsed = kept.get("parse_data", {})
        entities = list(parsed.get("entities", ()))
        return {
            "event": kept["event"],
            "text": "",
            "parse_data": {"intent": parsed.get("intent"), "entities": entities},
        }
    if kept["event"] == BotUttered.type_name:
        custom = (kept.get("data") or {}).get("custom") or {}
        # What shows a person's own answers, or their code, is said once and written nowhere.
        text = "" if custom.get("kind") in SHOWS_ANSWERS else kept.get("text")
        about = {part: custom[part] for part in _ABOUT if part in custom}
        return {"event": kept["event"], "text": text, "data": {"custom": about}}
    return kept


def shortened(tracker: DialogueStateTracker) -> list[Event]:
    """The same state with fewer events: Rasa replays all of them at each action, so a long talk slows down."""
    events = list(tracker.events)
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(events) <= _LONGEST or len(turns) <= _TURNS_KEPT:
        return events
    start = turns[-_TURNS_KEPT] - 1
    kept = events[start:]
    said = [event for event in events[:start] if isinstance(event, BotUttered)][-_SAID_KEPT:]
    state: list[Event] = [
        SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.has_been_set or slot.value is not None
    ]
    if tracker.active_loop is not None and not any(isinstance(event, ActiveLoop) for event in kept):
        state.append(ActiveLoop(tracker.active_loop.name))
    return [*state, *said, *kept]
