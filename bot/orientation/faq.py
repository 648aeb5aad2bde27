"""The ten answers about the mentoring, from the Lyon letter, as data. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, Extra, Field


class Answer(BaseModel):
    """One question of the FAQ: how it is put on a button, its answers in turn, and where the letter says it."""

    class Config:
        allow_mutation = False
        extra = Extra.forbid

    rubrique: str
    question: str
    reponses: list[str] = Field(min_items=2)


class Faq(BaseModel):
    """Every answer by intent."""

    __root__: Mapping[str, Answer]

    def __getitem__(self, intent: str) -> Answer:
        return self.__root__[intent]

    def get(self, intent: str) -> Answer | None:
        """The answer to this question, or None."""
        return self.__root__.get(intent)

    def others(self, intent: str, count: int) -> list[tuple[str, Answer]]:
        """The questions that naturally come next: those that follow in the file."""
        names = list(self.__root__)
        at = names.index(intent)
        return [(name, self.__root__[name]) for name in (names[at + 1 :] + names[:at])[:count]]
