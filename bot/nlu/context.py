"""What has just been answered weighs on what a few words mean. Pure.

« Combien de temps ça dure ? » asks one thing after the mentoring and another after a service.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.text import normalise

ABOUT = "about"
MENTORING, SERVICE = "mentorat", "service"
Weights = Mapping[str, Mapping[str, float]]
_SHORT = 14  # words; a longer message says by itself what it is about
# So does one that names the mentoring or the concours.
_NAMED = re.compile(
    r"\b(?:mentor|accompagnat|accompagnement|tuteur|tutrice|filleul|candidat|concours|perdir|oral|jury)"
)


def about(custom: Mapping[str, Any]) -> str | None:
    """The subject of an answer, from its custom data: the mentoring, a service, or None."""
    services = custom.get("services") or ()
    if not services:
        return None
    return MENTORING if services[0] == MENTORING else SERVICE


def weigh(
    probabilities: NDArray[np.float32], classes: Sequence[str], text: str, subject: str | None, weights: Weights
) -> NDArray[np.float32]:
    """The probabilities of each class, shape (len(classes),), once the subject is known.

    Args:
        weights: by subject, what is added to the logarithm of each class by the beginning of its name.
    """
    added = weights.get(subject or "", {})
    if not added or len(text.split()) > _SHORT or (subject == SERVICE and _NAMED.search(normalise(text))):
        return probabilities
    factors = [sum(weight for name, weight in added.items() if c.startswith(name)) for c in classes]
    weighed = probabilities * np.exp(np.asarray(factors, dtype=np.float32))
    result: NDArray[np.float32] = weighed / weighed.sum()
    return result
