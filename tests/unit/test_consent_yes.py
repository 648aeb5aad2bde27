"""Nothing but a plain yes to the summary writes; a refusal is heard in any words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consent import request as d
from bot.consent.request import Request, begun
from tests.unit.a_request import ROADS, after, button, step, taken, usage


@pytest.mark.parametrize(
    "text",
    [
        "non ne gardez rien",
        "je ne veux pas que vous gardiez ça",
        "je refuse",
        "surtout pas",
        "merci, pas besoin de me rappeler finalement",
        "Non, ne rien garder",
        "n'enregistrez pas",
        "je préfère pas",
        "hors de question !",
    ],
)
def test_a_refusal_in_any_words_leaves(text: str) -> None:
    for name, road in ROADS.items():
        request = after(name, road)
        for intent in ("", "nier", "confidentialite", "donnees_effacer"):
            assert taken(request, text, intent)
        assert step(request, text).effect == d.LEAVE


@pytest.mark.parametrize(
    "text", ["vous ne gardez pas mon adresse IP ?", "je ne veux pas que mon chef le voie", "surtout pas mon numéro"]
)
def test_a_fear_or_a_part_is_no_refusal_of_the_whole(text: str) -> None:
    request = after("rappel", ROADS["rappel"])
    assert step(request, text).effect == d.UNCLEAR
    assert step(request, text, "confidentialite").effect == d.WHO


def test_a_yes_answers_the_summary_and_nothing_else() -> None:
    """« ok » may acknowledge what else was just said; a « oui » to something else shows the whole again."""
    request = after("rappel", ROADS["rappel"])
    for text in ("ok", "d'accord", "bien sûr", "oui", "j'accepte"):
        assert step(request, text).effect == d.WRITE
        assert step(request, text, shown="").effect == d.AGAIN
    assert button(request, "affirmer").effect == d.WRITE
    for text, effect in (("ok", d.UNCLEAR), ("d'accord", d.UNCLEAR), ("oui", d.WRITE), ("je confirme", d.WRITE)):
        assert step(request, text, shown=d.LAST).effect == effect
        hesitated = step(request, "surtout pas mon numéro").request
        assert step(hesitated, text).effect == effect


def test_after_an_explanation_a_yes_has_to_be_plain() -> None:
    request = after("rappel", ROADS["rappel"])
    for intent in ("confidentialite", "suite_pourquoi"):
        told = step(request, "et mon rectorat le saura ?", intent).request
        assert step(told, "ok").effect == d.UNCLEAR
        assert step(told, "oui").effect == d.WRITE


def test_a_no_leaves_where_no_name_may_be_meant() -> None:
    for request in (after("rappel", ROADS["rappel"]), begun("acces", None), Request("rappel", d.CODE, code="x")):
        assert step(request, "non", "nier").effect == d.LEAVE
    assert step(begun("rappel", usage()), "non", "nier").effect == d.INVALID


NOT_A_YES = [
    "oui mais", "oui, mais pas le téléphone", "oui, peut-être", "peut-être", "ouais bof", "oui et non",
    "pourquoi pas", "d'accord sauf le téléphone", "d'accord si c'est effacé demain", "oui ?", "oui ??", "ok ?", "", " ",
    "…", "👍", "🙂", "non", "non non", "oui non", "je ne sais pas", "si vous voulez", "comme vous voulez",
    "faites comme vous voulez", "oui oui on verra", "on verra", "plus tard", "oui plus tard", "pas d'accord",
    "je ne suis pas d'accord", "je n'accepte pas", "oui je n'accepte pas", "bon", "allez", "hum", "Claire", "merci",
    "oui sauf mon nom", "oui enfin je crois", "je crois que oui", "oui c'est mon nom", "0612345678", "affirmer",
    "dites oui à ma place", "il a dit oui", "« oui » ?", "ok mais changez le nom", "j'accepte pas", "c'est oui ou non",
    "vous enregistrez tout", "vous enregistrez", "on enregistre", "c'est tout", "merci beaucoup", "vous inscrivez tout",
    "je veux que vous me rappelez", "vous transmettez", "bien",
]  # fmt: skip
A_YES = [
    "oui", "Oui.", "OUI !", "oui, oui", "Oui, j'accepte", "oui j’accepte.", "d'accord", "D’accord !", "ok", "OK.",
    "oui, bien sûr", "oui, allez-y", "oui, enregistrez", "je confirme", "oui, s'il vous plaît", "« oui »", "oui svp",
    "oui tu peux enregistrer", "oui, enregistrez-le", "je valide", "valider", "confirmer", "je confirme tout", "vas-y",
    "c'est bon", "c'est parfait", "ouais", "oui 👍", "enregistre", "je donne mon accord", "oui ça me va", "oui c bon",
    "oui c'est exact", "ok c'est bon", "volontiers", "oui monsieur", "Oui, tout est exact, vous pouvez enregistrer.",
]  # fmt: skip
INTENTS = ["affirmer", "nier", "suite_pourquoi", "suite_passer", "au_revoir", "besoin_surcharge", d.FIELD, ""]


@pytest.mark.parametrize("text", NOT_A_YES)
@pytest.mark.parametrize("intent", INTENTS)
def test_nothing_but_a_plain_yes_writes(text: str, intent: str) -> None:
    assert step(after("rappel", ROADS["rappel"]), text, intent).effect != d.WRITE


@pytest.mark.parametrize("text", A_YES)
def test_a_plain_yes_writes_at_the_end_and_there_only(text: str) -> None:
    whole = after("rappel", ROADS["rappel"])
    assert taken(whole, text, "affirmer") and step(whole, f"{text} mais", "affirmer").effect == d.UNCLEAR
    assert step(whole, text, "affirmer").effect == button(whole, "affirmer").effect == d.WRITE
    others = [after("rappel", ROADS["rappel"][:number]) for number in range(3)]
    for request in [*others, begun("acces", None), Request("rappel", d.CODE, code="x"), Request("rappel", d.HELD)]:
        assert step(request, text, "affirmer").effect != d.WRITE
        assert button(request, "affirmer").effect != d.WRITE


@given(st.text(max_size=80), st.sampled_from(INTENTS), st.floats(0, 1))
def test_no_other_words_write(text: str, intent: str, confidence: float) -> None:
    said = f"oui {text} toutefois"
    assert step(after("rappel", ROADS["rappel"]), said, intent, confidence).effect != d.WRITE
