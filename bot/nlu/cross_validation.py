"""Understanding measured on writers left out of training: whole hands, never random lines.

Random splits flatter: the same person's turns of phrase stand on both sides. Reads the intents' own classifier,
without the emergencies' layer in front of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.datafiles import read_yaml
from bot.nlu.encoder import encode
from bot.nlu.experts import Experts
from bot.nlu.intents import CONTEXTUAL_PREFIX, panel
from bot.nlu.measures import ELSEWHERE, TO_A_SERVICE, Prediction
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


def left_out(
    rows: Sequence[Example],
    settings: dict[str, Any],
    number: int,
    watched: Callable[[Sequence[list[str]]], Iterator[list[str]]],
) -> Iterator[tuple[Example, Prediction]]:
    """Train without each group of hands in turn, and read that group.

    Args:
        settings: of the classifier, as in `config.yml`.
        watched: wraps the groups, to show progress.
    """
    encoded = encode([row.text for row in rows])
    texts = [normalise(row.text) for row in rows]
    for group in watched(groups([row.hand for row in rows], number)):
        inside = [i for i, row in enumerate(rows) if row.hand not in group]
        outside = [i for i, row in enumerate(rows) if row.hand in group]
        experts = Experts.train(
            panel(settings),
            [texts[i] for i in inside],
            encoded[inside],
            [rows[i].intent for i in inside],
            temperature=settings["temperature"],
            iterations=settings["iterations"],
        )
        probabilities = experts.probabilities([texts[i] for i in outside], encoded[outside])
        for i, row in zip(outside, probabilities):
            best = int(row.argmax())
            confidence = float(row[best])
            elsewhere = float(row[experts.classes.index(ELSEWHERE)])
            stray = experts.classes[best].startswith(TO_A_SERVICE) and elsewhere >= settings["off_topic"]
            asked = stray or confidence < settings["threshold"]
            yield rows[i], Prediction(rows[i].intent, experts.classes[best], confidence, asked, rows[i].text)
