"""Figures about emergencies: found, certain, false alarms, needless soft lines, by kind. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.nlu.measures import wilson


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
