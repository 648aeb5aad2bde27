"""Not saying the same thing twice word for word. Pure."""

from __future__ import annotations

from collections.abc import Sequence

_AGAIN = (
    "Je vous le redis : ",
    "Comme je vous le disais, ",
    "Toujours la même réponse de ma part : ",
    "Je me répète, pardon : ",
)


def afresh(text: str, past: Sequence[str]) -> str:
    """Return `text`, introduced as a repetition if it was said before, each time otherwise."""
    if text not in past:
        return text
    for opening in _AGAIN:
        candidate = opening + text
        if candidate not in past:
            return candidate
    return f"{_AGAIN[0]}(je vous l'ai dit {past.count(text) + len(_AGAIN)} fois) {text}"
