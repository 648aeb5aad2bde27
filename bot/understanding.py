"""`cap nlu …`: reading messages and measuring how well they are understood."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from bot.nlu.measures import Measured, Prediction, SafetyCase, measure, measure_safety
from bot.progress import progress
from bot.settings import Settings
from bot.training import ensure_model

_LOAD_SECONDS = 15.0
_INTERNAL = ("suite_", "nlu_fallback")


class Understanding:
    """A loaded model that reads messages as the conversation does: emergencies first, then the intent."""

    def __init__(self, settings: Settings) -> None:
        model = ensure_model(settings.models)
        with progress("Chargement", expected=_LOAD_SECONDS):
            from bot.app import load_agent

            self._agent, _, _ = load_agent(model)

    async def read(self, text: str) -> dict[str, Any]:
        """One line of `cap nlu parse`."""
        words = text.strip().lstrip("/").strip() or "?"
        parsed = await self._agent.parse_message(words)
        ranking = [
            {"name": r["name"], "confidence": r["confidence"]}
            for r in parsed.get("intent_ranking") or [parsed["intent"]]
        ]
        entities = [
            {"entity": e["entity"], "value": e["value"]}
            for e in parsed.get("entities", [])
            if e["entity"] != "second_besoin"
        ]
        return {
            "text": text,
            "intent": ranking[0]["name"],
            "confidence": ranking[0]["confidence"],
            "ranking": ranking,
            "entities": entities,
            "emergency": parsed.get("emergency"),
            "emergency_level": parsed.get("emergency_level"),
        }


def parse_lines(settings: Settings, lines: TextIO, out: TextIO) -> int:
    """Read one message a line, write one JSON object a line."""
    understanding = Understanding(settings)

    async def all_lines() -> None:
        for line in lines:
            text = line.rstrip("\n")
            if text.strip():
                print(json.dumps(await understanding.read(text), ensure_ascii=False), file=out, flush=True)

    asyncio.run(all_lines())
    return 0


def _rows(path: Path, keys: Iterable[str]) -> list[dict[str, Any]]:
    """The JSON objects of a file. Raises ValueError, in French, for a line that cannot be used."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise ValueError(f"{path.name}, ligne {number} : ce n'est pas du JSON.") from None
        missing = [key for key in keys if not isinstance(row, dict) or not isinstance(row.get(key), str)]
        if missing:
            raise ValueError(f"{path.name}, ligne {number} : il manque {', '.join(missing)}.")
        rows.append(row)
    if not rows:
        raise ValueError(f"{path.name} : le fichier est vide.")
    return rows


def _read_all(settings: Settings, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    understanding = Understanding(settings)

    async def all_rows() -> list[dict[str, Any]]:
        shown = tqdm(rows, desc="Évaluation", file=sys.stderr, disable=not sys.stderr.isatty())
        return [await understanding.read(row["text"]) for row in shown]

    return asyncio.run(all_rows())


def evaluate_file(settings: Settings, path: Path, *, as_json: bool) -> int:
    """Accuracy, macro F1, per intent and confusions of `{"text", "intent"}` lines."""
    try:
        rows = _rows(path, ("text", "intent"))
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    read = _read_all(settings, rows)
    predictions = [
        Prediction(row["intent"].replace("/", "_"), r["intent"], float(r["confidence"])) for row, r in zip(rows, read)
    ]
    return _report(measure(predictions), as_json)


def evaluate_safety(settings: Settings, path: Path, *, as_json: bool) -> int:
    """Emergencies found and false alarms of `{"text", "label", "kind"}` lines."""
    try:
        rows = _rows(path, ("text", "label", "kind"))
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    read = _read_all(settings, rows)
    cases = [
        SafetyCase(row["label"], row["kind"], bool(row.get("explicit")), r["emergency"], r["emergency_level"])
        for row, r in zip(rows, read)
    ]
    return _report(measure_safety(cases), as_json)


def _report(measured: Measured, as_json: bool) -> int:
    print(json.dumps(measured.as_dict(), ensure_ascii=False, indent=2) if as_json else measured.as_text())
    return 0
