"""What a person answers to « is somebody near you ? »."""

from __future__ import annotations

import pytest

from bot.safety.aftermath import ACCOMPANIED, ALONE, company_told, says_accompanied, says_alone
from bot.safety.wording import SUICIDE, asks_who_is_near, emergency

NEAR = [
    "ma femme est là",
    "oui mon mari",
    "oui, il y a ma fille à côté",
    "ma collègue est avec moi",
    "mon fils dort dans la chambre à côté",
    "je suis avec mon adjointe",
    "non c'est bon, je les ai rangés, mon mari est là",
    "je préviens ma sœur",
    "quelqu'un est là oui",
]
NOT_NEAR = [
    "ma femme est partie",
    "mon mari n'est pas là",
    "je suis sans personne",
    "mes enfants vivent loin",
    "mon adjoint me fait la guerre",
    "ma mère est malade et je dois tout gérer",
    "ma femme vient de me quitter",
    "mon fils vient de mourir",
    "mon père est mort à la maison",
    "ma soeur s'est suicidée ici",
    "mon mari me frappe à la maison",
    "je suis en conflit avec mon adjoint",
    "j'ai rompu avec ma compagne",
    "mon mari arrive demain",
    "mon mari ne dort jamais ici",
    "aucune amie proche",
    "comment prendre rendez-vous avec le médecin de prévention ?",
    "mon adjoint est là pour me surveiller",
]


@pytest.mark.parametrize("text", NEAR)
def test_somebody_is_near(text: str) -> None:
    assert says_accompanied(text)
    assert not says_alone(text, asked=True)


@pytest.mark.parametrize("text", NOT_NEAR)
def test_nobody_is_near_or_it_is_something_else(text: str) -> None:
    assert not says_accompanied(text)


@pytest.mark.parametrize("text", ["non", "Non.", "nan", "pas vraiment"])
def test_a_bare_no_says_alone_to_the_question_and_to_nothing_else(text: str) -> None:
    assert says_alone(text, asked=True)
    assert not says_alone(text, asked=False)


@pytest.mark.parametrize("text", ["non personne", "je suis seule chez moi"])
def test_alone_is_alone(text: str) -> None:
    assert says_alone(text, asked=False)


@pytest.mark.parametrize(
    "text", ["non c'est une façon de parler", "non ça va", "non je ne suis pas en danger", "/nier"]
)
def test_a_denial_is_no_loneliness(text: str) -> None:
    assert not says_alone(text, asked=True)
    assert not says_accompanied(text)


def test_company_is_heard_in_answer_to_the_question_only() -> None:
    assert company_told("ma femme est là", asked=True) == ACCOMPANIED
    assert company_told("ma femme est là", asked=False) is None
    assert company_told("je suis seule", asked=False) == company_told("non", asked=True) == ALONE


def test_the_question_is_known_as_it_was_said() -> None:
    first = str(emergency(SUICIDE).as_message()["text"])
    assert asks_who_is_near(first) and asks_who_is_near(f"Je vous le redis. {first}")
    assert not asks_who_is_near(str(emergency(SUICIDE, again=True).as_message()["text"]))
