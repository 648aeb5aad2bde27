"""Typography, normalisation, and not repeating oneself."""

from __future__ import annotations

import pytest

from bot.fresh import afresh
from bot.text import normalise, sentences, words
from bot.typography import typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Voici : un", "Voici\u00a0: un"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("l'équipe", "l’équipe"),
        ("☎ 03 88 23 36 99", "☎\u00a003 88 23 36 99"),
        ("https://www.mgen.fr", "https://www.mgen.fr"),
        ("pae@ac-strasbourg.fr", "pae@ac-strasbourg.fr"),
    ],
)
def test_typography(typed: str, printed: str) -> None:
    assert typeset(typed) == printed
    assert typeset(printed) == printed


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ÉPUISÉ", "epuise"),
        ("J’en peux pluuuuus", "j'en peux pluus"),
        ("cœur", "coeur"),
        ("  deux   espaces\n", "deux espaces"),
    ],
)
def test_normalise(typed: str, same: str) -> None:
    assert normalise(typed) == same


def test_words_and_sentences() -> None:
    assert words(normalise("L'IA-Dasen, 67 !")) == ["l", "ia", "dasen", "67"]
    assert sentences("Un. Deux ? Trois\nQuatre") == ["Un.", "Deux ?", "Trois", "Quatre"]


def test_a_text_is_never_said_twice_alike() -> None:
    past: list[str] = []
    for _ in range(12):
        past.append(afresh("Bonjour.", past))
    assert len(set(past)) == len(past)
    assert past[0] == "Bonjour."
