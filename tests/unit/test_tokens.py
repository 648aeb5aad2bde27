"""spaCy's French in the pipeline: tokens, names, and nobody kept waiting while it loads."""

from __future__ import annotations

import time

from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import tokens
from bot.nlu.tokens import SpacyFrench


def _read(text: str) -> Message:
    message = Message(data={TEXT: text})
    return SpacyFrench().process([message])[0]


def test_french_elisions_are_cut() -> None:
    cut = [t.text for t in _read("j'ai l'impression que ça n'ira pas").get(TOKENS_NAMES[TEXT])]
    assert cut[:4] == ["j'", "ai", "l'", "impression"]


def test_names_and_places_are_found() -> None:
    found = {e["entity"] for e in _read("je travaille à Strasbourg avec Madame Catherine Dupont").get(ENTITIES)}
    assert found == {"personne", "endroit"}


def test_a_server_answers_while_french_is_loading() -> None:
    with tokens._loading:  # as the thread that loads it holds it
        began = time.monotonic()
        message = _read("Bonjour, je suis à Strasbourg")
        assert time.monotonic() - began < 1
    assert message.get(TOKENS_NAMES[TEXT]) is None


def test_no_word_of_a_message_stays_in_the_vocabulary() -> None:
    for text in ("mon adjointe zorglubinette pleure", "je déteste Madame Zorglubinette"):
        assert _read(text).get(TOKENS_NAMES[TEXT])
    kept = tokens.load_french().vocab.strings
    assert not {"zorglubinette", "Zorglubinette"} & set(kept)
