"""What was answered before weighs on what a few words mean. Pure.

« Combien de temps ça dure ? » asks one thing after the mentoring and another after a service; « revenons à ma
gestionnaire » means the need that was told of her.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.text import normalise

ABOUT, FORMER = "about", "former"
MENTORING, SERVICE = "mentorat", "service"
Weights = Mapping[str, Mapping[str, float]]
_SHORT = 14  # words; a longer message says by itself what it is about
# So does one that names the mentoring or the concours.
_NAMED = re.compile(
    r"\b(?:mentor|accompagnat|accompagnement|tuteur|tutrice|filleul|candidat|concours|perdir|oral|jury)"
)


# How one says that one comes back to what was told.
_BACK = re.compile(
    r"\b(?:revenons|revenir|reviens|revenant|retournons|retour) (?:a|au|aux|sur)\b|\bon (?:en )?(?:parlait|discutait)\b"
    r"|\bje (?:vous )?(?:en )?(?:disais|parlais|racontais)\b|\b(?:premier|precedent) (?:sujet|probleme|souci|point)\b"
)
_FIRST = re.compile(r"\bpremier\b")
_TOLD, _NAMED_AGAIN, _FIRST_TOLD = 1.5, 4.0, 6.0
_OF_A_SERVICE = ("contact_service", "info_service", "confidentialite")
_UNHEARD = 1e-6  # a reading never rules a need out


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


def back_to_service(probabilities: NDArray[np.float32], classes: Sequence[str], text: str) -> NDArray[np.float32]:
    """The probabilities of each class, where a service is named: who comes back to it wants to reach or know it."""
    if not _BACK.search(normalise(text)) or len(text.split()) > _SHORT:
        return probabilities
    asked = np.asarray([c in _OF_A_SERVICE for c in classes], dtype=np.float32)
    weighed = (probabilities + _UNHEARD) * asked
    result: NDArray[np.float32] = weighed / weighed.sum()
    return result


def recall(
    probabilities: NDArray[np.float32],
    classes: Sequence[str],
    text: str,
    former: Mapping[str, str | None],
    named: str | None,
) -> NDArray[np.float32]:
    """The probabilities of each class, once it is known which needs were told before the present one.

    A need already told is likelier, more so if the person it was about is named again; to who says that they come
    back to something, nothing else is possible.

    Args:
        former: the needs told, in order, each with whom it was about, if that was said.
        named: whom the message is about.
    """
    if not former or len(text.split()) > _SHORT:
        return probabilities
    said = normalise(text)
    weighed = np.zeros_like(probabilities) if _BACK.search(said) else probabilities.copy()
    for rank, (need, whom) in enumerate(former.items()):
        if need not in classes:
            continue
        bonus = _TOLD + _NAMED_AGAIN * (named is not None and named == whom)
        bonus += _FIRST_TOLD * (rank == 0 and _FIRST.search(said) is not None)
        at = classes.index(need)
        weighed[at] = (probabilities[at] + _UNHEARD) * np.exp(bonus)
    total = weighed.sum()
    result: NDArray[np.float32] = weighed / total if total else probabilities
    return result
