"""What is said along a request: questions, reminders, the summary, the code, what is kept. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from bot.consent.dialogue import AGREEMENT, CODE, FIELD, OPEN, Request
from bot.consent.usages import Question, Usage
from bot.reply import Button, Reply

ACCESS_USAGE = "acces"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_PROBLEMS = {
    "nom": "Je n'ai pas reconnu de nom.",
    "courriel": "Je ne vois pas d'adresse électronique complète, comme prenom.nom@exemple.fr.",
    "joindre": "Je ne vois ni numéro à dix chiffres, ni adresse électronique complète.",
    "texte": "Quelques mots suffisent, en moins de 120 signes.",
    "choix": "Choisissez l'une des réponses proposées.",
    "choix_multiple": "Donnez un ou plusieurs numéros de la liste.",
    "academie": "Donnez le nom de l'académie.",
    "nombre": "Donnez un nombre, de 1 à {maximum}.",
}
Names = Mapping[str, str]


def day(date: dt.date) -> str:
    """« 22 novembre 2026 »."""
    number = "1er" if date.day == 1 else str(date.day)
    return f"{number} {_MONTHS[date.month - 1]} {date.year}"


def opening(usage: Usage) -> Reply:
    """Before the first question: what will be asked, and that nothing is kept yet."""
    asked = ", ".join(q.libelle.lower() for q in usage.champs)
    return Reply(
        f"Pour {usage.titre}, voici ce que je vais vous demander, une chose à la fois : {asked}. Je n'enregistre rien "
        "avant de vous avoir tout montré et d'avoir reçu votre accord. Vous pouvez demander « pourquoi ? », passer ce "
        "qui est facultatif, ou arrêter à tout moment.",
        (),
        {"kind": "consentement"},
    )


def question(request: Request, usage: Usage | None, academies: Names, *, prefix: str = "") -> Reply:
    """The question that the request waits on."""
    asked = usage.question(request.stage) if usage else None
    if asked is not None:
        text = asked.question
        if asked.genre == "choix_multiple":
            text += "".join(f"\n{i}. {choice}" for i, choice in enumerate(asked.choix, 1))
        return Reply(prefix + text, (*_choices(asked, academies), *_ways(asked)), {"kind": "formulaire"})
    if request.stage == CODE:
        return Reply(
            f"{prefix}Pour vérifier que vous avez bien noté votre code, écrivez-le ici.",
            (Button("Je verrai plus tard", "/nier"),),
            {"kind": "formulaire"},
        )
    return Reply(
        f"{prefix}Écrivez les sept mots de votre code d'accès : ils vous ont été donnés le jour de l'enregistrement.",
        (Button("Je ne l'ai plus", "/nier"),),
        {"kind": "formulaire"},
    )


def _choices(asked: Question, academies: Names) -> list[Button]:
    if asked.genre == "academie":
        return [_choice(name[:1].upper() + name[1:], asked, identifier) for identifier, name in academies.items()]
    if asked.genre == "choix":
        return [_choice(choice.capitalize(), asked, choice) for choice in asked.choix]
    if asked.genre == "nombre":
        return [_choice(str(n), asked, str(n)) for n in range(1, asked.maximum + 1)]
    return []


def _choice(title: str, asked: Question, value: str) -> Button:
    return Button(title, f"/{FIELD}" + json.dumps({"champ": asked.id, "valeur": value}, ensure_ascii=False))


def _ways(asked: Question) -> list[Button]:
    ways = [Button("Pourquoi ?", "/suite_pourquoi")]
    if asked.facultatif:
        ways.append(Button("Passer", "/suite_passer"))
    return [*ways, Button("Arrêter", "/nier")]


def problem(request: Request, usage: Usage | None) -> str:
    """Why what was written is no answer."""
    asked = usage.question(request.stage) if usage else None
    return _PROBLEMS[asked.genre].format(maximum=asked.maximum) + " " if asked else "Je n'y vois pas les sept mots. "


def way_out(usage: Usage | None) -> str:
    """After three answers that do not do."""
    what = usage.titre if usage else "votre demande"
    return (
        f"Je n'y arrive pas avec ce que vous écrivez, et ce n'est pas grave. Vous pouvez essayer encore, ou arrêter "
        f"{what} et appeler directement le service : je vous redonne ses coordonnées sur demande. "
    )


def why(request: Request, usage: Usage | None) -> str:
    """« Pourquoi ? »"""
    asked = usage.question(request.stage) if usage else None
    if asked is not None:
        return f"{asked.pourquoi} "
    if request.stage == AGREEMENT:
        return "Rien n'est conservé ici sans un accord clair de votre part, c'est pourquoi je vous le demande. "
    return "Ce code est la seule clé de ce qui est conservé : sans lui, personne ne peut le retrouver en votre nom. "


def who(request: Request, usage: Usage, names: Names, today: dt.date) -> str:
    """« Qui va lire ça ? »"""
    return (
        f"Rien n'est enregistré avant votre « oui ». Ensuite, seul lecteur : {_who(usage, request.service, names)}, "
        f"pour {usage.finalite}, jusqu'au {day(usage.until(today))}. Le motif de notre conversation n'y figure pas. "
    )


def summary(request: Request, usage: Usage, names: Names, today: dt.date, *, prefix: str = "") -> Reply:
    """Exactly what will be kept, by whom, why, until when; and the question."""
    # A correction moves no date: it says so rather than promise another one.
    last = dt.date.fromisoformat(request.until) if request.until else usage.until(today)
    until = "La date de fin ne change pas" if request.record else f"Jusqu'au {day(last)}"
    text = (
        f"{prefix}Voici exactement ce qui serait enregistré :\n{listed(request.answers, usage, names)}\n"
        f"Qui le lira : {_who(usage, request.service, names)}. Pourquoi : {usage.finalite}. "
        f"{until}, puis c'est effacé. Ces réponses sont chiffrées, sans aucun lien avec notre conversation.\n"
        "Êtes-vous d'accord pour que je l'enregistre ? Sans un « oui » clair, je ne garde rien."
    )
    corrections = [Button(f"Corriger : {q.libelle.lower()}", field(q.id)) for q in usage.champs]
    return Reply(
        text,
        (Button("Oui, enregistrer", "/affirmer"), Button("Non, ne rien garder", "/nier"), *corrections),
        {"kind": "recapitulatif"},
    )


def field(name: str) -> str:
    """The payload of a button that names a question, or something to do with what is kept."""
    return f'/{FIELD}{{"champ": "{name}"}}'


def listed(answers: Mapping[str, str], usage: Usage, names: Names) -> str:
    """The answers, one a line, what was passed included."""
    return "\n".join(
        f"– {q.libelle} : {names.get(answers[q.id], answers[q.id]) if q.id in answers else '(passé)'}"
        for q in usage.champs
    )


def _who(usage: Usage, service: str | None, names: Names) -> str:
    return usage.destinataire.format(service=names.get(service or "", "le service"))


UNCLEAR = (
    "Je n'enregistre rien sans un « oui » clair, et je n'en suis pas sûr ici. Pour changer une réponse, choisissez "
    "« Corriger ». "
)
STILL_UNCLEAR = Reply(
    "Je ne garde toujours rien. « Oui » pour enregistrer, « non » pour tout laisser, ou corrigez une réponse.",
    (Button("Oui, enregistrer", "/affirmer"), Button("Non, ne rien garder", "/nier")),
    {"kind": "formulaire"},
)


def waiting(request: Request, usage: Usage | None, academies: Names) -> Reply | None:
    """What recalls a request after something else was answered; None if it waits on nothing."""
    what = usage.titre if usage else "votre code"
    if request.suspended:
        return Reply(
            f"Quand vous voudrez, {what} vous attend là où vous en étiez.",
            (Button("Reprendre", f"/{OPEN}"), Button("Abandonner", f'/{OPEN}{{"usage": "rien"}}')),
            {"kind": "formulaire"},
        )
    if request.stage == AGREEMENT and usage is not None:
        return Reply(
            f"Revenons à {usage.titre} : voulez-vous que je l'enregistre ?",
            (Button("Oui, enregistrer", "/affirmer"), Button("Non, ne rien garder", "/nier")),
            {"kind": "formulaire"},
        )
    if usage is None or usage.question(request.stage):
        return question(request, usage, academies, prefix=f"Revenons à {what}. ")
    return None
