"""What waits between two messages: the subject and the program's answers, no word of what was said."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.app import Assistant
from bot.conversations.conversation import Conversation
from bot.privacy.keys import Box, conversation_keys
from tests.privacy.traces import letters

REQUEST = ("je voudrais m'inscrire pour avoir un mentor", "oui")


def kept(assistant: Assistant, *said: str) -> str:
    """The state of a conversation, opened with its token, after these messages."""

    async def talk() -> tuple[str, bytes | None]:
        token, _ = await assistant.conversations.begin("lyon")
        for text in said:
            await assistant.conversations.say(token, text)
        return token, await assistant.conversations.vault.read(conversation_keys(token).name)

    token, sealed = asyncio.run(talk())
    keys = conversation_keys(token)
    assert sealed is not None
    state = Conversation.from_bytes(keys.name, Box(keys.key).open(sealed, keys.name.encode()))
    return json.dumps(vars(state), default=list).lower()


@pytest.mark.parametrize(
    "said",
    [
        "mon adjoint {} m'humilie tous les jours devant les élèves",
        "je suis à {}, je n'ai plus personne à qui parler",
        "je veux mourir, dites-le à {}",
        "{}",
        "écrivez à {}@exemple.fr",
    ],
)
def test_no_word_of_what_was_said_waits(said: str, assistant: Assistant) -> None:
    word = letters(12)
    state = kept(assistant, said.format(word))
    assert word not in state
    assert "action_listen" in state  # it was opened


def test_what_a_request_asks_for_waits_until_it_ends(assistant: Assistant) -> None:
    word = letters(12)
    assert word in kept(assistant, *REQUEST, f"Zoé {word.capitalize()}")
    assert word not in kept(assistant, *REQUEST, f"Zoé {word.capitalize()}", "non merci, j'arrête")
