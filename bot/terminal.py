"""The conversation in a terminal: buttons are numbers, and nothing is written anywhere."""

from __future__ import annotations

import asyncio
import sys
import textwrap
from typing import TYPE_CHECKING, Any

from bot.progress import progress
from bot.settings import Settings
from bot.training import ensure_model

if TYPE_CHECKING:
    from bot.conversations.conversations import Conversations
    from bot.conversations.engine import Message

_WIDTH = 88
_LOAD_SECONDS = 15.0
_LEAVE = {"quitter", "/quitter", "exit", "q"}


def chat(settings: Settings, academie: str | None) -> int:
    """Talk until « quitter » or the end of the input. Returns the exit status."""
    model = ensure_model(settings.models)
    with progress("Chargement", expected=_LOAD_SECONDS):
        from bot.app import load_assistant

        assistant = load_assistant(model, settings)
    return asyncio.run(_talk(assistant, academie))


async def _talk(assistant: Any, academie: str | None) -> int:
    from bot import datafiles

    if academie is not None and datafiles.directory().academie(academie) is None:
        known = ", ".join(a.id for a in datafiles.directory().academies())
        print(f"Académie inconnue : « {academie} ». Au choix : {known}.", file=sys.stderr)
        return 2
    print("(« quitter » pour sortir, un numéro pour choisir un bouton)\n")
    token, greeting = await assistant.conversations.begin(academie)
    choices = _show(greeting)
    while True:
        try:
            line = input("Vous : ").strip()
        except EOFError:
            print()
            return 0
        if line.lower() in _LEAVE:
            return 0
        if not line:
            continue
        choices = _show(await _answer(assistant.conversations, token, line, choices))


async def _answer(conversations: Conversations, token: str, line: str, choices: list[str]) -> list[Message]:
    number = int(line) if line.isdigit() and len(line) < 3 else 0
    if 1 <= number <= len(choices):
        return await conversations.choose(token, choices[number - 1])
    return await conversations.say(token, line)


def _show(messages: list[dict[str, Any]]) -> list[str]:
    """Print messages; returns the payloads of their buttons, in the order of their numbers."""
    choices: list[str] = []
    for message in messages:
        print()
        for line in message["text"].split("\n"):
            print(textwrap.fill(line.strip("*"), _WIDTH, break_on_hyphens=False, break_long_words=False))
        for button in message.get("buttons", ()):
            choices.append(button["payload"])
            print(f"   {len(choices)}. {button['title']}")
    print()
    return choices
