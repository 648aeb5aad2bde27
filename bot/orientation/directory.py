"""The directory: who can help, in which académie, how to reach them, and where each fact comes from.

Pure look-ups over the records of `directory_models`; reading files is the work of `directory_files`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.orientation.directory_models import (
    Academie,
    Contact,
    DirectoryFile,
    Dispositif,
    Document,
    Fact,
    Model,
    Number,
    Service,
    Source,
)
from bot.orientation.services import SERVICE_IDS

__all__ = [
    "Academie",
    "Contact",
    "Directory",
    "DirectoryFile",
    "Dispositif",
    "Document",
    "Fact",
    "Number",
    "Service",
    "Source",
]


class Directory(Model):
    """Every service of every académie, and the national numbers."""

    known_academies: tuple[Academie, ...]
    services: tuple[Service, ...]
    documents: dict[str, Document]
    numbers: tuple[Number, ...]

    @classmethod
    def from_files(cls, files: Iterable[DirectoryFile]) -> Directory:
        """Put checked files together, académies and services in a stable order."""
        ordered = sorted(files, key=lambda file: file.academie.id if file.academie else "")
        services = [
            Service.construct(**{**dict(entry), "academie": file.academie})
            for file in ordered
            for entry in file.services
        ]
        return cls(
            known_academies=tuple(file.academie for file in ordered if file.academie),
            services=tuple(sorted(services, key=lambda service: SERVICE_IDS.index(service.id))),
            documents={document.id: document for file in ordered for document in file.documents},
            numbers=tuple(number for file in ordered for number in file.numbers),
        )

    def academies(self) -> tuple[Academie, ...]:
        """The académies that have a file, by id."""
        return self.known_academies

    def academie(self, academie: str | None) -> Academie | None:
        """The académie of that id, or None."""
        return next((a for a in self.known_academies if a.id == academie), None)

    def names(self) -> dict[str, str]:
        """What people call the services and the académies, by their ids."""
        return {service.id: service.label for service in self.services} | self.academie_names()

    def academie_names(self) -> dict[str, str]:
        """Names of the académies that have a file, by id."""
        return {academie.id: academie.name for academie in self.known_academies}

    def academie_of(self, departement: str | None) -> Academie | None:
        """The académie a département belongs to, or None when no file lists it."""
        return next((a for a in self.known_academies if departement in a.departements), None)

    def services_for(self, academie: str | None) -> tuple[Service, ...]:
        """An académie's own services and the national ones it does not redefine; all when None."""
        if academie is None:
            return self.services
        own = {s.id for s in self.services if s.academie and s.academie.id == academie}
        return tuple(s for s in self.services if (s.academie.id == academie if s.academie else s.id not in own))

    def offers(self, service_id: str, academie: str | None = None) -> tuple[Service, ...]:
        """Every service of that id open to an académie; when None, one for each académie that has it."""
        return tuple(s for s in self.services_for(academie) if s.id == service_id)

    def service(self, service_id: str, academie: str | None = None) -> Service | None:
        """The académie's own service, else the national one, else None; the first on offer for None."""
        return next(iter(self.offers(service_id, academie)), None)

    def number(self, number: str) -> Number | None:
        """The national number written so, or None."""
        return next((n for n in self.numbers if n.number == number), None)

    def is_stale(self, source: Source, today: dt.date) -> bool:
        """True once the review date of the source's document has come."""
        return today >= self.documents[source.document].review_on

    def citation(self, source: Source) -> str:
        """The source as a reader sees it: title, date, page, heading."""
        document = self.documents[source.document]
        parts = [document.title, document.dated]
        if source.page is not None:
            parts.append(f"page {source.page}")
        if source.section is not None:
            parts.append(f"« {source.section} »")
        return ", ".join(parts)
