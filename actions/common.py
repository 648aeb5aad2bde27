"""What every action shares: reading the conversation, saying a reply, remembering what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from bot import datafiles
from bot.consent.handover import address_of
from bot.consent.opening import current
from bot.consent.request import Request
from bot.fresh import afresh
from bot.orientation.situation import Situation, Trade
from bot.reply import Reply
from bot.storage.errors import StorageError

Events = list[EventType]


def trade() -> Trade:
    """The trade's data, as of today."""
    return Trade(datafiles.directory(), datafiles.needs(), dt.date.today())


def situation(tracker: Tracker) -> Situation:
    """The conversation so far, from the slots."""
    context = {topic: value for topic in slots.CONTEXT if (value := tracker.get_slot(topic))}
    return Situation(
        academie=tracker.get_slot(slots.ACADEMIE),
        departement=tracker.get_slot(slots.DEPARTEMENT),
        besoin=tracker.get_slot(slots.BESOIN),
        context=context,
        given=tuple(tracker.get_slot(slots.SERVICES) or ()),
    )


def whereabouts(tracker: Tracker) -> tuple[str | None, str | None]:
    """The académie and the département, this very message's if it names one of the page's académie, or of any listed.

    « Je rentre d'une réunion à Paris » moves nobody.
    """
    academie, named = tracker.get_slot(slots.ACADEMIE), entity(tracker, slots.DEPARTEMENT)
    owner = trade().directory.academie_of(named)
    if owner and academie in (None, owner.id):
        return owner.id, named
    return academie, tracker.get_slot(slots.DEPARTEMENT)


def entity(tracker: Tracker, name: str) -> str | None:
    """The first value of an entity in the latest message, or None."""
    found = (e for e in tracker.latest_message.get("entities") or [] if e["entity"] == name)
    first = next(found, None)
    return str(first["value"]) if first else None


def intent(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def said(tracker: Tracker) -> list[str]:
    """Every text already said to the person, oldest first."""
    return [str(e["text"]) for e in tracker.events if e.get("event") == "bot" and e.get("text")]


def say(dispatcher: CollectingDispatcher, tracker: Tracker, *replies: Reply) -> None:
    """Utter replies; a text already said word for word is introduced as such."""
    past = said(tracker)
    for reply in replies:
        message = reply.as_message()
        dispatcher.utter_message(
            text=afresh(message["text"], past),
            buttons=message.get("buttons"),
            json_message=message.get("custom"),
        )


def times(tracker: Tracker, topic: str) -> int:
    """How often `topic` (an intent, a service) was already answered here."""
    done: Mapping[str, int] = tracker.get_slot(slots.DONE) or {}
    return int(done.get(topic, 0))


def remember(tracker: Tracker, topic: str, *, offers: str | None = None) -> Events:
    """Events that note that `topic` was answered, which also ends a run of misunderstandings.

    `offers`: the use that « oui » would begin, as this very answer offers it.
    """
    done: dict[str, int] = dict(tracker.get_slot(slots.DONE) or {})
    done[topic] = done.get(topic, 0) + 1
    return [SlotSet(slots.DONE, done), SlotSet(slots.MISUNDERSTOOD, 0.0), SlotSet(slots.OFFER, offers)]


def let_go(tracker: Tracker) -> Events:
    """Events that end the question under way, if there is one, without an answer."""
    events: Events = [SlotSet(slots.PRECISION, False)]
    if tracker.active_loop.get("name"):
        events += [ActiveLoop(None), SlotSet("requested_slot", None)]
    return events


def reachable(service: str | None, academie: str | None) -> bool:
    """Whether a service can be handed a call-back request."""
    return bool(service and current().hands_over and address_of(trade().directory, service, academie))


def take_back(tracker: Tracker) -> None:
    """Erase what a yes wrote whose answer never came, if one did: the person now leaves it.

    Nothing tells whether one did but the database. If it does not answer, the person may leave all the same, and the
    record, if there is one, ends on its own day.
    """
    slot = tracker.get_slot(slots.REQUEST)
    while slot:
        request = Request.from_slot(slot)
        with suppress(StorageError):
            if request.draft and request.record is None and current().held(request.draft) is not None:
                current().erase(request.draft)
        slot = request.before


def gave(before: Sequence[str], *replies: Reply) -> Events:
    """The event that adds the services of `replies` to those given `before`.

    The one given last is the one « leur numéro » speaks of: the first named in the newest reply.
    """
    new = [s for reply in reversed(replies) for s in reversed(reply.custom.get("services", ()))]
    kept = [s for s in before if s not in new]
    return [SlotSet(slots.SERVICES, [*kept, *new])] if new else []
