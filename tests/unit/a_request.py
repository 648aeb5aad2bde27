"""A request, answered as the tests of the forms need it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bot import datafiles
from bot.consent import request as d
from bot.consent.dialogue import advance, takes
from bot.consent.request import Heard, Request, Step, begun
from bot.consent.usages import Usage

ACADEMIES = {"lyon": "académie de Lyon", "strasbourg": "académie de Strasbourg"}
ROADS = {
    "rappel": ["moi c'est Claire", "0612345678", "le matin"],
    "mentorat_inscription": [
        "Claire Weber", "claire@exemple.fr", "Strasbourg", "Haguenau", "CPE au lycée Kléber", "perdir, 2027", "1 et 7",
    ],
    "mentorat_devenir_accompagnateur": ["Weber", "w@exemple.fr", "à Lyon", "collège Ampère", "Lyon", "trois"],
}  # fmt: skip
ALL = pytest.mark.parametrize("name", ROADS)


def usage(name: str = "rappel") -> Usage:
    return datafiles.usages()[name]


def after(name: str, said: Sequence[str]) -> Request:
    """A request once these answers were given."""
    request = begun(name, usage(name))
    for text in said:
        assert takes(request, usage(name), Heard(text), ACADEMIES), text
        request = step(request, text).request
    return request


def step(
    request: Request, text: str, intent: str = "", confidence: float = 1.0, shown: str = d.ALONE, **entities: str
) -> Step:
    known = datafiles.usages().get(request.usage)
    return advance(request, known, Heard(text, intent, confidence, entities, shown), ACADEMIES)


def button(request: Request, intent: str, **entities: str) -> Step:
    return step(request, f"/{intent}" + json.dumps(entities), intent, **entities)


def taken(request: Request, text: str, intent: str = "", confidence: float = 1.0) -> bool:
    return takes(request, datafiles.usages().get(request.usage), Heard(text, intent, confidence), ACADEMIES)
