"""The examples are the product: well-formed, marked with their hand, enough of them from enough people."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.datafiles import DATA, precisions
from bot.nlu.cross_validation import Example, examples
from bot.nlu.follow_up import PREFIX
from bot.text import normalise, words

CONDUCT = (
    "saluer",
    "remercier",
    "au_revoir",
    "affirmer",
    "nier",
    "ne_sait_pas",
    "aide",
    "defi_bot",
    "parler_humain",
    "recommencer",
    "plainte_bot",
)


@pytest.fixture(scope="module")
def rows() -> list[Example]:
    return examples(DATA / "nlu")


@pytest.fixture(scope="module")
def read() -> dict[str, TrainingData]:
    """Every file, as Rasa reads it: its schema is checked, and raises."""
    return {
        path.name: RasaYAMLReader().reads(path.read_text(encoding="utf-8")) for path in (DATA / "nlu").glob("*.yml")
    }


def test_every_marked_example_is_one_that_rasa_trains_on(rows: list[Example], read: dict[str, TrainingData]) -> None:
    trained = [m for data in read.values() for m in data.intent_examples if not m.get(INTENT).startswith(PREFIX)]
    assert sorted(m.get(TEXT) for m in trained) == sorted(row.text for row in rows)


def test_there_are_enough_examples_from_enough_hands(rows: list[Example]) -> None:
    counts = Counter(row.intent for row in rows)
    for intent, count in counts.items():
        least = 400 if intent == "hors_sujet" else 100 if intent in CONDUCT else 180
        assert count >= least, intent
        assert len({row.hand for row in rows if row.intent == intent}) >= 20, intent


def test_no_text_stands_twice(read: dict[str, TrainingData]) -> None:
    texts = [" ".join(words(normalise(m.get(TEXT)))) for data in read.values() for m in data.intent_examples]
    assert [text for text, count in Counter(filter(None, texts)).items() if count > 1] == []


def test_no_follow_up_means_two_things(read: dict[str, TrainingData]) -> None:
    meant: dict[str, set[str]] = {}
    for message in read["suite.yml"].intent_examples:
        meant.setdefault(precisions().core(message.get(TEXT)), set()).add(message.get(INTENT))
    assert {core: intents for core, intents in meant.items() if len(intents) > 1} == {}


def test_there_are_enough_emergencies_and_hard_negatives() -> None:
    files = sorted((DATA / "safety").glob("*.jsonl"))
    labels = [json.loads(line)["label"] for path in files for line in path.read_text("utf-8").splitlines()]
    assert len(files) >= 12
    assert sum(label != "none" for label in labels) >= 1_500
    assert sum(label == "none" for label in labels) >= 2_500
