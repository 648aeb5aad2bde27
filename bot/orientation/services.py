"""The ids of the services, the one list that data, routing and answers share.

Source: `design/intentions.md` (entity `service`).
"""

from __future__ import annotations

from typing import Final

SERVICE_IDS: Final[tuple[str, ...]] = (
    "pae",
    "medecine_prevention",
    "psychologue_clinicien",
    "service_social",
    "mgen_ecoute",
    "mgen_individuel",
    "mgen_collectif",
    "dafor",
    "paf",
    "iheef",
    "hierarchie",
    "mentorat",
)
