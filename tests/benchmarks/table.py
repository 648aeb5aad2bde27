"""The figures side by side, as a French table, and what the project promises about them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.typography import typeset

THROUGHPUT_GOAL = 3.0
"""At least this many times the messages a second of the stock bot."""
LATENCY_GOAL = 0.5
"""At most this share of the stock bot's median latency."""

CAP = "cap"
STOCK = "stock"
TITLES = {CAP: "Cap Soutien", STOCK: "rasa init"}


@dataclass(frozen=True)
class Figures:
    """What was measured of one bot: seconds, MiB, milliseconds, milliseconds, messages a second."""

    start: float
    memory: float
    p50: float
    p95: float
    throughput: float


@dataclass(frozen=True)
class _Line:
    label: str
    value: Callable[[Figures], float]
    more_is_better: bool = False


_LINES = (
    _Line("Du démarrage à la première réponse (s)", lambda f: f.start),
    _Line("Mémoire de tous les processus (Mio)", lambda f: f.memory),
    _Line("Temps de réponse médian, 1 client (ms)", lambda f: f.p50),
    _Line("Temps de réponse, 95 % sous (ms)", lambda f: f.p95),
    _Line("Débit, 8 clients (messages/s)", lambda f: f.throughput, more_is_better=True),
)


@dataclass(frozen=True)
class Goal:
    """One promise, and whether it holds."""

    text: str
    met: bool


def table(measured: Mapping[str, Figures]) -> str:
    """One line a figure, one column a bot and, when both are there, how many times better Cap Soutien is."""
    both = CAP in measured and STOCK in measured
    rows = [["", *(TITLES[bot] for bot in measured), *(["gain"] if both else [])]]
    for line in _LINES:
        cells = [number(line.value(figures)) for figures in measured.values()]
        if both:
            ours, theirs = line.value(measured[CAP]), line.value(measured[STOCK])
            cells.append(f"× {number(ours / theirs if line.more_is_better else theirs / ours)}")
        rows.append([line.label, *cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    laid_out = (
        [row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]  # numbers end under each other
        for row in rows
    )
    return "\n".join("  ".join(cells) for cells in laid_out)


def goals(measured: Mapping[str, Figures]) -> list[Goal]:
    """The two promises, judged; none when only one bot was measured."""
    if not (CAP in measured and STOCK in measured):
        return []
    ours, theirs = measured[CAP], measured[STOCK]
    faster, quicker = ours.throughput / theirs.throughput, ours.p50 / theirs.p50
    return [
        _goal(
            faster >= THROUGHPUT_GOAL,
            f"le débit est {number(faster)} fois celui de rasa init",
            f"{THROUGHPUT_GOAL:.0f} au moins",
        ),
        _goal(
            quicker <= LATENCY_GOAL,
            f"le temps médian est à {number(100 * quicker)} % du sien",
            f"{100 * LATENCY_GOAL:.0f} % au plus",
        ),
    ]


def _goal(met: bool, found: str, wanted: str) -> Goal:
    return Goal(typeset(f"{'Atteint' if met else 'MANQUÉ'} : {found} (objectif : {wanted})."), met)


def number(value: float) -> str:
    """Three significant figures or so, written as in French."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}".replace(".", ",")
