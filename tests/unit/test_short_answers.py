"""« Plutôt collectif », « 67 », « mon chef », « les deux », « chais pas »: read in context."""

from __future__ import annotations

import pytest

from bot.datafiles import places, precisions
from bot.orientation.precisions import UNKNOWN, Precisions, accepts


@pytest.mark.parametrize(
    ("topic", "text", "value"),
    [
        ("cadre", "plutôt collectif", "collectif"),
        ("cadre", "COLLECTIF", "collectif"),
        ("cadre", "les deux", "collectif"),
        ("cadre", "moi", "individuel"),
        ("cadre", "pour moi surtout", "individuel"),
        ("cadre", "c'est toute l'équipe qui va mal", "collectif"),
        ("interlocuteur", "mon chef", "hierarchie"),
        ("interlocuteur", "non en fait c'est plutôt mon chef", "hierarchie"),
        ("interlocuteur", "l'IA-DASEN", "hierarchie"),
        ("interlocuteur", "avec des parents d'élèves", "parents"),
        ("interlocuteur", "l'intendante", "gestionnaire"),
        ("interlocuteur", "la mairie", "collectivite"),
        ("role", "c'est moi", "victime"),
        ("role", "une collègue", "temoin"),
        ("lieu", "surtout pas le rectorat", "dehors"),
        ("lieu", "à l'extérieur", "dehors"),
        ("lieu", "en interne", "dedans"),
        ("domaine", "piloter une équipe", "management"),
        ("lieu", "les deux", UNKNOWN),
        ("lieu", "chais pas", UNKNOWN),
        ("role", "je préfère ne pas le dire", UNKNOWN),
        ("cadre", "ça dépend", UNKNOWN),
        ("cadre", "quelle heure est-il", None),
        ("interlocuteur", " ".join(["mon chef"] * 20), None),
    ],
)
def test_answers(topic: str, text: str, value: str | None) -> None:
    assert precisions().answer(topic, text) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("67", "67"),
        ("dans le 68", "68"),
        ("je suis dans le haut-rhin", "68"),
        ("Mulhouse", "68"),
        ("à Sélestat", "67"),
        ("mon collège est à strasbourg", "67"),
        ("67300 Schiltigheim", "67"),
        ("le 67", "67"),
        ("je travaille 67 heures par semaine", None),
        ("le 15 juin", None),
        ("bonjour", None),
        ("j'ai barré son nom", None),
    ],
)
def test_places(text: str, number: str | None) -> None:
    assert places().departement(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("67", "67"),
        ("jsuis dans le 67", "67"),
        ("non en fait je bosse a Colmar", "68"),
        ("principale adjointe ds un lycée de Lyon", "69"),
        ("nous sommes dans le Bas-Rhin", "67"),
        ("le PAE de Strasbourg", None),
        ("mon adjointe hurle à Colmar", None),
        ("mon adjointe", None),
        ("j'ai mal, je suis à Colmar", None),
    ],
)
def test_a_place_and_nothing_else(text: str, number: str | None) -> None:
    assert places().alone(text, precisions().core(text)) == number


def test_an_aside_is_no_answer() -> None:
    reader = precisions()
    assert not accepts(reader, "interlocuteur", "c'est quoi le numéro du rectorat ?", "contact_service", 0.95)
    assert not accepts(
        reader, "interlocuteur", "en fait je voudrais parler de ma santé, le rectorat le sait", "besoin_sante", 0.95
    )
    assert accepts(reader, "interlocuteur", "le rectorat", "besoin_hierarchie", 0.95)
    assert accepts(reader, "interlocuteur", "c'est le rectorat je crois", "besoin_hierarchie", 0.3)


@pytest.mark.parametrize("data", [{"cadre": ["moi"]}, {"remplissage": "non"}, {"sans_reponse": 3}])
def test_a_malformed_file_is_told(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="liste"):
        Precisions.from_data(data)
