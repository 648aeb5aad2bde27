"""Where the parts are put together: the model, the actions, the sessions, the server."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent

from bot.conversations.engine import Engine
from bot.conversations.in_process import InProcessActions, trust_own_actions
from bot.conversations.responses import FreshResponses
from bot.conversations.sequential import SequentialGraphRunner
from bot.conversations.sessions import Sessions
from bot.conversations.tracker_store import EphemeralTrackerStore
from bot.nlu.emergencies import EmergencyReader
from bot.nlu.intents import ExpertsClassifier
from bot.settings import Settings


@dataclass(frozen=True)
class Assistant:
    """A loaded model that answers, and the conversations it holds."""

    agent: Agent
    engine: Engine
    sessions: Sessions


def load_agent(model: Path) -> tuple[Agent, EphemeralTrackerStore, SequentialGraphRunner]:
    """Load a model into an agent that runs its actions itself and forgets its conversations.

    Raises ValueError if the file holds no model.
    """
    trust_own_actions()
    store = EphemeralTrackerStore(None)
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
    """Load everything needed to hold conversations. Seconds: TensorFlow comes with Rasa."""
    agent, store, runner = load_agent(model)
    detector = runner.component(EmergencyReader).detector
    detector.detect("Bonjour")  # loads the encoder: the first person must not wait for it
    engine = Engine(agent, detector, store, runner.component(ExpertsClassifier).emergency_share)
    sessions = Sessions(
        ttl=settings.session_ttl,
        rate_limit=settings.rate_limit,
        most=settings.max_sessions,
        clock=time.monotonic,
        forget=engine.forget,
    )
    return Assistant(agent, engine, sessions)
