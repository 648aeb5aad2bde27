"""The emergencies' layer as a Rasa component, so that it is trained, stored and used with the model.

A certain emergency becomes the intent, whatever the other components said: it comes last, to hear what the
intents' reader gives to emergencies, and overrules it. The server asks the same detector first, by itself; it
then hands over its verdict so that it is not computed twice.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.datafiles import DATA
from bot.nlu.component import TrainedComponent
from bot.nlu.danger import NONE, DangerDetector, read_lines
from bot.nlu.intents import EMERGENCY_SHARE
from bot.safety.verdict import CERTAIN, Thresholds

EMERGENCY = "emergency"
EMERGENCY_LEVEL = "emergency_level"
JUDGED = "judged"
INTENTS = {"urgence_suicide": "suicide", "urgence_danger": "danger"}


def thresholds(config: dict[str, Any]) -> Thresholds:
    """What a configuration of the reader says of its thresholds."""
    return Thresholds(**{name: float(config[name]) for name in Thresholds.__annotations__})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EmergencyReader(TrainedComponent, IntentClassifier):
    """Sets `emergency` and `emergency_level`, and the intent when the emergency is certain."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Where the layer's own examples are; its thresholds stand in `config.yml` alone."""
        return {"examples": "data/safety"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The layer's files are not Rasa's: their content must count in what decides to train again."""
        digest = hashlib.sha256()
        for file in sorted((DATA / "safety").glob("*.jsonl")):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._detector: DangerDetector | None = None

    @property
    def detector(self) -> DangerDetector:
        """The trained layer, for who asks it before Rasa. Raises ValueError if it is not trained."""
        if self._detector is None:
            raise ValueError("La couche d'urgence n'est pas entraînée.")
        return self._detector

    def learn(self, training_data: TrainingData) -> None:
        """Fit the layer on its own examples, the intents' being ordinary messages (or emergencies)."""
        ordinary = [(m.get(TEXT), INTENTS.get(m.get(INTENT), NONE)) for m in training_data.intent_examples]
        lines = read_lines(DATA.parent / self._config["examples"])
        self._detector = DangerDetector.train(lines, ordinary, thresholds(self._config))

    def save(self, folder: Path) -> None:
        """Write the layer."""
        self.detector.save(folder)

    def restore(self, folder: Path) -> None:
        """Read the layer."""
        self._detector = DangerDetector.load(folder)

    def process(self, messages: list[Message]) -> list[Message]:
        """Judge each message, unless the server did already."""
        for message in messages:
            text = message.get(TEXT) or ""
            judged = (message.get("metadata") or {}).get(JUDGED)
            if self._detector is None or judged or not text or text.startswith("/"):
                continue
            verdict = self._detector.detect(text, message.get(EMERGENCY_SHARE))
            message.set(EMERGENCY, verdict.kind, add_to_output=True)
            message.set(EMERGENCY_LEVEL, verdict.level, add_to_output=True)
            if verdict.level == CERTAIN:
                certain = {"name": f"urgence_{verdict.kind}", "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [certain], add_to_output=True)
        return messages
