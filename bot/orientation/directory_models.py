"""The records of the directory: services, contacts, documents, académies, national numbers.

They are the shape of the files of `data/academies/`: the alias of a field is its French key there, its
`example` is what the checker shows to the person who forgot or misspelt it. Every fact bears its source, so
that an answer can always say where it comes from and warn when it is old. Pure: reading files is the work of
`directory_files`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, Field, validator

from bot.orientation import directory_shapes as shapes

NATIONAL_SCOPE = "toutes les académies"


class Model(BaseModel):
    """A frozen record that refuses empty texts and keys it does not know."""

    class Config:
        extra = "forbid"
        frozen = True
        anystr_strip_whitespace = True
        min_anystr_length = 1


class Source(Model):
    """Where a fact was read: a document, and its page or the heading it stands under (or both)."""

    document: str = Field(alias="document", example="plaquette-strasbourg")
    page: int | None = Field(None, alias="page", example="4", ge=1)
    section: str | None = Field(None, alias="rubrique", example='"Contacts"')

    @validator("section", always=True)
    def _placed(cls, section: str | None, values: dict[str, Any]) -> str | None:
        if section is None and "page" in values and values["page"] is None:
            raise shapes.Refusal(
                problem="cette source ne dit pas où se trouve le fait dans le document",
                remedy='Ajoutez la page ou la rubrique, par exemple page: 4 ou rubrique: "Contacts".',
            )
        return section


class Fact(Model):
    """One sentence shown to the reader, with its source."""

    text: str = Field(alias="texte", example='"Sur rendez-vous, en présentiel ou par téléphone."')
    source: Source = Field(alias="source", example="{document: plaquette-strasbourg, page: 3}")


class Document(Model):
    """A document the facts come from; from `review_on` on, its contacts are shown with a warning."""

    id: str = Field(alias="id", example="plaquette-strasbourg")
    title: str = Field(alias="titre", example='"Dispositif de soutien aux personnels de direction"')
    dated: str = Field(alias="date", example='"2020-2021"')
    review_on: dt.date = Field(alias="a_revoir_le", example="2023-09-01")

    _review_on = validator("review_on", pre=True, allow_reuse=True)(shapes.review_date)


class Dispositif(Model):
    """An académie's support scheme as a whole: what holds for all its services."""

    name: str = Field(alias="nom", example='"Dispositif de soutien aux personnels de direction"')
    presentation: tuple[Fact, ...] = Field((), alias="presentation")
    principles: tuple[Fact, ...] = Field((), alias="principes")
    confidentiality: tuple[Fact, ...] = Field((), alias="confidentialite")


class Academie(Model):
    """An académie: its id (the one a session names), its name and its départements."""

    id: str = Field(alias="id", example="strasbourg")
    name: str = Field(alias="nom", example='"académie de Strasbourg"')
    departements: tuple[str, ...] = Field(alias="departements", example='["67", "68"]')
    dispositif: Dispositif | None = Field(None, alias="dispositif")

    _id = validator("id", allow_reuse=True)(shapes.academie_id)
    _departements = validator("departements", each_item=True, allow_reuse=True)(shapes.departement)


class Contact(Model):
    """One way to reach a service. `departement` is None when it serves every département."""

    kind: Literal["telephone", "courriel", "adresse", "site"] = Field(alias="type", example="telephone")
    value: str = Field(alias="valeur", example='"03 88 23 36 99"')
    departement: str | None = Field(None, alias="departement", example='"67"')
    label: str | None = Field(None, alias="libelle", example='"MGEN 67"')
    source: Source = Field(alias="source", example='{document: plaquette-strasbourg, rubrique: "Contacts"}')

    @validator("value")
    def _shaped(cls, value: str, values: dict[str, Any]) -> str:
        return shapes.contact(values["kind"], value) if "kind" in values else value

    @validator("departement")
    def _departement(cls, value: str | None) -> str | None:
        return None if value is None else shapes.departement(value)

    @property
    def link(self) -> str | None:
        """The address a browser opens (`tel:`, `mailto:`, `https:`); None for a postal address."""
        if self.kind == "telephone":
            return "tel:" + self.value.replace(" ", "")
        if self.kind == "courriel":
            return f"mailto:{self.value}"
        if self.kind == "site":
            return self.value if "://" in self.value else f"https://{self.value}"
        return None


class ServiceEntry(Model):
    """A service as a file writes it. An empty list means that the document does not say."""

    id: str = Field(alias="id", example="pae")
    name: str = Field(alias="nom", example='"Point d’accueil et d’écoute (PAE)"')
    short_name: str = Field(alias="nom_court", example='"le Point d’accueil et d’écoute"')
    summary: Fact = Field(alias="resume")
    audience: tuple[Fact, ...] = Field((), alias="pour_qui")
    topics: tuple[Fact, ...] = Field((), alias="domaines")
    aims: tuple[Fact, ...] = Field((), alias="objectifs")
    terms: tuple[Fact, ...] = Field((), alias="modalites")
    conditions: tuple[Fact, ...] = Field((), alias="conditions")
    confidentiality: tuple[Fact, ...] = Field((), alias="confidentialite")
    next_steps: tuple[Fact, ...] = Field((), alias="suite")
    caveat: str | None = Field(None, alias="a_savoir", example='"Ce nom a pu changer."')
    all_contacts: tuple[Contact, ...] = Field((), alias="contacts")
    no_contact: str | None = Field(None, alias="contact_absent", example='"Coordonnées non précisées par le document."')

    _id = validator("id", allow_reuse=True)(shapes.service_id)

    @validator("no_contact", always=True)
    def _reachable(cls, sentence: str | None, values: dict[str, Any]) -> str | None:
        if sentence is None and values.get("all_contacts") == ():
            raise shapes.Refusal(
                problem="ce service n’a aucun contact",
                remedy="Ajoutez contacts:, ou la phrase que lira la personne, par exemple "
                'contact_absent: "Coordonnées non précisées par le document."',
            )
        return sentence


class Service(ServiceEntry):
    """A service of the directory, which knows whose it is (`academie` is None for a national one)."""

    academie: Academie | None = None

    @property
    def scope(self) -> str:
        """Whom the service is for: the académie's name, or all of them."""
        return self.academie.name if self.academie else NATIONAL_SCOPE

    @property
    def label(self) -> str:
        """The name shown when services of several académies stand side by side."""
        return f"{self.name}, {self.academie.name}" if self.academie else self.name

    @property
    def with_de(self) -> str:
        """The short name after « de » (« du Point d’accueil et d’écoute »)."""
        return shapes.contracted("de", self.short_name)

    @property
    def with_a(self) -> str:
        """The short name after « à » (« au Point d’accueil et d’écoute »)."""
        return shapes.contracted("à", self.short_name)

    def contacts(self, departement: str | None = None) -> tuple[Contact, ...]:
        """The contacts for one département: its own and those without département; all when None."""
        return tuple(c for c in self.all_contacts if departement is None or c.departement in (None, departement))


class Number(Model):
    """A national helpline. What is None is not known to be so."""

    number: str = Field(alias="numero", example='"3114"')
    name: str = Field(alias="nom", example='"Numéro national de prévention du suicide"')
    usage: str = Field(alias="usage", example='"urgence médicale"')
    kind: Literal["appel", "sms"] = Field(alias="type", example="appel")
    free: bool | None = Field(None, alias="gratuit", example="true")
    confidential: bool | None = Field(None, alias="confidentiel", example="true")
    day_and_night: bool | None = Field(None, alias="jour_et_nuit", example="true")

    _number = validator("number", allow_reuse=True)(shapes.telephone)

    @property
    def link(self) -> str:
        """The address a telephone opens."""
        return ("sms:" if self.kind == "sms" else "tel:") + self.number.replace(" ", "")


class DirectoryFile(Model):
    """One file of `data/academies/`: an académie's, or the one that serves them all."""

    academie: Academie | None = Field(None, alias="academie")
    scope: Literal["nationale"] | None = Field(None, alias="portee", example="nationale")
    documents: tuple[Document, ...] = Field(alias="documents")
    services: tuple[ServiceEntry, ...] = Field(alias="services")
    numbers: tuple[Number, ...] = Field((), alias="numeros")
