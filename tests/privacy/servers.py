"""Talking to Cap Soutien, over HTTP or in this process, and what of a talk can be found afterwards."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import re
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot import datafiles
from bot.consent import opening
from bot.consent.desk import Desk
from bot.conversations.conversations import Conversations
from bot.privacy.keys import Box
from bot.storage.database import Database
from tests.privacy.traces import Canary

KEY, SECRET = bytes(range(32)), b"0123456789abcdef0123456789abcdef"
Message = dict[str, Any]
_Result = TypeVar("_Result")


class Clock:
    """Seconds and a day, turned by the tests."""

    now = 1_000.0
    day = dt.date(2026, 11, 22)

    def __call__(self) -> float:
        return self.now


class Talk:
    """One conversation, as its person sees it."""

    def __init__(self, token: str, greeting: list[Message], send: Callable[[dict[str, str]], list[Message]]) -> None:
        self.token = token
        self.steps = 0
        self._send = send
        self._shown: dict[str, str] = {}
        self._heard(greeting)

    def say(self, text: str) -> list[Message]:
        return self._sent({"message": text})

    def choose(self, title: str) -> list[Message]:
        return self._sent({"payload": self._shown[_plain(title)]})

    def _sent(self, body: dict[str, str]) -> list[Message]:
        self.steps += 1
        return self._heard(self._send(body))

    def _heard(self, messages: list[Message]) -> list[Message]:
        self._shown |= {_plain(b["title"]): b["payload"] for m in messages for b in m.get("buttons", ())}
        return messages


class There:
    """A started server."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=30)

    def begin(self, academie: str | None = "lyon") -> Talk:
        body = self.client.post("/webchat/sessions", json={"academie": academie}).raise_for_status().json()

        def send(sent: dict[str, str]) -> list[Message]:
            answer: list[Message] = self.ask(body["session"], sent).raise_for_status().json()["messages"]
            return answer

        return Talk(body["session"], body["messages"], send)

    def ask(self, token: str | None, body: dict[str, str]) -> httpx.Response:
        return self.client.post("/webchat/messages", json=body, headers=bearer(token))

    def look(self, token: str | None) -> httpx.Response:
        return self.client.get("/webchat/sessions", headers=bearer(token))

    def end(self, token: str | None) -> httpx.Response:
        return self.client.delete("/webchat/sessions", headers=bearer(token))


class Here:
    """The same in this process."""

    def __init__(self, conversations: Conversations) -> None:
        self.conversations = conversations
        self._loop = asyncio.new_event_loop()

    def begin(self, academie: str | None = "lyon") -> Talk:
        token, greeting = self.run(self.conversations.begin(academie))

        def send(sent: dict[str, str]) -> list[Message]:
            if "message" in sent:
                return self.run(self.conversations.say(token, sent["message"]))
            return self.run(self.conversations.choose(token, sent["payload"]))

        return Talk(token, greeting, send)

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return self._loop.run_until_complete(work)

    def close(self) -> None:
        self._loop.close()


@contextmanager
def desk_in(folder: Path, clock: Clock) -> Iterator[Desk]:
    """The process's desk over a database of its own in the folder, for a while."""
    database = Database(f"sqlite:///{folder / 'cap.db'}", Box(KEY))
    desk = Desk(database, datafiles.usages(), SECRET, today=lambda: clock.day, clock=clock, hands_over=True)
    before = list(opening._open)
    opening.use(desk)
    try:
        yield desk
    finally:
        opening._open[:] = before
        database.close()


def bearer(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def kinds(messages: list[Message]) -> list[str | None]:
    return [(m.get("custom") or {}).get("kind") for m in messages]


def text_of(messages: list[Message]) -> str:
    return _plain("\n".join(m["text"] for m in messages))


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def up_to_the_summary(talk: Talk, canary: Canary) -> list[Message]:
    """From the first word to the summary, which shows every answer; nothing is agreed to yet."""
    messages: list[Message] = []
    for text in ("je voudrais m'inscrire pour avoir un mentor", "oui", *canary.said):
        messages = talk.say(text)
    assert kinds(messages) == ["recapitulatif"], text_of(messages)
    assert all(word in text_of(messages) for word in canary.canaries)
    return messages


def sign_up(talk: Talk, canary: Canary) -> str:
    """The whole; returns the code."""
    up_to_the_summary(talk, canary)
    return code_of(talk.say("oui"))


def code_of(messages: list[Message]) -> str:
    assert kinds(messages) == ["code"], text_of(messages)
    found = re.search(r"\*\*(.+?)\*\*", messages[0]["text"])
    assert found is not None
    return found.group(1)


def in_memory(drawkcab: str) -> list[str]:
    """Texts that this interpreter still holds with a word in them; the word is given backwards, to be in none."""
    gc.collect()
    wanted = drawkcab[::-1]
    raw = wanted.encode()
    found, held = [], gc.get_referents(*gc.get_objects())
    while held:
        for each in held:
            kind = type(each)
            if (
                each is not wanted
                and each is not raw
                and ((kind is str and wanted in each) or (kind in (bytes, bytearray) and raw in each))
            ):
                holders = [type(holder) for holder in gc.get_referrers(each)] if len(found) < 2 else "…"  # it is slow
                found.append(f"{each[:80]!r} in {holders}")
        # The collector does not follow what can be in no cycle, as a dictionary of texts.
        held = gc.get_referents(*(e for e in held if type(e) in (dict, tuple) and not gc.is_tracked(e)))
    return found
