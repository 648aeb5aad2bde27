"""What sealing costs a message: a long conversation's bytes opened, read, written and sealed again, as at each message.

python -m tests.benchmarks.sealing
"""

from __future__ import annotations

import secrets
import statistics
import sys
import time

from bot.conversations.conversation import Conversation
from bot.privacy.keys import Box, conversation_keys

LIMIT = 1.0
"""Milliseconds a message, at most."""
_EVENTS = 60
_SAID = 600  # characters of one answer
_ANSWERS = 7
_ANSWER = 2_500  # characters of an answer with its buttons and its cards
_ROUNDS = 400


def sealing() -> tuple[float, int]:
    """Median milliseconds a message, and the conversation's size in bytes."""
    token = secrets.token_urlsafe(32)
    conversation = Conversation("", "lyon")
    conversation.events = [{"event": "bot", "text": secrets.token_hex(_SAID // 2), "data": {}} for _ in range(_EVENTS)]
    conversation.answers = [[{"text": secrets.token_hex(_ANSWER // 2), "custom": {}}] for _ in range(_ANSWERS)]
    conversation.last_answer = conversation.answers[-1]
    keys = conversation_keys(token)
    sealed = Box(keys.key).seal(conversation.to_bytes(), keys.name.encode())
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        keys = conversation_keys(token)
        box = Box(keys.key)
        opened = Conversation.from_bytes(keys.name, box.open(sealed, keys.name.encode()))
        sealed = box.seal(opened.to_bytes(), keys.name.encode())
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), len(sealed)


def line() -> tuple[str, bool]:
    """The measure, in French, and whether it holds."""
    taken, size = sealing()
    held = taken <= LIMIT
    told = f"Sceller et ouvrir une conversation de {size // 1024} Kio : {taken:.2f} ms par message".replace(".", ",")
    return f"{told} ({'tenu' if held else 'non tenu'} : {LIMIT:.0f} ms au plus)", held


if __name__ == "__main__":
    told, held = line()
    print(told)
    sys.exit(0 if held else 1)
