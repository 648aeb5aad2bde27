"""The panel of experts: applied by hand exactly as scikit-learn fitted it, saved and read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.experts import Experts, ExpertSettings
from bot.nlu.measures import Prediction, calibration_error, measure, wilson
from bot.nlu.views import VIEWS, terms

TEXTS = [
    "je ne dors plus",
    "mon chef me crie dessus",
    "je dors mal",
    "mon chef et moi",
    "bonjour",
    "bonjour a tous",
] * 3
LABELS = ["sante", "conflit", "sante", "conflit", "saluer", "saluer"] * 3
SETTINGS = [
    ExpertSettings("encoder"),
    ExpertSettings("characters", (2, 4)),
    ExpertSettings("words", (1, 2)),
    ExpertSettings("stems", (1, 2)),
]


@pytest.fixture(scope="module")
def encoded() -> np.ndarray:
    return np.random.default_rng(7).normal(size=(len(TEXTS), 8)).astype(np.float32)


@pytest.fixture(scope="module")
def panel(encoded: np.ndarray) -> Experts:
    return Experts.train(SETTINGS, TEXTS, encoded, LABELS)


def test_probabilities_are_probabilities(panel: Experts, encoded: np.ndarray) -> None:
    found = panel.probabilities(TEXTS, encoded)
    assert found.shape == (len(TEXTS), 3)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert [panel.classes[i] for i in found.argmax(axis=1)] == LABELS


def test_pieces_are_read_without_the_encoder(panel: Experts) -> None:
    found = panel.probabilities(["je dors"], None)[0]
    assert panel.classes[int(found.argmax())] == "sante"


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_terms_weigh_as_scikit_learn_weighs_them(view: str, encoded: np.ndarray) -> None:
    settings = ExpertSettings(view, (1, 3))
    trained = Experts.train([settings], TEXTS, encoded, LABELS)
    vocabulary = trained._experts[0].vocabulary
    assert vocabulary is not None
    reference = TfidfVectorizer(analyzer=terms(view, 1, 3), min_df=2, sublinear_tf=True, dtype=np.float32).fit(TEXTS)
    text = "bonjour mon chef, je dors, je dors mal"
    columns, values = vocabulary.row(text)
    row = np.zeros(len(vocabulary.index), dtype=np.float32)
    row[columns] = values
    assert np.allclose(row, reference.transform([text]).toarray()[0], atol=1e-6)


def test_saved_and_read_back_it_says_the_same(panel: Experts, encoded: np.ndarray, tmp_path: Path) -> None:
    panel.save(tmp_path)
    again = Experts.load(tmp_path)
    assert np.allclose(panel.probabilities(TEXTS, encoded), again.probabilities(TEXTS, encoded), atol=1e-6)


def test_it_knows_the_words_it_met(panel: Experts) -> None:
    assert panel.knows("mon dromadaire")
    assert not panel.knows("xqzt blorp")
    assert not panel.knows("...")


def test_measures() -> None:
    predictions = [
        Prediction("a", "a", 0.9),
        Prediction("a", "b", 0.8),
        Prediction("b", "b", 0.7),
        Prediction("b", "b", 0.9),
    ]
    result = measure(predictions)
    assert result.accuracy == 0.75
    assert result.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2, abs=1e-3)
    assert result.confusions == [("a", "b", 1)]
    assert calibration_error([Prediction("a", "a", 1.0)]) == 0
    assert calibration_error([Prediction("a", "b", 0.95)]) == pytest.approx(0.95)
    low, high = wilson(97, 100)
    assert 0.91 < low < 0.97 < high < 0.99
