"""The decision on one message: is somebody in danger, and how sure are we? Pure.

Two levels (shared design): `certain` stops everything and gives the numbers; `possible` lets the ordinary
answer go on and adds one soft line.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bot.safety.rules import Signal

CERTAIN = "certain"
POSSIBLE = "possible"
# Below this a probability says « no » and no more: its logarithm must not outweigh the other readings.
_UNHEARD = 0.001


@dataclass(frozen=True)
class Thresholds:
    """When the model decides (docs/comprehension.md has the measurements behind each figure)."""

    certain: float
    """Probability of an emergency in the whole message above which the model alone is certain."""
    overwhelming: float
    """The same, above which no denial or lifted rule holds it back."""
    suspicion: float
    """`Reading.suspicion` above which the model adds the soft line."""
    lengthy_passage: float
    """Probability in one passage of a lengthy message that is enough by itself for the soft line."""
    lengthy_grave: float
    """The same when the message holds a grave word."""
    agreement: float
    """What the model must give at least for a plain statement found by the rules to be certain."""
    contradicted: float
    """What the intents' reading must give to emergencies for an overwhelming conviction to stand by itself."""
    shared: float
    """What the intents' reading must give to emergencies for the model to be certain without any rule."""


@dataclass(frozen=True)
class Reading:
    """The model's probabilities of an emergency: of each kind in the whole message, and in its worst passage.

    `share`: what a second reader, that of the intents, gives to emergencies; None when it says nothing.
    `lengthy`: the message is so long that what reads the whole may pass over one grave sentence among eight.
    """

    kinds: Mapping[str, float]
    passage: float
    share: float | None = None
    lengthy: bool = False

    @property
    def whole(self) -> float:
        """The probability of an emergency, of any kind, in the whole message."""
        return sum(self.kinds.values())

    def suspicion(self, *, grave: bool) -> float:
        """How much the readings, taken together, suspect an emergency: a sum of logarithms, 1 at most.

        The whole, its worst passage and (for half) the second reader must all be brought down for a message to be
        held harmless, as they rarely err together; a grave word weighs as much as a reading 2.7 times higher. Found
        better on writers left out than a threshold for each (docs/comprehension.md).
        """
        second = self.whole if self.share is None else self.share
        return (
            math.log(self.whole + _UNHEARD)
            + math.log(self.passage + _UNHEARD)
            + math.log(second + _UNHEARD / 10) / 2
            + float(grave)
        )


@dataclass(frozen=True)
class Verdict:
    """What the layer says of a message: `kind` and `level` are None when nobody seems in danger."""

    kind: str | None = None
    level: str | None = None
    denial: bool = False


def decide(signal: Signal, reading: Reading | None, thresholds: Thresholds) -> Verdict:
    """Join the rules' signal and the model's reading (None if there is no model to ask).

    A plain statement is certain when the person says it of themselves in the present (a firm rule), or when
    the model does not wholly disagree. A rule that fired but was lifted (negation, past, prevention…), or a denial,
    keeps the model from being certain unless its conviction is overwhelming: it may only add the soft line, and so
    does a plain statement that the model does not believe.
    Where no rule fired, the intents' reader is heard too: a message it takes for plain fatigue or for a question
    about housing raises no alarm on the model's word alone, unless overwhelming. Where that reader plainly
    contradicts even that, the soft line is added. It never silences a rule.
    """
    if reading is None:
        return Verdict(signal.kind if signal.plain else None, CERTAIN if signal.plain else None, signal.denial)
    likeliest = max(reading.kinds, key=lambda kind: reading.kinds[kind])
    kind = signal.kind or likeliest
    believed = signal.firm or reading.whole >= thresholds.agreement
    # « Ne vous inquiétez pas, j'ai trouvé comment en finir »: a denial that the rest of the message belies.
    hollow = reading.whole >= thresholds.overwhelming
    if signal.plain and believed and (hollow or not signal.denial):
        return Verdict(kind, CERTAIN)
    held_back = signal.denial or signal.lifted is not None
    seconded = reading.share is None or reading.share >= thresholds.shared
    stands = hollow and (reading.share is None or reading.share >= thresholds.contradicted)
    if stands or (reading.whole >= thresholds.certain and seconded and not held_back):
        return Verdict(likeliest, CERTAIN)
    enough = thresholds.lengthy_grave if signal.grave else thresholds.lengthy_passage
    stands_out = reading.lengthy and reading.passage >= enough
    if signal.plain or hollow or stands_out or reading.suspicion(grave=signal.grave) >= thresholds.suspicion:
        return Verdict(kind, POSSIBLE, signal.denial)
    return Verdict(denial=signal.denial)
