"""Not saying the same thing twice word for word. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.typography import typeset

_AGAIN = (
    "Je vous le redis. ",
    "Je le répète, parce que cela reste vrai. ",
    "C'est toujours ma réponse. ",
    "Je me répète, pardon. ",
)


def afresh(text: str, past: Sequence[str]) -> str:
    """Return `text` typeset, introduced as a repetition if it was said before, each time otherwise.

    Args:
        text: what is about to be said.
        past: every text already said, typeset.
    """
    for opening in ("", *_AGAIN):
        candidate = typeset(opening + text)
        if candidate not in past:
            return candidate
    said = sum(earlier.endswith(typeset(text)) for earlier in past)
    return typeset(f"Je vous l'ai déjà dit {said} fois. {text}")
