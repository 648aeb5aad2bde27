"""The one road to keeping anything: ask the least, show it back, write after an explicit yes. Pure.

A request is a small value that the conversation carries. `takes` says whether a message is meant for it (else
whatever was asked is answered, and the request waits); `advance` says what the message changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.consent import wishes
from bot.consent.answers import explicit_yes, plainest_yes, read
from bot.consent.request import (
    ACCESS,
    AGAIN,
    AGREEMENT,
    ALONE,
    CHECK,
    CODE,
    ERASE,
    EXPORT,
    FIELD,
    FIND,
    HELD,
    INVALID,
    KEPT,
    LEAVE,
    RECODE,
    UNCLEAR,
    WAIT,
    WAY_OUT,
    WHO,
    WHY,
    WRITE,
    Heard,
    Request,
    Step,
)
from bot.consent.usages import Question, Usage

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
# What may be asked of what is kept, by its stage.
_OF_WHAT_IS_KEPT = {HELD: (ERASE, EXPORT, HELD), CODE: (ERASE, RECODE)}


def takes(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> bool:
    """Whether the message is for the request, rather than something said in passing."""
    if heard.payload:
        return not request.suspended and heard.intent in (FIELD, "affirmer", "nier", "suite_passer", "suite_pourquoi")
    if heard.intent.startswith("urgence_"):
        return False
    if heard.coded:
        return True  # seven words of the list are a code, wherever they are typed
    if request.suspended:
        return wishes.resumes(heard.text)
    wished = _asked_of_it(usage, heard) or _leaves(heard) or _passes(heard) or _wished(request, usage, heard)
    noted = request.stage == CODE and wishes.noted(heard.text)
    return bool(wished) or noted or wishes.waits(heard.text) or _answers(request, usage, heard, academies)


def _answers(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> bool:
    asks = heard.text.rstrip().endswith("?") or (heard.intent.startswith(_ASKS) and heard.confidence >= _SURE)
    question = usage.question(request.stage) if usage else None
    if question is None:
        if request.stage == AGREEMENT and (wishes.refuses(heard.text) or explicit_yes(heard.text)):
            return True
        # « Enlevez mon nom », before the summary: nothing is kept yet, and the conversation is not to be erased.
        part = (
            heard.intent == "donnees_effacer" and len(heard.plain.split()) > 1 and not _WHOLE & set(heard.plain.split())
        )
        asks = asks and not (request.stage == AGREEMENT and part)
        return request.stage in (AGREEMENT, CODE, ACCESS) and not _aside(heard, asks)
    if question.genre in ("nom", "texte"):
        if wishes.confides(heard.text) and heard.intent.startswith("besoin_") and heard.confidence >= _QUITE_SURE:
            return False
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


def asks_for_words(request: Request, usage: Usage | None) -> bool:
    """Whether the request awaits a name, an address, other words of one's own, or a code: read as they are written."""
    question = usage.question(request.stage) if usage else None
    if question is None:
        return request.stage in (CODE, ACCESS)
    return not question.choix and question.genre != "nombre"


def advance(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> Step:
    """What the message, meant for the request, changes."""
    wished = _wished(request, usage, heard)
    if heard.coded:
        return Step(request, CHECK if request.stage == CODE else FIND)
    if wished is not None:
        return _chosen(request, usage, Heard("", FIELD, entities={"champ": wished}), academies)
    return _aside_of_it(request, usage, heard, academies) or _told(request, usage, heard, academies)


def _aside_of_it(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> Step | None:
    """What is neither an answer nor a wish: a question about the request, a pause, the end."""
    asked = _asked_of_it(usage, heard)
    refused = request.stage == AGREEMENT and not heard.payload and wishes.refuses(heard.text)
    if asked is not None and not refused:
        # « Ok » may then answer the explanation: the next yes has to be plain.
        return Step(replace(request, tries=request.tries + 1) if request.stage == AGREEMENT else request, asked)
    if wishes.waits(heard.text) and request.stage not in (CODE, ACCESS, HELD):
        return Step(replace(request, suspended=True), WAIT)
    if request.stage == CODE and not heard.payload and wishes.withdraws(heard.text):
        return Step(request, KEPT)
    question = usage.question(request.stage) if usage else None
    mistaken = request.stage == AGREEMENT and wishes.mistaken(heard.text)
    leaves = refused or (_leaves(heard) and not mistaken and not _picks(question, heard, academies))
    if leaves or (heard.payload and heard.intent == "nier") or _has_no_code(request, heard):
        return Step(request, LEAVE)
    return None


def _told(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> Step:
    question = usage.question(request.stage) if usage else None
    if heard.intent == FIELD:
        return _chosen(request, usage, heard, academies)
    if heard.payload and request.stage != AGREEMENT and heard.intent != "suite_passer":
        return Step(request)  # a button of what was said before, and no answer
    if request.stage == CODE and wishes.noted(heard.text):
        return Step(request, LEAVE)
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
    """Nothing but a plain yes to the summary is a yes: « oui mais », « peut-être », silence are not.

    « Ok » may acknowledge what else was said: it is one to a summary that stands alone, and was not hesitated at.
    """
    if heard.intent == "affirmer" if heard.payload else explicit_yes(heard.text):
        plain = heard.payload or plainest_yes(heard.text)
        if not heard.summed_up:
            return Step(request, AGAIN)
        if plain or (heard.summed_up == ALONE and not request.tries):
            return Step(request, WRITE)
    elif heard.intent == "nier" and heard.plain in _NO:
        return Step(request, LEAVE)
    return Step(replace(request, tries=request.tries + 1), UNCLEAR)


def _chosen(request: Request, usage: Usage | None, heard: Heard, academies: Mapping[str, str]) -> Step:
    """A button of the form: a question to correct, an answer to it, or something to do with what is kept."""
    wanted = heard.entities.get("champ", "")
    if wanted in _OF_WHAT_IS_KEPT.get(request.stage, ()):
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
    return (heard.intent in _STOPS and heard.confidence >= _SURE) or wishes.leaves(heard.text)


def _wished(request: Request, usage: Usage | None, heard: Heard) -> str | None:
    """What the words ask of the request, as its buttons do: the question to correct, or a thing to do; or None."""
    if heard.payload or usage is None:
        return None
    if request.stage in (HELD, CODE) and wishes.erases(heard.text):
        return ERASE
    if request.stage == CODE:
        return RECODE if wishes.has_no_code(heard.text) else None
    wanted = wishes.corrects(heard.text, usage)
    # While another question waits, an answer may speak of what has changed: only a plain order goes back.
    known = request.stage in (AGREEMENT, HELD) or (wanted in request.answers and wishes.mistaken(heard.text))
    if wanted is not None and wanted != request.stage and known:
        return wanted
    if request.stage == HELD:
        return EXPORT if wishes.copies(heard.text) else HELD if _of_what_is_kept(heard) else None
    return None


def _of_what_is_kept(heard: Heard) -> bool:
    """What is asked of the sheet, and is no plain order: it is shown again, with its buttons."""
    of_data = heard.intent.startswith("donnees_") and heard.confidence >= _SURE
    return of_data or wishes.looks(heard.text)


def _picks(question: Question | None, heard: Heard, academies: Mapping[str, str]) -> bool:
    """Whether one of the choices is meant: « soirée » is an answer, « bonne soirée » is a goodbye."""
    if question is None or not question.choix or "bonne" in heard.plain.split():
        return False
    return read(question, heard.text, academies) is not None


def _has_no_code(request: Request, heard: Heard) -> bool:
    return (heard.intent == "nier" or heard.plain == "non") and request.stage in (CODE, ACCESS)


def _passes(heard: Heard) -> bool:
    return heard.intent == "suite_passer" or heard.plain in ("passer", "passe", "je passe", "rien", "aucun")
