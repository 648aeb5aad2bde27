"""Once it is written: the code, and what is asked of what is kept, in words or by its buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.consent import request as d
from bot.consent.request import Request, Step, begun
from bot.privacy.codes import new_code
from tests.unit.a_request import ROADS, after, button, step, taken, usage


def test_what_is_kept_is_erased_copied_or_shown_in_words() -> None:
    held, coded = Request("rappel", d.HELD, record="r"), Request("rappel", d.CODE, record="r", code="x")
    for text in ("effacez ces données", "Effacer définitivement", "supprimez ma demande de rappel", "efface tout"):
        for request in (held, coded):
            assert taken(request, text, "donnees_effacer") and step(request, text).effect == d.ERASE
    assert step(held, "je voudrais une copie").effect == d.EXPORT
    assert step(held, "où en est ma demande ?").effect == d.HELD
    for text in ("je ne l'ai pas noté", "redonnez-moi le code", "je l'ai perdu", "un autre code svp"):
        assert taken(coded, text, "plainte_bot") and step(coded, text).effect == d.RECODE
    assert button(coded, d.FIELD, champ=d.RECODE).effect == d.RECODE
    assert button(coded, d.FIELD, champ=d.ERASE).effect == d.ERASE


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ne l'effacez pas",
            "n'effacez surtout rien",
            "comment effacer ?",
            "est-ce que je pourrai effacer plus tard ?",
        ),
        *("et si j'efface ?", "j'ai effacé mon mail par erreur", "supprimer mon nom", "effacer l'adresse seulement"),
        *("supprimez seulement mes attentes", "effacer cette conversation", "vous allez effacer quand ?"),
    ],
)
def test_a_doubt_or_a_part_erases_nothing(text: str) -> None:
    for request in (Request("rappel", d.HELD, record="r"), Request("rappel", d.CODE, record="r", code="x")):
        for intent in ("donnees_effacer", ""):
            assert step(request, text, intent).effect != d.ERASE


@pytest.mark.parametrize("text", ["désinscrivez-moi", "annulez mon inscription", "oui effacez", "suprimer ma demande"])
def test_who_withdraws_plainly_is_obeyed(text: str) -> None:
    held = Request("rappel", d.HELD, record="r")
    assert taken(held, text, "mentorat_inscription") and step(held, text).effect == d.ERASE


def test_once_the_code_is_given() -> None:
    coded = Request("rappel", d.CODE, record="r", code="x")
    for text in ("merci", "c'est noté", "oui je l'ai bien noté", "j'ai fait une capture d'écran", "ok"):
        assert taken(coded, text, "remercier") and step(coded, text).effect == d.LEAVE
    for text in ("je n'ai pas perdu le code", "et si je l'ai perdu ?", "merci je ne l'oublie pas"):
        assert step(coded, text).effect != d.RECODE
    for text in ("annuler", "j'ai changé d'avis", "annulez, je ne veux plus qu'on m'appelle"):
        assert step(coded, text).effect == d.KEPT


def test_a_code_is_read_first_wherever_it_is_typed() -> None:
    code = new_code()
    for request in (begun("rappel", usage()), Request("rappel", d.HELD, record="r"), after("rappel", ROADS["rappel"])):
        assert taken(request, code) and taken(replace(request, suspended=True), code)
        assert step(request, code).effect == d.FIND


def test_a_code_is_taken_whatever_it_is_read_as() -> None:
    code = new_code()
    for request, effect in ((begun("acces", None), d.FIND), (Request("rappel", d.CODE, code="x"), d.CHECK)):
        for intent in (
            "besoin_surcharge",
            "nier",
            "faq_mentorat_duree",
            "au_revoir",
            "confidentialite",
            "suite_pourquoi",
        ):
            assert taken(request, code, intent)
            assert step(request, code, intent) == Step(request, effect)
        assert not taken(request, f"mon code est {code}", "urgence_danger")


def test_what_is_kept_is_erased_exported_or_corrected_by_its_buttons() -> None:
    held = Request("rappel", d.HELD, {"nom": "Claire", "joindre": "06 12 34 56 78", "moment": "midi"}, record="r")
    assert button(held, d.FIELD, champ=d.ERASE) == Step(held, d.ERASE)
    assert button(held, d.FIELD, champ=d.EXPORT) == Step(held, d.EXPORT)
    assert button(held, "affirmer") == Step(held)
    corrected = step(button(held, d.FIELD, champ="nom").request, "Anne").request
    assert (corrected.stage, corrected.answers["nom"], corrected.record) == (d.AGREEMENT, "Anne", "r")
    for stage in (d.AGREEMENT, "nom"):
        early = Request("rappel", stage, record="r", code="x")
        assert button(early, d.FIELD, champ=d.ERASE) == Step(early)
    written = Request("rappel", d.CODE, record="r", code="x")
    assert button(written, d.FIELD, champ="nom") == Step(written)
