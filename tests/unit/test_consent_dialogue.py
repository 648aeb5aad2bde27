"""The road to a yes: each question, each way aside or out, and nothing written without a plain yes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consent import request as d
from bot.consent.request import Request, Step, begun
from tests.unit.a_request import ALL, ROADS, after, button, step, taken, usage


@ALL
def test_the_straight_road_ends_with_a_yes(name: str) -> None:
    request = begun(name, usage(name), "pae")
    for asked, said in zip(usage(name).champs, ROADS[name]):
        assert request.stage == asked.id
        request = step(request, said).request
    assert request.stage == d.AGREEMENT
    assert list(request.answers) == [q.id for q in usage(name).champs]
    agreed = step(request, "Oui, j’accepte.")
    assert (agreed.effect, agreed.request) == (d.WRITE, request)
    assert request.service == "pae"


@ALL
def test_each_answer_is_corrected_from_the_summary(name: str) -> None:
    whole = after(name, ROADS[name])
    for asked, said in zip(usage(name).champs, ROADS[name]):
        again = button(whole, d.FIELD, champ=asked.id)
        assert (again.effect, again.request.stage) == (None, asked.id)
        assert asked.id not in again.request.answers
        assert step(again.request, said).request == whole


@ALL
def test_what_is_optional_is_passed_and_the_rest_is_not(name: str) -> None:
    request = begun(name, usage(name))
    for asked, said in zip(usage(name).champs, ROADS[name]):
        passed = step(request, "je passe")
        assert (passed.request.stage != asked.id) == asked.facultatif
        if asked.facultatif:
            assert button(request, "suite_passer").request == passed.request == step(request, "non").request
            request = passed.request
        else:
            assert passed.effect == d.INVALID
            request = step(request, said).request
    assert request.stage == d.AGREEMENT
    assert set(request.passed) == {q.id for q in usage(name).champs if q.facultatif}
    first = request.passed[0]
    assert first not in button(request, d.FIELD, champ=first).request.passed


def test_a_button_answers_its_own_question() -> None:
    request = after("rappel", ROADS["rappel"][:2])
    chosen = button(request, d.FIELD, champ="moment", valeur="après-midi").request
    assert (chosen.stage, chosen.answers["moment"]) == (d.AGREEMENT, "après-midi")
    assert button(chosen, d.FIELD, champ="moment", valeur="minuit").effect == d.INVALID
    assert button(chosen, d.FIELD, champ="inconnu") == Step(chosen)


@ALL
def test_why_changes_nothing_at_any_stage(name: str) -> None:
    for number in range(len(ROADS[name]) + 1):
        request = after(name, ROADS[name][:number])
        assert taken(request, "pourquoi ?", "suite_pourquoi")
        explained = step(request, "pourquoi ?", "suite_pourquoi")
        assert (explained.effect, replace(explained.request, tries=0)) == (d.WHY, request)


def test_three_answers_that_do_not_do_show_the_way_out_and_a_good_one_goes_on() -> None:
    request = after("rappel", ["Claire"])
    effects = []
    for _ in range(4):
        missed = step(request, "au collège")
        effects.append(missed.effect)
        request = missed.request
    assert effects == [d.INVALID, d.INVALID, d.WAY_OUT, d.WAY_OUT]
    assert (request.stage, request.answers) == ("joindre", {"nom": "Claire"})
    assert step(request, "0612345678").request.tries == 0


@ALL
def test_one_may_leave_at_every_stage(name: str) -> None:
    stages = [after(name, ROADS[name][:number]) for number in range(len(ROADS[name]) + 1)]
    for request in [*stages, begun("acces", None), Request(name, d.CODE, code="x"), Request(name, d.HELD, record="r")]:
        for text in (
            *("stop", "Annuler.", "laissez tomber !", "non merci", "j'arrête", "je ne veux plus", "Tant pis…"),
            *("non merci, j'arrête", "c'est trop long, j'abandonne", "bon finalement j’ai changé d’avis"),
            *("oubliez ça", "non finalement", "euh non on laisse tomber"),
        ):
            assert taken(request, text)
            # Once it is written, who changes their mind is told that it stays, and how to take it back.
            kept = request.stage == d.CODE and step(request, text).effect == d.KEPT
            assert kept or step(request, text).effect == d.LEAVE
        assert button(request, "nier").effect == d.LEAVE
        assert step(request, "bonne soirée à vous", "au_revoir").effect == d.LEAVE


def test_a_word_of_leaving_inside_an_answer_leaves_nothing() -> None:
    bassin = after("mentorat_inscription", ROADS["mentorat_inscription"][:3])
    assert step(bassin, "Saint-Laissez").effect is None
    name = begun("rappel", usage())
    for text in ("Arrête-Bœuf", "Mme Stop-Martin", "je veux plus d'information avant de répondre et savoir qui lit"):
        assert step(name, text).effect != d.LEAVE


def test_an_answer_is_corrected_in_words() -> None:
    whole = after("mentorat_inscription", ROADS["mentorat_inscription"])
    for text, wanted in (
        ("je me suis trompée d'adresse", "courriel"),
        ("corrigez mon nom", "nom"),
        ("mon mail est faux", "courriel"),
        ("je voudrais changer la session", "concours"),
    ):
        assert taken(whole, text, "hors_sujet")
        assert step(whole, text).request.stage == wanted
        assert step(replace(whole, stage=d.HELD, record="r"), text).request.stage == wanted
    early = after("mentorat_inscription", ROADS["mentorat_inscription"][:3])
    assert step(early, "je me suis trompé de nom").request.stage == "nom"
    assert step(early, "Haguenau").request.answers["bassin"] == "Haguenau"


def test_a_pause_loses_nothing() -> None:
    for request in (after("rappel", ROADS["rappel"]), after("rappel", ROADS["rappel"][:1])):
        for text in ("attendez", "je reviens", "une minute", "plus tard"):
            paused = step(request, text, "au_revoir")
            assert (paused.effect, paused.request) == (d.WAIT, replace(request, suspended=True))
    suspended = replace(after("rappel", ROADS["rappel"]), suspended=True)
    assert taken(suspended, "reprendre", "recommencer") and taken(suspended, "on continue", "faq_mentorat")


def test_a_button_of_before_is_no_answer() -> None:
    request = button(after("rappel", ROADS["rappel"]), d.FIELD, champ="nom").request
    assert button(request, "affirmer") == Step(request)


def test_what_is_confided_is_no_name() -> None:
    for text in ("je suis harcelée", "on me harcèle", "j'en peux plus", "je ne dors plus"):
        assert not taken(begun("rappel", usage()), text, "besoin_sante", 0.95)
    assert taken(begun("rappel", usage()), "je suis Claire", "besoin_management", 0.9)


def test_all_is_erased_before_the_summary_and_one_answer_is_not() -> None:
    request = after("rappel", ROADS["rappel"])
    assert request.stage == d.AGREEMENT
    for text in ("efface tout ce que je t'ai dit", "effacer", "supprimez mes données"):
        assert not taken(request, text, "donnees_effacer")
    assert taken(request, "enlevez mon nom", "donnees_effacer")


def test_an_evening_is_an_answer_and_a_good_evening_is_a_goodbye() -> None:
    request = after("rappel", ROADS["rappel"][:2])
    for text in ("soirée", "plutôt en soirée"):
        assert step(request, text, "au_revoir", 0.9).request.answers["moment"] == "soirée"
    assert step(request, "bonne soirée", "au_revoir", 0.9).effect == d.LEAVE


@pytest.mark.parametrize(
    ("stage", "text", "intent", "kept"),
    [
        ("nom", "Claire", "saluer", True),
        ("nom", "La principale du collège Kléber", "besoin_management", True),
        ("nom", "c'est quoi le PAE", "info_service", False),
        ("nom", "vous gardez mon nom ?", "", False),
        ("nom", "je n'en peux plus de ce collège et des parents qui hurlent", "besoin_surcharge", False),
        ("nom", "je veux mourir", "urgence_suicide", False),
        ("joindre", "06 12 34 56 78", "hors_sujet", True),
        ("joindre", "mon numéro c'est le 06 12 34 56 78 merci", "contact_service", True),
        ("joindre", "quel est votre numéro ?", "contact_service", False),
        ("joindre", "mon adjoint me harcèle depuis des mois", "besoin_harcelement_moral", False),
        ("joindre", "0612345678 il me frappe", "urgence_danger", False),
        ("moment", "plutôt le matin avant huit heures", "besoin_surcharge", True),
        ("moment", "bof", "", True),
        (d.AGREEMENT, "oui", "affirmer", True),
        (d.AGREEMENT, "oui mais pas mon numéro", "affirmer", True),
        (d.AGREEMENT, "combien de temps vous gardez ça ?", "confidentialite", True),
        (d.AGREEMENT, "vous gardez ça longtemps", "confidentialite", True),
        (d.AGREEMENT, "ma supérieure me hurle dessus tous les jours", "besoin_hierarchie", False),
        (d.AGREEMENT, "je vais me tuer ce soir", "urgence_suicide", False),
        (d.CODE, "je ne l'ai pas noté", "", True),
        (d.HELD, "et mes droits", "", False),
    ],
)
def test_what_is_kept_and_what_is_left_to_the_rest(stage: str, text: str, intent: str, kept: bool) -> None:
    assert taken(Request("rappel", stage), text, intent, 0.9) is kept
    assert not taken(Request("rappel", stage, suspended=True), text, intent, 0.9)


def test_an_unsure_reading_turns_no_answer_into_a_question() -> None:
    assert taken(Request("rappel", "nom"), "le PAE du collège", "info_service", 0.4)


def test_buttons_of_elsewhere_go_elsewhere() -> None:
    assert not taken(begun("rappel", usage()), "/donnees_consulter", "donnees_consulter")
    assert taken(begun("rappel", usage()), '/formulaire_choix{"champ": "nom"}', d.FIELD)


@given(st.builds(
    Request, st.sampled_from([*ROADS, "acces"]), st.sampled_from(["nom", d.AGREEMENT, d.CODE, d.ACCESS, d.HELD]),
    st.dictionaries(st.text(), st.text()), st.integers(0, 9), st.none() | st.text(), st.none() | st.text(),
    st.none() | st.text(), st.lists(st.text()).map(tuple), st.booleans(),
))  # fmt: skip
def test_a_request_is_carried_whole(request: Request) -> None:
    assert Request.from_slot(json.loads(json.dumps(request.to_slot()))) == request
