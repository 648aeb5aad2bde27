"""What is said about one service: what it does, how to reach it, why it was named, what it keeps secret. Pure."""

from __future__ import annotations

from bot.orientation.contacts import (
    MOYENS,
    all_contacts,
    by_departement,
    card,
    contact_line,
    one_kind,
    warning,
)
from bot.orientation.directory import Service
from bot.orientation.situation import Situation, Trade
from bot.orientation.speech import CONFIDENTIAL, ELSE, orientation_of
from bot.reply import Button, Reply

# What people ask and no document says.
_UNSAID = {
    "horaires": "Les horaires ne sont pas précisés",
    "prix": "Le prix n'est pas précisé",
    "dates": "Les dates ne sont pas précisées",
}


def find(service_id: str, trade: Trade, situation: Situation) -> tuple[Service | None, str]:
    """The service for this person, and a sentence when their académie's document does not have it.

    A service of another académie is still explained, labelled with its own, never passed off as theirs.
    """
    service = trade.directory.service(service_id, situation.academie)
    if service is not None:
        return service, ""
    elsewhere = trade.directory.service(service_id)
    academie = trade.directory.academie(situation.academie)
    if elsewhere is None or academie is None:
        return elsewhere, ""
    return elsewhere, (
        f"Le document de l'{academie.name} n'en parle pas ; "
        f"voici ce qu'en dit celui de l'{elsewhere.scope}, réservé à ses personnels."
    )


def explain(service_id: str, trade: Trade, situation: Situation, *, again: bool = False) -> Reply:
    """« C'est quoi le PAE ? »: what it is, how it goes, what stays secret, how to reach it."""
    service, absence = find(service_id, trade, situation)
    if service is None:
        return unknown(trade, situation)
    lines = [absence] if absence else []
    if again:
        lines.append(f"En deux mots, {situation.named(service)} : {_first(service.terms) or service.summary.text}")
    else:
        lines.append(f"{situation.named(service)}. {service.summary.text}")
        lines += [fact.text for fact in service.terms[:2]]
    lines += [fact.text for fact in service.conditions[:3]]
    lines += [" ".join(f.text for f in service.confidentiality)] if service.confidentiality else []
    old = warning(service, trade.directory, trade.today)
    lines += [contact_line(service, situation.where(trade.directory)), service.caveat or "", old or ""]
    reply_text = "\n".join(line for line in lines if line)
    contact = Button("Comment les joindre ?", f'/contact_service{{"service": "{service.id}"}}')
    return Reply(reply_text, (contact, CONFIDENTIAL, ELSE), _custom(service, trade, situation))


def reach(service_id: str, trade: Trade, situation: Situation, *, kind: str | None = None) -> Reply:
    """« Et leur numéro ? », « par mail plutôt », « c'est où ? ».

    Args:
        kind: telephone, courriel, adresse, site or horaires; None gives every contact.
    """
    service, absence = find(service_id, trade, situation)
    if service is None:
        return unknown(trade, situation)
    where = situation.where(trade.directory)
    lines = [absence] if absence else []
    found = one_kind(service, kind, where) if kind in MOYENS else None
    if kind in _UNSAID:
        lines.append(f"{_UNSAID[kind]} par le document. Voici comment joindre {service.short_name} :")
    elif kind in MOYENS and found is None:
        lines.append(f"{MOYENS[kind].capitalize()} : non précisé par le document. Voici ce qu'il donne.")
    else:
        lines.append(f"Pour joindre {service.short_name if situation.academie else situation.named(service)} :")
    lines.append(found or all_contacts(service, where))
    old = warning(service, trade.directory, trade.today)
    lines += [old] if old else []
    places = [
        Button(f"Je suis dans le {d}", f'/suite_precision{{"departement": "{d}"}}')
        for d in by_departement(service, where)
    ]
    return Reply("\n".join(lines), (*places, CONFIDENTIAL, ELSE), _custom(service, trade, situation))


def why(trade: Trade, situation: Situation) -> Reply | None:
    """« Pourquoi eux ? »: the reason, then what will happen. None when no service was given yet."""
    service = trade.directory.service(situation.last or "", situation.academie)
    if service is None:
        return None
    reasons = [
        r.reason
        for r in (orientation_of(situation.besoin, trade, situation).recommendations if situation.besoin else ())
        if r.service.id == service.id
    ]
    steps = [fact.text for fact in (*service.next_steps[:2], *service.terms[:1])]
    happens = " ".join(dict.fromkeys(steps)) or "La suite n'est pas précisée par le document."
    text = (
        f"Si je vous parle {service.with_de}, c'est pour ceci : "
        f"{_lower(service.summary.text)}\n{' '.join(reasons[:1])}\nCe qui se passe ensuite : {_lower(happens)}"
    )
    return Reply(text, (CONFIDENTIAL, ELSE), _custom(service, trade, situation))


_WHO_READS = (
    "Personne ne lit ce que vous écrivez ici : un programme répond seul, garde la conversation en mémoire le temps "
    "de vous répondre, et n'en écrit rien. Si vous appelez un service, dites-lui d'abord ce que vous voulez garder "
    "pour vous, et demandez-lui ce qu'il note."
)


def secrecy(trade: Trade, situation: Situation, *, again: bool = False) -> Reply:
    """« C'est vraiment confidentiel ? »: about the service just given, then about this conversation.

    Asked `again`, it answers the doubt behind the question (« oui mais qui lit ? ») instead of saying it all anew.
    """
    if again:
        return Reply(_WHO_READS, (Button("Parler à une personne", "/parler_humain"), ELSE), {"kind": "confidentialite"})
    service = trade.directory.service(situation.last or "", situation.academie)
    here = (
        "Ici, je ne vous demande pas votre nom et je ne conserve pas notre conversation : elle s'efface après "
        "trente minutes sans message, ou dès que vous choisissez « Effacer ». "
        "Le réseau d'où vous écrivez peut voir que vous visitez ce site, pas ce que vous y écrivez."
    )
    if service is None:
        return Reply(here, (Button("Parler à une personne", "/parler_humain"), ELSE), {"kind": "confidentialite"})
    facts = " ".join(f.text for f in service.confidentiality)
    about = (
        facts
        or "Ce que ce service garde confidentiel n'est pas précisé par le document ; "
        "vous pouvez le lui demander d'emblée."
    )
    text = f"Pour {service.short_name} : {_lower(about)}\n{here}"
    return Reply(text, (Button("Pourquoi ce service ?", "/suite_pourquoi"), ELSE), {"kind": "confidentialite"})


def unknown(trade: Trade, situation: Situation) -> Reply:
    """The services one can ask about, when none was recognised."""
    offered = trade.directory.services_for(situation.academie)
    buttons = [
        Button(_upper(s.short_name), f'/info_service{{"service": "{s.id}"}}')
        for s in {s.id: s for s in offered}.values()
    ]
    text = "De quel service s'agit-il ? Je connais ceux-ci."
    return Reply(text, buttons[:8], {"kind": "menu"})


def _first(facts: tuple[object, ...]) -> str:
    return str(getattr(facts[0], "text", "")) if facts else ""


def _lower(text: str) -> str:
    head, tail = text[:1], text[1:2]
    return text if tail.isupper() or not head.isupper() else head.lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _custom(service: Service, trade: Trade, situation: Situation) -> dict[str, object]:
    where = situation.where(trade.directory)
    return {
        "kind": "service",
        "services": [service.id],
        "cartes": [card(service, service.summary.text, where)],
    }
