"""spaCy's French in the pipeline: tokens, names, and nobody kept waiting while it loads."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import tokens
from bot.nlu.tokens import NAMELESS, SpacyFrench

EXAMPLES = ["je travaille avec elle", "Je déteste la cantine", "on me dit bonjour", "je suis à Strasbourg"] * 10
Reader = Callable[[str], Message]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """The component, trained then loaded as Rasa does."""
    storage, resource = LocalModelStorage.create(tmp_path), Resource("spacy")
    context = None
    examples = [Message({TEXT: text, "intent": "any"}) for text in EXAMPLES]
    SpacyFrench.create({}, storage, resource, context).train(TrainingData(examples))
    loaded = SpacyFrench.load({}, storage, resource, context)
    return lambda text: loaded.process([Message({TEXT: text})])[0]


def test_french_elisions_are_cut(read: Reader) -> None:
    cut = [t.text for t in read("j'ai l'impression que ça n'ira pas").get(TOKENS_NAMES[TEXT])]
    assert cut[:4] == ["j'", "ai", "l'", "impression"]


def test_names_and_places_are_found(read: Reader) -> None:
    message = read("je travaille à Colmar avec Madame Catherine Dupont")
    assert [(e["entity"], e["value"]) for e in message.get(ENTITIES)] == [
        ("endroit", "Colmar"),
        ("personne", "Catherine Dupont"),
    ]
    assert message.get(NAMELESS) == "je travaille à Colmar avec Madame X"


def test_a_name_that_opens_a_message_is_found_and_an_ordinary_word_is_not(read: Reader) -> None:
    assert [e["value"] for e in read("Martin me harcèle depuis deux ans").get(ENTITIES)] == ["Martin"]
    assert read("Bonjour").get(ENTITIES) is None
    assert read("Bonjour").get(NAMELESS) is None


def test_a_server_answers_while_french_is_loading(read: Reader) -> None:
    with tokens._loading:  # as the thread that loads it holds it
        began = time.monotonic()
        message = read("Bonjour, mme zorglubinette me déteste")
        assert time.monotonic() - began < 1
    assert message.get(TOKENS_NAMES[TEXT]) is None
    assert [e["value"] for e in message.get(ENTITIES)] == ["zorglubinette"]  # a title is enough


def test_no_word_of_a_message_stays_in_the_vocabulary(read: Reader) -> None:
    for text in ("mon adjointe zorglubinette pleure", "je déteste Madame Zorglubinette"):
        assert read(text).get(TOKENS_NAMES[TEXT])
    kept = tokens.load_french().vocab.strings
    assert not {"zorglubinette", "Zorglubinette"} & set(kept)
