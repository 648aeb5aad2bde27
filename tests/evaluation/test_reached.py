"""What was reached on messages never used for training. Lower only with a reason in the commit."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.app import Assistant
from bot.nlu.measures import Prediction, SafetyCase, measure, measure_safety

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def _read(assistant: Assistant, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    async def every() -> list[dict[str, Any]]:
        return [await assistant.agent.parse_message(row["text"]) for row in rows]

    return asyncio.run(every())


@pytest.mark.parametrize("name", ["ordinaires.jsonl", "bruites.jsonl"])
def test_intents_of_strangers(name: str, assistant: Assistant) -> None:
    rows = _rows(name)
    predictions = []
    for row, parsed in zip(rows, _read(assistant, rows)):
        best = (parsed.get("intent_ranking") or [parsed["intent"]])[0]
        predictions.append(Prediction(row["intent"].replace("/", "_"), best["name"], float(best["confidence"])))
    reached = measure(predictions)
    assert reached.accuracy >= 0.95, reached.as_text()


def test_emergencies_of_strangers(assistant: Assistant) -> None:
    rows = _rows("urgences.jsonl")
    cases = [
        SafetyCase(r["label"], r["kind"], bool(r.get("explicit")), p.get("emergency"), p.get("emergency_level"))
        for r, p in zip(rows, _read(assistant, rows))
    ]
    reached = measure_safety(cases)
    found, total = reached.shares["énoncés explicites trouvés"]
    # May never be loosened: whoever says it plainly is heard.
    assert found == total, reached.as_text()
    assert reached.shares["urgences trouvées"][0] >= 0.95 * reached.shares["urgences trouvées"][1], reached.as_text()
    alarms, none = reached.shares["fausses alarmes"]
    assert alarms <= 0.03 * none, reached.as_text()


def test_ordinary_messages_raise_no_alarm(assistant: Assistant) -> None:
    rows = [r for n in ("ordinaires.jsonl", "bruites.jsonl") for r in _rows(n) if not r["intent"].startswith("urgence")]
    alarms = [r["text"] for r, p in zip(rows, _read(assistant, rows)) if p.get("emergency_level") == "certain"]
    assert len(alarms) <= 0.01 * len(rows), alarms
