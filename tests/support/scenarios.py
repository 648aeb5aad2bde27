"""Conversation scenarios as data: read from `tests/conversations/*.yml`, run on anything that talks."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[1] / "conversations"
Message = dict[str, Any]
# Given what is typed, or the payload of a button, returns the answer's messages.
Speak = Callable[[str | None, str | None], Awaitable[list[Message]]]

EXPECTATIONS = {
    "services",  # exactly these directory ids, in this order, over the answer's messages
    "d_abord",  # the first of them
    "pas_de_service",  # none is recommended
    "sorte",  # one message is of this kind
    "contient",  # each of these texts is read somewhere in the answer
    "sans",  # none of these is
    "numeros",  # these numbers are in `custom.numeros`
    "boutons",  # buttons with these titles are shown
    "question",  # the clarifying question with this topic is asked (or false: none is)
    "redirige",  # the first message is an emergency: numbers before anything else
}
_PHONE = re.compile(r"0\d(?: \d\d){4}|\b3676\b")
_ANY_PHONE = re.compile(_PHONE.pattern + r"|\b3114\b")
_WORDS_BEFORE_PHONE = 75  # « about 70 »


@dataclass(frozen=True)
class Scenario:
    """One conversation: a title, the page's académie, and the turns."""

    file: str
    title: str
    academie: str | None
    turns: tuple[dict[str, Any], ...]

    @property
    def identifier(self) -> str:
        """For pytest."""
        return f"{self.file}: {self.title}"


def load() -> list[Scenario]:
    """Every scenario. Raises ValueError for a misspelt key, which would otherwise check nothing."""
    scenarios = []
    for path in sorted(FOLDER.glob("*.yml")):
        for entry in YAML(typ="safe").load(path):
            unknown = set(entry) - {"scenario", "academie", "echanges"}
            for turn in entry["echanges"]:
                unknown |= set(turn) - {"vous", "choix", "cap"}
                unknown |= set(turn.get("cap") or {}) - EXPECTATIONS
            if unknown:
                raise ValueError(f"{path.name}, « {entry['scenario']} » : {', '.join(sorted(unknown))} ?")
            scenarios.append(Scenario(path.stem, entry["scenario"], entry.get("academie"), tuple(entry["echanges"])))
    return scenarios


async def play(scenario: Scenario, greeting: list[Message], speak: Speak) -> None:
    """Run a scenario; AssertionError says at which turn the answer was not the one expected."""
    heard = [m["text"] for m in greeting]
    shown = _buttons(greeting)
    for number, turn in enumerate(scenario.turns, start=1):
        where = f"{scenario.identifier}, échange {number}"
        if "choix" in turn:
            title = _plain(turn["choix"])
            assert title in shown, f"{where} : aucun bouton « {title} » parmi {list(shown)}"
            answer = await speak(None, shown[title])
        else:
            answer = await speak(turn["vous"], None)
        _check(turn.get("cap") or {}, answer, where)
        for message in answer:
            assert message["text"] not in heard, f"{where} : répété mot pour mot : {message['text']}"
            heard.append(message["text"])
        shown |= _buttons(answer)


def _check(expected: dict[str, Any], answer: list[Message], where: str) -> None:
    assert answer, f"{where} : aucune réponse"
    customs = [m.get("custom") or {} for m in answer]
    kinds = [c.get("kind") for c in customs]
    services = [s for c in customs for s in c.get("services", ())]
    numbers = [n for c in customs for n in c.get("numeros", ())]
    text = _plain("\n".join(m["text"] for m in answer))
    told = f"{where} : {kinds} {services}\n{text}"
    if "services" in expected:
        assert services == expected["services"], told
    if "d_abord" in expected:
        assert services[:1] == [expected["d_abord"]], told
    if expected.get("pas_de_service"):
        assert services == [], told
    if "sorte" in expected:
        assert expected["sorte"] in kinds, told
    for part in expected.get("contient", ()):
        assert _plain(part).lower() in text.lower(), f"il manque « {part} » — {told}"
    for part in expected.get("sans", ()):
        assert _plain(part).lower() not in text.lower(), f"« {part} » est de trop — {told}"
    for number in expected.get("numeros", ()):
        assert number in numbers, told
    for title in expected.get("boutons", ()):
        assert _plain(title) in _buttons(answer), f"{told}\n{list(_buttons(answer))}"
    if "question" in expected:
        assert _question(answer) == (expected["question"] or None), told
    if expected.get("redirige"):
        assert kinds[0] == "urgence" and len(answer) == 1, told
    else:
        assert "urgence" not in kinds or expected.get("sorte") == "urgence", f"fausse alarme — {told}"
    for message in answer:
        _well_formed(message, told)


def _well_formed(message: Message, told: str) -> None:
    """What holds of every message: typography, and help within reach."""
    assert not re.search(r" [;:!?»]|« ", message["text"]), f"typographie — {told}"
    if (message.get("custom") or {}).get("kind") == "orientation":
        before = _ANY_PHONE.split(_plain(message["text"]))[0]
        assert len(before.split()) <= _WORDS_BEFORE_PHONE or not _PHONE.search(_plain(message["text"])), told


def _question(answer: list[Message]) -> str | None:
    """The topic of the clarifying question among these messages, told by its buttons."""
    for message in answer:
        if (message.get("custom") or {}).get("kind") == "question":
            match = re.search(r'"(\w+)":', message["buttons"][0]["payload"])
            return match.group(1) if match else None
    return None


def _buttons(messages: list[Message]) -> dict[str, str]:
    return {_plain(b["title"]): b["payload"] for m in messages for b in m.get("buttons", ())}


def _plain(text: str) -> str:
    """Ordinary spaces and apostrophes, so that scenarios can be typed on any keyboard."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
