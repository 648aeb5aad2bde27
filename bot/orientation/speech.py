"""What is said to orient a person: the first door, one other, and what may be said next. Pure.

Form (shared design): one sentence that shows it was understood, one recommendation with its reason and how
to reach it, what stays confidential, at most one other door.
"""

from __future__ import annotations

from bot.orientation.contacts import by_departement, card, contact_line, warning
from bot.orientation.directory import Directory, Service
from bot.orientation.precisions import UNKNOWN
from bot.orientation.routing import Orientation, Recommendation, route
from bot.orientation.situation import Situation, Trade
from bot.reply import Button, Reply

ELSE = Button("Autre chose", "/suite_autre")
CONFIDENTIAL = Button("C'est vraiment confidentiel ?", "/confidentialite")
_SHOWN = 2
_DEPARTEMENTS = {"67": "Je suis dans le 67", "68": "Je suis dans le 68"}


def orientation_of(need_id: str, trade: Trade, situation: Situation) -> Orientation:
    """Route a need in this situation. Raises KeyError for an unknown need."""
    return route(need_id, trade.needs, trade.directory, academie=situation.academie, context=situation.context)


def orient(need_id: str, trade: Trade, situation: Situation, *, times: int, opening: str = "") -> Reply:
    """The answer to a need.

    Args:
        times: how often this need was already answered here, so that nothing is said twice word for word.
        opening: a sentence that comes before (thanks for a denial, a change of subject).
    """
    orientation = orientation_of(need_id, trade, situation)
    need = orientation.need
    shown = orientation.recommendations[:_SHOWN]
    sentences = [opening, need.comprendre[min(times, len(need.comprendre) - 1)]]
    absence = _absence(orientation, trade.directory, situation)
    if absence:
        sentences.append(absence)
    first = shown[0]
    where = situation.where(trade.directory)
    lead = "Je vous redis la porte la plus adaptée : " if times else ""
    blocks = [
        " ".join(s for s in sentences if s),
        f"{lead}{situation.named(first.service)}. {first.reason}\n{contact_line(first.service, where)}",
        *_numbers(orientation, trade.directory),
    ]
    if len(shown) > 1:
        other = shown[1]
        name = situation.named_briefly(other.service)
        blocks.append(f"Autre porte : {name}. {other.reason}\n{contact_line(other.service, where)}")
    # After the doors: nobody should read seventy words before a telephone number.
    blocks += _fine_print(shown, trade, situation)
    return Reply(
        "\n".join(blocks),
        _buttons(orientation, situation, trade),
        _custom("orientation", orientation, shown, trade, situation),
    )


def also(need_id: str, trade: Trade, situation: Situation) -> Reply:
    """A second need of the same message, answered in two lines and not forgotten."""
    orientation = orientation_of(need_id, trade, situation)
    first = orientation.recommendations[0]
    absence = _absence(orientation, trade.directory, situation)
    lines = [f"Vous parliez aussi de ceci : {orientation.need.nom}.", absence, _door(first, trade, situation)]
    text = "\n".join(line for line in lines if line)
    return Reply(text, (), _custom("orientation", orientation, (first,), trade, situation))


def another_door(trade: Trade, situation: Situation, *, refused: str | None = None) -> Reply | None:
    """The next service of the same need that was not given yet, or None when there is no other.

    `refused`: a service that the person does not want. Those of the same house are left out too (« pas la MGEN »),
    and the best of the others is given, even anew.
    """
    if situation.besoin is None:
        return None
    orientation = orientation_of(situation.besoin, trade, situation)
    wanted = [r for r in orientation.recommendations if not refused or _house(r.service.id) != _house(refused)]
    left = [r for r in wanted if refused or r.service.id not in situation.given]
    if not left:
        return None
    opening = "Alors, plutôt celle-ci." if refused else "Il y a aussi une autre porte."
    text = f"{opening}\n{_door(left[0], trade, situation)}"
    return Reply(text, (CONFIDENTIAL, ELSE), _custom("orientation", orientation, (left[0],), trade, situation))


def _house(service: str) -> str:
    return service.partition("_")[0]


def refined(trade: Trade, situation: Situation) -> Reply:
    """The recommendation again, now that a question is answered: only what the answer changes."""
    orientation = orientation_of(situation.besoin or "", trade, situation)
    shown = orientation.recommendations[:_SHOWN]
    first = shown[0]
    where = situation.where(trade.directory)
    answered = {value for topic, value in situation.context.items() if topic in orientation.need.questions}
    known = answered and UNKNOWN not in answered
    thanks = "Merci, cela m'aide." if known else "Ce n'est pas grave, on peut avancer sans le savoir."
    if first.service.id == situation.last:
        lines = [f"{thanks} La bonne porte reste la même : {situation.named(first.service)}. {first.reason}"]
    else:
        lines = [f"{thanks} Dans ce cas, d'abord : {situation.named(first.service)}. {first.reason}"]
    lines.append(contact_line(first.service, where))
    if len(shown) > 1:
        lines.append(f"Et aussi, {situation.named(shown[1].service)} : {contact_line(shown[1].service, where)}")
    old = warning(first.service, trade.directory, trade.today)
    text = "\n".join([*lines, *([old] if old else [])])
    return Reply(
        text,
        _buttons(orientation, situation, trade),
        _custom("orientation", orientation, shown, trade, situation),
    )


def _door(recommendation: Recommendation, trade: Trade, situation: Situation) -> str:
    service = recommendation.service
    lines = [
        f"{situation.named(service)}. {recommendation.reason}",
        contact_line(service, situation.where(trade.directory)),
        *_fine_print((recommendation,), trade, situation),
    ]
    return "\n".join(lines)


def _fine_print(shown: tuple[Recommendation, ...], trade: Trade, situation: Situation) -> list[str]:
    """What stays confidential with the first service, what to know of it, and the age of the contacts."""
    first = shown[0].service
    lines = [_secret(first)] if first.confidentiality else []
    if first.caveat and (situation.academie not in (None, "strasbourg") or first.id not in _MGEN):
        lines.append(first.caveat)
    aged = (warning(r.service, trade.directory, trade.today) for r in shown)
    old = next((line for line in aged if line), None)
    return [*lines, *([old] if old else [])]


# The MGEN's caveat (« the arrangement is the one Strasbourg describes ») tells Strasbourg nothing.
_MGEN = ("mgen_ecoute", "mgen_individuel", "mgen_collectif")


def _secret(service: Service) -> str:
    return " ".join(f.text for f in service.confidentiality)


def _absence(orientation: Orientation, directory: Directory, situation: Situation) -> str:
    academie = directory.academie(situation.academie)
    wanted = orientation.need.portes[0].service
    if academie is None or wanted not in orientation.missing:
        return ""
    elsewhere = directory.service(wanted)
    name = elsewhere.short_name if elsewhere else wanted
    return (
        f"Le document de l'{academie.name} ne décrit pas {name} ; "
        "voici ce qui s'en approche le plus, à ma connaissance."
    )


def _numbers(orientation: Orientation, directory: Directory) -> list[str]:
    known = [n for number in orientation.numbers if (n := directory.number(number))]
    return ["Aussi, à tout moment : " + ", ".join(f"{n.number} ({n.usage})" for n in known) + "."] if known else []


def _buttons(orientation: Orientation, situation: Situation, trade: Trade) -> tuple[Button, ...]:
    if orientation.question:
        return ()  # the question that follows brings its own
    where = situation.where(trade.directory)
    places = by_departement(orientation.recommendations[0].service, where)
    precise = [
        Button(_DEPARTEMENTS.get(d, f"Je suis dans le {d}"), f'/suite_precision{{"departement": "{d}"}}')
        for d in places
    ]
    return (*precise, CONFIDENTIAL, ELSE)


def _custom(
    kind: str,
    orientation: Orientation,
    shown: tuple[Recommendation, ...],
    trade: Trade,
    situation: Situation,
) -> dict[str, object]:
    where = situation.where(trade.directory)
    custom: dict[str, object] = {
        "kind": kind,
        "besoin": orientation.need.besoin,
        "services": [r.service.id for r in shown],
        "cartes": [card(r.service, r.reason, where) for r in shown],
    }
    if orientation.numbers:
        custom["numeros"] = list(orientation.numbers)
    return custom
