"""Intent classifier for Rasa: a calibrated panel of experts, and an honest « I am not sure ».

Replaces DIET, which on the same features stayed 15 points below (docs/comprehension.md).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.choice import ELSEWHERE, NEEDS, unsure
from bot.nlu.component import TrainedComponent
from bot.nlu.context import ABOUT, FORMER, back_to_service, recall, weigh
from bot.nlu.encoder import encode, pieces, prepare
from bot.nlu.experts import Experts, ExpertSettings
from bot.nlu.memory import memory
from bot.nlu.pieces import Pieces
from bot.nlu.second_need import clauses, second_need
from bot.nlu.tokens import NAMELESS
from bot.text import normalise

SECOND_NEED = "second_besoin"
SERVICE = "service"
COURTESIES = ("saluer", "remercier")
_MOST_CLAUSES = 12
# « Bonjour, je suis principale à Mulhouse » tells no need yet: 0.69 at most on such presentations.
_PLAIN = 0.75
CONTEXTUAL_PREFIX = "suite_"
ALARM_PREFIX = "urgence_"
EMERGENCY_SHARE = "emergency_share"
_WHOM = "interlocuteur"
_PIECES = "pieces.npy"


def panel(config: dict[str, Any]) -> list[ExpertSettings]:
    """The experts that a configuration names."""
    return [ExpertSettings(**(e | {"ngrams": tuple(e.get("ngrams", (1, 1)))})) for e in config["experts"]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ExpertsClassifier(TrainedComponent, IntentClassifier):
    """Sets the intent, the ranking and, when a message carries two needs, the entity `second_besoin`."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What no measurement chose; the rest stands in `config.yml` alone (docs/comprehension.md)."""
        return {"ranking_length": 10, "after": {}}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._experts: Experts | None = None
        self._pieces: Pieces | None = None

    def learn(self, training_data: TrainingData) -> None:
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
        self._pieces = pieces(texts)

    def save(self, folder: Path) -> None:
        """Write the experts, and the pieces of words that the encoder should know beforehand."""
        if self._experts is None or self._pieces is None:
            raise ValueError("Le lecteur d'intentions n'est pas entraîné.")
        self._experts.save(folder)
        np.save(folder / _PIECES, self._pieces)

    def restore(self, folder: Path) -> None:
        """Read the experts, and prepare the encoder."""
        prepare(np.load(folder / _PIECES, allow_pickle=False))
        self._experts = Experts.load(folder)

    def read(self, text: str) -> NDArray[np.float32] | None:
        """The probability of each intent, read once a message; None if no word of it is known."""
        kept = memory()
        if kept is not None and (self, text) in kept:
            known: NDArray[np.float32] | None = kept[self, text]
            return known
        normalised = normalise(text)
        probabilities = None
        if self._experts is not None and self._experts.knows(normalised):
            probabilities = self._experts.probabilities([normalised], encode([text]))[0]
        if kept is not None:
            kept[self, text] = probabilities
        return probabilities

    def emergency_share(self, text: str) -> float | None:
        """What this reader gives to emergencies, as a second opinion; None if it knows no word of the message."""
        probabilities = self.read(text)
        if self._experts is None or probabilities is None:
            return None
        return sum(float(p) for name, p in zip(self._experts.classes, probabilities) if name.startswith(ALARM_PREFIX))

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message."""
        for message in messages:
            text = (message.get(TEXT) or "").strip()
            if self._experts is None or not text or text.startswith("/"):
                continue  # a payload
            message.set(EMERGENCY_SHARE, self.emergency_share(text))
            if not message.get(INTENT, {}).get("name"):  # else a follow-up, recognised word for word
                self._classify(message, (message.get(NAMELESS) or text).strip(), self._experts)
        return messages

    def _after_courtesy(self, text: str, experts: Experts) -> str | None:
        """What is left of a greeting or thanks when the rest, read for itself, is plainly a need.

        « A greeting or thanks followed by a need is the need. »
        """
        pieces = clauses(text)[:_MOST_CLAUSES]
        read = [self.read(piece) for piece in pieces]
        kind = [one is not None and experts.classes[int(one.argmax())] in COURTESIES for one in read]
        rest = " ".join(piece for piece, courteous in zip(pieces, kind) if not courteous)
        probabilities = self.read(rest) if rest else None
        if probabilities is None:
            return None
        best = int(probabilities.argmax())
        plain = experts.classes[best].startswith(NEEDS) and probabilities[best] >= _PLAIN
        return rest if plain else None

    def _classify(self, message: Message, text: str, experts: Experts) -> None:
        probabilities = self.read(text)
        if probabilities is None:
            # « ... », an emoji, words of no language: nothing to reason from, better ask.
            message.set(INTENT, {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0}, add_to_output=True)
            return
        before = message.get("metadata") or {}
        whom = next((e["value"] for e in message.get(ENTITIES, []) if e["entity"] == _WHOM), None)
        probabilities = weigh(probabilities, experts.classes, text, before.get(ABOUT), self._config["after"])
        named = any(e["entity"] == SERVICE for e in message.get(ENTITIES, []))
        if named:  # « revenons au PAE » comes back to a service, not to a need
            probabilities = back_to_service(probabilities, experts.classes, text)
        else:
            probabilities = recall(probabilities, experts.classes, text, before.get(FORMER) or {}, whom)
        order = np.argsort(probabilities)[::-1][: self._config["ranking_length"]]
        ranking: list[dict[str, Any]] = [
            {"name": experts.classes[i], "confidence": round(float(probabilities[i]), 4)} for i in order
        ]
        best = ranking[0]
        rest = self._after_courtesy(text, experts) if best["name"] in COURTESIES else None
        if rest is not None:
            self._classify(message, rest, experts)
            return
        other = second_need(text, [str(r["name"]) for r in ranking], experts)
        # Only the emergencies' own layer raises an alarm, and overrules this: else the next intent is answered.
        alarm = sum(r["confidence"] for r in ranking if r["name"].startswith(ALARM_PREFIX))
        if best["name"].startswith(ALARM_PREFIX):
            best = next(r for r in ranking if not r["name"].startswith(ALARM_PREFIX))
            best = {"name": best["name"], "confidence": min(1.0, best["confidence"] / max(1e-6, 1.0 - alarm))}
        elsewhere = next((float(r["confidence"]) for r in ranking if r["name"] == ELSEWHERE), 0.0)
        # Two needs share the confidence between them, and both are answered.
        shared = sum(float(r["confidence"]) for r in ranking if r["name"] == other)
        if unsure(best["name"], best["confidence"] + shared, elsewhere, self._config, names_service=named):
            best = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1 - float(best["confidence"])}
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
