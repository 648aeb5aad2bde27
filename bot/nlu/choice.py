"""When a reading is sure enough to be answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ELSEWHERE = "hors_sujet"
# Needs, then what else has an answer that names a service; all other intents talk about the conversation or about data.
NEEDS = ("besoin_", "concours_", "mentorat_")
TO_A_SERVICE = (*NEEDS, "faq_", "info_service", "contact_service")


def unsure(
    intent: str, confidence: float, elsewhere: float, settings: Mapping[str, Any], *, names_service: bool = False
) -> bool:
    """Whether to ask rather than to answer (docs/comprehension.md has the figures).

    Args:
        intent: what was read, with its confidence.
        elsewhere: what the same reading gives to the off-topic.
        settings: `threshold`, `named` and `off_topic` of the classifier, as in `config.yml`.
        names_service: who names a service is not off topic, and is asked less.
    """
    stray = intent.startswith(TO_A_SERVICE) and not names_service and elsewhere >= settings["off_topic"]
    return stray or confidence < settings["named" if names_service else "threshold"]
