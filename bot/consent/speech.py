"""What is said along a request: questions, reminders, the summary, the code, what is kept. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from bot.consent.request import AGREEMENT, CODE, ERASE, FIELD, OPEN, RECODE, Request
from bot.consent.usages import Question, Usage
from bot.reply import Button, Reply

ACCESS_USAGE = "acces"
AFTER_A_CODE = (
    Button("Je verrai plus tard", "/nier"),
    Button("Recevoir un autre code", f'/{FIELD}{{"champ": "{RECODE}"}}'),
    Button("Effacer cette demande", f'/{FIELD}{{"champ": "{ERASE}"}}'),
)
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
            AFTER_A_CODE,
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
    reader = f"{_who(usage, request.service, names)}, pour {usage.finalite}"
    if request.record is not None:
        return (
            f"Seul lecteur : {reader}, jusqu'à la date de fin prévue. Le motif de notre conversation n'y figure pas. "
        )
    return (
        f"Rien n'est enregistré avant votre « oui ». Ensuite, seul lecteur : {reader}, jusqu'au "
        f"{day(_last_day(request, usage, today))}. Le motif de notre conversation n'y figure pas. "
    )


def _last_day(request: Request, usage: Usage, today: dt.date) -> dt.date:
    """The one told first: a question asked past midnight moves no date."""
    return dt.date.fromisoformat(request.until) if request.until else usage.until(today)


def summary(request: Request, usage: Usage, names: Names, today: dt.date, *, prefix: str = "") -> Reply:
    """Exactly what will be kept, by whom, why, until when; and the question."""
    # A correction moves no date: it says so rather than promise another one.
    until = "La date de fin ne change pas" if request.record else f"Jusqu'au {day(_last_day(request, usage, today))}"
    question = (
        "Êtes-vous d'accord pour que je le corrige ainsi ? Sans un « oui » clair, je ne change rien."
        if request.record
        else "Êtes-vous d'accord pour que je l'enregistre ? Sans un « oui » clair, je ne garde rien."
    )
    text = (
        f"{prefix}Voici exactement ce qui serait enregistré :\n{listed(request.answers, usage, names)}\n"
        f"Qui le lira : {_who(usage, request.service, names)}. Pourquoi : {usage.finalite}. "
        f"{until}, puis c'est effacé. Ces réponses sont chiffrées, sans aucun lien avec notre conversation ; "
        f"seuls le jour de votre accord et l'académie sont notés en clair.\n{question}"
    )
    return Reply(text, _yes_or_no(request, usage), {"kind": "recapitulatif"})


def _yes_or_no(request: Request, usage: Usage) -> tuple[Button, ...]:
    yes, no = (
        ("Oui, corriger", "Non, ne rien changer") if request.record else ("Oui, enregistrer", "Non, ne rien garder")
    )
    corrections = (Button(f"Corriger : {q.libelle.lower()}", field(q.id)) for q in usage.champs)
    return (Button(yes, "/affirmer"), Button(no, "/nier"), *corrections)


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


KEPT = "Votre demande est enregistrée, et le reste. Pour la retirer, choisissez « Effacer cette demande ». "
AGAIN = "Pour que votre « oui » porte bien sur cela, je vous le remontre. "


def unclear(request: Request) -> str:
    """After what may be a yes, and may not."""
    what = "Je ne change" if request.record else "Je n'enregistre"
    return (
        f"{what} rien sans un « oui » clair, et je n'en suis pas sûr ici. Pour changer une réponse, choisissez "
        "« Corriger ». "
    )


def still_unclear(request: Request, usage: Usage) -> Reply:
    """The second time, the summary standing above."""
    text = (
        "Je ne change toujours rien. « Oui » pour corriger, « non » pour laisser comme avant, ou reprenez une réponse."
        if request.record
        else "Je ne garde toujours rien. « Oui » pour enregistrer, « non » pour tout laisser, ou corrigez une réponse."
    )
    return Reply(text, _yes_or_no(request, usage), {"kind": "recapitulatif"})


def waiting(request: Request, usage: Usage | None, names: Names) -> Reply | None:
    """What recalls a request after something else was answered; None if it waits on nothing.

    Args:
        names: of the académies and the services, by their ids.
    """
    what = usage.titre if usage else "votre code"
    if request.suspended:
        return Reply(
            f"Quand vous voudrez, {what} vous attend là où vous en étiez.",
            (Button("Reprendre", f"/{OPEN}"), Button("Abandonner", f'/{OPEN}{{"usage": "rien"}}')),
            {"kind": "formulaire"},
        )
    if request.stage == AGREEMENT and usage is not None:
        # The whole again: a yes must have its subject before its eyes, and its corrections at hand.
        return summary(request, usage, names, dt.date.today(), prefix=f"Revenons à {what}. ")
    if usage is None or usage.question(request.stage):
        return question(request, usage, names, prefix=f"Revenons à {what}. ")
    return None
