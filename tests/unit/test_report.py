"""The figures of an evaluation, and the page that draws them."""

from __future__ import annotations

from bot.nlu.measures import Prediction, measure, reliability
from bot.nlu.report import page

READ = [
    Prediction("besoin_sante", "besoin_sante", 0.95, text="je ne dors plus"),
    Prediction("besoin_sante", "besoin_conflit", 0.85, text="<b>elle m'use</b>", level="possible"),
    Prediction("besoin_conflit", "besoin_conflit", 0.4, asked=True),
    Prediction("besoin_conflit", "besoin_sante", 0.3, asked=True, level="certain"),
    Prediction("hors_sujet", "besoin_conflit", 0.7),
    Prediction("hors_sujet", "besoin_conflit", 0.5, asked=True),
    Prediction("urgence_danger", "urgence_danger", 1.0, level="certain"),
]


def test_who_is_misrouted_asked_strayed_or_alarmed() -> None:
    found = measure(READ)
    assert found.accuracy == 3 / 7
    assert found.misrouted == (2, 7)
    assert found.needless == (1, 7)
    assert found.strayed == (1, 2)
    assert found.alarms == (1, 6)
    assert found.soft_lines == (1, 6)
    assert "Fausses alarmes : 1/6" in found.as_text()


def test_reliability_is_told_by_bins_of_confidence() -> None:
    bins = reliability([Prediction("a", "a", 0.91), Prediction("a", "b", 0.99), Prediction("a", "a", 0.05)])
    assert bins == [(1, 0.05, 1.0), (2, 0.95, 0.5)]


def test_the_page_shows_the_matrix_the_curve_and_the_worst_errors_first() -> None:
    drawn = page("Essai", measure(READ), READ)
    assert drawn.startswith("<!doctype html>")
    assert "besoin_sante → besoin_conflit : 1" in drawn
    assert "2 messages" in drawn or "1 messages" in drawn
    assert "&lt;b&gt;elle" in drawn and "<b>elle" not in drawn
    errors = drawn[drawn.index("erreurs") :]
    assert errors.index("0.85") < errors.index("0.70") < errors.index("0.30")
    assert "src=" not in drawn and "http" not in drawn
