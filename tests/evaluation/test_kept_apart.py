"""The evaluation is honest: no message of it, nor one too near, is in the training data."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.text import normalise, words

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
INTENT_FILES = (
    *("ordinaires.jsonl", "ordinaires-2.jsonl", "bruites.jsonl", "bruites-2.jsonl"),
    *("noms.jsonl", "hors-sujet.jsonl", "fatigue.jsonl"),
)
CONTEXT_FILE = "en-contexte.jsonl"
SAFETY_FILES = ("urgences.jsonl", "urgences-2.jsonl", "urgences-mise-au-point.jsonl")
# Messages of this many words and more may share few runs of four words with one training example.
LONG, RUN, MOST_SHARED = 8, 4, 0.6


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _key(text: str) -> str:
    return " ".join(words(normalise(text)))


@pytest.fixture(scope="module")
def training() -> list[str]:
    intents = [
        example["text"]
        for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for entry in YAML(typ="safe").load(path)["nlu"]
        if isinstance(entry.get("examples"), list)
        for example in entry["examples"]
    ]
    safety = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "data" / "safety").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [_key(text) for text in intents + safety]


def _runs(key: str) -> set[tuple[str, ...]]:
    tokens = key.split()
    return {tuple(tokens[i : i + RUN]) for i in range(len(tokens) - RUN + 1)}


@pytest.mark.parametrize("name", [*INTENT_FILES, CONTEXT_FILE, *SAFETY_FILES])
def test_no_message_is_in_the_training_data(name: str, training: list[str]) -> None:
    known = set(training)
    assert [row["text"] for row in _rows(name) if _key(row["text"]) in known] == []


@pytest.mark.parametrize("name", [*INTENT_FILES, CONTEXT_FILE, *SAFETY_FILES])
def test_no_long_message_is_near_a_training_example(name: str, training: list[str]) -> None:
    by_run: dict[tuple[str, ...], set[int]] = {}
    for number, key in enumerate(training):
        for run in _runs(key):
            by_run.setdefault(run, set()).add(number)
    near = []
    for row in _rows(name):
        runs = _runs(_key(row["text"]))
        if len(runs) < LONG - RUN:
            continue
        shared = Counter(number for run in runs for number in by_run.get(run, ()))
        if shared and shared.most_common(1)[0][1] / len(runs) > MOST_SHARED:
            near.append(row["text"])
    assert near == []


def test_there_are_eight_messages_an_intent_at_least() -> None:
    counts = Counter(row["intent"] for name in INTENT_FILES for row in _rows(name))
    assert len(counts) == 49
    assert min(counts.values()) >= 8


def test_there_are_a_hundred_emergencies_and_a_hundred_hard_negatives() -> None:
    labels = Counter(row["label"] == "none" for row in _rows("urgences.jsonl"))
    assert labels[False] >= 100
    assert labels[True] >= 100
