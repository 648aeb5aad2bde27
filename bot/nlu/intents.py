"""Intent classifier for Rasa: a calibrated panel of experts, and an honest « I am not sure ».

Replaces DIET, which on the same features stayed 15 points below (docs/comprehension.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import encode
from bot.nlu.experts import Experts, ExpertSettings
from bot.nlu.measures import ELSEWHERE, TO_A_SERVICE
from bot.nlu.second_need import COURTESIES, second_need
from bot.text import normalise

SECOND_NEED = "second_besoin"
SERVICE = "service"
CONTEXTUAL_PREFIX = "suite_"
ALARM_PREFIX = "urgence_"
EMERGENCY_SHARE = "emergency_share"


def panel(config: dict[str, Any]) -> list[ExpertSettings]:
    """The experts that a configuration names."""
    return [ExpertSettings(**(e | {"ngrams": tuple(e.get("ngrams", (1, 1)))})) for e in config["experts"]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ExpertsClassifier(GraphComponent, IntentClassifier):
    """Sets the intent, the ranking and, when a message carries two needs, the entity `second_besoin`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults, each measured by leaving whole writers out (docs/comprehension.md)."""
        return {
            "experts": [
                {"view": "encoder"},
                {"view": "characters", "ngrams": [2, 5]},
                {"view": "stems", "ngrams": [1, 2]},
                {"view": "prefixes", "ngrams": [1, 2]},
            ],
            "temperature": 2.0,
            "iterations": 30,
            "threshold": 0.55,
            "off_topic": 0.05,
            "named": 0.4,
            "ranking_length": 10,
        }

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        experts: Experts | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._experts = experts

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ExpertsClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the experts on every example but the follow-ups, which are read in context instead."""
        examples = [
            (message.get(TEXT), message.get(INTENT))
            for message in training_data.intent_examples
            if not message.get(INTENT).startswith(CONTEXTUAL_PREFIX)
        ]
        texts = [text for text, _ in examples]
        self._experts = Experts.train(
            panel(self._config),
            [normalise(text) for text in texts],
            encode(texts),
            [intent for _, intent in examples],
            temperature=self._config["temperature"],
            iterations=self._config["iterations"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._experts.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ExpertsClassifier:
        """Load the trained experts."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Experts.load(folder))

    def emergency_share(self, text: str) -> float | None:
        """What this reader gives to emergencies, as a second opinion; None if it knows no word of the message."""
        if self._experts is None or not self._experts.knows(normalise(text)):
            return None
        return self._share(self._experts.probabilities([normalise(text)], encode([text]))[0])

    def _share(self, probabilities: NDArray[np.float32]) -> float:
        assert self._experts is not None
        return sum(float(p) for name, p in zip(self._experts.classes, probabilities) if name.startswith(ALARM_PREFIX))

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message."""
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        text = (message.get(TEXT) or "").strip()
        if self._experts is None or not text or text.startswith("/") or message.get(INTENT, {}).get("name"):
            return  # a payload, or a follow-up already recognised word for word
        if not self._experts.knows(normalise(text)):
            # « ... », an emoji, words of no language: nothing to reason from, better ask.
            message.set(INTENT, {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}, add_to_output=True)
            return
        probabilities = self._experts.probabilities([normalise(text)], encode([text]))[0]
        message.set(EMERGENCY_SHARE, self._share(probabilities))
        order = np.argsort(probabilities)[::-1][: self._config["ranking_length"]]
        ranking: list[dict[str, Any]] = [
            {"name": self._experts.classes[i], "confidence": round(float(probabilities[i]), 4)} for i in order
        ]
        best = ranking[0]
        other = second_need(text, [str(r["name"]) for r in ranking], self._experts)
        if other is not None and best["name"] in COURTESIES:
            # « A greeting or thanks followed by a need is the need. »
            best, other = {"name": other, "confidence": best["confidence"]}, None
            ranking = [best, *(r for r in ranking if r["name"] != best["name"])]
        # Only the emergencies' own layer raises an alarm, and overrules this: else the next intent is answered.
        alarm = sum(r["confidence"] for r in ranking if r["name"].startswith(ALARM_PREFIX))
        if best["name"].startswith(ALARM_PREFIX):
            best = next(r for r in ranking if not r["name"].startswith(ALARM_PREFIX))
            best = {"name": best["name"], "confidence": min(1.0, best["confidence"] / max(1e-6, 1.0 - alarm))}
        elsewhere = next((float(r["confidence"]) for r in ranking if r["name"] == ELSEWHERE), 0.0)
        # Who names a service is not off topic, and is asked less: only what about it remains to be read.
        named = any(e["entity"] == SERVICE for e in message.get(ENTITIES, []))
        leads = str(best["name"]).startswith(TO_A_SERVICE)
        stray = leads and not named and elsewhere >= self._config["off_topic"]
        if stray or float(best["confidence"]) < self._config["named" if named else "threshold"]:
            unsure = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1 - float(best["confidence"])}
            message.set(INTENT, unsure, add_to_output=True)
        else:
            message.set(INTENT, best, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        if other is not None:
            entity = {
                "entity": SECOND_NEED,
                "value": other,
                "start": 0,
                "end": 0,
                "extractor": "ExpertsClassifier",
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
