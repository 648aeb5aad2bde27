"""Figures about understanding: accuracy, F1, confusions, calibration, questions asked. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.nlu.choice import ELSEWHERE, TO_A_SERVICE

_Z = 1.96  # 95 %
_BINS = 10


class Measured(Protocol):
    """A result that can be printed or given as data."""

    def as_dict(self) -> dict[str, Any]: ...

    def as_text(self) -> str: ...


EMERGENCIES = "urgence_"


@dataclass(frozen=True)
class Prediction:
    """One evaluated message: what it is, what was read, with which confidence.

    `asked`: the assistant was not sure enough, and asked which of the likeliest needs it was.
    `level`: of emergency, as the layer of emergencies judged it ("certain", "possible" or None).
    """

    expected: str
    read: str
    confidence: float
    asked: bool = False
    text: str = ""
    level: str | None = None

    @property
    def right(self) -> bool:
        """Whether what was read is what it is."""
        return self.read == self.expected


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
    """What `cap nlu evaluate` reports.

    `misrouted`: answered as something else, without asking. `needless`: asked although the reading was right.
    `strayed`: off-topic messages answered with a service. `alarms`, `soft_lines`: given to messages that are no
    emergency. Each is (how many, among how many).
    """

    accuracy: float
    interval: tuple[float, float]
    macro_f1: float
    calibration_error: float
    misrouted: tuple[int, int]
    needless: tuple[int, int]
    strayed: tuple[int, int]
    alarms: tuple[int, int]
    soft_lines: tuple[int, int]
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
            "misrouted": _share(self.misrouted),
            "needless_questions": _share(self.needless),
            "off_topic_to_a_service": _share(self.strayed),
            "false_alarms": _share(self.alarms),
            "needless_soft_lines": _share(self.soft_lines),
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
            f"Mal orientés sans question : {_share(self.misrouted):.3f}    "
            f"Questions inutiles : {_share(self.needless):.3f}    "
            f"Hors sujet envoyés vers un service : {self.strayed[0]}/{self.strayed[1]}",
            f"Fausses alarmes : {self.alarms[0]}/{self.alarms[1]}    "
            f"Lignes douces inutiles : {self.soft_lines[0]}/{self.soft_lines[1]} ({_share(self.soft_lines):.3f})",
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
    right = sum(p.right for p in predictions)
    calm = [p for p in predictions if not p.expected.startswith(EMERGENCIES)]
    strangers = [p for p in predictions if p.expected == ELSEWHERE]
    expected, read = Counter(p.expected for p in predictions), Counter(p.read for p in predictions)
    hits = Counter(p.expected for p in predictions if p.right)
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
    wrong = Counter((p.expected, p.read) for p in predictions if not p.right)
    return Evaluation(
        right / len(predictions),
        wilson(right, len(predictions)),
        sum(f["f1"] for f in per_intent.values()) / len(per_intent),
        calibration_error(predictions),
        (sum(not p.right and not p.asked for p in predictions), len(predictions)),
        (sum(p.right and p.asked for p in predictions), len(predictions)),
        (sum(p.read.startswith(TO_A_SERVICE) and not p.asked for p in strangers), len(strangers)),
        (sum(p.level == "certain" for p in calm), len(calm)),
        (sum(p.level == "possible" for p in calm), len(calm)),
        per_intent,
        [(a, b, n) for (a, b), n in wrong.most_common()],
        len(predictions),
    )


def reliability(predictions: Sequence[Prediction]) -> list[tuple[int, float, float]]:
    """Ten equal bins of confidence: how many messages, their mean confidence, their accuracy. Empty bins left out."""
    bins = []
    for low in range(_BINS):
        inside = [p for p in predictions if min(int(p.confidence * _BINS), _BINS - 1) == low]
        if inside:
            count = len(inside)
            bins.append((count, sum(p.confidence for p in inside) / count, sum(p.right for p in inside) / count))
    return bins


def calibration_error(predictions: Sequence[Prediction]) -> float:
    """Expected calibration error over ten equal bins: how far confidence is from being right."""
    bins = reliability(predictions)
    return sum(count * abs(confidence - accuracy) for count, confidence, accuracy in bins) / len(predictions)


def _share(counted: tuple[int, int]) -> float:
    return round(counted[0] / counted[1], 4) if counted[1] else 0.0
