"""What has just been answered weighs on what a few words mean."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.context import about, recall, weigh

CLASSES = ("contact_service", "faq_mentorat_duree", "hors_sujet")
WEIGHTS = {"mentorat": {"faq_mentorat": 2.0}, "service": {"contact_service": 3.0, "faq_mentorat": -2.0}}
UNDECIDED = np.asarray([0.3, 0.3, 0.4], dtype=np.float32)


@pytest.mark.parametrize(
    ("custom", "subject"),
    [
        ({"services": ["mentorat"]}, "mentorat"),
        ({"services": ["pae", "mgen_ecoute"]}, "service"),
        ({"kind": "menu"}, None),
        ({}, None),
    ],
)
def test_the_subject_of_an_answer(custom: dict[str, object], subject: str | None) -> None:
    assert about(custom) == subject


@pytest.mark.parametrize(("subject", "read"), [("mentorat", 1), ("service", 0), (None, 2), ("autre", 2)])
def test_a_few_words_are_read_after_what_was_said(subject: str | None, read: int) -> None:
    weighed = weigh(UNDECIDED, CLASSES, "et combien de temps", subject, WEIGHTS)
    assert int(weighed.argmax()) == read
    assert float(weighed.sum()) == pytest.approx(1.0)


def test_a_longer_message_says_by_itself_what_it_is_about() -> None:
    assert weigh(UNDECIDED, CLASSES, "un mot " * 8, "mentorat", WEIGHTS) is UNDECIDED


def test_what_names_the_mentoring_is_about_it_even_after_a_service() -> None:
    assert weigh(UNDECIDED, CLASSES, "et les Mentors, combien de temps ?", "service", WEIGHTS) is UNDECIDED


NEEDS = ("besoin_sante", "besoin_conflit", "besoin_surcharge", "contact_service")
FORMER = {"besoin_conflit": "gestionnaire", "besoin_surcharge": None}


@pytest.mark.parametrize(
    ("text", "named", "read"),
    [
        ("revenons à ma gestionnaire", "gestionnaire", "besoin_conflit"),
        ("et pour ma gestionnaire du coup ?", "gestionnaire", "besoin_conflit"),
        ("pour en revenir aux dossiers qui s'empilent", None, "besoin_surcharge"),
        ("finalement le premier sujet", None, "besoin_conflit"),
        ("et leur numéro ?", None, "contact_service"),
        ("revenons " + "un mot " * 8, None, "contact_service"),
    ],
)
def test_one_comes_back_to_what_was_told(text: str, named: str | None, read: str) -> None:
    heard = np.asarray([0.1, 0.05, 0.06, 0.79], dtype=np.float32)
    assert NEEDS[int(recall(heard, NEEDS, text, FORMER, named).argmax())] == read


def test_nothing_told_changes_nothing() -> None:
    assert recall(UNDECIDED, CLASSES, "revenons à ma gestionnaire", {}, "gestionnaire") is UNDECIDED
