"""The examples are the product: well-formed, marked with their hand, enough of them from enough people."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from bot.datafiles import DATA
from bot.nlu.cross_validation import Example, examples

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


@pytest.mark.parametrize("path", sorted((DATA / "nlu").glob("*.yml")), ids=lambda path: path.name)
def test_rasa_finds_each_file_well_formed(path: Path) -> None:
    RasaYAMLReader().validate(path.read_text(encoding="utf-8"))


def test_there_are_enough_examples_from_enough_hands(rows: list[Example]) -> None:
    counts = Counter(row.intent for row in rows)
    for intent, count in counts.items():
        least = 400 if intent == "hors_sujet" else 100 if intent in CONDUCT else 180
        assert count >= least, intent
        assert len({row.hand for row in rows if row.intent == intent}) >= 20, intent


def test_no_text_stands_twice(rows: list[Example]) -> None:
    assert [text for text, count in Counter(row.text for row in rows).items() if count > 1] == []


def test_there_are_enough_emergencies_and_hard_negatives() -> None:
    files = sorted((DATA / "safety").glob("*.jsonl"))
    labels = [json.loads(line)["label"] for path in files for line in path.read_text("utf-8").splitlines()]
    assert len(files) >= 12
    assert sum(label != "none" for label in labels) >= 1_500
    assert sum(label == "none" for label in labels) >= 2_500
