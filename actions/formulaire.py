"""A request under way: what the person answers, what is written when they say yes, what is kept under a code."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import slots
from actions.common import Events, let_go, reachable, say, take_back
from bot import datafiles
from bot.consent import dialogue, outcomes, speech, wishes
from bot.consent import request as steps
from bot.consent.answers import known_academie
from bot.consent.desk import CALLBACK, Desk
from bot.consent.held import Held, as_export
from bot.consent.opening import current
from bot.consent.request import Heard, Request, Step
from bot.consent.tries import TooManyTries
from bot.consent.usages import Usage
from bot.reply import Reply
from bot.storage.errors import StorageError
from bot.storage.records import new_id

logger = logging.getLogger(__name__)
_NOTHING = "rien"


class ActionFormulaire(Action):
    """Takes the request one step further."""

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_formulaire"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Read the message, do what it asks for, say what comes next."""
        # In a thread: while the database is waited for, somebody else may be in danger.
        heard = replace(Heard.of(tracker.latest_message), summed_up=_summed_up(tracker))
        request, replies = await asyncio.to_thread(_Counter(tracker).serve, heard)
        say(dispatcher, tracker, *replies)
        events: list[EventType] = [
            SlotSet(slots.REQUEST, request.to_slot() if request else None),
            SlotSet(slots.OFFER, None),
            SlotSet(slots.MISUNDERSTOOD, 0.0),
        ]
        return [*events, *let_go(tracker)]


def _summed_up(tracker: Tracker) -> str:
    """Whether the last thing said before this message was the summary, alone or after something else."""
    said: list[str] = []
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            said.insert(0, ((event.get("data") or {}).get("custom") or {}).get("kind") or "")
        elif event.get("event") == "user" and said:
            break
    if not said or said[-1] != "recapitulatif":
        return ""
    return steps.ALONE if len(said) == 1 else steps.LAST


class _Counter:
    """One message at the counter."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        slot = tracker.get_slot(slots.REQUEST)
        self._request = Request.from_slot(slot) if slot else None
        self._aside: dict[str, Any] | None = None
        directory = datafiles.directory()
        self._academies = directory.academie_names()
        self._names = directory.names()

    def serve(self, heard: Heard) -> tuple[Request | None, list[Reply]]:
        """The request as it then stands, and what is said; one that was put aside for it comes back at its end."""
        after, replies = self._served(heard)
        aside = self._aside or (self._request.before if self._request else None)
        if after is not None:
            return (replace(after, before=aside) if aside else after), replies
        if aside is None:
            return None, replies
        after = replace(Request.from_slot(aside), suspended=True)
        reminder = speech.waiting(after, self._usage(after), self._names)
        return after, [*replies, *([reminder] if reminder else [])]

    def _lay_aside(self) -> None:
        """Another request is opened over this one: what was answered so far is not lost."""
        request = self._request
        if request is not None and request.answers and request.record is None:
            self._aside = request.to_slot()

    def _served(self, heard: Heard) -> tuple[Request | None, list[Reply]]:
        try:
            awaited = self._request is not None and self._request.stage in (steps.CODE, steps.ACCESS)
            if heard.coded and awaited and self._request is not None:
                self._request = replace(self._request, suspended=False)
            elif heard.coded:
                self._lay_aside()
                return self._done(Step(steps.begun(speech.ACCESS_USAGE, None), steps.FIND), heard)
            if self._request is None and heard.intent == steps.FIELD:
                return None, [outcomes.GONE]
            # A « oui » to what was just offered is no yes to a request that was put aside.
            if heard.intent == steps.OPEN or self._request is None or self._request.suspended:
                return self._opened(heard)
            step = dialogue.advance(self._request, self._usage(self._request), heard, self._academies)
            after, replies = self._done(step, heard)
            return self._dated(after), replies
        except TooManyTries:
            return None, [outcomes.TOO_MANY]
        except StorageError as failure:
            logger.error("the database failed: %s", type(failure).__name__)
            return self._request, [outcomes.FAILED]

    def _dated(self, request: Request | None) -> Request | None:
        """The request, with the last day that its summary has just told, and the id of what a yes would write."""
        usage = self._usage(request) if request else None
        if request is None or usage is None or request.stage != steps.AGREEMENT or request.until:
            return request
        return replace(request, until=usage.until(current().today()).isoformat(), draft=new_id())

    def _usage(self, request: Request) -> Usage | None:
        return datafiles.usages().get(request.usage)

    def _ask(self, request: Request, prefix: str = "") -> Reply:
        usage = self._usage(request)
        if usage is not None and request.stage == steps.AGREEMENT:
            return speech.summary(request, usage, self._names, current().today(), prefix=prefix)
        if usage is not None and request.record is not None and request.stage == steps.HELD:
            held = current().held(request.record)
            return self._shown(held, prefix) if held else Reply(outcomes.NOT_FOUND)
        return speech.question(request, usage, self._academies, prefix=prefix)

    def _opened(self, heard: Heard) -> tuple[Request | None, list[Reply]]:
        if self._request is not None and not heard.payload and wishes.resumes(heard.text):
            heard = replace(heard, intent=steps.OPEN, entities={})
        offered = None if heard.intent == steps.OPEN and self._request else self._tracker.get_slot(slots.OFFER)
        wanted = heard.entities.get("usage") or offered
        service = self._service(heard) if wanted == CALLBACK else None
        request = self._request
        if request is not None and (wanted is None or (wanted, service) == (request.usage, request.service)):
            resumed = replace(request, suspended=False)
            return resumed, [self._ask(resumed, "Reprenons. ")]
        if wanted is None or wanted == _NOTHING:
            return self._left(request or steps.begun("", None))
        usage = datafiles.usages().get(wanted)
        if wanted == CALLBACK and service is None:
            return request, [outcomes.NO_SERVICE]
        if wanted == CALLBACK and not reachable(service, self._tracker.get_slot(slots.ACADEMIE)):
            return request, [outcomes.UNREACHABLE]
        self._lay_aside()
        request = steps.begun(wanted, usage, service)
        return request, [*([speech.opening(usage)] if usage else []), self._ask(request)]

    def _service(self, heard: Heard) -> str | None:
        """The service that the button names; to who said « oui », the one given last."""
        given = (self._tracker.get_slot(slots.SERVICES) or [None])[-1]
        return heard.entities.get("service", given) if heard.payload else given

    def _done(self, step: Step, heard: Heard) -> tuple[Request | None, list[Reply]]:
        request, usage = step.request, self._usage(step.request)
        if step.effect == steps.LEAVE:
            return self._left(request)
        if step.effect in (steps.CHECK, steps.FIND, steps.ERASE, steps.EXPORT, steps.RECODE):
            return self._with_code(step.effect, request, heard)
        if step.effect == steps.WRITE and usage is not None:
            return self._written(current(), request, usage)
        return request, [self._said(step, request, usage)]

    def _left(self, request: Request) -> tuple[None, list[Reply]]:
        take_back(self._tracker)
        return None, [outcomes.left(request, self._usage(request))]

    def _said(self, step: Step, request: Request, usage: Usage | None) -> Reply:
        """What is said where nothing is done: mostly the question again, with a word before it."""
        if step.effect == steps.UNCLEAR and request.tries > 1 and usage is not None:
            return speech.still_unclear(request, usage)  # the summary stands above already
        if step.effect == steps.WAIT and (reminder := speech.waiting(request, usage, self._names)):
            return reminder
        if step.effect == steps.WHO and usage is not None:
            return self._ask(request, speech.who(request, usage, self._names, current().today()))
        prefix = {
            steps.WHY: speech.why(request, usage),
            steps.INVALID: speech.problem(request, usage),
            steps.WAY_OUT: speech.way_out(usage),
            steps.UNCLEAR: speech.unclear(request),
            steps.AGAIN: speech.AGAIN,
            steps.KEPT: speech.KEPT,
        }.get(step.effect or "", "")
        return self._ask(request, prefix)

    def _written(self, desk: Desk, request: Request, usage: Usage) -> tuple[Request | None, list[Reply]]:
        # Beside the sealed answers the académie stands in the clear: only the name of one that is known.
        here = {"academie": self._tracker.get_slot(slots.ACADEMIE)}
        academie = known_academie({**here, **request.answers}, self._academies)
        if request.record is not None:
            done = desk.correct(request.record, request.answers, self._academies)
            reply = outcomes.corrected(service_told=done.service_told) if done.known else Reply(outcomes.NOT_FOUND)
            return None, [reply]
        told = dt.date.fromisoformat(request.until) if request.until else None
        record, code, until = desk.record(
            request.usage, request.answers, academie=academie, service=request.service, until=told, draft=request.draft
        )
        # From here on the conversation holds nothing of what was left, only the hash of its code.
        after = Request(request.usage, steps.CODE, record=record, code=desk.hashed(code))
        return after, [outcomes.written(usage, code, until)]

    def _with_code(self, effect: str, request: Request, heard: Heard) -> tuple[Request | None, list[Reply]]:
        desk = current()
        if effect == steps.CHECK:
            if desk.matches(heard.text, request.code):
                return None, [outcomes.CODE_RIGHT]
            return request, [self._ask(request, outcomes.CODE_WRONG)]
        if effect == steps.FIND:
            return self._found(desk, request, heard)
        if effect == steps.RECODE and request.record is not None:
            return self._recoded(desk, request, request.record)
        if effect == steps.ERASE and request.record is not None:
            return None, [outcomes.erased(service_told=desk.erase(request.record).service_told)]
        return request, self._copy(desk, request)

    def _recoded(self, desk: Desk, request: Request, record: str) -> tuple[Request | None, list[Reply]]:
        code = desk.recode(record)
        if code is None:
            return None, [Reply(outcomes.NOT_FOUND)]
        return replace(request, code=desk.hashed(code)), [outcomes.recoded(code)]

    def _found(self, desk: Desk, request: Request, heard: Heard) -> tuple[Request | None, list[Reply]]:
        held = desk.find(heard.text)
        if held is not None:
            usage = datafiles.usages()[held.usage]
            found = Request(held.usage, steps.HELD, held.answers, record=held.id, service=held.service)
            passed = tuple(q.id for q in usage.champs if q.id not in held.answers)  # not asked again
            return replace(found, passed=passed), [self._shown(held)]
        again = Request(request.usage, request.stage, tries=request.tries + 1)
        if again.tries >= dialogue.MOST_TRIES:
            return None, [Reply(f"{outcomes.NOT_FOUND}Vérifiez vos sept mots, puis redemandez-moi.")]
        return again, [self._ask(again, outcomes.NOT_FOUND)]

    def _shown(self, held: Held, prefix: str = "") -> Reply:
        return outcomes.held(datafiles.usages()[held.usage], held, self._names, prefix=prefix)

    def _copy(self, desk: Desk, request: Request) -> list[Reply]:
        held = desk.held(request.record or "")
        return [outcomes.exported(as_export(held)) if held else Reply(outcomes.NOT_FOUND)]
