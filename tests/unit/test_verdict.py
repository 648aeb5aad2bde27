"""How the rules and the model decide together, and what is said then."""

from __future__ import annotations

import pytest

from bot.safety.rules import Signal
from bot.safety.verdict import CERTAIN, POSSIBLE, Reading, Thresholds, decide
from bot.safety.wording import DANGER, SUICIDE, call, denial, emergency, soft_line

AT = Thresholds(
    certain=0.5,
    overwhelming=0.97,
    suspicion=-6.75,
    lengthy_passage=0.97,
    lengthy_grave=0.9,
    agreement=0.05,
    contradicted=0.02,
    shared=0.1,
)
PLAIN = Signal("suicide", plain=True, grave=True)
NOTHING = Signal()


def reading(
    suicide: float, danger: float = 0.0, passage: float = 0.0, share: float | None = None, lengthy: bool = False
) -> Reading:
    return Reading({"suicide": suicide, "danger": danger}, passage, share, lengthy)


@pytest.mark.parametrize(
    ("signal", "read", "kind", "level"),
    [
        (PLAIN, reading(0.06), "suicide", CERTAIN),
        (PLAIN, reading(0.01), "suicide", POSSIBLE),
        (PLAIN, None, "suicide", CERTAIN),
        (NOTHING, None, None, None),
        (NOTHING, reading(0.1, 0.6), "danger", CERTAIN),
        (NOTHING, reading(0.2, passage=0.2), "suicide", POSSIBLE),
        (NOTHING, reading(0.01), None, None),
        (Signal("suicide", lifted="idiome", grave=True), reading(0.9), "suicide", POSSIBLE),
        (Signal("suicide", lifted="negation"), reading(0.98), "suicide", CERTAIN),
        (Signal("suicide", plain=True, denial=True), reading(0.3), "suicide", POSSIBLE),
        (Signal("suicide", plain=True, denial=True), reading(0.98), "suicide", CERTAIN),
        (Signal("suicide", plain=True, firm=True), reading(0.0), "suicide", CERTAIN),
        (Signal(denial=True), reading(0.0), None, None),
        (NOTHING, reading(0.6, share=0.2), "suicide", CERTAIN),
        (NOTHING, reading(0.6, passage=0.6, share=0.05), "suicide", POSSIBLE),
        (NOTHING, reading(0.98, share=0.03), "suicide", CERTAIN),
        (NOTHING, reading(0.98, share=0.0), "suicide", POSSIBLE),
        (Signal("suicide", plain=True, denial=True), reading(0.98, share=0.0), "suicide", CERTAIN),
        # The readings must agree, more or less, to worry: two low ones outweigh a third.
        (NOTHING, reading(0.3, passage=0.3, share=0.01), "suicide", POSSIBLE),
        (NOTHING, reading(0.3, passage=0.3, share=0.0), None, None),
        (NOTHING, reading(0.0, 0.01, passage=0.98, share=0.001), None, None),
        (NOTHING, reading(0.0, 0.1, passage=0.98, share=0.001), "danger", POSSIBLE),
        # One grave sentence among eight: the whole is diluted, and the passage is enough.
        (NOTHING, reading(0.0, 0.001, passage=0.98, share=0.0, lengthy=True), "danger", POSSIBLE),
        (NOTHING, reading(0.0, 0.001, passage=0.95, share=0.0, lengthy=True), None, None),
        (Signal(grave=True), reading(0.0, 0.001, passage=0.95, share=0.0, lengthy=True), "danger", POSSIBLE),
        (NOTHING, reading(0.0, 0.001, passage=0.98, share=0.0), None, None),
        # A grave word makes the same readings worrying.
        (NOTHING, reading(0.1, passage=0.1, share=0.01), None, None),
        (Signal(grave=True), reading(0.1, passage=0.1, share=0.01), "suicide", POSSIBLE),
        (PLAIN, reading(0.06, share=0.0), "suicide", CERTAIN),
        (PLAIN, reading(0.01, share=0.0), "suicide", POSSIBLE),
    ],
)
def test_decisions(signal: Signal, read: Reading | None, kind: str | None, level: str | None) -> None:
    verdict = decide(signal, read, AT)
    assert (verdict.kind, verdict.level) == (kind, level)


@pytest.mark.parametrize("kind", [SUICIDE, DANGER])
def test_the_number_comes_first_and_the_help_stays(kind: str) -> None:
    first, again = emergency(kind), emergency(kind, again=True)
    assert first.text != again.text
    for reply in (first, again, call(kind)):
        assert reply.custom["kind"] == "urgence"
        assert reply.custom["numeros"][0] == {SUICIDE: "3114", DANGER: "17"}[kind]
        assert len(reply.text.split("☎")[0].split()) <= 40
    assert {SUICIDE: "3114", DANGER: "17"}[kind] in denial(kind)
    assert soft_line(kind) != soft_line(kind, times=1)
