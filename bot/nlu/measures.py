"""Figures about understanding: accuracy, F1, confusions, calibration, emergencies. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

_Z = 1.96  # 95 %
_BINS = 10


class Measured(Protocol):
    """A result that can be printed or given as data."""

    def as_dict(self) -> dict[str, Any]: ...

    def as_text(self) -> str: ...


@dataclass(frozen=True)
class Prediction:
    """One evaluated message: what it is, what was read, with which confidence."""

    expected: str
    read: str
    confidence: float


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927), honest for small counts and near 1."""
    if not total:
        return (0.0, 1.0)
    share, z2 = right / total, _Z * _Z
    centre = share + z2 / (2 * total)
    spread = _Z * math.sqrt(share * (1 - share) / total + z2 / (4 * total * total))
    return ((centre - spread) / (1 + z2 / total), (centre + spread) / (1 + z2 / total))


@dataclass(frozen=True)
class Evaluation:
    """What `cap nlu evaluate` reports."""

    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    calibration_error: float
    per_intent: dict[str, dict[str, float]]
    confusions: list[tuple[str, str, int]]
    count: int

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "accuracy": round(self.accuracy, 4),
            "interval": [round(x, 4) for x in self.interval],
            "macro_f1": round(self.macro_f1, 4),
            "ece": round(self.calibration_error, 4),
            "count": self.count,
            "per_intent": self.per_intent,
            "confusions": [{"intent": a, "read": b, "count": n} for a, b, n in self.confusions],
        }

    def as_text(self) -> str:
        """For a person."""
        low, high = self.interval
        lines = [
            f"Exactitude : {self.accuracy:.3f} (95 % : {low:.3f} à {high:.3f}), {self.count} messages",
            f"F1 moyenne : {self.macro_f1:.3f}    Erreur de calibration : {self.calibration_error:.3f}",
            "",
            f"{'intention':38} {'précision':>9} {'rappel':>7} {'F1':>6} {'n':>5}",
        ]
        lines += [
            f"{name:38} {f['precision']:9.2f} {f['recall']:7.2f} {f['f1']:6.2f} {f['count']:5.0f}"
            for name, f in sorted(self.per_intent.items(), key=lambda item: item[1]["f1"])
        ]
        lines += ["", "Confusions (attendu → lu) :"]
        lines += [f"  {expected} → {read} : {n}" for expected, read, n in self.confusions[:20]]
        return "\n".join(lines)


def measure(predictions: Sequence[Prediction]) -> Evaluation:
    """Evaluate predictions; macro F1 is the mean over the intents expected at least once."""
    right = sum(p.expected == p.read for p in predictions)
    expected, read = Counter(p.expected for p in predictions), Counter(p.read for p in predictions)
    hits = Counter(p.expected for p in predictions if p.expected == p.read)
    per_intent = {}
    for name, count in expected.items():
        precision = hits[name] / read[name] if read[name] else 0.0
        recall = hits[name] / count
        f1 = 2 * precision * recall / (precision + recall) if hits[name] else 0.0
        per_intent[name] = {
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "count": count,
        }
    wrong = Counter((p.expected, p.read) for p in predictions if p.expected != p.read)
    return Evaluation(
        right / len(predictions),
        wilson(right, len(predictions)),
        sum(f["f1"] for f in per_intent.values()) / len(per_intent),
        calibration_error(predictions),
        per_intent,
        [(a, b, n) for (a, b), n in wrong.most_common()],
        len(predictions),
    )


def calibration_error(predictions: Sequence[Prediction]) -> float:
    """Expected calibration error over ten equal bins: how far confidence is from being right."""
    total = 0.0
    for low in range(_BINS):
        inside = [p for p in predictions if min(int(p.confidence * _BINS), _BINS - 1) == low]
        if inside:
            confidence = sum(p.confidence for p in inside) / len(inside)
            accuracy = sum(p.expected == p.read for p in inside) / len(inside)
            total += len(inside) / len(predictions) * abs(confidence - accuracy)
    return total


@dataclass(frozen=True)
class SafetyCase:
    """One message of the safety evaluation and the layer's verdict."""

    label: str
    kind: str
    explicit: bool
    emergency: str | None
    level: str | None


@dataclass(frozen=True)
class SafetyEvaluation:
    """Emergencies found (at either level), certain, and false alarms, altogether and by kind."""

    shares: dict[str, tuple[int, int]]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            name: {"count": n, "total": total, "share": round(n / total, 4) if total else None}
            for name, (n, total) in self.shares.items()
        }

    def as_text(self) -> str:
        """For a person."""
        lines = []
        for name, (n, total) in self.shares.items():
            low, high = wilson(n, total)
            lines.append(f"{name:44} {n:4}/{total:<4} {n / max(total, 1):6.3f}  (95 % : {low:.3f} à {high:.3f})")
        return "\n".join(lines)


def measure_safety(cases: Sequence[SafetyCase]) -> SafetyEvaluation:
    """Recall of emergencies at either level and as certain, alarms and soft lines on what is none."""

    def share(among: Sequence[SafetyCase], levels: tuple[str, ...]) -> tuple[int, int]:
        return sum(c.level in levels for c in among), len(among)

    real = [c for c in cases if c.label != "none"]
    none = [c for c in cases if c.label == "none"]
    plain = [c for c in real if c.explicit or c.kind == "explicit"]
    both = ("certain", "possible")
    shares = {
        "urgences trouvées": share(real, both),
        "urgences trouvées, certaines": share(real, ("certain",)),
        "énoncés explicites trouvés": share(plain, both),
        "énoncés explicites, certains": share(plain, ("certain",)),
        "fausses alarmes": share(none, ("certain",)),
        "lignes douces inutiles": share(none, ("possible",)),
    }
    for kind in dict.fromkeys(c.kind for c in real):
        shares[f"  trouvées, {kind}"] = share([c for c in real if c.kind == kind], both)
    for kind in dict.fromkeys(c.kind for c in none):
        shares[f"  fausses alarmes, {kind}"] = share([c for c in none if c.kind == kind], ("certain",))
    return SafetyEvaluation(shares)
