"""What is answered, what is asked; what is remembered of a message, and for how long."""

from __future__ import annotations

import pytest

from bot.nlu.choice import unsure
from bot.nlu.memory import memory, remembering

SETTINGS = {"threshold": 0.55, "named": 0.4, "off_topic": 0.05}


@pytest.mark.parametrize(
    ("intent", "confidence", "elsewhere", "named", "expected"),
    [
        ("besoin_sante", 0.6, 0.0, False, False),
        ("besoin_sante", 0.5, 0.0, False, True),
        ("besoin_sante", 0.9, 0.06, False, True),  # off-topic in part: a service would be named for nothing
        ("saluer", 0.9, 0.06, False, False),  # no service is named
        ("hors_sujet", 0.9, 0.9, False, False),
        ("info_service", 0.45, 0.2, True, False),  # the service is named: neither off-topic nor doubtful
        ("info_service", 0.35, 0.0, True, True),
    ],
)
def test_when_it_asks(intent: str, confidence: float, elsewhere: float, named: bool, expected: bool) -> None:
    assert unsure(intent, confidence, elsewhere, SETTINGS, names_service=named) is expected


def test_nothing_outlives_its_message() -> None:
    with remembering():
        kept = memory()
        assert kept == {}
        kept["je ne dors plus"] = 1
        assert memory() == {"je ne dors plus": 1}
    assert memory() is None
    with remembering():
        assert memory() == {}
