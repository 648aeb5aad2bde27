"""One way through for a message: danger first, then Rasa, then what the person reads."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.consent.statistics import Tally
from bot.conversations.conversation import Conversation
from bot.conversations.in_process import ActionFailed
from bot.conversations.reading import read
from bot.conversations.requests import awaited, reminder
from bot.conversations.told import former, subject
from bot.conversations.trackers import OpenTrackers
from bot.nlu.context import ABOUT, FORMER
from bot.nlu.danger import DangerDetector
from bot.nlu.emergencies import JUDGED
from bot.nlu.memory import remembering
from bot.safety.verdict import CERTAIN, POSSIBLE, Verdict
from bot.safety.wording import emergency, soft_line, soft_numbers
from bot.text import free
from bot.typography import typeset

logger = logging.getLogger(__name__)

Message = dict[str, Any]
CHANNEL = "webchat"

_FAILED: Message = {
    "text": typeset(
        "Quelque chose n'a pas fonctionné de mon côté, et rien de ce que vous avez écrit n'est en cause. "
        "Pouvez-vous l'écrire à nouveau ? "
        "En cas de détresse : ☎ 3114, jour et nuit. En danger immédiat : ☎ 15, 17 ou 112."
    ),
    "custom": {"kind": "erreur", "numeros": ["3114", "15", "17", "112"]},
}


class Collected(OutputChannel):
    """Keeps each answer whole: text, buttons and custom data of one bubble together."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    @classmethod
    def name(cls) -> str:
        """Rasa's name for this channel."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message, without its empty parts."""
        kept: Message = {"text": message.get("text") or ""}
        kept |= {part: message[part] for part in ("buttons", "custom") if message.get(part)}
        if len(kept) > 1 or kept["text"]:
            self.messages.append(kept)


class Engine:
    """Answers the messages of one conversation at a time (the caller holds the conversation's lock)."""

    def __init__(
        self,
        agent: Agent,
        detector: DangerDetector,
        store: OpenTrackers,
        second_opinion: Callable[[str], float | None],
    ) -> None:
        if agent.processor is None:
            raise ValueError("L'agent n'a pas de modèle.")
        self._processor: MessageProcessor = agent.processor
        self._detector = detector
        self._store = store
        self._second_opinion = second_opinion
        self.tally = Tally()

    async def warm_up(self) -> None:
        """Answer once to nobody, so that the first person does not wait for what loads on first use."""
        await self.choose(Conversation("", None), "/aide")

    async def begin(self, conversation: Conversation) -> list[Message]:
        """Open a conversation and greet."""
        channel = Collected()
        async with self._store.opened(conversation):
            await self._greet(conversation, channel)
        return channel.messages

    async def _greet(self, conversation: Conversation, channel: Collected) -> None:
        metadata = _metadata(conversation)
        tracker = await self._processor.fetch_tracker_with_initial_session(conversation.name, channel, metadata)
        await self._processor.save_tracker(tracker)

    async def say(self, conversation: Conversation, text: str) -> list[Message]:
        """Answer free text. It is never read as a payload, whatever it begins with."""
        text = free(text)
        with remembering():
            verdict = self._judge(text)
            if verdict.level == CERTAIN and verdict.kind:
                return await self._alarm(conversation, verdict.kind)
            metadata = {JUDGED: True, **_metadata(conversation)}
            messages = await self._ask(conversation, UserMessage(text, metadata=metadata))
        if verdict.level == POSSIBLE and verdict.kind:
            conversation.soft_lines += 1
            return _softened(messages, verdict.kind, conversation.soft_lines - 1)
        return messages

    async def choose(self, conversation: Conversation, payload: str) -> list[Message]:
        """Answer a button: `payload` was offered, the caller has checked."""
        return await self._ask(conversation, UserMessage(payload, metadata=_metadata(conversation)))

    def alarm(self, text: str) -> list[Message]:
        """The emergency answer alone, if a danger is certain: for a message that cannot be answered otherwise.

        Without its buttons: no conversation would take them.
        """
        with remembering():
            verdict = self._judge(free(text))
        if verdict.level != CERTAIN or not verdict.kind:
            return []
        return [{part: held for part, held in emergency(verdict.kind).as_message().items() if part != "buttons"}]

    def _judge(self, text: str) -> Verdict:
        try:
            opinion = self._second_opinion(text)
        except Exception as failure:
            logger.error("second opinion failed: %s", type(failure).__name__)
            opinion = None
        try:
            return self._detector.detect(text, opinion)
        except Exception as failure:
            # Nobody in danger may be missed because a model failed: the rules need nothing but the text.
            logger.error("emergency model failed: %s", type(failure).__name__)
            return self._detector.detect_by_rules(text)

    async def _alarm(self, conversation: Conversation, kind: str) -> list[Message]:
        """The emergency answer: Rasa is told, so that the conversation knows; it is given even if Rasa fails."""
        intent = {"name": f"urgence_{kind}", "confidence": 1.0}
        told = {"text": "", "intent": intent, "intent_ranking": [intent], "entities": []}
        message = UserMessage("", parse_data=told, metadata=_metadata(conversation))
        messages = await self._ask(conversation, message)
        alarms = [m for m in messages if m.get("custom", {}).get("kind") == "urgence"]
        return alarms or [emergency(kind).as_message()]

    async def _ask(self, conversation: Conversation, message: UserMessage) -> list[Message]:
        channel = Collected()
        message.sender_id = conversation.name
        message.output_channel = channel
        message.input_channel = CHANNEL
        async with self._store.opened(conversation):
            before = await self._store.retrieve(conversation.name)
            message.metadata = {**(message.metadata or {}), ABOUT: subject(before), FORMER: former(before)}
            try:
                if message.text and not message.text.startswith("/"):
                    await read(self._processor, message, requested=awaited(before))
                await self._processor.handle_message(message)
            except (Exception, ActionFailed) as failure:
                # The text of the failure may hold the person's words: only its kind is logged.
                logger.error("a message could not be answered: %s", type(failure).__name__)
                await self._recover(conversation.name)
                return [*channel.messages, _FAILED]
            if any(m.get("custom", {}).get("kind") == "effacement" for m in channel.messages):
                conversation.empty()
                self._store.empty(conversation.name)
                # Begun anew in silence: the person was greeted once.
                await self._greet(conversation, Collected())
            after = await self._store.retrieve(conversation.name)
            if after is not None:
                self._count(conversation, after, channel.messages)
                channel.messages += reminder(after, channel.messages)
        return channel.messages or [_FAILED]

    def _count(self, conversation: Conversation, tracker: DialogueStateTracker, messages: list[Message]) -> None:
        """Count the orientation given, if one was: a need and a service, of nobody."""
        need = tracker.get_slot("besoin")
        given = [m["custom"]["services"] for m in messages if m.get("custom", {}).get("kind") == "orientation"]
        if need and given and given[0]:
            self.tally.add(dt.date.today(), conversation.academie, need, given[0][0])

    async def _recover(self, name: str) -> None:
        """Leave the conversation able to go on after a failure in the middle of an answer."""
        tracker = await self._store.retrieve(name)
        if tracker is not None:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))


def _metadata(conversation: Conversation) -> dict[str, Any]:
    """What begins a conversation, also anew after « Effacer »."""
    return {"academie": conversation.academie}


def _softened(messages: list[Message], kind: str, already: int) -> list[Message]:
    """The ordinary answer, its first bubble carrying the help line; an emergency answer is left as it is."""
    if any(m.get("custom", {}).get("kind") == "urgence" for m in messages):
        return messages
    first, *after = messages
    if soft_numbers(kind)[0] in first["text"]:
        return messages  # the number is there already
    custom = first.get("custom", {})
    numbers = list(dict.fromkeys([*custom.get("numeros", []), *soft_numbers(kind)]))
    text = f"{first['text']}\n{typeset(soft_line(kind, times=already))}"
    return [{**first, "text": text, "custom": {"kind": "suite", **custom, "numeros": numbers}}, *after]
