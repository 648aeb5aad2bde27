"""`cap run` with a leak put back, or a breakage put in: what the privacy tests must see, or what they go through.

    python -m tests.privacy.mutants NAME…

A leak takes out one thing that keeps a promise, or puts back the stock part that breaks it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.cli import main

STALL = 11.0  # seconds, more than the server's own patience where the tests shorten it


class Broken(Exception):
    """Carries the person's words, as the exceptions of libraries do."""


def debug() -> None:
    """Rasa's own logging, at DEBUG."""
    from bot import logs

    def stock() -> None:
        from rasa.utils.log_utils import configure_structlog

        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
        configure_structlog(logging.DEBUG)

    logs.configure = stock


def tracebacks() -> None:
    """Our own errors, with their traceback."""
    from bot import logs
    from bot.conversations import engine

    def in_full(told: str, *given: object) -> None:
        engine.logger.log(logging.ERROR, told, *given, exc_info=True)

    logs.NoTraceback = logging.Formatter  # type: ignore[misc, assignment]
    engine.logger.error = in_full  # type: ignore[method-assign, assignment]


def visitors() -> None:
    """One line a visit, as web servers write."""
    from bot.web.server import Server

    build = Server.build

    async def note(request: Any) -> None:
        print(f'{request.ip} "{request.path}" "{request.headers.get("user-agent")}"', flush=True)

    def noting(self: Server) -> Any:
        app = build(self)
        app.register_middleware(note, "request")
        return app

    Server.build = noting  # type: ignore[method-assign]


def stock_trackers() -> None:
    """Beside ours, Rasa's stores of conversations: a file in HOME, and Redis."""
    from bot.conversations.trackers import OpenTrackers

    save = OpenTrackers.save
    stores: list[Any] = []

    async def saving(self: OpenTrackers, tracker: Any) -> None:
        from rasa.core.tracker_store import RedisTrackerStore, SQLTrackerStore

        await save(self, tracker)
        if not stores:
            port = urlsplit(os.environ["CAP_REDIS_URL"]).port
            stores.append(SQLTrackerStore(self.domain, db=str(Path.home() / "rasa.db")))
            stores.append(RedisTrackerStore(self.domain, host="127.0.0.1", port=port))
        for store in stores:
            await store.save(tracker)

    OpenTrackers.save = saving  # type: ignore[method-assign]


def unsealed() -> None:
    """A seal that does not seal."""
    from bot.privacy.keys import Box

    Box.seal = lambda self, plain, context: plain  # type: ignore[method-assign]
    Box.open = lambda self, sealed, context: sealed  # type: ignore[method-assign]


def broken() -> None:
    """A message breaks what it names: « panne lecture », « avis », « alarme », « choix », « action », « moteur »…"""
    from rasa.core.policies.memoization import MemoizationPolicy
    from rasa_sdk.executor import ActionExecutor

    from bot.conversations.engine import Engine
    from bot.nlu.danger import DangerDetector
    from bot.nlu.emergencies import EmergencyReader
    from bot.nlu.entities import FrenchEntities
    from bot.nlu.follow_up import FollowUpReader
    from bot.nlu.intents import ExpertsClassifier
    from bot.nlu.request_policy import RequestPolicy
    from bot.nlu.rule_policy import IndexedRulePolicy
    from bot.nlu.tokens import SpacyFrench

    def on(part: str, owner: Any, method: str, text_of: Callable[..., str]) -> None:
        whole = getattr(owner, method)

        def breaking(self: Any, *given: Any, **named: Any) -> Any:
            text = text_of(self, *given, *named.values())
            if f"panne {part}" in text:
                raise Broken(text)
            return whole(self, *given, **named)

        setattr(owner, method, breaking)

    for part, reader in {
        "mots": SpacyFrench,
        "lecture": ExpertsClassifier,
        "noms": FrenchEntities,
        "suite": FollowUpReader,
        "urgences": EmergencyReader,
    }.items():
        on(part, reader, "process", lambda _, messages: " ".join(m.get("text") or "" for m in messages))
    on("avis", ExpertsClassifier, "emergency_share", lambda _, text: text)
    on("alarme", DangerDetector, "detect", lambda _, text, *opinion: text)
    for part, policy in {"choix": RequestPolicy, "règles": IndexedRulePolicy, "histoires": MemoizationPolicy}.items():
        on(part, policy, "predict_action_probabilities", lambda _, *given: " ".join(map(_last, given)))
    on("action", ActionExecutor, "run", lambda _, call: str(call["tracker"]["latest_message"].get("text")))
    on("moteur", Engine, "say", lambda _, conversation, text: text)
    run = ActionExecutor.run

    async def slow(self: ActionExecutor, call: Any) -> Any:
        if "panne attente" in str(call["tracker"]["latest_message"].get("text")):
            await asyncio.sleep(STALL)
        return await run(self, call)

    ActionExecutor.run = slow


def hasty() -> None:
    """The server's own rounds follow one another in half a second: what fails in them fails at once, and often."""
    from bot.web import upkeep

    upkeep._SWEEP_SECONDS = upkeep._HANDOVER_SECONDS = 0.5
    upkeep._TALLY_SECONDS = upkeep._PURGE_SECONDS = 0.5


def _last(given: Any) -> str:
    """The last message of a tracker; nothing of what else a policy is given."""
    message = getattr(given, "latest_message", None)
    return str(message.text) if message else ""


MUTANTS: dict[str, Callable[[], None]] = {
    mutant.__name__: mutant for mutant in (debug, tracebacks, visitors, stock_trackers, unsealed, broken, hasty)
}

if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `cap` does before numpy loads
    for name in sys.argv[1:]:
        MUTANTS[name]()
    sys.exit(main(["run"]))
