"""What the repositories take in and give back: plain values, which know nothing of the database. Pure."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

_REFERENCE = 8
WAITING, DONE, IMPOSSIBLE = "en_attente", "transmise", "impossible"


@dataclass(frozen=True)
class Consent:
    """A person's yes. The answers stay out of its repr, hence out of logs."""

    id: str
    purpose: str
    wording: str
    granted_on: dt.date
    ends_on: dt.date
    academie: str | None
    state: str
    answers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Delivery:
    """What has to reach a service, and how many times it was tried."""

    id: str
    consent_id: str
    service: str
    state: str
    attempts: int
    follows: str | None = None
    """The first delivery of the same request, when this one corrects it."""

    @property
    def first(self) -> str:
        """The delivery whose letter the service received first."""
        return self.follows or self.id

    @property
    def reference(self) -> str:
        """What every letter of the request bears."""
        return reference(self.first)

    @property
    def may_have_left(self) -> bool:
        """Whether this letter may have reached the service: it left, or its line broke while it did."""
        return self.state == DONE or (self.state == WAITING and self.attempts > 0)

    @property
    def untouched(self) -> bool:
        """Whether nobody has tried yet: it will leave with what is kept by then."""
        return self.state == WAITING and self.attempts == 0

    @property
    def service_may_know(self) -> bool:
        """Whether the service may have any letter of this request."""
        return self.may_have_left or self.follows is not None


@dataclass(frozen=True)
class Withdrawal:
    """A request to take back: its first delivery, the service and the académie it went to."""

    id: str
    follows: str
    service: str
    academie: str | None
    attempts: int

    @property
    def reference(self) -> str:
        """What every letter of the request bears."""
        return reference(self.follows)


@dataclass(frozen=True)
class Count:
    """How many times a need led to a service, in one ISO week ("2026-W47") and one académie."""

    week: str
    academie: str
    need: str
    service: str
    number: int


def reference(first: str) -> str:
    """What the letters of one request bear, from the name of its first delivery."""
    return first[:_REFERENCE]


def new_id() -> str:
    """A record's name: 128 random bits, in hex."""
    return secrets.token_hex(16)
