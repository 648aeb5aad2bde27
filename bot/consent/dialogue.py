"""The one road to keeping anything: ask the least, show it back, write after an explicit yes. Pure.

A request is a small value that the conversation carries. `takes` says whether a message is meant for it (else
whatever was asked is answered, and the request waits); `advance` says what the message changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.consent.answers import explicit_yes, read
from bot.consent.leaving import leaves
from bot.consent.usages import Question, Usage
from bot.privacy.codes import canonical
from bot.text import normalise, words

AGREEMENT, CODE, ACCESS, HELD = "accord", "code", "acces", "fiche"
OPEN, FIELD = "formulaire_ouvrir", "formulaire_choix"
MOST_TRIES = 3
_ASKS = ("faq_", "info_service", "contact_service", "confidentialite", "donnees_", "defi_bot", "aide", "parler_humain")
_STOPS = ("au_revoir", "recommencer")
_TELLS = ("besoin_", "concours_", "plainte_bot", "mentorat_bilan", "remercier", "saluer", "hors_sujet")
_NOTHING_TO_SAY = ("non", "je ne sais pas", "je sais pas")
# « Non, le numéro est faux » wants something corrected.
_NO = {"non", "non merci", "non non", "surtout pas", "non surtout pas", "non je ne veux pas", "non pas d accord"}
# « Effacez tout » is obeyed at once, even before the summary.
_WHOLE = {"tout", "conversation", "donnees"}
_SURE, _QUITE_SURE = 0.6, 0.85
_LONG_FOR_A_FIELD = 8


@dataclass(frozen=True)
class Heard:
    """What the person has just sent."""

    text: str
    intent: str = ""
    confidence: float = 0.0
    entities: Mapping[str, str] = field(default_factory=dict)

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


WRITE, LEAVE, WHY, WHO, INVALID, WAY_OUT, UNCLEAR, CHECK, FIND, ERASE, EXPORT = (
    "enregistrer", "abandonner", "pourquoi", "qui", "invalide", "issue", "pas_un_oui", "verifier", "chercher",
    "effacer", "exporter",
)  # fmt: skip


def begun(usage_id: str, usage: Usage | None, service: str | None = None) -> Request:
    """A new request; without a usage, one to see what is kept."""
    return Request(usage_id, usage.champs[0].id if usage else ACCESS, service=service)


def takes(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> bool:
    """Whether the message is for the request, rather than something said in passing."""
    if request.suspended or heard.intent.startswith("urgence_"):
        return False
    if heard.payload:
        return heard.intent in (FIELD, "affirmer", "nier", "suite_passer", "suite_pourquoi")
    if _asked_of_it(usage, heard) or _leaves(heard) or _passes(heard) or _coded(request, heard):
        return True
    asks = heard.text.rstrip().endswith("?") or (heard.intent.startswith(_ASKS) and heard.confidence >= _SURE)
    question = usage.question(request.stage) if usage else None
    if question is None:
        # « Enlevez mon nom », before the summary: nothing is kept yet, and the conversation is not to be erased.
        part = (
            heard.intent == "donnees_effacer" and len(heard.plain.split()) > 1 and not _WHOLE & set(heard.plain.split())
        )
        asks = asks and not (request.stage == AGREEMENT and part)
        return request.stage in (AGREEMENT, CODE, ACCESS) and not _aside(heard, asks)
    if question.genre in ("nom", "texte"):
        return not (asks or _aside(heard, asks, least=_QUITE_SURE, words_least=_LONG_FOR_A_FIELD))
    return read(question, heard.text, academies) is not None or not _aside(heard, asks)


def _asked_of_it(usage: Usage | None, heard: Heard) -> str | None:
    """« Pourquoi ? », « qui va lire ça ? »: of what is asked here, and not of the conversation."""
    if heard.intent == "suite_pourquoi":
        return WHY
    asks_who_reads = heard.intent == "confidentialite" and heard.confidence >= _SURE
    return WHO if usage is not None and asks_who_reads else None


def _aside(heard: Heard, asks: bool, least: float = _SURE, words_least: int = 4) -> bool:
    tells = heard.intent.startswith(_TELLS) and heard.confidence >= least and len(heard.plain.split()) >= words_least
    return asks or tells


def advance(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> Step:
    """What the message, meant for the request, changes."""
    coded = _coded(request, heard)
    asked = _asked_of_it(usage, heard)
    if asked is not None and not coded:
        return Step(request, asked)
    question = usage.question(request.stage) if usage else None
    leaves = _leaves(heard) and not coded and not _picks(question, heard, academies)
    if leaves or (heard.payload and heard.intent == "nier") or _has_no_code(request, heard):
        return Step(request, LEAVE)
    if heard.intent == FIELD:
        return _chosen(request, usage, heard, academies)
    if question is not None and usage is not None:
        return _answered(request, usage, question, heard, academies)
    if request.stage == AGREEMENT:
        return _agreed(request, heard)
    return Step(request, {CODE: CHECK, ACCESS: FIND}.get(request.stage))


def _answered(request: Request, usage: Usage, question: Question, heard: Heard, academies: Mapping[str, str]) -> Step:
    if _passes(heard) or (question.facultatif and heard.plain in _NOTHING_TO_SAY):
        if not question.facultatif:
            return _missed(request)
        answers = {name: value for name, value in request.answers.items() if name != question.id}
        return Step(_next(replace(request, answers=answers, passed=(*request.passed, question.id)), usage))
    answer = read(question, heard.text, academies)
    if answer is None:
        return _missed(request)
    return Step(_next(replace(request, answers={**request.answers, question.id: answer}), usage))


def _missed(request: Request) -> Step:
    tries = request.tries + 1
    return Step(replace(request, tries=tries), WAY_OUT if tries >= MOST_TRIES else INVALID)


def _next(request: Request, usage: Usage) -> Request:
    left = [q.id for q in usage.champs if q.id not in request.answers and q.id not in request.passed]
    return replace(request, stage=left[0] if left else AGREEMENT, tries=0)


def _agreed(request: Request, heard: Heard) -> Step:
    """Nothing but a plain yes is a yes: « oui mais », « peut-être », silence are not."""
    if heard.intent == "affirmer" if heard.payload else explicit_yes(heard.text):
        return Step(request, WRITE)
    if heard.intent == "nier" and heard.plain in _NO:
        return Step(request, LEAVE)
    return Step(replace(request, tries=request.tries + 1), UNCLEAR)


def _chosen(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> Step:
    """A button of the form: a question to correct, an answer to it, or something to do with what is kept."""
    wanted = heard.entities.get("champ", "")
    if wanted in (ERASE, EXPORT) and request.stage == HELD:
        return Step(request, wanted)
    question = usage.question(wanted) if usage else None
    if usage is None or question is None or request.stage == CODE:
        return Step(request)  # a button of what is over
    answer = heard.entities.get("valeur")
    if answer is not None:
        return _answered(replace(request, stage=wanted), usage, question, Heard(answer), academies)
    kept = {name: value for name, value in request.answers.items() if name != wanted}
    return Step(
        replace(request, stage=wanted, tries=0, answers=kept, passed=tuple(p for p in request.passed if p != wanted))
    )


def _leaves(heard: Heard) -> bool:
    return (heard.intent in _STOPS and heard.confidence >= _SURE) or leaves(heard.text)


def _picks(question: Question | None, heard: Heard, academies: Mapping[str, str]) -> bool:
    """Whether one of the choices is meant: « soirée » is an answer, « bonne soirée » is a goodbye."""
    if question is None or not question.choix or "bonne" in heard.plain.split():
        return False
    return read(question, heard.text, academies) is not None


def _coded(request: Request, heard: Heard) -> bool:
    # Seven words of the list may look like a need, a goodbye, or a « non ».
    return request.stage in (CODE, ACCESS) and canonical(heard.text) is not None


def _has_no_code(request: Request, heard: Heard) -> bool:
    refuses = (heard.intent == "nier" or heard.plain == "non") and not _coded(request, heard)
    return refuses and request.stage in (CODE, ACCESS)


def _passes(heard: Heard) -> bool:
    return heard.intent == "suite_passer" or heard.plain in ("passer", "passe", "je passe", "rien", "aucun")
