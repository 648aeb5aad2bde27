"""From a need and what is known of the situation to the services, in order, each with its reason. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.orientation.directory import Directory, Service
from bot.orientation.needs import Context, Door, Need, Needs


@dataclass(frozen=True)
class Recommendation:
    """A service that really exists for this person, and why it is named."""

    service: Service
    reason: str


@dataclass(frozen=True)
class Orientation:
    """The answer to a need: services in order, those the académie lacks, and what may still be asked."""

    need: Need
    recommendations: tuple[Recommendation, ...]
    missing: tuple[str, ...]
    numbers: tuple[str, ...]
    question: str | None


def doors(need: Need, context: Context) -> list[Door]:
    """The doors of `need` that suit `context`, those that come first in this case before the others."""
    suited = [
        d
        for d in need.portes
        if not (d.sauf and d.sauf.holds(context)) and (d.seulement is None or d.seulement.holds(context))
    ]
    return sorted(suited, key=lambda d: not (d.d_abord is not None and d.d_abord.holds(context)))


def useful_question(
    need: Need, needs: Needs, context: Context, exists: Callable[[str], bool] = lambda _: True
) -> str | None:
    """The first question of `need` that is unanswered and whose answer would change the recommendation.

    `exists` tells the services that this person's académie really has: the others change nothing.
    """
    for topic in need.questions:
        if topic in context:
            continue
        answers = {
            tuple((d.service, d.reason(with_answer)) for d in doors(need, with_answer) if exists(d.service))
            for with_answer in ({**context, topic: value} for value in needs.questions[topic].valeurs)
        }
        if len(answers) > 1:
            return topic
    return None


def route(
    need_id: str, needs: Needs, directory: Directory, *, academie: str | None, context: Mapping[str, str]
) -> Orientation:
    """Orient a person.

    Args:
        need_id: a need of the table. academie: the session's, or None when it named none: then a service
            of any académie is offered, labelled with its own.
        context: what is known: role, interlocuteur, cadre, lieu, domaine, sante.

    Returns:
        Recommendations in order. When the académie lacks a service it is listed in `missing`; when it
        lacks them all, the nearest that exists is recommended instead.

    Raises:
        KeyError: the need is not in the table.
    """
    need = needs.get(need_id)
    if need is None:
        raise KeyError(need_id)
    found: list[Recommendation] = []
    missing: list[str] = []
    for door in doors(need, context):
        service = directory.service(door.service, academie)
        if service is None:
            missing.append(door.service)
        elif all(service.id != r.service.id for r in found):
            found.append(Recommendation(service, door.reason(context)))
    if not found:
        nearest = directory.service(need.a_defaut, academie)
        if nearest is not None:
            found.append(Recommendation(nearest, nearest.summary.text))
    question = useful_question(
        need, needs, context, lambda service_id: directory.service(service_id, academie) is not None
    )
    return Orientation(need, tuple(found), tuple(missing), need.numeros, question)
