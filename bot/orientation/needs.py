"""The needs, as data: who can help, why, in which order, and what may be asked.

`data/orientation/besoins.yml` is written and read by people of the trade; the schema refuses what it does
not know. Source of every row: the two documents named in that file, through the routing table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Extra, Field, root_validator, validator

from bot.orientation.services import SERVICE_IDS

Context = Mapping[str, str]


class _Frozen(BaseModel):
    class Config:
        allow_mutation = False
        extra = Extra.forbid


class Condition(_Frozen):
    """Values a context must have, topic by topic: `{cadre: collectif}` or `{cadre: [a, b]}`."""

    __root__: dict[str, tuple[str, ...]]

    @validator("__root__", pre=True)
    def _listed(cls, value: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        return {k: (v,) if isinstance(v, str) else tuple(v) for k, v in value.items()}

    def holds(self, context: Context) -> bool:
        """Whether every topic of the condition has one of its values in `context`."""
        return all(context.get(topic) in values for topic, values in self.__root__.items())


class ReasonIf(_Frozen):
    """Another reason for the same door, when a condition holds."""

    si: Condition
    raison: str


class Door(_Frozen):
    """One service among those that answer a need."""

    service: str
    raison: str
    raisons: tuple[ReasonIf, ...] = ()
    sauf: Condition | None = None
    seulement: Condition | None = None
    d_abord: Condition | None = None

    @validator("service")
    def _known(cls, value: str) -> str:
        if value not in SERVICE_IDS:
            raise ValueError(f"service inconnu « {value} » ; les services sont : {', '.join(SERVICE_IDS)}")
        return value

    def reason(self, context: Context) -> str:
        """The reason to give in this context."""
        return next((r.raison for r in self.raisons if r.si.holds(context)), self.raison)


class Need(_Frozen):
    """One need: how it is named, what is answered first, and the doors."""

    besoin: str
    titre: str
    nom: str
    comprendre: list[str] = Field(min_items=2)
    portes: list[Door] = Field(min_items=1)
    numeros: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    a_defaut: str


class Question(_Frozen):
    """A clarifying question and the buttons that answer it."""

    texte: str
    valeurs: Mapping[str, str]


class Needs(_Frozen):
    """The whole table, in order of gravity."""

    besoins: tuple[Need, ...]
    questions: Mapping[str, Question]

    @root_validator(skip_on_failure=True)
    def _questions_exist(cls, values: dict[str, Any]) -> dict[str, Any]:
        for need in values["besoins"]:
            for question in need.questions:
                if question not in values["questions"]:
                    raise ValueError(f"{need.besoin} : la question « {question} » n'est pas décrite")
        return values

    def get(self, need_id: str | None) -> Need | None:
        """The need of this name, or None."""
        return next((n for n in self.besoins if n.besoin == need_id), None)

    def by_gravity(self, need_ids: Sequence[str]) -> list[str]:
        """The same names, the gravest first (order of the table)."""
        order = [n.besoin for n in self.besoins]
        return sorted(need_ids, key=lambda n: order.index(n) if n in order else len(order))
