"""Several linear readers of the same message, each with its own view, who add their log-probabilities.

Used twice: for the intents and for the emergencies. Pure numpy and scikit-learn; Rasa is not known here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bot.nlu.views import terms

Floats = NDArray[np.float32]

ENCODER = "encoder"


@dataclass(frozen=True)
class ExpertSettings:
    """How one expert reads: its view, the length of its n-grams and its inverse regularisation."""

    view: str
    ngrams: tuple[int, int] = (1, 1)
    strength: float = 10.0
    rarest: int = 2

    def cut(self) -> Callable[[str], list[str]]:
        """How this expert cuts a normalised text into terms."""
        return terms(self.view, *self.ngrams)


@dataclass(frozen=True)
class _Vocabulary:
    """TF-IDF of one text at a time, from a fitted vocabulary.

    Fitted by scikit-learn, applied by hand: one message costs 0.1 ms here, 1.5 ms there.
    """

    cut: Callable[[str], list[str]]
    index: Mapping[str, int]
    idf: Floats

    def row(self, text: str) -> tuple[NDArray[np.intp], Floats]:
        """The columns present in `text` and their values, of length one altogether."""
        counts = Counter(map(self.index.get, self.cut(text)))
        counts.pop(None, None)
        columns = np.fromiter(counts, dtype=np.intp, count=len(counts))
        tally = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1.0 + np.log(tally)) * self.idf[columns]
        length = float(np.sqrt((values * values).sum()))
        return columns, values / length if length else values


@dataclass(frozen=True)
class _Expert:
    settings: ExpertSettings
    weights: Floats  # (features, classes), rows contiguous
    bias: Floats  # (classes,)
    vocabulary: _Vocabulary | None

    def log_probabilities(self, texts: Sequence[str], encoded: Floats | None) -> Floats:
        if self.vocabulary is None:
            assert encoded is not None
            return _log_softmax(encoded @ self.weights + self.bias)
        scores = np.empty((len(texts), len(self.bias)), dtype=np.float32)
        for number, text in enumerate(texts):
            columns, values = self.vocabulary.row(text)
            scores[number] = values @ self.weights[columns] + self.bias
        return _log_softmax(scores)


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return result


class Experts:
    """A trained panel of experts over one set of classes."""

    def __init__(self, classes: Sequence[str], experts: Sequence[_Expert], temperature: float) -> None:
        self.classes = list(classes)
        self._experts = list(experts)
        self._temperature = temperature

    @classmethod
    def train(
        cls,
        settings: Sequence[ExpertSettings],
        texts: Sequence[str],
        encoded: Floats,
        labels: Sequence[str],
        *,
        sample_weight: Floats | None = None,
        balanced: bool = True,
        temperature: float = 1.5,
        iterations: int = 30,
    ) -> Experts:
        """Fit every expert on the same examples.

        Args:
            texts: normalised texts. encoded: their sentence vectors, shape (len(texts), 512).
            sample_weight: one weight an example, multiplied with the balance of the classes if `balanced`.
            temperature: divides the summed log-probabilities, so that 0.8 is right 8 times in 10.
        """
        classes = sorted(set(labels))

        def fit(one: ExpertSettings) -> _Expert:
            vocabulary, features = None, encoded
            if one.view != ENCODER:
                vectoriser = TfidfVectorizer(analyzer=one.cut(), min_df=one.rarest, sublinear_tf=True, dtype=np.float32)
                features = vectoriser.fit_transform(texts)
                idf = vectoriser.idf_.astype(np.float32)
                vocabulary = _Vocabulary(one.cut(), vectoriser.vocabulary_, idf)
            model = LogisticRegression(
                C=one.strength,
                class_weight="balanced" if balanced else None,
                max_iter=iterations,
                tol=1e-3,
            )
            model.fit(features, labels, sample_weight=sample_weight)
            weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
            return _Expert(one, weights, model.intercept_.astype(np.float32), vocabulary)

        # Two threads: the solver spends its time in numpy and scipy, which release the lock.
        with threadpool_limits(limits=1), ThreadPoolExecutor(max_workers=2) as pool:
            experts = list(pool.map(fit, settings))
        return cls(classes, experts, temperature)

    def probabilities(self, texts: Sequence[str], encoded: Floats | None) -> Floats:
        """Class probabilities of each normalised text, shape (len(texts), len(self.classes)).

        Without `encoded` the experts that read words and characters answer alone: good enough for the
        pieces of a message, and thirty times cheaper.
        """
        total = sum(
            expert.log_probabilities(texts, encoded)
            for expert in self._experts
            if encoded is not None or expert.vocabulary is not None
        )
        result: Floats = np.exp(_log_softmax(np.asarray(total, dtype=np.float32) / self._temperature))
        return result

    def knows(self, text: str) -> bool:
        """Whether at least one whole word of `text` was met in training."""
        readers = [e.vocabulary for e in self._experts if e.vocabulary and e.settings.view == "words"]
        return any(term in reader.index for reader in readers for term in reader.cut(text)) or not readers

    def save(self, folder: Path) -> None:
        """Write the panel as one array file and one JSON file an expert (no pickle: a model is data)."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, Floats] = {}
        described: list[dict[str, Any]] = []
        for number, expert in enumerate(self._experts):
            arrays[f"weights{number}"], arrays[f"bias{number}"] = expert.weights, expert.bias
            entry: dict[str, Any] = vars(expert.settings) | {"vocabulary": None}
            if expert.vocabulary is not None:
                arrays[f"idf{number}"] = expert.vocabulary.idf
                index = expert.vocabulary.index
                entry["vocabulary"] = sorted(index, key=lambda term: index[term])
            described.append(entry)
        np.savez(folder / "experts.npz", **arrays)
        summary = {"classes": self.classes, "temperature": self._temperature, "experts": described}
        (folder / "experts.json").write_text(json.dumps(summary, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Experts:
        """Read what `save` wrote. Raises OSError if a file is missing."""
        summary = json.loads((folder / "experts.json").read_text(encoding="utf-8"))
        experts = []
        with np.load(folder / "experts.npz", allow_pickle=False) as arrays:
            for number, entry in enumerate(summary["experts"]):
                listed = entry.pop("vocabulary")
                settings = ExpertSettings(**(entry | {"ngrams": tuple(entry["ngrams"])}))
                vocabulary = None
                if listed is not None:
                    index = {term: column for column, term in enumerate(listed)}
                    vocabulary = _Vocabulary(settings.cut(), index, arrays[f"idf{number}"])
                experts.append(_Expert(settings, arrays[f"weights{number}"], arrays[f"bias{number}"], vocabulary))
        return cls(summary["classes"], experts, summary["temperature"])
