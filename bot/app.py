"""Where the parts are put together: the model, the actions, the sessions, the server."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent

from bot.consent.opening import desk_of, use
from bot.conversations.conversations import Conversations
from bot.conversations.engine import Engine
from bot.conversations.in_process import InProcessActions, trust_own_actions
from bot.conversations.responses import FreshResponses
from bot.conversations.sequential import SequentialGraphRunner
from bot.conversations.trackers import OpenTrackers
from bot.conversations.vaults import MemoryVault, Vault
from bot.nlu.emergencies import EmergencyReader
from bot.nlu.intents import ExpertsClassifier
from bot.settings import Settings


@dataclass(frozen=True)
class Assistant:
    """A loaded model that answers, and the conversations it holds."""

    agent: Agent
    engine: Engine
    conversations: Conversations


def load_agent(model: Path) -> tuple[Agent, OpenTrackers, SequentialGraphRunner]:
    """Load a model into an agent that runs its actions itself and forgets its conversations.

    Raises ValueError if the file holds no model.
    """
    trust_own_actions()
    store = OpenTrackers(None)
    agent = Agent(
        tracker_store=store,
        generator=None,
        action_endpoint=InProcessActions("actions"),
    )
    agent.load_model(str(model))
    if agent.processor is None:
        raise ValueError(f"{model.name} n'est pas un modèle.")
    runner = SequentialGraphRunner(agent.processor.graph_runner)
    agent.processor.graph_runner = runner
    agent.processor.nlg = agent.nlg = FreshResponses(agent.domain)
    return agent, store, runner


def load_assistant(model: Path, settings: Settings) -> Assistant:
    """Load everything needed to hold conversations. Seconds: TensorFlow comes with Rasa.

    Raises DeskError, SettingError, RedisRefused.
    """
    use(desk_of(settings))
    kept = vault(settings)  # before what takes seconds: a Redis that does not do is told at once
    agent, store, runner = load_agent(model)
    detector = runner.component(EmergencyReader).detector
    detector.detect("Bonjour")  # loads the encoder: the first person must not wait for it
    engine = Engine(agent, detector, store, runner.component(ExpertsClassifier).emergency_share)
    conversations = Conversations(kept, engine, rate_limit=settings.rate_limit, clock=time.time)
    return Assistant(agent, engine, conversations)


def vault(settings: Settings) -> Vault:
    """Where conversations wait. Raises RedisRefused for a Redis that would write them to disk."""
    if not settings.redis_url:
        return MemoryVault(ttl=settings.session_ttl, most=settings.max_sessions, clock=time.monotonic)
    # Imported when it is used: half a second of every start.
    from bot.conversations.redis_vault import RedisVault, check_redis

    check_redis(settings.redis_url)
    return RedisVault(settings.redis_url, ttl=settings.session_ttl, most=settings.max_sessions, clock=time.time)
