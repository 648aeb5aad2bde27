"""What hints at a name, what introduces one, and what is left of a span that spaCy took for somebody."""

from __future__ import annotations

import time

import pytest

from bot.nlu.names import Vocabulary, nameless

KNOWN = Vocabulary(
    frozenset(
        [
            "le",
            "la",
            "de",
            "ma",
            "mon",
            "est",
            "et",
            "a",
            "qui",
            "merci",
            "bonjour",
            "sauriez",
            "pierre",
            "rose",
            "adjoint",
            "crie",
            "directrice",
        ]
    ),
    frozenset(("mulhouse", "pronote", "toussaint")),
)

HINTS = [
    "Martin me crie dessus",
    "ma gestionnaire Sophie est odieuse",
    "avec Pierre c'est la guerre",
    "c'est DUPONT qui décide",
    "depuis qu'Awa est là",
]
NO_HINT = [
    "Bonjour, sauriez-vous qui appeler ?",
    "je travaille à Mulhouse et Pronote plante depuis la Toussaint",
    "MON ADJOINT CRIE TOUT LE TEMPS",
    "mon adjoint crie",
]


@pytest.mark.parametrize("text", HINTS)
def test_an_unexplained_capital_is_a_hint(text: str) -> None:
    assert KNOWN.hints(text)


@pytest.mark.parametrize("text", NO_HINT)
def test_a_sentence_a_tool_a_town_or_shouting_is_none(text: str) -> None:
    assert not KNOWN.hints(text)


INTRODUCED = [
    ("mme klein me crie dessus", ["klein"]),
    ("MADAME KLEIN-ROTH CRIE", ["KLEIN-ROTH"]),
    ("c'est m. dupont, l'adjoint", ["dupont"]),
    ("il s'appelle karim haddad et il crie", ["karim haddad"]),
    ("ma fille sapelle awa", ["awa"]),
    ("une adjointe nommée Lina", ["Lina"]),
    ("je m'appelle karim benali", ["karim benali"]),
    ("nom : karim haddad", ["karim haddad"]),
    ("avec Pierre c'est la guerre", ["Pierre"]),
    ("Hélène me crie dessus", ["Hélène"]),
    ("Rose est la couleur", []),
    ("madame la directrice", []),
    ("madame est partie", []),
    ("m koi", []),
    ("monsieur", []),
]


@pytest.mark.parametrize(("text", "names"), INTRODUCED)
def test_an_unknown_word_after_a_title_is_a_name(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in KNOWN.introduced(text)] == names


NAMED = [
    ("la petite Inès pleure", "petite Inès", "Inès"),
    ("Mme Klein", "Mme Klein", "Klein"),
    ("Pierre Muller refuse", "Pierre Muller", "Pierre Muller"),
    ("Rose est fermée", "Rose", None),
    ("avec Rose", "Rose", "Rose"),
    ("Sauriez-vous", "Sauriez", None),
    ("voir Pronote et mourir", "Pronote", None),
    ("M. B.", "M. B.", None),
    ("ma mere", "ma mere", None),
]


@pytest.mark.parametrize(("text", "span", "name"), NAMED)
def test_only_what_names_somebody_is_left_of_a_span(text: str, span: str, name: str | None) -> None:
    at = text.index(span)
    found = KNOWN.named(text, (at, at + len(span)))
    assert (text[found[0] : found[1]] if found else None) == name


def test_names_that_some_write_in_small_letters_are_no_ordinary_words() -> None:
    texts = ["karim crie", "karim pleure", "c'est Karim", "avec Karim", "pour Karim", "il crie"]
    assert Vocabulary.of(texts).ordinary == {"crie"}
    assert not {"pierre", "karim", "zoé"} & Vocabulary.of(["pierre karim zoé crie"] * 9).ordinary
    assert Vocabulary.of(["à Mulhouse"] * 10).familiar == {"mulhouse"}


def test_a_reader_that_must_not_judge_by_names_sees_none() -> None:
    text = "Mme Klein et Awa Koné crient"
    assert nameless(text, [(4, 9), (13, 21)]) == "Mme X et X crient"


def test_reading_takes_a_time_that_grows_with_the_text() -> None:
    hard = "m. " * 3000 + "A" * 3000 + "s'appelle " * 1000
    began = time.monotonic()
    KNOWN.hints(hard)
    KNOWN.introduced(hard)
    assert time.monotonic() - began < 2
