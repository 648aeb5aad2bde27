"""Follow-ups for Rasa: the few short messages that mean something only after another one.

« Pourquoi eux ? », « autre chose », « 67 », « non, plutôt mon chef »: recognised word for word from the
examples of the `suite_*` intents (`data/nlu/suite.yml`), never guessed, so that they cannot pull other
messages towards them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.datafiles import places, precisions
from bot.nlu.component import TrainedComponent

PREFIX = "suite_"
PRECISION = "suite_precision"
_FILE = "follow_ups.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpReader(TrainedComponent, IntentClassifier):
    """Sets a `suite_*` intent when the whole message is one of its examples, or one bare precision."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._examples: dict[str, str] = {}

    def learn(self, training_data: TrainingData) -> None:
        """Note the examples of the `suite_*` intents, without their fillers."""
        core = precisions().core
        self._examples = {
            core(message.get(TEXT)): message.get(INTENT)
            for message in training_data.intent_examples
            if message.get(INTENT).startswith(PREFIX)
        }

    def save(self, folder: Path) -> None:
        """Write them."""
        dump_obj_as_json_to_file(folder / _FILE, self._examples)

    def restore(self, folder: Path) -> None:
        """Read them."""
        self._examples = read_json_file(folder / _FILE)

    def process(self, messages: list[Message]) -> list[Message]:
        """Recognise follow-ups; any other message is left to the classifier that comes next."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/") or len(text) > 120:
                continue
            core = precisions().core(text)
            intent = self._examples.get(core)
            alone = None if intent else _precision(text, core)
            if alone:
                intent = PRECISION
                entity = {
                    "entity": alone[0],
                    "value": alone[1],
                    "start": 0,
                    "end": 0,
                    "extractor": "FollowUpReader",
                }
                kept = [e for e in message.get(ENTITIES, []) if e["entity"] != alone[0]]
                message.set(ENTITIES, [*kept, entity], add_to_output=True)
            if intent:
                certain = {"name": intent, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [certain], add_to_output=True)
        return messages


def _precision(text: str, core: str) -> tuple[str, str] | None:
    alone = precisions().alone(core)
    if alone:
        return alone
    departement = places().alone(text, core)
    return ("departement", departement) if departement else None
