"""Understanding measured on writers left out of training: whole hands, never random lines.

Random splits flatter: the same person's turns of phrase stand on both sides. Reads the intents' own classifier,
without the emergencies' layer in front of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.datafiles import read_yaml
from bot.nlu.choice import ELSEWHERE, unsure
from bot.nlu.encoder import encode
from bot.nlu.experts import Experts
from bot.nlu.intents import CONTEXTUAL_PREFIX, panel
from bot.nlu.measures import Prediction
from bot.text import normalise

_COMPONENT = "bot.nlu.intents.ExpertsClassifier"


@dataclass(frozen=True)
class Example:
    """One training example and the hand that wrote it."""

    text: str
    intent: str
    hand: str


def examples(folder: Path) -> list[Example]:
    """The marked examples of `data/nlu`. Raises DataFileError for a file that cannot be read."""
    return [
        Example(line["text"], entry["intent"], line["metadata"]["hand"])
        for path in sorted(folder.glob("*.yml"))
        for entry in read_yaml(path)["nlu"]
        if not str(entry.get("intent", CONTEXTUAL_PREFIX)).startswith(CONTEXTUAL_PREFIX)
        for line in entry["examples"]
    ]


def classifier_settings(config: Path) -> dict[str, Any]:
    """What `config.yml` says of the intents' classifier."""
    pipeline = read_yaml(config)["pipeline"]
    return next(dict(component) for component in pipeline if component["name"] == _COMPONENT)


def groups(hands: Sequence[str], number: int) -> list[list[str]]:
    """Deal the hands into `number` groups, in the order of their marks."""
    ordered = sorted(set(hands), key=lambda hand: (len(hand), hand))
    return [ordered[start::number] for start in range(number)]


@dataclass(frozen=True)
class LeaveOut:
    """The examples, encoded once, and the classifier's settings, as in `config.yml`."""

    rows: Sequence[Example]
    settings: dict[str, Any]
    encoded: NDArray[np.float32]
    texts: list[str]

    @classmethod
    def of(cls, rows: Sequence[Example], settings: dict[str, Any]) -> LeaveOut:
        """Encode the examples (half a minute)."""
        return cls(rows, settings, encode([row.text for row in rows]), [normalise(row.text) for row in rows])

    def read(self, hands: Sequence[str]) -> list[tuple[Example, Prediction]]:
        """Train without these hands, and read what they wrote."""
        inside = [i for i, row in enumerate(self.rows) if row.hand not in hands]
        outside = [i for i, row in enumerate(self.rows) if row.hand in hands]
        experts = Experts.train(
            panel(self.settings),
            [self.texts[i] for i in inside],
            self.encoded[inside],
            [self.rows[i].intent for i in inside],
            temperature=self.settings["temperature"],
            iterations=self.settings["iterations"],
        )
        off_topic = experts.classes.index(ELSEWHERE)
        read = []
        for i, row in zip(outside, experts.probabilities([self.texts[i] for i in outside], self.encoded[outside])):
            example, best = self.rows[i], int(row.argmax())
            intent, confidence = experts.classes[best], float(row[best])
            asked = unsure(intent, confidence, float(row[off_topic]), self.settings)
            read.append((example, Prediction(example.intent, intent, confidence, asked, example.text)))
        return read
