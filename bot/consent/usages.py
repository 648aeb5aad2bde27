"""What may be kept with a person's agreement: for what, by whom, how long, and the questions asked. Pure.

The wording is data (`data/consent/usages.yml`), and its version is kept with every agreement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Extra, Field

Kind = Literal["nom", "courriel", "joindre", "texte", "choix", "choix_multiple", "academie", "nombre"]


class _Frozen(BaseModel):
    class Config:
        allow_mutation = False
        extra = Extra.forbid


class Question(_Frozen):
    """One thing asked, and why."""

    id: str
    libelle: str
    genre: Kind
    question: str
    pourquoi: str
    facultatif: bool = False
    choix: list[str] = Field(default_factory=list)
    maximum: int = 0


class Usage(_Frozen):
    """One use of what a person agrees to leave."""

    titre: str
    bouton: str
    finalite: str
    destinataire: str
    jours: int = Field(gt=0)
    ensuite: str
    champs: list[Question]

    def question(self, name: str) -> Question | None:
        """The question of this id, or None."""
        return next((q for q in self.champs if q.id == name), None)

    def until(self, today: dt.date) -> dt.date:
        """The last day on which what is left today is kept."""
        return today + dt.timedelta(days=self.jours)


class Usages(_Frozen):
    """Every use, by its id."""

    version: str
    usages: Mapping[str, Usage]

    def __getitem__(self, name: str) -> Usage:
        return self.usages[name]

    def get(self, name: str) -> Usage | None:
        """The use of this id, or None (to see what is kept is no use)."""
        return self.usages.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self.usages
