"""One conversation's state: what is kept between two messages, and nothing of what the person wrote. No I/O."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.typography import typeset

_MINUTE = 60.0
_PAYLOADS_KEPT = 200
_ANSWERS_KEPT = 6
# Kinds of messages that show what a person answered, or their code: said once and written nowhere.
SHOWS_ANSWERS = ("recapitulatif", "code", "fiche")
# All that is said along a request: not given back to another page, where it would come without what was answered.
OF_A_REQUEST = ("formulaire", "consentement", *SHOWS_ANSWERS)
_SHOWN_ONCE = {
    "text": typeset(
        "Votre message est bien arrivé, une seule fois. Sa réponse ne se montre qu'une fois : je ne l'ai pas gardée. "
        "Si c'était un code d'accès, demandez-m'en un autre."
    ),
    "custom": {"kind": "erreur"},
}


@dataclass
class Conversation:
    """What outlives a message, sealed (`bot.conversations.conversations`)."""

    name: str
    """What the store calls it: drawn from the token, which it does not give."""
    academie: str | None
    offered: dict[str, None] = field(default_factory=dict)
    """Payloads of the buttons shown so far, oldest first: nothing else may be sent as a payload."""
    moments: deque[float] = field(default_factory=deque)
    """When the last minute's messages came, in seconds of the server's clock."""
    soft_lines: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    """Rasa's tracker, as `bot.conversations.trackers` writes it."""
    last_id: str = ""
    """What the page called the last message it sent; empty if it named none."""
    last_answer: list[dict[str, Any]] = field(default_factory=list)
    """What was answered to it, for a page that did not receive it and sends the same again."""
    answers: list[list[dict[str, Any]]] = field(default_factory=list)
    """The latest answers, oldest first, for the next page of the same tab: the browser keeps the token alone."""

    def offer(self, payloads: Iterable[str]) -> None:
        """Note payloads shown to the person; the oldest are forgotten."""
        for payload in payloads:
            self.offered.pop(payload, None)
            self.offered[payload] = None
        for old in list(self.offered)[:-_PAYLOADS_KEPT]:
            del self.offered[old]

    def already_answered(self, message_id: str) -> list[dict[str, Any]] | None:
        """The answer given to this very message, or None if it is a new one (or bears no id)."""
        return self.last_answer if message_id and message_id == self.last_id else None

    def note_answer(self, message_id: str, messages: list[dict[str, Any]]) -> None:
        """Remember the answer to the last message, but for what shows a person's own answers or their code."""
        self.last_id = message_id
        shows = any(_kind(m) in SHOWS_ANSWERS for m in messages)
        self.last_answer = [_SHOWN_ONCE] if shows else messages
        if not message_id:
            self.last_answer = []
        self._note_shown([m for m in messages if _kind(m) not in OF_A_REQUEST])

    def shown(self) -> list[dict[str, Any]]:
        """The messages of the latest answers, oldest first; only the last answer's buttons may still be pressed."""
        return [message for answer in self.answers for message in answer]

    def _note_shown(self, messages: list[dict[str, Any]]) -> None:
        former = [[{part: m[part] for part in m if part != "buttons"} for m in answer] for answer in self.answers]
        answers = [*former, messages] if messages else former
        # Whoever has been in danger finds the numbers on every page, however long ago it was said.
        alarms = [answer for answer in answers[:-_ANSWERS_KEPT] if any(_kind(m) == "urgence" for m in answer)]
        self.answers = [*alarms[-1:], *answers[-_ANSWERS_KEPT:]]

    def wait_before(self, now: float, limit: int) -> float:
        """Count a message; seconds to wait if there were `limit` in the last minute (0: no limit), else 0."""
        if not limit:
            return 0.0
        while self.moments and self.moments[0] <= now - _MINUTE:
            self.moments.popleft()
        if len(self.moments) >= limit:
            return self.moments[0] + _MINUTE - now
        self.moments.append(now)
        return 0.0

    def empty(self) -> None:
        """Forget what was said; the conversation may go on from nothing."""
        self.events = []
        self.offered = {}
        self.soft_lines = 0
        self.last_id, self.last_answer = "", []
        self.answers = []

    def to_bytes(self) -> bytes:
        """The whole, but for its name."""
        kept = {**vars(self), "offered": list(self.offered), "moments": list(self.moments)}
        del kept["name"]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Conversation:
        """What `to_bytes` wrote."""
        kept = json.loads(data)
        kept["offered"] = dict.fromkeys(kept["offered"])
        kept["moments"] = deque(kept["moments"])
        return cls(name, **kept)


def _kind(message: Mapping[str, Any]) -> str | None:
    kind: str | None = (message.get("custom") or {}).get("kind")
    return kind
