"""The road to a yes: each question, each way aside or out, and nothing written without a plain yes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import datafiles
from bot.consent import dialogue as d
from bot.consent.dialogue import Heard, Request, Step, advance, begun, takes
from bot.consent.usages import Usage
from bot.privacy.codes import new_code

ACADEMIES = {"lyon": "académie de Lyon", "strasbourg": "académie de Strasbourg"}
ROADS = {
    "rappel": ["moi c'est Claire", "0612345678", "le matin"],
    "mentorat_inscription": [
        "Claire Weber", "claire@exemple.fr", "Strasbourg", "Haguenau", "CPE au lycée Kléber", "perdir, 2027", "1 et 7",
    ],
    "mentorat_devenir_accompagnateur": ["Weber", "w@exemple.fr", "à Lyon", "collège Ampère", "Lyon", "trois"],
}  # fmt: skip
ALL = pytest.mark.parametrize("name", ROADS)


def usage(name: str = "rappel") -> Usage:
    return datafiles.usages()[name]


def after(name: str, said: Sequence[str]) -> Request:
    """A request once these answers were given."""
    request = begun(name, usage(name))
    for text in said:
        assert takes(request, usage(name), Heard(text), ACADEMIES), text
        request = step(request, text).request
    return request


def step(
    request: Request, text: str, intent: str = "", confidence: float = 1.0, shown: str = d.ALONE, **entities: str
) -> Step:
    known = datafiles.usages().get(request.usage)
    return advance(request, known, Heard(text, intent, confidence, entities, shown), ACADEMIES)


def button(request: Request, intent: str, **entities: str) -> Step:
    return step(request, f"/{intent}" + json.dumps(entities), intent, **entities)


def taken(request: Request, text: str, intent: str = "", confidence: float = 1.0) -> bool:
    return takes(request, datafiles.usages().get(request.usage), Heard(text, intent, confidence), ACADEMIES)


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


def test_after_an_explanation_a_yes_has_to_be_plain() -> None:
    request = after("rappel", ROADS["rappel"])
    for intent in ("confidentialite", "suite_pourquoi"):
        told = step(request, "et mon rectorat le saura ?", intent).request
        assert step(told, "ok").effect == d.UNCLEAR
        assert step(told, "oui").effect == d.WRITE


def test_a_code_is_read_first_wherever_it_is_typed() -> None:
    code = new_code()
    for request in (begun("rappel", usage()), Request("rappel", d.HELD, record="r"), after("rappel", ROADS["rappel"])):
        assert taken(request, code) and taken(replace(request, suspended=True), code)
        assert step(request, code).effect == d.FIND


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


def test_a_no_leaves_where_no_name_may_be_meant() -> None:
    for request in (after("rappel", ROADS["rappel"]), begun("acces", None), Request("rappel", d.CODE, code="x")):
        assert step(request, "non", "nier").effect == d.LEAVE
    assert step(begun("rappel", usage()), "non", "nier").effect == d.INVALID


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


@given(st.builds(
    Request, st.sampled_from([*ROADS, "acces"]), st.sampled_from(["nom", d.AGREEMENT, d.CODE, d.ACCESS, d.HELD]),
    st.dictionaries(st.text(), st.text()), st.integers(0, 9), st.none() | st.text(), st.none() | st.text(),
    st.none() | st.text(), st.lists(st.text()).map(tuple), st.booleans(),
))  # fmt: skip
def test_a_request_is_carried_whole(request: Request) -> None:
    assert Request.from_slot(json.loads(json.dumps(request.to_slot()))) == request
