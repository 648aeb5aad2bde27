"""Hasty spelling made plain for the rules: short forms, slips, glued words, apostrophes left out."""

from __future__ import annotations

import pytest

from bot.safety.spelling import plain


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("jveu mourir", "je veux mourir"),
        ("g envi d en finir", "j ai envie d en finir"),
        ("JE VEUX MOUUURIR", "je veux mourir"),
        ("jveuxmourir", "je veux mourir"),
        ("plusenviedevivre", "plus envie de vivre"),
        ("je veux muorir", "je veux mourir"),
        ("je veux mouriir", "je veux mourir"),
        ("je pense au sucide", "je pense au suicide"),
        ("s u i c i d e", "suicide"),
        ("su*cide", "suicide"),
        ("m0urir", "mourir"),
        ("envie 2 mourir", "envie de mourir"),
        ("mettre faim à mes jours", "mettre fin a mes jours"),
        ("je me fou en l'air", "je me fous en l air"),
        ("il respir plu", "il respire plus"),
        ("ya un type ac un couto ds lecole", "il y a un type avec un couteau dans l ecole"),
        ("une lettre dadieu", "une lettre d adieu"),
        ("lenvie detre morte", "l envie d etre morte"),
        ("lhomme mattend", "l homme m attend"),
        ("il ma etranglé", "il m a etrangle"),
        ("ils mont enfermée", "ils m ont enfermee"),
        ("quelle ma suivie", "qu elle m a suivie"),
        ("il sest enfermé", "il s est enferme"),
        ("je men vais", "je m en vais"),
    ],
)
def test_hasty_spelling_is_made_plain(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize(
    "text",
    [
        "une adresse",
        "courir",
        "le menage",
        "une manchette",
        "definir",
        "prendre",
        "il soigne",
        "un avc",
        "2 eleves",
        "sa vie",
        "une larme",
        "dans la salle",
        "savoir",
        "ma classe",
        "le metre",
        "il lave la lame",
        "demission",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert plain(text) == text
