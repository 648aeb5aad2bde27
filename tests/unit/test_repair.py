"""A message not understood: what is offered then."""

from __future__ import annotations

from bot import datafiles
from bot.orientation.repair import not_understood


def _titles(likeliest: list[str]) -> list[str]:
    reply = not_understood(likeliest, datafiles.needs(), datafiles.faq())
    return [button.title for button in reply.buttons]


def test_the_three_likeliest_are_offered_whatever_they_are() -> None:
    likeliest = ["faq_mentorat_duree", "hors_sujet", "besoin_sante", "contact_service", "besoin_conflit"]
    assert _titles(likeliest) == [
        "Combien de temps cela dure-t-il ?",
        "Ma santé, l'épuisement",
        "Joindre un service",
        "Parler à une personne",
    ]


def test_one_alone_leaves_a_way_to_the_others() -> None:
    assert _titles(["faq_mentorat_duree", "hors_sujet"]) == [
        "Combien de temps cela dure-t-il ?",
        "Un autre sujet",
        "Parler à une personne",
    ]


def test_nothing_likely_shows_the_main_subjects() -> None:
    assert len(_titles(["hors_sujet"])) == 9
