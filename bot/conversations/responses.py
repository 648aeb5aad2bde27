"""The responses of `domain.yml`, chosen so that nothing is said twice word for word."""

from __future__ import annotations

import copy
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.fresh import afresh
from bot.typography import typeset


class FreshResponses(NaturalLanguageGenerator):
    """Rasa's responses, but the variant said least often here, typeset, and introduced if it must return."""

    def __init__(self, domain: Domain, endpoint_config: EndpointConfig | None = None) -> None:
        self._responses = domain.responses

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return the response for `utter_action`, or None if the domain has none."""
        variants = self._responses.get(utter_action)
        if not variants:
            return None
        past = [event.text for event in tracker.events if isinstance(event, BotUttered) and event.text]
        texts = [typeset(variant["text"]) for variant in variants]
        chosen = min(range(len(variants)), key=lambda i: (past.count(texts[i]), i))
        response = copy.deepcopy(variants[chosen])
        response["text"] = afresh(texts[chosen], past)
        for button in response.get("buttons", []):
            button["title"] = typeset(button["title"])
        return response
