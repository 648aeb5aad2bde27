"""What is kept under a code, as its person may see it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Held:
    """What is kept under a code."""

    id: str
    usage: str
    answers: Mapping[str, str]
    state: str
    until: dt.date
    service: str | None
    agreed: dt.date
    academie: str | None
    """The one that stands in the clear beside the sealed answers."""
    wording: str


def as_export(held: Held) -> dict[str, Any]:
    """What a person may take away, as JSON."""
    return {
        "usage": held.usage,
        "reponses": dict(held.answers),
        "etat": held.state,
        "service": held.service,
        "academie": held.academie,
        "accord_du": held.agreed.isoformat(),
        "texte_de_l_accord": held.wording,
        "conserve_jusqu_au": held.until.isoformat(),
    }
