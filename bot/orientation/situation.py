"""What is known of a conversation when a reply is composed. Pure data, built from the slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.orientation.contacts import Area, area
from bot.orientation.directory import Directory, Service
from bot.orientation.needs import Needs

# The académie of a person who named a place that no file of the directory covers.
UNLISTED = "autre"


@dataclass(frozen=True)
class Trade:
    """The trade's data a reply draws on."""

    directory: Directory
    needs: Needs
    today: dt.date


@dataclass(frozen=True)
class Situation:
    """The conversation so far: where the person is, what they said of it, what they were given."""

    academie: str | None = None
    departement: str | None = None
    besoin: str | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    """Service ids already recommended, in order."""

    def where(self, directory: Directory) -> Area:
        """The départements the person may be in."""
        return area(directory, self.academie, self.departement)

    def named(self, service: Service) -> str:
        """The service's name, with its académie's when the session has none."""
        return service.name if self.academie else service.label

    def named_briefly(self, service: Service) -> str:
        """The short name, with its académie's when the session has none."""
        owner = "" if self.academie or not service.academie else f", {service.academie.name}"
        return f"{service.short_name}{owner}"

    @property
    def last(self) -> str | None:
        """The service given last, the one « leur numéro » speaks of."""
        return self.given[-1] if self.given else None
