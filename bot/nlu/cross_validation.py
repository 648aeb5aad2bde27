"""Understanding measured on writers left out of training: whole hands, never random lines.

Random splits flatter: the same person's turns of phrase stand on both sides. The intents' classifier and the layer of
emergencies are each trained without the same group of writers, and read what these wrote as the conversation would.
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
from bot.nlu.context import weigh
from bot.nlu.danger import NONE, DangerDetector, Line, read_lines
from bot.nlu.emergencies import INTENTS as ALARMS
from bot.nlu.emergencies import thresholds
from bot.nlu.encoder import encode
from bot.nlu.experts import Experts
from bot.nlu.intents import ALARM_PREFIX, CONTEXTUAL_PREFIX, panel
from bot.nlu.measures import Prediction
from bot.nlu.safety_measures import SafetyCase
from bot.safety.verdict import CERTAIN, Verdict
from bot.text import normalise

_CLASSIFIER = "bot.nlu.intents.ExpertsClassifier"
_READER = "bot.nlu.emergencies.EmergencyReader"


@dataclass(frozen=True)
class Example:
    """One training example, the hand that wrote it, and the subject that it comes after, if it needs one."""

    text: str
    intent: str
    hand: str
    after: str | None = None


def examples(folder: Path) -> list[Example]:
    """The marked examples of `data/nlu`. Raises DataFileError for a file that cannot be read."""
    return [
        Example(line["text"], entry["intent"], line["metadata"]["hand"], line["metadata"].get("after"))
        for path in sorted(folder.glob("*.yml"))
        for entry in read_yaml(path)["nlu"]
        if not str(entry.get("intent", CONTEXTUAL_PREFIX)).startswith(CONTEXTUAL_PREFIX)
        for line in entry["examples"]
    ]


def _component(config: Path, name: str) -> dict[str, Any]:
    return next(dict(component) for component in read_yaml(config)["pipeline"] if component["name"] == name)


def groups(hands: Sequence[str], number: int) -> list[list[str]]:
    """Deal the hands into `number` groups, in the order of their marks."""
    ordered = sorted(set(hands), key=lambda hand: (len(hand), hand))
    return [ordered[start::number] for start in range(number)]


@dataclass(frozen=True)
class LeaveOut:
    """The examples of the intents and of the emergencies, and what `config.yml` sets for both.

    To be used within `remembering()`: each text is encoded once for all the groups.
    """

    rows: Sequence[Example]
    lines: Sequence[Line]
    classifier: dict[str, Any]
    reader: dict[str, Any]

    @classmethod
    def of(cls, data: Path, config: Path) -> LeaveOut:
        """Read the examples under `data`. Raises DataFileError for a file that cannot be read."""
        return cls(
            examples(data / "nlu"),
            read_lines(data / "safety"),
            _component(config, _CLASSIFIER),
            _component(config, _READER),
        )

    def groups(self, number: int) -> list[tuple[list[str], list[str]]]:
        """Whom to leave out each time: hands of the intents, hands of the emergencies."""
        return list(
            zip(groups([row.hand for row in self.rows], number), groups([line.hand for line in self.lines], number))
        )

    def read(
        self, hands: Sequence[str], watchers: Sequence[str]
    ) -> tuple[list[tuple[Example, Prediction]], list[SafetyCase]]:
        """Train without these hands of the intents and of the emergencies, and read what they wrote."""
        inside = [row for row in self.rows if row.hand not in hands]
        outside = [row for row in self.rows if row.hand in hands]
        hidden = [line for line in self.lines if line.hand in watchers]
        experts = Experts.train(
            panel(self.classifier),
            [normalise(row.text) for row in inside],
            encode([row.text for row in inside]),
            [row.intent for row in inside],
            temperature=self.classifier["temperature"],
            iterations=self.classifier["iterations"],
        )
        detector = DangerDetector.train(
            [line for line in self.lines if line.hand not in watchers],
            [(row.text, ALARMS.get(row.intent, NONE)) for row in inside],
            thresholds(self.reader),
        )
        alarms = [name.startswith(ALARM_PREFIX) for name in experts.classes]
        off_topic = experts.classes.index(ELSEWHERE)

        def judge(text: str, probabilities: NDArray[np.float32]) -> Verdict:
            return detector.detect(text, float(probabilities[alarms].sum()))

        def probabilities(texts: Sequence[str]) -> NDArray[np.float32]:
            return experts.probabilities([normalise(text) for text in texts], encode(texts))

        read = []
        for row, alone in zip(outside, probabilities([row.text for row in outside])):
            shares = weigh(alone, experts.classes, row.text, row.after, self.classifier["after"])
            best = int(shares.argmax())
            intent, confidence = experts.classes[best], float(shares[best])
            asked = unsure(intent, confidence, float(shares[off_topic]), self.classifier)
            verdict = judge(row.text, alone)
            if verdict.level == CERTAIN:
                intent, confidence, asked = f"{ALARM_PREFIX}{verdict.kind}", 1.0, False
            read.append((row, Prediction(row.intent, intent, confidence, asked, row.text, verdict.level)))
        cases = []
        for line, shares in zip(hidden, probabilities([line.text for line in hidden])):
            verdict = judge(line.text, shares)
            cases.append(SafetyCase(line.label, line.kind, False, verdict.kind, verdict.level))
        return read, cases
