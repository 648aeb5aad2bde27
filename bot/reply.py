"""What Cap Soutien says in one bubble: text, quick replies, and what the page needs to show it well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.typography import typeset


@dataclass(frozen=True)
class Button:
    """A quick reply: what is read on it, and the payload sent when it is chosen."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message to the person.

    `custom` follows the contract: `kind`, `services` (directory ids really recommended, explained or
    detailed), `numeros` (emergency numbers).
    """

    text: str
    buttons: Sequence[Button] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)

    def as_message(self) -> dict[str, Any]:
        """The message of the contract, typeset; empty parts are left out."""
        message: dict[str, Any] = {"text": typeset(self.text)}
        if self.buttons:
            message["buttons"] = [{"title": typeset(b.title), "payload": b.payload} for b in self.buttons]
        if self.custom:
            message["custom"] = dict(self.custom)
        return message
