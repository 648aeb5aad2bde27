"""The decision on one message: is somebody in danger, and how sure are we? Pure.

Two levels (shared design): `certain` stops everything and gives the numbers; `possible` lets the ordinary
answer go on and adds one soft line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.safety.rules import Signal

CERTAIN = "certain"
POSSIBLE = "possible"


@dataclass(frozen=True)
class Thresholds:
    """Above which probability of an emergency the model alone decides (docs/comprehension.md)."""

    certain: float
    possible: float


@dataclass(frozen=True)
class Verdict:
    """What the layer says of a message: `kind` and `level` are None when nobody seems in danger."""

    kind: str | None = None
    level: str | None = None
    denial: bool = False


def decide(signal: Signal, probabilities: Mapping[str, float], thresholds: Thresholds) -> Verdict:
    """Join the rules' signal and the model's probabilities of « suicide » and « danger ».

    A plain statement is certain whatever the model thinks. A rule that fired but was lifted (negation, past,
    prevention…), or a denial, keeps the model from being certain: it may only add the soft line.
    """
    likeliest = max(probabilities, key=lambda kind: probabilities[kind])
    score = sum(probabilities.values())
    if signal.plain and not signal.denial:
        return Verdict(signal.kind, CERTAIN)
    held_back = signal.denial or signal.lifted is not None
    if score >= thresholds.certain and not held_back:
        return Verdict(likeliest, CERTAIN)
    if score >= thresholds.possible or (signal.plain and signal.denial):
        return Verdict(signal.kind or likeliest, POSSIBLE, signal.denial)
    return Verdict(denial=signal.denial)
