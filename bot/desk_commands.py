"""`cap data`, `cap mentoring`, `cap stats`: what is kept, for the person, the coordinator and the rectorat."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import ParamSpec

from bot.consent import answers
from bot.consent.held import Held, as_export
from bot.consent.opening import current, desk_of, use
from bot.consent.statistics import LEAST_SHOWN, shown
from bot.consent.tries import TooManyTries
from bot.consent.usages import Usage
from bot.datafiles import directory
from bot.settings import Settings
from bot.storage.errors import StorageError
from bot.storage.records import Consent

CANDIDATES, MENTORS = "mentorat_inscription", "mentorat_devenir_accompagnateur"
_LISTS = ((CANDIDATES, "candidat"), (MENTORS, "accompagnateur"))
_REFERENCE = re.compile(r"[0-9a-f]{32}")
_NOT_FOUND = "Rien ne correspond à ce code, ou ce qui y correspondait est déjà effacé."
_Given = ParamSpec("_Given")


def _told(command: Callable[_Given, int]) -> Callable[_Given, int]:
    """Say in one line that the database, or the key, does not do."""

    @wraps(command)
    def wrapped(*given: _Given.args, **named: _Given.kwargs) -> int:
        try:
            return command(*given, **named)
        except StorageError as failure:
            print(failure, file=sys.stderr)
            return 1

    return wrapped


def opened(settings: Settings) -> None:
    """Open the desk of these settings for what follows."""
    use(desk_of(settings))


def _held(code: str) -> Held | None:
    # « - » : the code is read from the input, so that it stays out of the shell's history.
    text = sys.stdin.readline() if code == "-" else code
    if _REFERENCE.fullmatch(text.strip()):  # given by `cap data find` to who holds the key anyway
        return current().held(text.strip())
    try:
        return current().find(text)
    except TooManyTries:
        return None


@_told
def find_data(sought: str) -> int:
    """Show what holds a name, an e-mail address or a telephone number, each with the reference it is opened by."""
    text = sys.stdin.readline() if sought == "-" else sought
    found = current().search(text.strip())
    if not found:
        print("Rien de conservé ne correspond.", file=sys.stderr)
        return 1
    for consent in found:
        usage = current().usages[consent.purpose]
        print(f"Référence : {consent.id}\nPour : {usage.titre}")
        _answers(usage, consent)
    return 0


def _answers(usage: Usage, consent: Consent) -> None:
    for question in usage.champs:
        print(f"{question.libelle} : {consent.answers.get(question.id, '(non précisé)')}")
    print(f"Conservé jusqu'au : {consent.ends_on.isoformat()}\n")


@_told
def export_data(code: str) -> int:
    """Print what is kept under a code, as JSON."""
    held = _held(code)
    if held is None:
        print(_NOT_FOUND, file=sys.stderr)
        return 1
    print(json.dumps(as_export(held), ensure_ascii=False, indent=2))
    return 0


@_told
def correct_data(code: str, name: str, answer: str) -> int:
    """Replace one answer of what is kept under a code, as the conversation would."""
    held = _held(code)
    if held is None:
        print(_NOT_FOUND, file=sys.stderr)
        return 1
    usage = current().usages[held.usage]
    question = usage.question(name)
    if question is None:
        known = ", ".join(q.id for q in usage.champs)
        print(f"Il n'y a pas de réponse « {name} » pour {usage.titre}. Au choix : {known}.", file=sys.stderr)
        return 2
    academies = directory().academie_names()
    read = answers.read(question, answer, academies)
    if read is None:
        print(f"Cette réponse ne convient pas. {question.question}", file=sys.stderr)
        return 2
    done = current().correct(held.id, {**held.answers, name: read}, academies)
    if not done.known:
        print(_NOT_FOUND, file=sys.stderr)
        return 1
    print(f"C'est corrigé. {question.libelle} : {read}")
    if done.service_told:
        print("Le service, qui a peut-être déjà reçu la demande, va recevoir la nouvelle.")
    return 0


@_told
def erase_data(code: str) -> int:
    """Erase what is kept under a code."""
    held = _held(code)
    done = current().erase(held.id) if held is not None else None
    if done is None or not done.known:
        print(_NOT_FOUND, file=sys.stderr)
        return 1
    print("C'est effacé.")
    if done.service_told:
        print("Le service, qui a peut-être déjà reçu la demande, va être prié de l'effacer aussi.")
    if current().unwiped:
        print("Le fichier de la base n'a pas pu être réécrit : lancez « cap data purge ».", file=sys.stderr)
        return 1
    return 0


@_told
def purge_data() -> int:
    """Erase what has reached its last day."""
    ended = current().purge()
    print("Rien à effacer." if not ended else f"Effacé : {ended} enregistrement{'s' if ended > 1 else ''}.")
    return 0


@_told
def list_people(usage_id: str, academie: str | None) -> int:
    """Show the candidates or the mentors, one a paragraph."""
    usage = current().usages[usage_id]
    people = current().of(usage_id, academie)
    for person in people:
        _answers(usage, person)
    print(f"{len(people)} inscription{'s' if len(people) > 1 else ''}.")
    return 0


@_told
def export_people(academie: str | None) -> int:
    """Candidates then mentors, as CSV on the output."""
    usages = current().usages
    # All is read before a line is written: half a list would pass for the whole of it.
    people = [(name, current().of(usage, academie)) for usage, name in _LISTS]
    ids = list(dict.fromkeys(q.id for usage in (CANDIDATES, MENTORS) for q in usages[usage].champs))
    writer = csv.writer(sys.stdout)
    writer.writerow(["liste", *ids, "conserve_jusqu_au"])
    for name, persons in people:
        for person in persons:
            cells = [_inert(person.answers.get(i, "")) for i in ids]
            writer.writerow([name, *cells, person.ends_on.isoformat()])
    return 0


def _inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (« =… », « @… »): a person's answer is text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@_told
def show_statistics(*, as_json: bool) -> int:
    """What the staff needed, in complete weeks, nothing under five."""
    statistics = shown(current().counts(), current().today())
    if as_json:
        needs = [dict(zip(("academie", "besoin", "service", "nombre_arrondi"), row)) for row in statistics.needs]
        weeks = [dict(zip(("semaine", "academie", "nombre_arrondi"), row)) for row in statistics.weeks]
        print(json.dumps({"besoins": needs, "semaines": weeks}, ensure_ascii=False, indent=2))
        return 0
    if not statistics.needs and not statistics.weeks:
        print(f"Rien à montrer encore : aucun nombre inférieur à {LEAST_SHOWN} n'est affiché, ni la semaine en cours.")
        return 0
    _table(("académie", "besoin", "service", "orientations, au moins"), statistics.needs)
    print()
    _table(("semaine", "académie", "orientations, au moins"), statistics.weeks)
    return 0


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    cells = [list(titles), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(titles))]
    for row in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
