"""Counts of nobody: what may be shown of them, and that nothing left out can be worked out."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.consent.statistics import LEAST_SHOWN, Shown, Tally, shown, week
from bot.storage.records import Count

TODAY = dt.date(2027, 1, 13)  # in 2027-W02
WEEKS = ("2026-W52", "2026-W53", "2027-W01", "2027-W02")
NEEDS = ("besoin_sante", "besoin_conflit", "besoin_isolement")
Key = tuple[str, str, str, str]
DATA = st.dictionaries(
    st.tuples(st.sampled_from(WEEKS), st.sampled_from(["lyon", "strasbourg"]), st.sampled_from(NEEDS), st.just("pae")),
    st.integers(1, 9),
    max_size=16,
)


def counts(numbers: dict[Key, int]) -> list[Count]:
    return [Count(*key, number) for key, number in numbers.items() if number]


def of(numbers: dict[Key, int]) -> Shown:
    return shown(counts(numbers), TODAY)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2026, 11, 22), "2026-W47"),
        (dt.date(2026, 11, 23), "2026-W48"),
        (dt.date(2025, 12, 28), "2025-W52"),
        (dt.date(2025, 12, 29), "2026-W01"),
        (dt.date(2026, 12, 31), "2026-W53"),
        (dt.date(2027, 1, 3), "2026-W53"),
        (dt.date(2027, 1, 4), "2027-W01"),
        (dt.date(2028, 1, 1), "2027-W52"),
    ],
)
def test_weeks_at_the_ends_of_years(day: dt.date, name: str) -> None:
    assert week(day) == name


@given(st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1)))
def test_a_week_has_seven_days_and_later_weeks_sort_after(day: dt.date) -> None:
    monday = day - dt.timedelta(days=day.weekday())
    assert {week(monday + dt.timedelta(days=n)) for n in range(7)} == {week(day)}
    assert week(monday - dt.timedelta(days=1)) < week(day) < week(monday + dt.timedelta(days=7))


def test_the_tables_hold_sums_of_complete_weeks() -> None:
    sums = of(
        {
            ("2026-W52", "lyon", "besoin_sante", "pae"): 3,
            ("2026-W53", "lyon", "besoin_sante", "pae"): 6,
            ("2026-W53", "lyon", "besoin_conflit", "pae"): 4,
            ("2026-W53", "lyon", "besoin_sante", "dafor"): 11,
            ("2027-W01", "alpes", "besoin_sante", "pae"): 5,
            ("2027-W02", "lyon", "besoin_sante", "pae"): 50,
            ("2027-W03", "lyon", "besoin_sante", "pae"): 50,
        }
    )
    assert sums.needs == [
        ("alpes", "besoin_sante", "pae", 5),
        ("lyon", "besoin_sante", "dafor", 10),
        ("lyon", "besoin_sante", "pae", 5),
    ]
    assert sums.weeks == [("2026-W53", "lyon", 20), ("2027-W01", "alpes", 5)]


def test_nothing_counted_shows_nothing() -> None:
    assert of({}) == Shown([], [])


@given(DATA)
def test_nothing_under_five_and_nothing_of_this_week_is_shown(numbers: dict[Key, int]) -> None:
    seen = of(numbers)
    assert all(row[-1] >= LEAST_SHOWN for row in (*seen.needs, *seen.weeks))
    assert all(row[-1] % LEAST_SHOWN == 0 for row in (*seen.needs, *seen.weeks))
    assert all(name != week(TODAY) for name, _, _ in seen.weeks)
    before = {key: number for key, number in numbers.items() if key[0] != week(TODAY)}
    assert seen == of(before)


@given(DATA, st.sampled_from(NEEDS), st.integers(1, LEAST_SHOWN - 1))
def test_two_readings_a_week_apart_do_not_tell_what_the_week_holds(
    numbers: dict[Key, int], need: str, few: int
) -> None:
    """A week of one to four orientations either shows nothing, or passes for five."""
    before = {key: number for key, number in numbers.items() if key[0] < "2027-W01"}
    after = {**before, ("2027-W01", "lyon", need, "pae"): few}
    first, then = ({row[:3]: row[3] for row in of(read).needs} for read in (before, after))
    assert {then[key] - first.get(key, 0) for key in then} <= {0, *range(5, 100, 5)}


@given(DATA)
def test_what_is_shown_is_true(numbers: dict[Key, int]) -> None:
    needs: Counter[Key] = Counter()
    weeks: Counter[tuple[str, str]] = Counter()
    for (name, academie, need, service), number in numbers.items():
        if name != week(TODAY):
            needs["", academie, need, service] += number
            weeks[name, academie] += number
    seen = of(numbers)
    assert {row[:3]: row[3] for row in seen.needs} == {
        key[1:]: n - n % LEAST_SHOWN for key, n in needs.items() if n >= LEAST_SHOWN
    }
    assert {row[:2]: row[2] for row in seen.weeks} == {k: n - n % 5 for k, n in weeks.items() if n >= LEAST_SHOWN}


def hidden_cells(numbers: dict[Key, int]) -> list[Key]:
    """A row in each cell that is left out of the first table: the orientations of complete weeks, under five."""
    named = {row[:3] for row in of(numbers).needs}
    return [key for key in numbers if key[0] != week(TODAY) and key[1:] not in named]


def moved(numbers: dict[Key, int], **changes: tuple[Key, int]) -> dict[Key, int]:
    after = Counter(numbers)
    for key, number in changes.values():
        after[key] += number
    return dict(after)


@given(DATA)
def test_no_hidden_cell_is_determined(numbers: dict[Key, int]) -> None:
    """The same two tables come from one orientation less in the cell, and one more for a need not seen yet."""
    for key in hidden_cells(numbers):
        other = (*key[:2], "besoin_social", key[3])
        assert of(moved(numbers, less=(key, -1), more=(other, 1))) == of(numbers)


@given(DATA)
def test_the_number_of_hidden_orientations_is_not_determined(numbers: dict[Key, int]) -> None:
    """One less, or one more, gives the same tables: no sum minus what is shown tells how many are left out."""
    for key in hidden_cells(numbers):
        other = (*key[:2], "besoin_social", key[3])
        fewer, more = moved(numbers, less=(key, -1)), moved(numbers, more=(other, 1))
        assert of(numbers) in (of(fewer), of(more))


@given(DATA)
def test_no_hidden_week_is_determined(numbers: dict[Key, int]) -> None:
    """What a hidden week holds may as well have been a week that shows nothing either."""
    named = {row[:2] for row in of(numbers).weeks}
    for key in numbers:
        if key[0] != week(TODAY) and key[:2] not in named:
            assert of(moved(numbers, less=(key, -1), more=(("2026-W51", *key[1:]), 1))) == of(numbers)


def test_a_tally_gives_its_numbers_once() -> None:
    tally = Tally()
    for _ in range(2):
        tally.add(TODAY, "lyon", "besoin_sante", "pae")
    tally.add(TODAY, None, "besoin_sante", "pae")
    lyon, unknown = (("2027-W02", academie, "besoin_sante", "pae") for academie in ("lyon", "inconnue"))
    assert tally.take() == {lyon: 2, unknown: 1}
    assert tally.take() == {}


def test_what_could_not_be_written_is_added_to_what_came_since() -> None:
    tally = Tally()
    tally.add(TODAY, "lyon", "besoin_sante", "pae")
    taken = tally.take()
    tally.add(TODAY, "lyon", "besoin_sante", "pae")
    tally.add(TODAY, "lyon", "besoin_conflit", "pae")
    tally.put_back(taken)
    assert tally.take() == {
        ("2027-W02", "lyon", need, "pae"): n for need, n in (("besoin_sante", 2), ("besoin_conflit", 1))
    }
