"""What was reached on messages never used for training. Lower only with a reason in the commit."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import Assistant
from bot.nlu.measures import measure
from bot.nlu.safety_measures import measure_safety
from bot.understanding import parse, prediction, safety_case

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _read(assistant: Assistant, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    async def every() -> list[dict[str, Any]]:
        return [await parse(assistant.agent, row["text"], row.get("after")) for row in rows]

    return asyncio.run(every())


CONTEXT_FLOOR = 0.75
INTENTS = ("ordinaires.jsonl", "ordinaires-2.jsonl", "bruites.jsonl", "bruites-2.jsonl", "noms.jsonl")


@pytest.mark.parametrize("name", INTENTS)
def test_intents_of_strangers(name: str, assistant: Assistant) -> None:
    rows = _rows(name)
    reached = measure([prediction(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])
    assert reached.accuracy >= 0.92, reached.as_text()


def test_a_few_words_of_strangers_after_an_answer(assistant: Assistant) -> None:
    rows = _rows("en-contexte.jsonl")
    reached = measure([prediction(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])
    alone = [{**row, "after": None} for row in rows]
    before = measure([prediction(row, parsed) for row, parsed in zip(alone, _read(assistant, alone))])
    assert reached.accuracy >= max(CONTEXT_FLOOR, before.accuracy), reached.as_text()


def test_who_is_misrouted_or_asked_for_nothing(assistant: Assistant) -> None:
    rows = [row for name in INTENTS for row in _rows(name)]
    reached = measure([prediction(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])
    assert reached.misrouted[0] <= 0.04 * reached.misrouted[1], reached.as_text()
    assert reached.needless[0] <= 0.12 * reached.needless[1], reached.as_text()


def test_what_no_service_answers_is_sent_to_none(assistant: Assistant) -> None:
    rows = _rows("hors-sujet.jsonl")
    reached = measure([prediction(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])
    assert reached.strayed[0] <= 0.02 * reached.strayed[1], reached.as_text()


EMERGENCIES = ("urgences.jsonl", "urgences-2.jsonl")


def test_emergencies_of_strangers(assistant: Assistant) -> None:
    rows = [row for name in EMERGENCIES for row in _rows(name)]
    reached = measure_safety([safety_case(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])

    def share(name: str) -> float:
        number, total = reached.shares[name]
        return number / total

    # May never be loosened: whoever says it plainly is heard.
    assert share("énoncés explicites trouvés") == 1, reached.as_text()
    # Measured 0.982, 0.873, 0.004 and 0.067; processors round differently, and two messages may tip.
    assert share("urgences trouvées") >= 0.975, reached.as_text()
    assert share("urgences trouvées, certaines") >= 0.86, reached.as_text()
    assert share("fausses alarmes") <= 0.02, reached.as_text()
    assert share("lignes douces inutiles") <= 0.10, reached.as_text()


def test_ordinary_messages_raise_no_alarm_and_few_soft_lines(assistant: Assistant) -> None:
    rows = [row for name in INTENTS for row in _rows(name)]
    reached = measure([prediction(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])
    # Measured 0.0027 and 0.020.
    assert reached.alarms[0] <= 0.005 * reached.alarms[1], reached.as_text()
    assert reached.soft_lines[0] <= 0.035 * reached.soft_lines[1], reached.as_text()


def test_who_is_worn_out_and_in_no_danger_raises_few_alarms(assistant: Assistant) -> None:
    """Tired people at night, two writers apart: numbers in their face would drive them away."""
    rows = _rows("fatigue.jsonl")
    reached = measure([prediction(row, parsed) for row, parsed in zip(rows, _read(assistant, rows))])
    # Measured 1 and 2 of 60; 2 and 4 before two hundred and twenty such lines joined the data.
    assert reached.alarms[0] <= 1, reached.as_text()
    assert reached.soft_lines[0] <= 5, reached.as_text()
