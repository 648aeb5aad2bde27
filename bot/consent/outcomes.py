"""What is said once a request is settled: the code, what is kept, what is erased, what could not be done. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.consent.held import Held
from bot.consent.request import CODE, ERASE, EXPORT, OPEN, Request
from bot.consent.speech import AFTER_A_CODE, Names, day, field, listed
from bot.consent.usages import Usage
from bot.reply import Button, Reply

_STATES = {
    "enregistree": "enregistrée, en attente de la coordination",
    "en_attente": "enregistrée, en cours de transmission au service",
    "transmise": "transmise au service",
    "impossible": "non transmise : le courrier du service l'a refusée, appelez-le directement",
}


def written(usage: Usage, code: str, until: dt.date) -> Reply:
    """The code, shown once."""
    return Reply(
        f"C'est enregistré, jusqu'au {day(until)}. {usage.ensuite}\nVotre code d'accès :\n**{code}**\n"
        "Notez-le : je ne pourrai plus vous le montrer, et lui seul permet de consulter, corriger ou effacer ce que "
        "vous venez de laisser. Pour vérifier que vous l'avez bien, écrivez-le ici.",
        AFTER_A_CODE,
        {"kind": "code"},
    )


def recoded(code: str) -> Reply:
    """Another code, shown once, for who did not see or note the first."""
    return Reply(
        f"Voici un autre code, qui remplace le précédent :\n**{code}**\n"
        "Notez-le : je ne pourrai plus vous le montrer. Pour vérifier que vous l'avez bien, écrivez-le ici.",
        AFTER_A_CODE,
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
CODE_WRONG = (
    "Ce n'est pas le code que je viens de vous donner. Si vous ne l'avez plus sous les yeux, demandez-m'en un autre. "
)
NOT_FOUND = "Rien ne correspond à ce code, ou ce qui y correspondait est déjà effacé. "
TOO_MANY = Reply(
    "Trop d'essais pour le moment. Reprenez dans quelques minutes, votre code à la main.", (), {"kind": "consentement"}
)
GONE = Reply(
    "Cette demande n'est plus ouverte ici. Pour retrouver ce qui est conservé, écrivez « consulter mes données ».",
    (),
    {"kind": "consentement"},
)
_ERASED = "C'est effacé, définitivement : ce que vous aviez laissé n'existe plus, et le code ne sert plus à rien."
_ERASED_THERE = " Le service, qui a peut-être déjà reçu votre demande, va être prié de l'effacer aussi."
_CORRECTED = "C'est corrigé. Votre code et la date de fin ne changent pas."
_CORRECTED_THERE = " Le service, qui a peut-être déjà reçu votre demande, va recevoir la nouvelle."
NO_SERVICE = Reply(
    "Je ne sais plus de quel service il s'agit. Dites-moi ce qui se passe, et je vous redonnerai la bonne porte.",
    (),
    {"kind": "consentement"},
)
UNREACHABLE = Reply(
    "Je ne peux pas transmettre de demande à ce service d'ici. Voulez-vous ses coordonnées ? Dites-moi son nom.",
    (),
    {"kind": "consentement"},
)
FAILED = Reply(
    "Je n'ai pas pu le faire : la base ne répond pas. Rien n'est perdu ni enregistré à moitié, essayez dans un moment.",
    (Button("Réessayer", f"/{OPEN}"),),
    {"kind": "erreur"},
)


def erased(*, service_told: bool) -> Reply:
    """Nothing is left here; the service that may have a copy is told, if there is one."""
    return Reply(_ERASED + (_ERASED_THERE if service_told else ""), (), {"kind": "consentement"})


def corrected(*, service_told: bool) -> Reply:
    """The new answers replace the former ones, here and at the service that may have them."""
    return Reply(_CORRECTED + (_CORRECTED_THERE if service_told else ""), (), {"kind": "consentement"})


def held(usage: Usage, kept: Held, names: Names, *, prefix: str = "") -> Reply:
    """Everything that is kept under a code."""
    service = f" Service : {names.get(kept.service, kept.service)}." if kept.service else ""
    academie = f", académie {names.get(kept.academie, kept.academie)}" if kept.academie else ""
    return Reply(
        f"{prefix}Voici tout ce qui est conservé sous ce code, pour {usage.titre} :\n"
        f"{listed(kept.answers, usage, names)}\n"
        f"Noté en clair : accord du {day(kept.agreed)}{academie}, texte {kept.wording}.{service}\n"
        f"État : {_STATES.get(kept.state, kept.state)}. Conservé jusqu'au {day(kept.until)}, puis effacé.",
        (
            Button("Effacer définitivement", field(ERASE)),
            Button("Recevoir une copie (JSON)", field(EXPORT)),
            *(Button(f"Corriger : {q.libelle.lower()}", field(q.id)) for q in usage.champs),
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
