"""Rasa's trackers in memory, for the time of a conversation, and really deleted at its end.

Rasa's own stores never delete: a conversation outlives its person there.
"""

from __future__ import annotations

from collections.abc import Iterable

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

_LONGEST = 60
_TURNS_KEPT = 3


class EphemeralTrackerStore(TrackerStore):
    """Keeps the trackers of open conversations only: saving to one that has ended does nothing."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None) -> None:
        super().__init__(domain, event_broker)
        self._trackers: dict[str, DialogueStateTracker | None] = {}

    def open(self, name: str) -> None:
        """Let a conversation of this name be kept from now on."""
        self._trackers.setdefault(name, None)

    def forget(self, name: str) -> None:
        """Delete a conversation, even while one of its messages is being answered."""
        self._trackers.pop(name, None)

    def empty(self, name: str) -> None:
        """Delete what an open conversation holds; it may go on from nothing."""
        if name in self._trackers:
            self._trackers[name] = None

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's tracker, or None."""
        return self._trackers.get(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker if its conversation is still open."""
        if tracker.sender_id in self._trackers:
            self._trackers[tracker.sender_id] = shortened(tracker)

    async def keys(self) -> Iterable[str]:
        """Names of the open conversations."""
        return list(self._trackers)


def shortened(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The same state with fewer events: Rasa replays all of them at each action, so a long talk slows down."""
    events = list(tracker.events)
    if len(events) <= _LONGEST:
        return tracker
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= _TURNS_KEPT:
        return tracker
    start = turns[-_TURNS_KEPT] - 1
    kept = events[start:]
    said = [event for event in events[:start] if isinstance(event, BotUttered)]
    state: list[Event] = [
        SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.has_been_set or slot.value is not None
    ]
    if tracker.active_loop is not None and not any(isinstance(event, ActiveLoop) for event in kept):
        state.append(ActiveLoop(tracker.active_loop.name))
    return DialogueStateTracker.from_events(
        tracker.sender_id, [*state, *said, *kept], tracker.slots.values(), sender_source=tracker.sender_source
    )
