"""Orienting a person: the need, the question that may refine it, the other doors."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, entity, gave, intent, reachable, remember, say, situation, times, trade, whereabouts
from bot import datafiles
from bot.consent.desk import CALLBACK
from bot.consent.request import OPEN
from bot.orientation.repair import people, two_needs
from bot.orientation.situation import Situation
from bot.orientation.speech import also, another_door, orient, orientation_of, refined
from bot.reply import Button, Reply
from bot.safety.wording import denial

SECOND = "second_besoin"


def oriented(dispatcher: CollectingDispatcher, tracker: Tracker, first: str, second: str | None) -> Events:
    """Answer one need or two, the graver first; a new need begins a new situation."""
    if second:
        first, second = two_needs(first, second, trade().needs)
    # Only what this very message says of the situation is kept.
    context = {t: v for t in ("role", "interlocuteur", slots.HEALTH) if (v := entity(tracker, t))}
    academie, departement = whereabouts(tracker)
    now = Situation(academie, departement, first, context)
    urgence = tracker.get_slot(slots.URGENCE)
    opening = denial(urgence) if urgence else ""
    replies = [orient(first, trade(), now, times=times(tracker, first), opening=opening)]
    if second:
        replies.append(also(second, trade(), now, shown=replies[0].custom["services"]))
    offer = offered(first, now, replies[0])
    if offer:
        replies[0] = with_offer(replies[0], offer)
    say(dispatcher, tracker, *replies)
    question = None if second else orientation_of(first, trade(), now).question
    fresh: Events = [SlotSet(topic, context.get(topic)) for topic in slots.CONTEXT]
    return [
        *fresh,
        SlotSet(slots.BESOIN, first),
        SlotSet(slots.ACADEMIE, academie),
        SlotSet(slots.DEPARTEMENT, departement),
        SlotSet(slots.URGENCE, None),
        SlotSet(slots.ASKED, 0.0),
        SlotSet(slots.ANSWERED, False),
        SlotSet(slots.PRECISION, question is not None),
        *gave((), *replies),
        *remember(tracker, first, offers=offer if offer == first else None),
    ]


def offered(need: str, now: Situation, reply: Reply) -> str | None:
    """The request that an answer may offer: signing up, or a call-back by the service where it can be reached."""
    first = next(iter(reply.custom.get("services", ())), None)
    if need in datafiles.usages():
        return need if first == "mentorat" else None
    return CALLBACK if reachable(first, now.academie) else None


def with_offer(reply: Reply, usage: str) -> Reply:
    """The reply, with the button that begins the request; a call-back's names the service, the first given."""
    given: dict[str, str] = {"usage": usage}
    if usage == CALLBACK:
        given["service"] = reply.custom["services"][0]
    button = Button(datafiles.usages()[usage].bouton, f"/{OPEN}{json.dumps(given)}")
    return replace(reply, buttons=(button, *reply.buttons))


class ActionOrientation(Action):
    """Answers a need: the right door, then a second need if the message carried one."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_orientation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Recommend, and note what a question could still refine."""
        return oriented(dispatcher, tracker, intent(tracker), entity(tracker, SECOND))


class ActionOrientationPrecisee(Action):
    """Says what the answer to the question changes."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_orientation_precisee"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Recommend again, in the light of the answer."""
        now = situation(tracker)
        if not tracker.get_slot(slots.ANSWERED):
            return [SlotSet(slots.PRECISION, False)]  # the question was let go, there is nothing new to say
        reply = refined(trade(), now)
        say(dispatcher, tracker, reply)
        return [
            SlotSet(slots.PRECISION, False),
            *gave(now.given, reply),
            *remember(tracker, "precision"),
        ]


def another(dispatcher: CollectingDispatcher, tracker: Tracker, *, without: str | None = None) -> Events:
    """The next door for the same need (`without` is a service that the person refuses), else people to call."""
    now = situation(tracker)
    reply = another_door(trade(), now, refused=without) or people(trade(), now, tried=now.besoin is not None)
    say(dispatcher, tracker, reply)
    return [*gave(now.given, reply), *remember(tracker, "autre")]


class ActionAutre(Action):
    """« Autre chose ? », « pas eux »: the next door for the same need, else a person to call."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_autre"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Give another door."""
        return another(dispatcher, tracker, without=entity(tracker, "service"))
