"""Counts without people: how often a need led to a service, by week and académie. Pure but for `Tally`'s memory."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.storage.records import Count

LEAST_SHOWN = 5
_UNKNOWN = "inconnue"
Key = tuple[str, str, str, str]


class Tally:
    """Counts kept in memory until they are written together, so that no write tells when somebody wrote."""

    def __init__(self) -> None:
        self._numbers: Counter[Key] = Counter()

    def add(self, today: dt.date, academie: str | None, need: str, service: str) -> None:
        """One orientation more."""
        self._numbers[week(today), academie or _UNKNOWN, need, service] += 1

    def take(self) -> Mapping[Key, int]:
        """What was counted since the last call."""
        taken, self._numbers = self._numbers, Counter()
        return taken

    def put_back(self, numbers: Mapping[Key, int]) -> None:
        """What could not be written: nothing is lost."""
        self._numbers.update(numbers)


def week(day: dt.date) -> str:
    """The ISO week: « 2026-W47 »."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


@dataclass(frozen=True)
class Shown:
    """What may be shown: no number under five, and no sum from which one could be drawn."""

    needs: list[tuple[str, str, str, int]]
    """(académie, need, service, number rounded down to a multiple of five), the greatest first.

    Rounded, because two readings a week apart would otherwise tell what that week alone holds.
    """
    weeks: list[tuple[str, str, int]]
    """(week, académie, number rounded down to a multiple of five), so that no need left out can be worked out."""


def shown(counts: Iterable[Count], today: dt.date) -> Shown:
    """The complete weeks' counts, those under five left out."""
    needs: Counter[tuple[str, str, str]] = Counter()
    weeks: Counter[tuple[str, str]] = Counter()
    for count in counts:
        if count.week >= week(today):
            continue  # two readings in one week would tell what happened in between
        needs[count.academie, count.need, count.service] += count.number
        weeks[count.week, count.academie] += count.number
    return Shown(
        sorted(
            ((*key, n - n % LEAST_SHOWN) for key, n in needs.items() if n >= LEAST_SHOWN),
            key=lambda row: (row[0], -row[3], row[1:3]),
        ),
        [(*key, n - n % LEAST_SHOWN) for key, n in sorted(weeks.items()) if n >= LEAST_SHOWN],
    )
