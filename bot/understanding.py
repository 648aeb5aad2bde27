"""`cap nlu …`: reading messages and measuring how well they are understood."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from rasa.core.channels.channel import UserMessage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from tqdm import tqdm

from bot.datafiles import DATA, ROOT
from bot.nlu.context import ABOUT
from bot.nlu.intents import SECOND_NEED
from bot.nlu.measures import Measured, Prediction, measure
from bot.nlu.memory import remembering
from bot.nlu.report import page
from bot.nlu.safety_measures import SafetyCase, measure_safety
from bot.progress import progress
from bot.settings import Settings
from bot.text import free
from bot.training import ensure_model

if TYPE_CHECKING:
    from rasa.core.agent import Agent

_LOAD_SECONDS = 15.0


class Understanding:
    """A loaded model that reads messages as the conversation does: emergencies first, then the intent."""

    def __init__(self, settings: Settings) -> None:
        model = ensure_model(settings.models)
        with progress("Chargement", expected=_LOAD_SECONDS):
            from bot.app import load_agent

            self._agent, _, _ = load_agent(model)

    async def parse(self, text: str, after: str | None = None) -> dict[str, Any]:
        """What Rasa's pipeline says of a message; free text is never a payload.

        `after`: the subject of the answer that it follows ("mentorat", "service"), if any.
        """
        return await parse(self._agent, text, after)


async def parse(agent: Agent, text: str, after: str | None = None) -> dict[str, Any]:
    """What an agent's pipeline says of a message, as in a conversation about `after`."""
    assert agent.processor is not None
    message = UserMessage(free(text), metadata={ABOUT: after})
    parsed: dict[str, Any] = await agent.processor.parse_message(message)
    return parsed


def _ranking(parsed: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": r["name"], "confidence": r["confidence"]} for r in parsed.get("intent_ranking") or [parsed["intent"]]
    ]


def _line(text: str, parsed: dict[str, Any]) -> dict[str, Any]:
    """One line of `cap nlu parse`."""
    ranking = _ranking(parsed)
    entities = [
        {"entity": e["entity"], "value": e["value"]} for e in parsed.get("entities", []) if e["entity"] != SECOND_NEED
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
                print(
                    json.dumps(_line(text, await understanding.parse(text)), ensure_ascii=False), file=out, flush=True
                )

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


def _parse_all(understanding: Understanding, path: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    async def every() -> list[dict[str, Any]]:
        shown = tqdm(rows, desc=path.name, file=sys.stderr, disable=not sys.stderr.isatty())
        return [await understanding.parse(row["text"], row.get("after")) for row in shown]

    return asyncio.run(every())


def prediction(row: dict[str, Any], parsed: dict[str, Any]) -> Prediction:
    """What was read of one evaluated message."""
    best = _ranking(parsed)[0]
    asked = parsed["intent"]["name"] == DEFAULT_NLU_FALLBACK_INTENT_NAME
    expected, level = row["intent"].replace("/", "_"), parsed.get("emergency_level")
    return Prediction(expected, str(best["name"]), float(best["confidence"]), asked, str(row["text"]), level)


def safety_case(row: dict[str, Any], parsed: dict[str, Any]) -> SafetyCase:
    """What the emergencies' layer said of one evaluated message."""
    emergency, level = parsed.get("emergency"), parsed.get("emergency_level")
    return SafetyCase(row["label"], row["kind"], bool(row.get("explicit")), emergency, level)


def evaluate_files(settings: Settings, paths: Sequence[Path], *, as_json: bool, report: Path | None) -> int:
    """Accuracy, macro F1, calibration, per intent and confusions of `{"text", "intent"}` lines.

    `report`: where to draw it all (one page, over all the files).
    """

    def measured(rows: list[dict[str, Any]], parsed: list[dict[str, Any]]) -> Measured:
        predictions = [prediction(row, one) for row, one in zip(rows, parsed)]
        every.extend(predictions)
        return measure(predictions)

    every: list[Prediction] = []
    status = _evaluate(settings, paths, ("text", "intent"), measured, as_json)
    if report is not None and every:
        title = "Compréhension : " + ", ".join(path.name for path in paths)
        report.write_text(page(title, measure(every), every), encoding="utf-8")
        print(f"Rapport : {report}", file=sys.stderr)
    return status


def evaluate_safety(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> int:
    """Emergencies found and false alarms of `{"text", "label", "kind"}` lines."""

    def measured(rows: list[dict[str, Any]], parsed: list[dict[str, Any]]) -> Measured:
        return measure_safety([safety_case(row, one) for row, one in zip(rows, parsed)])

    return _evaluate(settings, paths, ("text", "label", "kind"), measured, as_json)


def _evaluate(
    settings: Settings,
    paths: Sequence[Path],
    keys: Sequence[str],
    measured: Callable[[list[dict[str, Any]], list[dict[str, Any]]], Measured],
    as_json: bool,
) -> int:
    try:
        files = {path: _rows(path, keys) for path in paths}
    except (OSError, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 2
    understanding = Understanding(settings)
    results = {path: measured(rows, _parse_all(understanding, path, rows)) for path, rows in files.items()}
    if as_json:
        found = {path.name: result.as_dict() for path, result in results.items()}
        print(json.dumps(found if len(found) > 1 else next(iter(found.values())), ensure_ascii=False, indent=2))
        return 0
    for path, result in results.items():
        print(f"== {path.name}\n{result.as_text()}\n")
    return 0


def cross_validate(number: int) -> int:
    """What is understood of hands left out of training, one group at a time: intents, then emergencies."""
    from bot.nlu.cross_validation import LeaveOut

    read, cases = [], []
    left = LeaveOut.of(DATA, ROOT / "config.yml")
    dealt = tqdm(left.groups(number), desc="Mains laissées de côté", file=sys.stderr, disable=not sys.stderr.isatty())
    with remembering():
        for hands, watchers in dealt:
            more, others = left.read(hands, watchers)
            read += more
            cases += others
    print(measure([one for _, one in read]).as_text())
    print("\nPar main :")
    for hand in sorted({row.hand for row, _ in read}, key=lambda hand: (len(hand), hand)):
        own = [one.right for row, one in read if row.hand == hand]
        print(f"  {hand:10} {sum(own) / len(own):.3f}  ({len(own)} messages)")
    print(f"\nUrgences\n{measure_safety(cases).as_text()}")
    return 0
