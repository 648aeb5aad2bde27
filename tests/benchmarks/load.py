"""What the clients do, outside the servers' processes: conversations over HTTP, each answer timed."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Protocol

import aiohttp

WARM_UP = 20
MEASURED = 200
CLIENTS = 8
HELLO_WORLD = ("say hello world", "run the hello action", "greet the world")
"""What asks the stock bot for its custom action."""

_RETRY_SECONDS = 0.1
_START_LIMIT_SECONDS = 300.0
_ANSWER_LIMIT = aiohttp.ClientTimeout(total=60)

Conversations = Sequence[Sequence[str]]


class BenchmarkError(RuntimeError):
    """The comparison cannot be made; the message, in French, says why."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds under which half, and 95 in a hundred, of the answers came."""

    p50: float
    p95: float


class Speaker(Protocol):
    """One client. Both methods raise BenchmarkError or aiohttp's ClientError when no good answer comes."""

    async def begin(self) -> None:
        """Open a new conversation."""

    async def say(self, text: str) -> None:
        """Say one thing and read the whole answer."""


class CapSpeaker:
    """A person on Cap Soutien's own HTTP surface."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http = http
        self._address = address
        self._headers: dict[str, str] = {}

    async def begin(self) -> None:
        """Open a session in the académie de Strasbourg."""
        opened = await self._post("/webchat/sessions", {"academie": "strasbourg"}, 201)
        self._headers = {"Authorization": f"Bearer {opened['session']}"}

    async def say(self, text: str) -> None:
        """Send a message. An apology for a failure is fast, and must not count as an answer."""
        messages = (await self._post("/webchat/messages", {"message": text}, 200))["messages"]
        if not messages or any(m.get("custom", {}).get("kind") == "erreur" for m in messages):
            raise BenchmarkError(f"Cap Soutien n'a pas su répondre à « {text} ».")

    async def _post(self, path: str, body: dict[str, str], expected: int) -> dict[str, Any]:
        async with self._http.post(self._address + path, json=body, headers=self._headers) as response:
            if response.status != expected:
                raise BenchmarkError(f"Cap Soutien a répondu {response.status} à {path}.")
            answer: dict[str, Any] = await response.json()
            return answer


class StockSpeaker:
    """A person on the REST channel of the bot of `rasa init`."""

    def __init__(self, http: aiohttp.ClientSession, address: str) -> None:
        self._http = http
        self._address = address
        self._sender = ""

    async def begin(self) -> None:
        """Take a new name and start its session, which Rasa would otherwise do within the first message."""
        self._sender = secrets.token_hex(8)
        await self._post("/session_start")

    async def say(self, text: str) -> None:
        """Send a message; where an action is asked for, its words must come back from the action server."""
        messages = await self._post(text)
        if text in HELLO_WORLD and not any(m.get("text") == "Hello World!" for m in messages):
            raise BenchmarkError(f"Le bot de rasa init n'a pas exécuté son action pour « {text} ».")

    async def _post(self, text: str) -> list[dict[str, Any]]:
        body = {"sender": self._sender, "message": text}
        async with self._http.post(f"{self._address}/webhooks/rest/webhook", json=body) as response:
            if response.status != 200:
                raise BenchmarkError(f"Le bot de rasa init a répondu {response.status}.")
            answer: list[dict[str, Any]] = await response.json()
            return answer


SpeakerKind = Callable[[aiohttp.ClientSession, str], Speaker]


def read_conversations(path: Path) -> Conversations:
    """The conversations of a file: one message a line, a blank line between two, `#` before a comment."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    blocks = "\n".join(lines).split("\n\n")
    return [block.split("\n") for block in (block.strip() for block in blocks) if block]


async def first_answer(kind: SpeakerKind, address: str, text: str, check_alive: Callable[[], None]) -> None:
    """Wait until the bot at `address` has answered `text`.

    Raises BenchmarkError when it takes too long, and whatever `check_alive` raises when a server has died.
    """
    deadline = time.monotonic() + _START_LIMIT_SECONDS
    async with _http() as http:
        while True:
            speaker = kind(http, address)
            try:
                await speaker.begin()
                await speaker.say(text)
            except (aiohttp.ClientError, asyncio.TimeoutError, BenchmarkError) as failure:
                check_alive()
                if time.monotonic() > deadline:
                    raise BenchmarkError(
                        f"Aucune réponse de {address} après {_START_LIMIT_SECONDS:.0f} s : {failure}"
                    ) from failure
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                return


async def latency(kind: SpeakerKind, address: str, conversations: Conversations) -> Latency:
    """How long one client waits for an answer, over many messages after a warm-up.

    Raises BenchmarkError or aiohttp's ClientError when an answer does not come.
    """
    async with _http() as http:
        speaker = kind(http, address)
        times = [1000 * elapsed async for elapsed in _talk(speaker, conversations, WARM_UP + MEASURED)][WARM_UP:]
    return Latency(statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1])


async def throughput(kind: SpeakerKind, address: str, conversations: Conversations, seconds: float) -> float:
    """Messages answered each second to several clients who write again as soon as they are answered."""

    async def client(http: aiohttp.ClientSession, number: int) -> int:
        first = number % len(conversations)
        answered = 0
        async for _ in _talk(kind(http, address), [*conversations[first:], *conversations[:first]]):
            answered += 1
            if time.perf_counter() >= end:
                break
        return answered

    async with _http() as http:
        began = time.perf_counter()
        end = began + seconds
        counts = await asyncio.gather(*(client(http, number) for number in range(CLIENTS)))
        return sum(counts) / (time.perf_counter() - began)


async def _talk(speaker: Speaker, conversations: Conversations, most: int | None = None) -> AsyncIterator[float]:
    """Hold the conversations round and round; yields the seconds of each message, not of the openings."""
    turns = ((turn == 0, text) for talk in cycle(conversations) for turn, text in enumerate(talk))
    for opening, text in islice(turns, most):
        if opening:
            await speaker.begin()
        began = time.perf_counter()
        await speaker.say(text)
        yield time.perf_counter() - began


@asynccontextmanager
async def _http() -> AsyncIterator[aiohttp.ClientSession]:
    """Connections kept open, as many as there are clients."""
    async with aiohttp.ClientSession(timeout=_ANSWER_LIMIT, connector=aiohttp.TCPConnector(limit=CLIENTS)) as http:
        yield http
