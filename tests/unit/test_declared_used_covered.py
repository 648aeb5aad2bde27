"""Every intent, entity, slot, response, form and action is declared, used, covered by examples and reached."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action
from ruamel.yaml import YAML

import actions
from bot.nlu.request_policy import ACTION, COMPANY
from tests.support.scenarios import load

ROOT = Path(__file__).parents[2]
EXPECTED_INTENTS = (ROOT / "tests" / "evaluation" / "ordinaires.jsonl").read_text(encoding="utf-8")
# What Rasa itself asks for, or adds.
BUILT_IN = {"action_deactivate_loop", "nlu_fallback"}


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path)


DOMAIN = _yaml(ROOT / "domain.yml")
STORIES = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "stories").glob("*.yml")))
SOURCE = "\n".join(
    p.read_text(encoding="utf-8") for folder in ("actions", "bot") for p in sorted((ROOT / folder).rglob("*.py"))
)
SCENARIOS = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "conversations").glob("*.yml")))
EXAMPLES = {
    entry["intent"]: len(entry["examples"]) if isinstance(entry["examples"], list) else entry["examples"].count("\n")
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
    for entry in _yaml(path)["nlu"]
    if "intent" in entry
}


def _named(kind: str, text: str) -> set[str]:
    return set(re.findall(rf"- {kind}: (\w+)", text))


def _action_classes() -> dict[str, type[Action]]:
    found = {}
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        for _, value in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(value, Action) and value.__module__ == module.name and not value.__name__.startswith("_"):
                found[value().name()] = value
    return found


def test_every_intent_of_the_contract_is_declared() -> None:
    expected = {name.replace("/", "_") for name in re.findall(r'"intent": "([\w/]+)"', EXPECTED_INTENTS)}
    assert expected <= set(DOMAIN["intents"])
    assert len(expected) == 49


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_an_intent_has_examples_and_a_rule(intent: str) -> None:
    if intent.startswith("formulaire_"):
        assert intent not in EXAMPLES  # sent by buttons alone, answered by the request's policy
        return
    least = 1 if intent.startswith("suite_") else 200 if intent == "hors_sujet" else 40 if _conduct(intent) else 60
    assert EXAMPLES.get(intent, 0) >= least
    assert intent in _named("intent", STORIES)


def _conduct(intent: str) -> bool:
    return "_" not in intent or intent in {"au_revoir", "ne_sait_pas", "defi_bot", "parler_humain", "plainte_bot"}


def test_examples_and_rules_name_only_declared_intents() -> None:
    declared = set(DOMAIN["intents"]) | BUILT_IN
    assert set(EXAMPLES) <= declared
    assert _named("intent", STORIES) <= declared


def test_actions_are_declared_written_and_called() -> None:
    declared, written = set(DOMAIN["actions"]), set(_action_classes())
    assert declared == written
    called = _named("action", STORIES)
    asked = {f"action_ask_precision_form_{slot}" for slot in DOMAIN["forms"]["precision_form"]["required_slots"]}
    # The last is predicted by RequestPolicy, above the rules.
    by_rasa = {"action_session_start", "validate_precision_form", ACTION, COMPANY} | asked
    assert declared - called - by_rasa == set()
    used = {name for name in called if name.startswith("action_")} - BUILT_IN
    assert used <= declared


def test_responses_are_declared_and_used() -> None:
    used = set(re.findall(r"\butter_\w+", STORIES + SOURCE)) - {"utter_action"}
    assert set(DOMAIN["responses"]) == {name for name in used if name != "utter_message"}
    for name, variants in DOMAIN["responses"].items():
        assert variants, name


def test_slots_are_declared_and_used() -> None:
    names = (ROOT / "actions" / "slots.py").read_text(encoding="utf-8")
    for slot in DOMAIN["slots"]:
        assert f'"{slot}"' in names, slot


def test_entities_are_declared_and_produced() -> None:
    for entity in DOMAIN["entities"]:
        assert re.search(rf"[\"']{entity}[\"']", SOURCE), entity


@pytest.mark.parametrize("form", list(DOMAIN["forms"]))
def test_each_question_of_a_form_is_reached(form: str) -> None:
    for slot in DOMAIN["forms"][form]["required_slots"]:
        assert re.search(rf"question: {slot}\b", SCENARIOS), slot


@pytest.mark.parametrize("service", _yaml(ROOT / "data" / "nlu" / "services.yml")["nlu"], ids=lambda e: e["synonym"])
def test_each_service_is_reached_by_a_scenario(service: dict[str, str]) -> None:
    assert re.search(rf"\b{service['synonym']}\b", SCENARIOS)


def test_scenarios_reach_every_topic() -> None:
    files = {scenario.file for scenario in load()}
    assert {"besoins", "services", "urgences", "mentorat", "conversation", "deux_besoins"} <= files
