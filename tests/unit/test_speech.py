"""What is said to orient a person: the cards, a second need, another place."""

from __future__ import annotations

import datetime as dt

import pytest

from bot import datafiles
from bot.orientation.situation import UNLISTED, Situation, Trade
from bot.orientation.speech import also, another_door, moving, orient, refined


@pytest.fixture(scope="module")
def trade() -> Trade:
    return Trade(datafiles.directory(), datafiles.needs(), dt.date(2026, 1, 1))


@pytest.mark.parametrize("need", ["besoin_sante", "besoin_harcelement_sexuel", "besoin_collectif", "concours_echec"])
def test_each_card_says_on_which_lines_it_stands(trade: Trade, need: str) -> None:
    here = Situation("strasbourg", besoin=need, given=("pae",))
    other = another_door(trade, here)
    assert other
    for reply in (orient(need, trade, here, times=0), other, refined(trade, here)):
        lines = reply.text.split("\n")
        taken: list[int] = []
        for card in reply.custom["cartes"]:
            start, end = card["lignes"]
            service = trade.directory.service(card["id"], "strasbourg")
            assert service
            assert service.name in lines[start] or service.short_name in lines[start]
            reached = [c["valeur"] for c in card["contacts"] if c["type"] in ("telephone", "courriel")]
            assert all(value in "\n".join(lines[start:end]) for value in reached)
            taken += range(start, end)
        assert len(taken) == len(set(taken))


def test_a_second_need_with_the_same_door_does_not_describe_it_twice(trade: Trade) -> None:
    here = Situation("strasbourg")
    again = also("besoin_discrimination", trade, here, shown=("pae",))
    assert "la même porte" in again.text
    assert "services" not in again.custom
    assert also("besoin_discrimination", trade, here, shown=("mgen_ecoute",)).custom["services"] == ["pae"]


def test_who_works_elsewhere_is_told_what_is_known_there(trade: Trade) -> None:
    assert "académie de Lyon" in moving(Situation("lyon"), trade.directory)
    assert "Je ne connais que" in moving(Situation(UNLISTED), trade.directory)
