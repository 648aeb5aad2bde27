"""What tired people type in answer to each kind of question: what is kept of it, and what is no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import datafiles
from bot.consent.answers import read
from bot.consent.usages import Question

ACADEMIES = {"lyon": "académie de Lyon", "strasbourg": "académie de Strasbourg"}
USAGES = ("rappel", "mentorat_inscription", "mentorat_devenir_accompagnateur")
PHONE = "06 12 34 56 78"


def question(name: str) -> Question:
    found = (datafiles.usages()[usage].question(name) for usage in USAGES)
    return next(q for q in found if q is not None)


def kept(name: str, text: str) -> str | None:
    return read(question(name), text, ACADEMIES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Claire", "Claire"),
        ("  Claire.  ", "Claire"),
        ("moi c'est Claire", "Claire"),
        ("Moi, c’est Claire", "Claire"),
        ("bonjour, je m'appelle Claire Weber", "Claire Weber"),
        ("euh… Claire", "Claire"),
        ("oui, c'est Anne", "Anne"),
        ("merci, dites Anne", "Anne"),
        ("je suis la principale", "la principale"),
        ("nom : Weber", "Weber"),
        ("mon prénom c'est Anne", "Anne"),
        ("Mettez « Papillon »", "Papillon"),
        ("appelez-moi M.", "M."),
        ("appelez moi M", "M"),
        ("C’est M. Weber", "M. Weber"),
        ("J. Martin", "J. Martin"),
        ("Capitaine_Flam67", "Capitaine_Flam67"),
        ("D'Artagnan", "D'Artagnan"),
        ("Le Goff", "Le Goff"),
        ("La Fontaine", "La Fontaine"),
        ("Ben Ali", "Ben Ali"),
        ("Ouidad", "Ouidad"),
        ("Mercier", "Mercier"),
        ("anonyme", "anonyme"),
        ("Claire\nContact : un autre", "Claire Contact : un autre"),
    ],
)
def test_names_and_pseudonyms(text: str, name: str) -> None:
    assert kept("nom", text) == name


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "...", "?!", "😀", "12", PHONE, "claire@exemple.fr", "oui", "Non.", "ok", "Bonjour !", "d'accord",
        "je ne sais pas", "je préfère ne pas le dire", "je ne veux plus continuer", "pourquoi vous demandez ça",
        "a" * 61,
    ],
)  # fmt: skip
def test_no_names(text: str) -> None:
    assert kept("nom", text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("claire.weber@ac-strasbourg.fr", "claire.weber@ac-strasbourg.fr"),
        ("Claire.Weber@Gmail.COM", "claire.weber@gmail.com"),
        ("c'est claire@exemple.fr.", "claire@exemple.fr"),
        ("mon mail:claire+mentorat@exemple.fr, merci", "claire+mentorat@exemple.fr"),
        ("vous pouvez m'écrire à claire_w67@exemple.co.uk le soir", "claire_w67@exemple.co.uk"),
        ("(claire@exemple.fr)", "claire@exemple.fr"),
        ("« claire@exemple.fr »", "claire@exemple.fr"),
        ("Claire Weber <claire@exemple.fr>", "claire@exemple.fr"),
        ("claire@exemple", None),
        ("claire arobase exemple point fr", None),
        ("@exemple.fr", None),
        ("claire exemple.fr", None),
        (PHONE, None),
        ("oui", None),
    ],
)
def test_addresses(text: str, address: str | None) -> None:
    assert kept("courriel", text) == address


@pytest.mark.parametrize(
    "text",
    [
        "0612345678", PHONE, "06.12.34.56.78", "06-12-34-56-78", "06/12/34/56/78", "06 123 456 78",
        "06\u00a012\u202f34 5678", "+33 6 12 34 56 78", "+33612345678", "+33 (0)6 12 34 56 78", "+33 06 12 34 56 78",
        "+330612345678", "0033 6 12 34 56 78", "0033612345678", "+33.6.12.34.56.78", "tel:0612345678.",
        "au 0612345678, après 18h", "plutôt le 06 12 34 56 78 merci", "0612345678 ou claire@exemple.fr",
    ],
)  # fmt: skip
def test_telephones(text: str) -> None:
    assert kept("joindre", text) == PHONE


@pytest.mark.parametrize(
    "text",
    ["06 12 34 56 7", "06 12 34 56 789", "10612345678", "00 12 34 56 78", "3114", "le 15 à 18h30", "non", "au collège"],
)
def test_no_way_to_be_reached(text: str) -> None:
    assert kept("joindre", text) is None


def test_an_address_will_do_to_be_reached() -> None:
    assert kept("joindre", "plutôt Claire@exemple.fr") == "claire@exemple.fr"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("matin", "matin"),
        ("Le MATIN svp", "matin"),
        ("demain matin", "matin"),
        ("1", "matin"),
        ("le 3", "après-midi"),
        ("2.", "midi"),
        ("entre midi et deux", "midi"),
        ("après-midi", "après-midi"),
        ("l’après-midi", "après-midi"),
        ("l'apres midi", "après-midi"),
        ("cet aprem", "après-midi"),
        ("en fin de journée", "soirée"),
        ("fin d'après-midi", "soirée"),
        ("quand vous voulez", "peu importe"),
        ("le soir", "soirée"),
        ("en soiree", "soirée"),
        ("peu importe", "peu importe"),
        ("n'importe quand", "peu importe"),
        ("ça m'est égal", "peu importe"),
        ("matin ou soir", None),
        ("surtout pas le matin", None),
        ("jamais le midi", None),
        ("minuit", None),
        ("0", None),
        ("6", None),
        ("12", None),
        ("፩", None),
        ("oui", None),
    ],
)
def test_moments(text: str, moment: str | None) -> None:
    assert kept("moment", text) == moment


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1, 3 et 5", [1, 3, 5]),
        ("5 3 1", [1, 3, 5]),
        ("2-4", [2, 4]),
        ("de 2 à 4", [2, 3, 4]),
        ("le 4 surtout", [4]),
        ("tout d'abord le 2", [2]),
        ("7, 7 et encore 7", [7]),
        ("tout", [1, 2, 3, 4, 5, 6, 7]),
        ("l'ensemble", [1, 2, 3, 4, 5, 6, 7]),
        ("Comprendre un échec au concours", [5]),
        ("le 2 et preparer une prise de poste", [2, 7]),
        ("tout sauf le 3", None),
        ("pas le 2", None),
        ("les 2 premiers", None),
        ("1, 2 et 9", None),
        ("8", None),
        ("0", None),
        ("je sais pas", None),
        ("😀", None),
        ("rien de tout ça", None),
        ("surtout l'oral, tout le reste je connais", None),
    ],
)
def test_several_numbers(text: str, numbers: list[int] | None) -> None:
    asked = question("attentes")
    chosen = " ; ".join(asked.choix[n - 1] for n in numbers) if numbers else None
    assert kept("attentes", text) == chosen


@pytest.mark.parametrize(
    ("text", "academie"),
    [
        ("strasbourg", "strasbourg"),
        ("Académie de Strasbourg", "strasbourg"),
        ("ACADEMIE DE LYON", "lyon"),
        ("je suis à Lyon depuis 2019", "lyon"),
        ("Nancy-Metz", "Nancy-Metz"),
        ("je suis dans l’académie de Nancy-Metz", "Nancy-Metz"),
        ("académie d'Orléans-Tours", "Orléans-Tours"),
        ("l'academie de la Réunion", "Réunion"),
        ("en Guadeloupe", "Guadeloupe"),
        ("La Réunion", "La Réunion"),
        ("Lyon ou Strasbourg", None),
        ("pas à Lyon", None),
        ("je ne sais pas", None),
        ("vous le savez bien", None),
        ("67", None),
        ("une académie du grand sud de la France", None),
        ("x" * 41, None),
    ],
)
def test_academies(text: str, academie: str | None) -> None:
    assert kept("academie", text) == academie


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"), ("trois", "3"), ("Trois personnes.", "3"), ("un seul", "1"), ("une", "1"), ("cinq au plus", "5"),
        ("3 ou 4", None), ("une ou deux", None), ("entre 2 et 5", None), ("2,5", None), ("6", None), ("10", None),
        ("0", None), ("zéro", None), ("beaucoup", None), ("ça dépend", None), ("oui", None),
        ("une dizaine", None), ("un petit groupe", None), ("moins de trois", None), ("cinq c'est trop", None),
    ],
)  # fmt: skip
def test_capacity(text: str, number: str | None) -> None:
    assert kept("capacite", text) == number


def test_free_words_are_kept_as_written_on_one_line() -> None:
    assert kept("bassin", "Saint-Louis / Trois\n Frontières.") == "Saint-Louis / Trois Frontières"
    assert kept("bassin", "x" * 120) == "x" * 120
    for nothing in ("x" * 121, "...", "12", "non", "je ne sais pas", "👍"):
        assert kept("bassin", nothing) is None


@given(st.text(max_size=200), st.sampled_from([q for u in USAGES for q in datafiles.usages()[u].champs]))
def test_whatever_is_typed_gives_one_line_or_nothing(text: str, asked: Question) -> None:
    answer = read(asked, text, ACADEMIES)
    assert answer is None or (answer.strip() == answer != "" and len(answer.splitlines()) == 1)
    if asked.genre == "choix" and answer is not None:
        assert answer in asked.choix
