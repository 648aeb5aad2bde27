"""Whether an answer is the one a person gives to be found again without their code. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.text import normalise, words

_NOT_DIGIT = re.compile(r"\D")
_PHONE = 9  # the digits of a French number, without the 0 or the +33 before them
_SHORTEST = 2


def holds(answers: Mapping[str, str], sought: str) -> bool:
    """Whether one of the answers is `sought`, or holds it if it is an e-mail address or a telephone number.

    A name is found whole only, in any case, with or without its accents: « Martin » does not show every Martin.
    """
    number = _NOT_DIGIT.sub("", sought)[-_PHONE:]
    if len(number) == _PHONE:
        return any(number in _NOT_DIGIT.sub("", answer) for answer in answers.values())
    if "@" in sought:
        address = normalise(sought)
        return any(address in re.split(r"[\s,;<>()]+", normalise(answer)) for answer in answers.values())
    name = sorted(words(normalise(sought)))
    return len("".join(name)) >= _SHORTEST and any(sorted(words(normalise(a))) == name for a in answers.values())
