"""What is said along a request: questions, reminders, the summary, the code, what is kept. Pure."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from bot.consent.dialogue import AGREEMENT, CODE, ERASE, EXPORT, FIELD, OPEN, Request
from bot.consent.usages import Question, Usage
from bot.reply import Button, Reply

ACCESS_USAGE = "acces"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_STATES = {
    "enregistree": "enregistrée, en attente de la coordination",
    "en_attente": "enregistrée, en cours de transmission au service",
    "transmise": "transmise au service",
    "impossible": "non transmise : le courrier du service l'a refusée, appelez-le directement",
}
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


def summary(request: Request, usage: Usage, names: Names, today: dt.date, *, prefix: str = "") -> Reply:
    """Exactly what will be kept, by whom, why, until when; and the question."""
    # A correction moves no date: it says so rather than promise another one.
    until = "La date de fin ne change pas" if request.record else f"Jusqu'au {day(usage.until(today))}"
    text = (
        f"{prefix}Voici exactement ce qui serait enregistré :\n{_listed(request.answers, usage, names)}\n"
        f"Qui le lira : {_who(usage, request.service, names)}. Pourquoi : {usage.finalite}. "
        f"{until}, puis c'est effacé. Ces réponses sont chiffrées, sans aucun lien avec notre conversation.\n"
        "Êtes-vous d'accord pour que je l'enregistre ? Sans un « oui » clair, je ne garde rien."
    )
    corrections = [Button(f"Corriger : {q.libelle.lower()}", _field(q.id)) for q in usage.champs]
    return Reply(
        text,
        (Button("Oui, enregistrer", "/affirmer"), Button("Non, ne rien garder", "/nier"), *corrections),
        {"kind": "recapitulatif"},
    )


def _field(name: str) -> str:
    return f'/{FIELD}{{"champ": "{name}"}}'


def _listed(answers: Mapping[str, str], usage: Usage, names: Names) -> str:
    return "\n".join(
        f"– {q.libelle} : {names.get(answers[q.id], answers[q.id]) if q.id in answers else '(passé)'}"
        for q in usage.champs
    )


def _who(usage: Usage, service: str | None, names: Names) -> str:
    return usage.destinataire.format(service=names.get(service or "", "le service"))


UNCLEAR = "Je n'enregistre rien sans un « oui » clair, et je n'en suis pas sûr ici. "
CORRECTED = Reply("C'est corrigé. Votre code et la date de fin ne changent pas.", (), {"kind": "consentement"})


def written(usage: Usage, code: str, until: dt.date) -> Reply:
    """The code, shown once."""
    return Reply(
        f"C'est enregistré, jusqu'au {day(until)}. {usage.ensuite}\nVotre code d'accès :\n**{code}**\n"
        "Notez-le : je ne pourrai plus vous le montrer, et lui seul permet de consulter, corriger ou effacer ce que "
        "vous venez de laisser. Pour vérifier que vous l'avez bien, écrivez-le ici.",
        (Button("Je verrai plus tard", "/nier"),),
        {"kind": "code"},
    )


def left(request: Request, usage: Usage | None) -> Reply:
    """The person stops."""
    if request.stage == CODE:
        text = "Comme vous voulez. Gardez bien ces sept mots : c'est avec eux que vous pourrez tout effacer."
    elif request.record or usage is None:
        text = "Entendu, rien n'est changé."
    else:
        text = f"Entendu : j'abandonne {usage.titre}, et je n'en garde rien."
    return Reply(f"{text} Voulez-vous parler d'autre chose ?", (), {"kind": "consentement"})


CODE_RIGHT = Reply(
    "C'est bien cela. Ces sept mots suffisent : avec eux, écrivez-moi « consulter mes données » quand vous voudrez. "
    "Je peux encore vous aider pour autre chose.",
    (),
    {"kind": "consentement"},
)
CODE_WRONG = "Ce n'est pas le code que je viens de vous donner : il est affiché un peu plus haut. "
NOT_FOUND = "Rien ne correspond à ce code, ou ce qui y correspondait est déjà effacé. "
TOO_MANY = Reply(
    "Trop d'essais pour le moment. Reprenez dans quelques minutes, votre code à la main.", (), {"kind": "consentement"}
)
ERASED = Reply(
    "C'est effacé, définitivement : ce que vous aviez laissé n'existe plus, et le code ne sert plus à rien.",
    (),
    {"kind": "consentement"},
)
NO_SERVICE = Reply(
    "Je ne sais plus de quel service il s'agit. Dites-moi ce qui se passe, et je vous redonnerai la bonne porte.",
    (),
    {"kind": "consentement"},
)
FAILED = Reply(
    "Je n'ai pas pu le faire : la base ne répond pas. Rien n'est perdu ni enregistré à moitié, essayez dans un moment.",
    (Button("Réessayer", f"/{OPEN}"),),
    {"kind": "erreur"},
)


def held(usage: Usage, answers: Mapping[str, str], state: str, until: dt.date, names: Names) -> Reply:
    """Everything that is kept under a code."""
    return Reply(
        f"Voici tout ce qui est conservé sous ce code, pour {usage.titre} :\n{_listed(answers, usage, names)}\n"
        f"État : {_STATES.get(state, state)}. Conservé jusqu'au {day(until)}, puis effacé.",
        (
            Button("Effacer définitivement", _field(ERASE)),
            Button("Recevoir une copie (JSON)", _field(EXPORT)),
            *(Button(f"Corriger : {q.libelle.lower()}", _field(q.id)) for q in usage.champs),
            Button("Ne rien changer", "/nier"),
        ),
        {"kind": "fiche"},
    )


def exported(data: Mapping[str, object]) -> Reply:
    """The same, for another machine to read."""
    return Reply(
        "Voici votre copie. Elle n'est nulle part ailleurs que sur cette page : copiez-la avant de partir.",
        (),
        {"kind": "fiche", "export": dict(data)},
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
