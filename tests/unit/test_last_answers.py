"""What a conversation keeps of its answers, for the next page of its tab."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversations.conversation import Conversation


def oriented(n: int, kind: str = "orientation") -> list[dict[str, Any]]:
    """One answer, with a button."""
    return [{"text": f"réponse {n}", "buttons": [{"title": "?", "payload": f"/{n}"}], "custom": {"kind": kind}}]


def test_the_last_answers_alone_are_shown_again_and_the_buttons_of_the_last() -> None:
    conversation = Conversation("nom", None)
    for n in range(20):
        conversation.note_answer("", oriented(n))
    shown = conversation.shown()
    assert [m["text"] for m in shown] == [f"réponse {n}" for n in range(14, 20)]
    assert [m.get("buttons", ()) for m in shown[:-1]] == [()] * 5
    assert shown[-1] == oriented(19)[0]
    conversation.empty()
    assert conversation.shown() == []


def test_an_alarm_is_shown_again_however_long_ago_it_was_given() -> None:
    conversation = Conversation("nom", None)
    for n in range(20):
        conversation.note_answer("", oriented(n, "urgence" if n in (1, 3) else "orientation"))
    assert [m["text"] for m in conversation.shown()][:2] == ["réponse 3", "réponse 14"]


@pytest.mark.parametrize("kind", ["formulaire", "consentement", "recapitulatif", "code", "fiche"])
def test_what_a_request_says_is_never_shown_again(kind: str) -> None:
    conversation = Conversation("nom", None)
    conversation.note_answer("", oriented(1))
    conversation.note_answer("a", [*oriented(2, kind), *oriented(3, kind)])
    assert [m["text"] for m in conversation.shown()] == ["réponse 1"]
    assert "buttons" not in conversation.shown()[0]
