"""Consents to store."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from bot.storage.records import Consent, new_id

DAY = dt.date(2026, 11, 22)
ANSWERS = {"besoin": "Élève harcelé", "souhait": "être rappelée le matin"}


def consent(
    *,
    purpose: str = "mentorat",
    granted_on: dt.date = DAY,
    ends_on: dt.date = dt.date(2027, 11, 22),
    academie: str | None = "strasbourg",
    answers: Mapping[str, str] = ANSWERS,
) -> Consent:
    return Consent(new_id(), purpose, "2026-1", granted_on, ends_on, academie, "ouvert", answers)


def code_hash(consent: Consent) -> str:
    return hashlib.sha256(consent.id.encode()).hexdigest()
