"""spaCy's French for Rasa: tokens for every message, names and places where a capital hints at one.

The named-entity model costs milliseconds; it runs only when a word inside the message bears a capital,
without which it finds next to nothing. French takes nine seconds to load, four of them for one regular
expression of its tokenizer: a server answers meanwhile, as no other component reads tokens.
"""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"
_KINDS = {"PER": "personne", "LOC": "endroit"}
_CAPITAL_INSIDE = re.compile(r"(?<=[\w,;:'’] )[A-ZÀ-Ý][a-zà-ÿ]+|(?<=['’])[A-ZÀ-Ý][a-zà-ÿ]+")


_loading = Lock()


@lru_cache(maxsize=1)
def _french() -> Language:
    """Tokens and names only.

    Neither parser nor tagger is used, as their lemmas gained nothing over stems; the names have vectors of
    their own, so that the shared ones would be computed for nothing (5.2 ms to 2.3).
    """
    import spacy  # a second, after the first answers can be given

    return spacy.load(MODEL, exclude=["tok2vec", "parser", "morphologizer", "attribute_ruler", "lemmatizer"])


def load_french() -> Language:
    """Load French, once a process, whoever asks first."""
    with _loading:
        return _french()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpacyFrench(GraphComponent, EntityExtractorMixin):
    """Sets the tokens and adds the entities `personne` and `endroit`."""

    @classmethod
    def required_packages(cls) -> list[str]:
        """What must be installed."""
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyFrench:
        """Create the component; the language is loaded once a process."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training reads the texts themselves: nothing to add."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add tokens and names to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith("/") or _loading.locked():
                continue
            tokens, found = _read(load_french(), text)
            message.set(TOKENS_NAMES[TEXT], tokens)
            if found:
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def _read(french: Language, text: str) -> tuple[list[Token], list[dict[str, Any]]]:
    """Tokens and names.

    spaCy would keep every word it meets in its vocabulary until the process ends, after « Effacer » and after
    thirty minutes: inside a memory zone it forgets them.
    """
    with french.memory_zone():
        doc = french(text) if _CAPITAL_INSIDE.search(text) else french.make_doc(text)
        tokens = [Token(t.text, t.idx) for t in doc if not t.is_space]
        found = [
            {
                "entity": _KINDS[span.label_],
                "value": span.text,
                "start": span.start_char,
                "end": span.end_char,
                "extractor": "SpacyFrench",
            }
            for span in doc.ents
            if span.label_ in _KINDS
        ]
    return tokens, found
