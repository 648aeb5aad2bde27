"""The emergencies' detector: readable rules for what is plain, a small model for what is veiled.

Independent of Rasa: the server asks it first, before any intent, and alone if Rasa fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.datafiles import DATA, read_yaml
from bot.nlu.encoder import encode
from bot.nlu.experts import Experts, ExpertSettings
from bot.safety.rules import Rules
from bot.safety.verdict import Reading, Thresholds, Verdict, decide
from bot.text import normalise, sentences

NONE = "none"
KINDS = ("suicide", "danger")
ORDINARY_WEIGHT = 0.35
_WINDOW = 14
_LENGTHY = 60
_SETTINGS = (
    ExpertSettings("encoder", strength=5.0),
    ExpertSettings("characters", (2, 5)),
    ExpertSettings("words", (1, 3)),
    ExpertSettings("stems", (1, 3)),
)
_THRESHOLDS = "thresholds.json"


def load_rules() -> Rules:
    """The rules of `data/safety/regles.yml`. Raises DataFileError or ValueError."""
    return Rules.from_data(read_yaml(DATA / "safety" / "regles.yml"))


@dataclass(frozen=True)
class Line:
    """One line of the layer of emergencies, its kind and the hand that wrote it."""

    text: str
    label: str
    kind: str
    hand: str


def read_lines(folder: Path) -> list[Line]:
    """Every line of the `*.jsonl` files of `folder`, in a stable order, the file's name being the hand's mark."""
    return [
        Line(row["text"], row["label"], row["kind"], file.stem)
        for file in sorted(folder.glob("*.jsonl"))
        for row in map(json.loads, file.read_text("utf-8").splitlines())
    ]


def windows(text: str) -> list[str]:
    """The sentences of `text`, normalised, the long ones cut into overlapping windows of fourteen words."""
    pieces: list[str] = []
    for sentence in map(normalise, sentences(text)):
        words = sentence.split()
        if len(words) <= _WINDOW:
            pieces.append(sentence)
        else:
            step = _WINDOW // 2
            pieces += [" ".join(words[i : i + _WINDOW]) for i in range(0, len(words) - step, step)]
    return [piece for piece in pieces if piece] or [normalise(text)]


class DangerDetector:
    """Says of a message whether somebody is in danger, of what kind, and at which level."""

    def __init__(self, rules: Rules, model: Experts, thresholds: Thresholds) -> None:
        self._rules = rules
        self._model = model
        self._thresholds = thresholds
        self._columns = {kind: model.classes.index(kind) for kind in KINDS}
        self._none = model.classes.index(NONE)

    @classmethod
    def train(
        cls, lines: Iterable[Line], ordinary: Iterable[tuple[str, str]], thresholds: Thresholds
    ) -> DangerDetector:
        """Fit the model.

        Args:
            lines: written for this layer, their label in none, suicide, danger.
            ordinary: (text, label) of the intents' examples, lighter as negatives.
        """
        own, other = [(line.text, line.label) for line in lines], list(ordinary)
        rows = own + other
        weights = [1.0] * len(own) + [ORDINARY_WEIGHT if label == NONE else 1.0 for _, label in other]
        texts = [text for text, _ in rows]
        model = Experts.train(
            _SETTINGS,
            [normalise(text) for text in texts],
            encode(texts),
            [label for _, label in rows],
            sample_weight=np.asarray(weights, dtype=np.float32),
            balanced=False,
        )
        return cls(load_rules(), model, thresholds)

    def read(self, text: str, share: float | None = None) -> Reading:
        """The model's reading of a message: the whole, and its passages one by one."""
        whole = self._model.probabilities([normalise(text)], encode([text]))[0]
        passages = self._model.probabilities(windows(text), None)
        return Reading(
            {kind: float(whole[at]) for kind, at in self._columns.items()},
            float(1.0 - passages[:, self._none].min()),
            share,
            lengthy=len(text.split()) > _LENGTHY,
        )

    def detect(self, text: str, share: float | None = None) -> Verdict:
        """The verdict on `text`, as typed; `share` is what the intents' reader gives to emergencies, if it reads."""
        if not text.strip():
            return Verdict()
        return decide(self._rules.read(text), self.read(text, share), self._thresholds)

    def detect_by_rules(self, text: str) -> Verdict:
        """The rules' verdict alone: what remains if everything else fails."""
        return decide(self._rules.read(text), None, self._thresholds)

    def save(self, folder: Path) -> None:
        """Write the model and its thresholds; the rules stay in `data/safety/`."""
        self._model.save(folder)
        (folder / _THRESHOLDS).write_text(json.dumps(vars(self._thresholds)), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> DangerDetector:
        """Read what `save` wrote. Raises OSError if a file is missing."""
        thresholds = Thresholds(**json.loads((folder / _THRESHOLDS).read_text(encoding="utf-8")))
        return cls(load_rules(), Experts.load(folder), thresholds)
