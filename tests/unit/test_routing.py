"""The routing table, row by row, and its conditions."""

from __future__ import annotations

import pytest

from bot import datafiles
from bot.orientation.routing import Orientation, doors, route, useful_question

# Copied by hand from the design's table, so that a slip in the data file is seen.
TABLE = {
    "besoin_harcelement_sexuel": ["pae", "medecine_prevention", "psychologue_clinicien"],
    "besoin_discrimination": ["pae", "service_social"],
    "besoin_harcelement_moral": ["pae", "mgen_ecoute", "medecine_prevention", "hierarchie"],
    "besoin_evenement_grave": ["mgen_individuel", "psychologue_clinicien", "medecine_prevention"],
    "besoin_sante": ["medecine_prevention", "psychologue_clinicien"],
    "besoin_psychologue": ["psychologue_clinicien", "mgen_ecoute"],
    "besoin_conflit": ["mgen_individuel", "pae", "mgen_collectif", "hierarchie"],
    "besoin_isolement": ["pae", "mgen_ecoute", "mgen_collectif", "hierarchie"],
    "besoin_surcharge": ["pae", "hierarchie", "dafor"],
    "besoin_changement": ["iheef", "dafor", "pae"],
    "besoin_management": ["iheef", "dafor", "paf", "hierarchie"],
    "besoin_formation": ["dafor", "paf", "iheef"],
    "besoin_social": ["service_social"],
    "besoin_collectif": ["mgen_collectif", "mgen_individuel", "service_social"],
    "besoin_hierarchie": ["hierarchie"],
    "concours_preparation": ["mentorat", "iheef", "dafor"],
    "concours_echec": ["mentorat", "iheef", "dafor"],
    "mentorat_inscription": ["mentorat"],
    "mentorat_devenir_accompagnateur": ["mentorat"],
    "mentorat_bilan": ["mentorat"],
}
QUESTIONS = {
    "besoin_harcelement_sexuel": ("role",),
    "besoin_discrimination": ("role",),
    "besoin_harcelement_moral": ("interlocuteur",),
    "besoin_evenement_grave": ("cadre",),
    "besoin_psychologue": ("lieu",),
    "besoin_conflit": ("interlocuteur", "cadre"),
    "besoin_formation": ("domaine",),
}


def orient(need: str, academie: str | None = None, **context: str) -> Orientation:
    return route(need, datafiles.needs(), datafiles.directory(), academie=academie, context=context)


def ids(orientation: Orientation) -> list[str]:
    return [r.service.id for r in orientation.recommendations]


@pytest.mark.parametrize("need", TABLE)
def test_every_row_in_order_with_a_reason(need: str) -> None:
    orientation = orient(need)
    assert ids(orientation) == TABLE[need]
    assert all(r.reason.endswith(".") for r in orientation.recommendations)


def test_the_table_has_no_other_row() -> None:
    assert {n.besoin for n in datafiles.needs().besoins} == set(TABLE)


@pytest.mark.parametrize("need", TABLE)
def test_questions_only_where_the_table_says(need: str) -> None:
    row = datafiles.needs().get(need)
    assert row is not None
    assert tuple(row.questions) == QUESTIONS.get(need, ())


@pytest.mark.parametrize("need", QUESTIONS)
def test_each_question_changes_the_answer_and_is_asked_once(need: str) -> None:
    needs, row = datafiles.needs(), datafiles.needs().get(need)
    assert row is not None
    context: dict[str, str] = {}
    for topic in QUESTIONS[need]:
        assert useful_question(row, needs, context) == topic
        context[topic] = "inconnu"
    assert useful_question(row, needs, context) is None


@pytest.mark.parametrize(
    "need", ["besoin_harcelement_moral", "besoin_conflit", "besoin_surcharge", "besoin_management"]
)
def test_the_hierarchy_is_never_named_when_it_is_the_other_party(need: str) -> None:
    assert "hierarchie" in ids(orient(need))
    assert "hierarchie" not in ids(orient(need, interlocuteur="hierarchie"))


@pytest.mark.parametrize(
    ("need", "context", "first"),
    [
        ("besoin_psychologue", {"lieu": "dehors"}, ["mgen_ecoute", "psychologue_clinicien"]),
        ("besoin_psychologue", {"lieu": "dedans"}, ["psychologue_clinicien", "mgen_ecoute"]),
        ("besoin_formation", {"domaine": "management"}, ["iheef", "dafor", "paf"]),
        ("besoin_formation", {"domaine": "autre"}, ["dafor", "paf", "iheef"]),
        ("besoin_conflit", {"cadre": "collectif"}, ["mgen_individuel", "mgen_collectif", "pae"]),
        ("besoin_conflit", {"cadre": "individuel"}, ["mgen_individuel", "pae", "hierarchie"]),
        ("besoin_surcharge", {"sante": "nommee"}, ["pae", "medecine_prevention", "hierarchie"]),
    ],
)
def test_what_is_known_changes_the_order(need: str, context: dict[str, str], first: list[str]) -> None:
    assert ids(orient(need, **context))[:3] == first


def test_words_change_with_the_role_not_the_service() -> None:
    victim, witness = orient("besoin_discrimination", role="victime"), orient("besoin_discrimination", role="temoin")
    assert ids(victim) == ids(witness)
    assert victim.recommendations[0].reason != witness.recommendations[0].reason


@pytest.mark.parametrize("need", TABLE)
@pytest.mark.parametrize("academie", ["strasbourg", "lyon"])
def test_every_need_has_a_door_in_every_academie(need: str, academie: str) -> None:
    orientation = orient(need, academie)
    assert orientation.recommendations
    for recommendation in orientation.recommendations:
        owner = recommendation.service.academie
        assert owner is None or owner.id == academie


def test_a_missing_service_is_said_to_be_missing() -> None:
    assert orient("besoin_social", "lyon").missing == ("service_social",)
    assert orient("concours_echec", "strasbourg").missing == ("mentorat",)


def test_an_unknown_need_is_refused() -> None:
    with pytest.raises(KeyError):
        orient("besoin_de_vacances")


def test_a_service_is_never_named_twice() -> None:
    for need in datafiles.needs().besoins:
        for cadre in ("individuel", "collectif", "inconnu"):
            named = [d.service for d in doors(need, {"cadre": cadre})]
            assert len(named) == len(set(named))
