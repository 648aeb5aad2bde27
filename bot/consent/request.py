"""A request under way, as the conversation carries it, and what a message changes of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.consent.usages import Usage
from bot.privacy.codes import canonical
from bot.text import normalise, words

AGREEMENT, CODE, ACCESS, HELD = "accord", "code", "acces", "fiche"
ALONE, LAST = "seul", "dernier"
OPEN, FIELD = "formulaire_ouvrir", "formulaire_choix"


@dataclass(frozen=True)
class Heard:
    """What the person has just sent."""

    text: str
    intent: str = ""
    confidence: float = 0.0
    entities: Mapping[str, str] = field(default_factory=dict)
    summed_up: str = ""
    """Whether the summary was what this answers: ALONE, LAST (something else was said before it), or not at all."""

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> Heard:
        """Rasa's parse of a message."""
        intent = message.get("intent") or {}
        entities = {e["entity"]: str(e["value"]) for e in message.get("entities") or []}
        name, confidence = str(intent.get("name") or ""), float(intent.get("confidence") or 0.0)
        return cls(str(message.get("text") or ""), name, confidence, entities)

    @property
    def payload(self) -> bool:
        """Whether it is a button."""
        return self.text.startswith("/")

    @property
    def coded(self) -> bool:
        """Whether an access code is typed in it."""
        return not self.payload and canonical(self.text) is not None

    @property
    def plain(self) -> str:
        """Its words, comparable."""
        return " ".join(words(normalise(self.text)))


@dataclass(frozen=True)
class Request:
    """Where a request stands. `stage`: the question being asked, or one of the stages above."""

    usage: str
    stage: str
    answers: Mapping[str, str] = field(default_factory=dict)
    tries: int = 0
    service: str | None = None
    record: str | None = None
    code: str | None = None
    """Keyed hash of the code just given, to compare what is typed back."""
    passed: tuple[str, ...] = ()
    """Optional questions left without an answer."""
    suspended: bool = False
    until: str | None = None
    """The last day told in the summary (ISO), which a yes past midnight does not change."""
    draft: str | None = None
    """The id under which a yes will be written: a yes said twice, its answer lost, is written once."""
    before: Mapping[str, Any] | None = None
    """Another request, put aside for this one, as `to_slot` wrote it."""

    def to_slot(self) -> dict[str, Any]:
        """As the conversation carries it."""
        return {**vars(self), "answers": dict(self.answers), "passed": list(self.passed)}

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any]) -> Request:
        """What `to_slot` wrote."""
        return cls(**{**slot, "passed": tuple(slot["passed"])})


@dataclass(frozen=True)
class Step:
    """What a message changes. `effect`: what is to be done, or said beside the next question."""

    request: Request
    effect: str | None = None


WRITE, LEAVE, WHY, WHO, INVALID, WAY_OUT, UNCLEAR, AGAIN, CHECK, FIND, ERASE, EXPORT, RECODE, KEPT, WAIT = (
    "enregistrer", "abandonner", "pourquoi", "qui", "invalide", "issue", "pas_un_oui", "relire", "verifier", "chercher",
    "effacer", "exporter", "autre_code",
    "reste", "attendre",
)  # fmt: skip


def begun(usage_id: str, usage: Usage | None, service: str | None = None) -> Request:
    """A new request; without a usage, one to see what is kept."""
    return Request(usage_id, usage.champs[0].id if usage else ACCESS, service=service)
