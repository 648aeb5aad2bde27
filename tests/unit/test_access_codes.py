"""Access codes: drawn from the whole list, read however they are typed, never guessed."""

from __future__ import annotations

import math
import random
import re
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from bot.privacy import codes
from bot.privacy.codes import BITS, canonical, new_code
from bot.text import strip_accents

WORDS = [unicodedata.normalize("NFC", word) for word in Mnemonic("french").wordlist]
CODE = "académie-zèbre-moelleux-abeille-coder-mercredi-sécréter"
SEVEN = st.lists(st.sampled_from(WORDS), min_size=7, max_size=7)


def test_the_list_is_what_the_reading_relies_on() -> None:
    assert len(set(WORDS)) == 2048
    assert min(map(len, WORDS)) == 5
    assert len({strip_accents(word)[:4] for word in WORDS}) == 2048
    assert 7 * math.log2(len(WORDS)) == BITS


def test_a_new_code_is_seven_words_of_the_list_with_their_accents() -> None:
    for _ in range(50):
        words = new_code().split("-")
        assert len(words) == 7
        assert set(words) <= set(WORDS)


def test_codes_use_the_whole_list() -> None:
    drawn = {word for _ in range(4000) for word in new_code().split("-")}
    assert len(drawn) > 2040


def test_codes_do_not_come_from_a_seed() -> None:
    random.seed(1)
    first = new_code()
    random.seed(1)
    assert new_code() != first


def test_a_new_code_is_its_own_canonical_form() -> None:
    code = new_code()
    assert canonical(code) == code


@given(SEVEN)
def test_every_code_is_read_without_accents_in_capitals_or_cut_to_four_letters(words: list[str]) -> None:
    code = "-".join(words)
    assert canonical(code) == code
    assert canonical(strip_accents(code)) == code
    assert canonical(code.upper()) == code
    assert canonical(strip_accents(code).upper()) == code
    assert canonical(unicodedata.normalize("NFD", code)) == code
    assert canonical(" ".join(word[:4] for word in words)) == code
    assert canonical(" ".join(strip_accents(word)[:4] for word in words)) == code


@given(SEVEN, st.lists(st.text("abcdefghijklmnopqrstuvwxyzéè", max_size=6), min_size=7, max_size=7))
def test_what_comes_after_the_fourth_letter_does_not_count(words: list[str], ends: list[str]) -> None:
    assert canonical(" ".join(w[:4] + end for w, end in zip(words, ends))) == "-".join(words)


@given(SEVEN, st.lists(st.sampled_from([" ", ", ", ",", ".", ". ", "-", " - ", "\n", "\u00a0", "–", "‑", "…"])))
def test_the_signs_between_words_do_not_count(words: list[str], signs: list[str]) -> None:
    signs = (signs + [" "] * 6)[:6]
    typed = "".join(word + sign for word, sign in zip(words, [*signs, ""]))
    assert canonical(typed) == "-".join(words)


@pytest.mark.parametrize(
    "sentence",
    [
        "mon code est {}",
        "Mon code est : {}.",
        "mon code : {}",
        "Mon code secret : {}",
        "Bonjour, voici mon code personnel est le suivant :\n{}\nà bientôt",
        "“{}”",
        "« {} »",
        "« mon code est {} »",
        "‘{}’ c’est mon code",
        "c'est {}",
        "({})",
        "**{}**",
        "{} !",
        "  {}  ",
    ],
)
def test_a_code_is_found_in_a_sentence(sentence: str) -> None:
    assert canonical(sentence.format(CODE)) == CODE
    assert canonical(sentence.format(CODE.replace("-", " "))) == CODE


def test_quotes_may_stand_around_each_word() -> None:
    assert canonical(" ".join(f"“{word}”" for word in CODE.split("-"))) == CODE


def test_the_ligature_that_a_telephone_puts_is_read() -> None:
    assert canonical(CODE.replace("moelleux", "mœlleux")) == CODE


@given(SEVEN, st.integers(0, 6), st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9))
def test_a_wrong_word_is_not_read(words: list[str], place: int, wrong: str) -> None:
    known = {strip_accents(word)[:4] for word in WORDS}
    typed = [*words[:place], wrong, *words[place + 1 :]]
    if wrong[:4] in known:
        assert canonical(" ".join(typed)) is not None
    else:
        assert canonical(" ".join(typed)) is None


@pytest.mark.parametrize("place", range(7))
def test_a_word_misspelt_in_its_first_four_letters_is_not_guessed(place: int) -> None:
    words = CODE.split("-")
    words[place] = "xx" + words[place][2:]
    assert canonical("-".join(words)) is None


@given(SEVEN, st.integers(0, 6))
def test_a_word_cut_to_three_letters_is_not_guessed(words: list[str], place: int) -> None:
    typed = [*words[:place], words[place][:3], *words[place + 1 :]]
    assert canonical(" ".join(typed)) is None


@given(st.lists(st.sampled_from(WORDS), max_size=20).filter(lambda words: len(words) != 7))
def test_more_or_fewer_than_seven_words_are_not_a_code(words: list[str]) -> None:
    assert canonical("-".join(words)) is None


@pytest.mark.parametrize("sentence", ["mon code {}", "{} merci", "{}, merci", "{}\nmerci"])
def test_a_word_that_may_be_of_the_list_beside_a_code_hides_it_only_when_its_words_are_cut(sentence: str) -> None:
    """« code » may be « coder », and « merci », « mercredi »: eight words in a row, seven of them whole."""
    assert canonical(sentence.format(CODE)) == CODE
    assert canonical(sentence.format("-".join(strip_accents(word)[:5] for word in CODE.split("-")))) is None


@pytest.mark.parametrize("between", ["et", "1", "x", ":", ";", "/", "("])
def test_the_seven_words_are_in_a_row(between: str) -> None:
    words = CODE.split("-")
    assert canonical(" ".join([*words[:3], between, *words[3:]])) is None


def test_the_same_code_twice_is_that_code_and_two_codes_are_none() -> None:
    other = "-".join(reversed(CODE.split("-")))
    assert canonical(f"{CODE} : {CODE.upper()}") == CODE
    assert canonical(f"{CODE} ou {other}") is None


@pytest.mark.parametrize(
    "text", ["", "-", "mon code", "Je suis épuisée, je n'en peux plus.", "06 12 34 56 78", "\u0301", "a" * 2000]
)
def test_an_ordinary_message_holds_no_code(text: str) -> None:
    assert canonical(text) is None


@given(st.text(max_size=300))
def test_what_is_read_is_always_a_code(text: str) -> None:
    read = canonical(text)
    assert read is None or (re.fullmatch(r"(\w+-){6}\w+", read) and canonical(read) == read)


def test_the_list_is_read_on_first_use_and_once() -> None:
    said = (
        "from bot.privacy import codes; before = codes._list.cache_info().misses; "
        "codes.new_code(); codes.canonical('un'); print(before, codes._list.cache_info().misses)"
    )
    ran = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "1"]
    assert codes._list() is codes._list()
