"""How to reach a service, said in one or two lines. Pure.

A contact older than its document's review date is shown with a warning; what a document does not say is
said to be unknown.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.orientation.directory import Contact, Directory, Service
from bot.typography import typeset

MOYENS = {"telephone": "téléphone", "courriel": "adresse électronique", "adresse": "adresse", "site": "site"}
_SIGNS = {"telephone": "☎", "courriel": "✉", "adresse": "⌂", "site": "↗"}
_REACH = ("telephone", "courriel", "site")


Area = frozenset[str] | None  # the départements a person may be in; None when anywhere


def area(directory: Directory, academie: str | None, departement: str | None) -> Area:
    """Where the person may be, from the département they named, else from the session's académie."""
    if departement is not None:
        return frozenset({departement})
    known = directory.academie(academie)
    return frozenset(known.departements) if known else None


def within(service: Service, where: Area) -> list[Contact]:
    """The contacts that serve `where`: those for everybody, and those of its départements."""
    return [c for c in service.all_contacts if c.departement is None or where is None or c.departement in where]


def by_departement(service: Service, where: Area) -> list[str]:
    """The départements between which the contacts still differ (empty when nothing is left to ask)."""
    found = sorted({c.departement for c in within(service, where) if c.departement})
    return found if len(found) > 1 else []


def _written(contact: Contact, where: Area) -> str:
    suffix = f" ({contact.departement})" if contact.departement and (where is None or len(where) > 1) else ""
    return f"{_SIGNS[contact.kind]} {contact.value}{suffix}"


def contact_line(service: Service, where: Area) -> str:
    """Telephone, e-mail and site on one line, or the sentence that says there is none."""
    shown = [c for kind in _REACH for c in within(service, where) if c.kind == kind]
    if any(c.kind != "site" for c in shown):
        shown = [c for c in shown if c.kind != "site"] or shown
    if not shown:
        return service.no_contact or "Coordonnées non précisées par le document."
    line = " · ".join(_written(c, where) for c in shown)
    return f"{line}\n{service.no_contact}" if service.no_contact else line


def all_contacts(service: Service, where: Area) -> str:
    """Every contact, one a line."""
    lines = []
    for contact in within(service, where):
        label = f"{contact.label} : " if contact.label else ""
        lines.append(f"{_SIGNS[contact.kind]} {label}{contact.value}")
    if service.no_contact:
        lines.append(service.no_contact)
    return "\n".join(lines)


def one_kind(service: Service, kind: str, where: Area) -> str | None:
    """The contacts of one kind (telephone, courriel, adresse, site), or None if the document gives none."""
    found = [c for c in within(service, where) if c.kind == kind]
    return "\n".join(_written(c, where) for c in found) or None


def warning(service: Service, directory: Directory, today: dt.date) -> str | None:
    """One line when the contacts come from a document past its review date."""
    stale = [c.source for c in service.all_contacts if directory.is_stale(c.source, today)]
    if not stale:
        return None
    dated = directory.documents[stale[0].document].dated
    return f"Coordonnées d'un document ancien ({dated}) : elles ont pu changer."


def card(service: Service, reason: str, where: Area) -> dict[str, Any]:
    """The service as data, for a page that shows it as a card with links."""
    return {
        "id": service.id,
        "nom": typeset(service.label),
        "raison": typeset(reason),
        "confidentialite": typeset(" ".join(fact.text for fact in service.confidentiality)),
        "contacts": [
            {"type": c.kind, "valeur": c.value, "lien": c.link, "departement": c.departement}
            for c in within(service, where)
        ],
    }
