"""A request under way, seen from the conversation: what it awaits, its reminder, a yes that nobody heard answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from rasa.shared.core.events import BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot import datafiles
from bot.consent.dialogue import asks_for_words
from bot.consent.opening import current
from bot.consent.request import AGREEMENT, CODE, Request
from bot.consent.speech import waiting
from bot.conversations.conversation import OF_A_REQUEST
from bot.nlu.request_policy import OFFER, REQUEST
from bot.storage.errors import StorageError

Message = dict[str, Any]


def _asked_for(tracker: DialogueStateTracker | None) -> dict[str, Any] | None:
    """The request under way, if any: what it asks for (a name, an address) is not masked."""
    slot: dict[str, Any] | None = tracker.get_slot(REQUEST) if tracker is not None else None
    return slot


def awaited(tracker: DialogueStateTracker | None) -> bool:
    """Whether a request awaits an answer; one that was put aside awaits none."""
    slot = _asked_for(tracker)
    request = Request.from_slot(slot) if slot else None
    if request is None or request.suspended:
        return False
    return asks_for_words(request, datafiles.usages().get(request.usage))


def reminder(tracker: DialogueStateTracker, messages: list[Message]) -> list[Message]:
    """What recalls the request under way, once something else was answered; an alarm stands alone."""
    slot = _asked_for(tracker)
    kinds = {m.get("custom", {}).get("kind") for m in messages}
    if not slot or kinds & {"urgence", "erreur", *OF_A_REQUEST}:  # what a request says of itself needs no reminder
        return []
    request = Request.from_slot(slot)
    if request.stage == AGREEMENT and not request.suspended and _asks(tracker, messages):
        # Two questions in one turn, and one « oui »: it answers what was just asked, and the request waits.
        request = replace(request, suspended=True)
        tracker.update(SlotSet(REQUEST, request.to_slot()))
    reply = waiting(request, datafiles.usages().get(request.usage), datafiles.directory().names())
    if reply is None:
        return []
    told = reply.as_message()
    said = [event.text for event in tracker.events if isinstance(event, BotUttered)]
    if request.suspended and told["text"] in said:
        return []  # told once: a person who has just been in danger is not pressed
    tracker.update(BotUttered(told["text"], {"custom": told["custom"]}))
    return [told]


def _asks(tracker: DialogueStateTracker, messages: list[Message]) -> bool:
    """Whether what was just said awaits a yes, or an answer of its own."""
    offers = tracker.get_slot(OFFER) or tracker.get_slot("requested_slot")
    return bool(offers) or any(b["payload"] == "/affirmer" for m in messages for b in m.get("buttons", ()))


async def undo(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> None:
    """Erase what an answer wrote that nobody will read: its conversation was erased while it was given.

    Args:
        before, after: the conversation's events, as `bot.conversations.trackers` writes them.
    """
    written, held = _record(after), _record(before)
    if written is not None and written != held:
        with suppress(StorageError):
            await asyncio.to_thread(current().erase, written)


def _record(events: Sequence[Mapping[str, Any]]) -> str | None:
    """The record whose code has just been given, if one has."""
    slots = [event.get("value") for event in events if event["event"] == "slot" and event["name"] == REQUEST]
    request = Request.from_slot(slots[-1]) if slots and slots[-1] else None
    return request.record if request is not None and request.stage == CODE else None
