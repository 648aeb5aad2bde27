"""Whether an answer is the one a person gives to be found again without their code. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.consent.usages import Usage
from bot.text import normalise, words

_NOT_DIGIT = re.compile(r"\D")
_APART = re.compile(r"[\s,;<>()]+")
_PHONE = 9  # the digits of a French number, without the 0 or the +33 before them
_SHORTEST = 2


def holds(usage: Usage, answers: Mapping[str, str], sought: str) -> bool:
    """Whether the name, the address or the number that a person left is `sought`.

    Only what names or reaches somebody is looked at: neither an académie nor a function shows everybody in it. A
    name is found whole, in any case, with or without its accents: « Martin » does not show every Martin.
    """

    def left(*kinds: str) -> list[str]:
        return [answers[q.id] for q in usage.champs if q.genre in kinds and q.id in answers]

    if "@" in sought:
        address = normalise(sought)
        return any(address in _APART.split(normalise(answer)) for answer in left("courriel", "joindre"))
    number = _NOT_DIGIT.sub("", sought)[-_PHONE:]
    if len(number) == _PHONE:
        return any(number in _NOT_DIGIT.sub("", answer) for answer in left("joindre"))
    name = sorted(words(normalise(sought)))
    return len("".join(name)) >= _SHORTEST and any(sorted(words(normalise(a))) == name for a in left("nom"))
