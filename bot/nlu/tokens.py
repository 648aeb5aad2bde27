"""spaCy's French for Rasa: tokens for every message, names and places where a capital hints at one.

The names are found so that they can be masked (`bot.conversations.engine`). The named-entity model costs
milliseconds; it runs only where `bot.nlu.names` says that it may find something. French takes nine seconds to load,
four of them for one regular expression of its tokenizer: a server answers meanwhile, as no other component reads
tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.nlu.component import TrainedComponent
from bot.nlu.names import Vocabulary, nameless

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "fr_core_news_md"
PERSON = "personne"
PLACE = "endroit"
NAMELESS = "nameless"
_KINDS = {"PER": PERSON, "LOC": PLACE}
_FILE = "vocabulary.json"

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


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class SpacyFrench(TrainedComponent, EntityExtractorMixin):
    """Sets the tokens, adds the entities `personne` and `endroit`, and the text without the names (`NAMELESS`)."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._vocabulary = Vocabulary()

    @classmethod
    def required_packages(cls) -> list[str]:
        """What must be installed."""
        return ["spacy"]

    def learn(self, training_data: TrainingData) -> None:
        """Note the words of the examples that name nobody."""
        self._vocabulary = Vocabulary.of(m.get(TEXT) for m in training_data.intent_examples)

    def save(self, folder: Path) -> None:
        """Write them."""
        written = {kind: sorted(words) for kind, words in vars(self._vocabulary).items()}
        dump_obj_as_json_to_file(folder / _FILE, written)

    def restore(self, folder: Path) -> None:
        """Read them; the language itself is loaded once a process."""
        known = {kind: frozenset(words) for kind, words in read_json_file(folder / _FILE).items()}
        self._vocabulary = Vocabulary(**known)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add tokens and names to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text or text.startswith("/"):
                continue
            if _loading.locked():
                found = self._found(text, [])
            else:
                tokens, spans = self._read(load_french(), text)
                message.set(TOKENS_NAMES[TEXT], tokens)
                found = self._found(text, spans)
            if found:
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
            people = [(e["start"], e["end"]) for e in found if e["entity"] == PERSON]
            if people:
                message.set(NAMELESS, nameless(text, people))
        return messages

    def _read(self, french: Language, text: str) -> tuple[list[Token], list[tuple[str, int, int]]]:
        """Tokens, and what spaCy takes for names: kind, start, end.

        spaCy would keep every word it meets in its vocabulary until the process ends, after « Effacer » and after
        thirty minutes: inside a memory zone it forgets them.
        """
        with french.memory_zone():
            doc = french(text) if self._vocabulary.hints(text) else french.make_doc(text)
            tokens = [Token(t.text, t.idx) for t in doc if not t.is_space]
            return tokens, [
                (_KINDS[span.label_], span.start_char, span.end_char) for span in doc.ents if span.label_ in _KINDS
            ]

    def _found(self, text: str, spans: Iterable[tuple[str, int, int]]) -> list[dict[str, Any]]:
        """The entities: of spaCy's people, what names them; those that a title introduces; the places."""
        found: list[tuple[str, int, int]] = []
        for kind, start, end in spans:
            own = self._vocabulary.named(text, (start, end)) if kind == PERSON else (start, end)
            if own is not None:
                found.append((kind, *own))
        people = [(start, end) for kind, start, end in found if kind == PERSON]
        for start, end in self._vocabulary.introduced(text):
            if not any(first < end and start < last for first, last in people):
                found.append((PERSON, start, end))
        return [
            {"entity": kind, "value": text[start:end], "start": start, "end": end, "extractor": "SpacyFrench"}
            for kind, start, end in sorted(found, key=lambda one: one[1:])
        ]
