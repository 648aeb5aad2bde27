"""Who lost their code is found again by what they left, and nobody else is shown with them."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.consent.desk import CALLBACK, Desk
from tests.storage.desks import World

MENTORING = "mentorat_inscription"
CANDIDATE = {"nom": "Clairette Canari", "courriel": "canari@exemple.fr", "academie": "strasbourg"}
LOST = {
    "moment": "soirée",
    "nom": "Zoé Le Goff",
    "joindre": "06 12 34 56 78, ou zoe.le-goff@exemple.fr",
}


@pytest.mark.parametrize(
    "sought", ["zoe le goff", "LE GOFF Zoé", "+33 6 12 34 56 78", "0612345678", "Zoe.Le-Goff@exemple.fr"]
)
def test_who_lost_their_code_is_found_again(sought: str, desk: Desk) -> None:
    desk.record(CALLBACK, CANDIDATE, academie="strasbourg", service="pae")
    record, _, _ = desk.record(CALLBACK, LOST, academie="strasbourg", service="pae")
    assert [each.id for each in desk.search(sought)] == [record]


@pytest.mark.parametrize(
    "sought",
    [
        "",
        "Z",
        "Le Goff",
        "Zoé",
        "34 56 78",
        "goff@exemple.fr",
        "exemple.fr",
        "strasbourg",
        "soirée",
        "principale adjointe",
    ],
)
def test_nobody_else_is_shown_with_them(sought: str, desk: Desk) -> None:
    desk.record(CALLBACK, LOST, academie="strasbourg", service="pae")
    desk.record(MENTORING, {**CANDIDATE, "fonction": "principale adjointe"}, academie="strasbourg", service=None)
    assert desk.search(sought) == []


def test_what_has_ended_is_not_found_again(desk: Desk, world: World) -> None:
    _, _, until = desk.record(CALLBACK, LOST, academie="strasbourg", service="pae")
    world.day = until + dt.timedelta(days=1)
    assert desk.search("Zoé Le Goff") == []
