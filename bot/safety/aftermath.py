"""After the emergency answer has asked « is somebody near you ? ». Pure."""

from __future__ import annotations

from bot.text import normalise, words

_ALONE = {"personne", "seul", "seule", "seuls", "seules"}
_LONGEST = 10


def says_alone(text: str) -> bool:
    """Whether a short answer says that nobody is near: « non, personne », « je suis seule chez moi »."""
    said = words(normalise(text))
    return len(said) <= _LONGEST and not _ALONE.isdisjoint(said)
