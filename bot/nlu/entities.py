"""Entities of the trade for Rasa: services in all their spellings, départements, who is involved.

Dictionaries rather than a learned tagger: the names are a closed list, editable without retraining minds.
Service names come from the `synonym` sections of `data/nlu/services.yml`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.datafiles import places, precisions
from bot.nlu.component import TrainedComponent
from bot.orientation.services import SERVICE_IDS
from bot.text import normalise, words

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_FILE = "services.json"
_ABOVE_ALL = {"interlocuteur": "hierarchie", "sante": "hierarchie", "moyen": "horaires"}


def _key(text: str) -> str:
    """Words of `text`, initials joined: « P.A.E. » reads as « pae »."""
    joined = _INITIALS.sub(lambda m: m.group().replace(".", "") + " ", normalise(text))
    return " ".join(words(joined))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class FrenchEntities(TrainedComponent, EntityExtractorMixin):
    """Adds `service`, `departement`, `interlocuteur`, `role`, `moyen` and `sante`."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self._services: dict[str, str] = {}

    def learn(self, training_data: TrainingData) -> None:
        """Note the names of the services."""
        synonyms = training_data.entity_synonyms.items()
        self._services = {_key(name): service for name, service in synonyms if service in SERVICE_IDS}

    def save(self, folder: Path) -> None:
        """Write them."""
        dump_obj_as_json_to_file(folder / _FILE, self._services)

    def restore(self, folder: Path) -> None:
        """Read them, the longest first, so that « MGEN écoute » is not read as « MGEN »."""
        names: dict[str, str] = read_json_file(folder / _FILE)
        self._services = dict(sorted(names.items(), key=lambda item: -len(item[0])))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                found = self._entities(text)
                if found:
                    message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages

    def _entities(self, text: str) -> list[dict[str, Any]]:
        found = [_entity("service", service) for service in self._services_in(text)]
        departement = places().departement(text)
        if departement:
            found.append(_entity("departement", departement))
        for topic, first in _ABOVE_ALL.items():
            # « Le numéro, c'est ouvert la nuit ? » asks for the hours.
            value = precisions().mentioned(topic, text, above_all=first)
            if value:
                found.append(_entity(topic, value))
        key = f" {_key(text)} "
        if " temoin " in key or " temoins " in key:
            found.append(_entity("role", "temoin"))
        elif " victime de " in key or " suis victime " in key:
            found.append(_entity("role", "victime"))
        return found

    def _services_in(self, text: str) -> list[str]:
        key = f" {_key(text)} "
        found: list[tuple[int, str]] = []
        for name, service in self._services.items():
            at = key.find(f" {name} ")
            if at >= 0:
                found.append((at, service))
                key = key.replace(f" {name} ", " " + "#" * len(name) + " ")
        return list(dict.fromkeys(service for _, service in sorted(found)))


def _entity(name: str, value: str) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": 0, "end": 0, "extractor": "FrenchEntities"}
