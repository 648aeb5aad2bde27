"""What is said to orient a person: the first door, one other, and what may be said next. Pure.

Form (shared design): one sentence that shows it was understood, one recommendation with its reason and how
to reach it, what stays confidential, at most one other door.
"""

from __future__ import annotations

from collections.abc import Sequence

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


def orient(
    need_id: str, trade: Trade, situation: Situation, *, times: int, opening: str = "", elsewhere: bool = False
) -> Reply:
    """The answer to a need.

    Args:
        times: how often this need was already answered here, so that nothing is said twice word for word.
        opening: a sentence that comes before (thanks for a denial, a change of subject).
        elsewhere: the same need, answered for another place: it was shown already that it is understood.
    """
    orientation = orientation_of(need_id, trade, situation)
    need = orientation.need
    shown = orientation.recommendations[:_SHOWN]
    understood = "" if elsewhere else need.comprendre[min(times, len(need.comprendre) - 1)]
    sentences = [opening, understood]
    absence = _absence(orientation, trade.directory, situation)
    if absence:
        sentences.append(absence)
    first = shown[0]
    where = situation.where(trade.directory)
    lead = "Je vous redis la porte la plus adaptée : " if times else ""
    doors = [f"{lead}{situation.named(first.service)}. {first.reason}\n{contact_line(first.service, where)}"]
    for other in shown[1:]:
        name = situation.named_briefly(other.service)
        doors.append(f"Autre porte : {name}. {other.reason}\n{contact_line(other.service, where)}")
    blocks = [
        " ".join(s for s in sentences if s),
        doors[0],
        *_numbers(orientation, trade.directory),
        *doors[1:],
        # After the doors: nobody should read seventy words before a telephone number.
        *_fine_print(shown, trade, situation),
    ]
    return _reply(blocks, doors, orientation, shown, trade, situation, _buttons(orientation, situation, trade))


def also(need_id: str, trade: Trade, situation: Situation, *, shown: Sequence[str] = ()) -> Reply:
    """A second need of the same message, answered in two lines and not forgotten.

    `shown`: services of the first answer. The same door is not described twice.
    """
    orientation = orientation_of(need_id, trade, situation)
    first = orientation.recommendations[0]
    absence = _absence(orientation, trade.directory, situation)
    if first.service.id in shown:
        text = f"Vous parliez aussi de ceci : {orientation.need.nom}. C'est la même porte : {first.service.short_name}."
        return Reply(text, (), {"kind": "suite"})
    door = _door(first, trade, situation)
    blocks = [f"Vous parliez aussi de ceci : {orientation.need.nom}.", absence, door]
    blocks += _fine_print((first,), trade, situation)
    return _reply([block for block in blocks if block], [door], orientation, (first,), trade, situation, ())


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
    door = _door(left[0], trade, situation)
    blocks = [opening, door, *_fine_print((left[0],), trade, situation)]
    return _reply(blocks, [door], orientation, (left[0],), trade, situation, (CONFIDENTIAL, ELSE))


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
    lead = "La bonne porte reste la même :" if first.service.id == situation.last else "Dans ce cas, d'abord :"
    doors = [f"{lead} {situation.named(first.service)}. {first.reason}\n{contact_line(first.service, where)}"]
    doors += [f"Et aussi : {situation.named(r.service)}.\n{contact_line(r.service, where)}" for r in shown[1:]]
    old = warning(first.service, trade.directory, trade.today)
    blocks = [thanks, *doors, *([old] if old else [])]
    return _reply(blocks, doors, orientation, shown, trade, situation, _buttons(orientation, situation, trade))


def moving(situation: Situation, directory: Directory) -> str:
    """What opens an answer to a person who has just said that they work elsewhere."""
    academie = directory.academie(situation.academie)
    if academie:
        return f"Merci de me le dire. Voici pour l'{academie.name}."
    known = " et ".join(name.removeprefix("académie de ") for name in directory.academie_names().values())
    return (
        f"Merci de me le dire. Je ne connais que les services des académies de {known} ; "
        "pour la vôtre, je n'ai que ce qui existe partout en France."
    )


def _door(recommendation: Recommendation, trade: Trade, situation: Situation) -> str:
    service = recommendation.service
    contacts = contact_line(service, situation.where(trade.directory))
    return f"{situation.named(service)}. {recommendation.reason}\n{contacts}"


def _reply(
    blocks: Sequence[str],
    doors: Sequence[str],
    orientation: Orientation,
    shown: tuple[Recommendation, ...],
    trade: Trade,
    situation: Situation,
    buttons: Sequence[Button],
) -> Reply:
    """The answer: each service as a card, which says on which lines of the text it stands (from, to)."""
    text = "\n".join(blocks)
    where = situation.where(trade.directory)
    cards = []
    for recommendation, door in zip(shown, doors):
        start = text[: text.index(door)].count("\n")
        lines = [start, start + door.count("\n") + 1]
        cards.append({**card(recommendation.service, recommendation.reason, where), "lignes": lines})
    custom: dict[str, object] = {
        "kind": "orientation",
        "besoin": orientation.need.besoin,
        "services": [r.service.id for r in shown],
        "cartes": cards,
    }
    if orientation.numbers:
        custom["numeros"] = list(orientation.numbers)
    return Reply(text, buttons, custom)


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
