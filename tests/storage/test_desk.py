"""The desk over both databases: what is recorded, found again by its code alone, corrected, ended and erased."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from bot.consent.desk import CALLBACK, RECORDED, WAITING, Changed, Desk
from bot.consent.held import Held, as_export
from bot.consent.secret import secret_of
from bot.consent.tries import TooManyTries
from bot.privacy.codes import canonical, new_code
from bot.storage.database import StorageError
from bot.storage.records import new_id
from tests.storage.conftest import on_disk, sqlite_file, sqlite_url
from tests.storage.desks import DAY, World, desk_over, go
from tests.support.post import Post

MENTORING = "mentorat_inscription"
ANSWERS = {"nom": "Clairette Canari", "courriel": "canari@exemple.fr", "academie": "strasbourg"}


@pytest.fixture
def on_sqlite(tmp_path: Path, world: World) -> Iterator[Desk]:
    made = desk_over(sqlite_url(tmp_path), world)
    yield made
    made.database.close()


def test_what_was_told_is_what_is_kept(desk: Desk) -> None:
    record, code, until = desk.record(MENTORING, ANSWERS, academie="strasbourg", service=None)
    assert until == desk.usages[MENTORING].until(DAY) == dt.date(2027, 11, 22)
    assert canonical(code) == code
    held = desk.find(code)
    assert (
        held
        == Held(record, MENTORING, ANSWERS, RECORDED, until, None, DAY, "strasbourg", "2026-11")
        == desk.held(record)
    )
    assert desk.find(f"Mon code : {code.upper().replace('-', ' ')}.") == held
    with desk.ready().unit_of_work() as work:
        kept = work.consents.get(record)
    assert kept is not None and (kept.granted_on, kept.wording) == (DAY, desk.usages.version)


def test_a_call_back_waits_for_its_service(desk: Desk) -> None:
    record, code, _ = desk.record(CALLBACK, {"nom": "M."}, academie="strasbourg", service="pae")
    held = desk.find(code)
    assert held is not None and (held.state, held.service, held.until) == (WAITING, "pae", dt.date(2026, 12, 22))
    with desk.ready().unit_of_work() as work:
        assert [each.consent_id for each in work.deliveries.waiting()] == [record]
    assert as_export(held) == {
        "usage": "rappel",
        "reponses": {"nom": "M."},
        "etat": "en_attente",
        "service": "pae",
        "academie": "strasbourg",
        "accord_du": "2026-11-22",
        "texte_de_l_accord": "2026-11",
        "conserve_jusqu_au": "2026-12-22",
    }


def test_a_yes_said_twice_is_one_record_and_one_letter(desk: Desk) -> None:
    """The answer to the first was lost, with its code: the second gives another one."""
    draft, said = new_id(), {"nom": "M.", "joindre": "06 12 34 56 78"}
    keep = {"academie": "strasbourg", "service": "pae", "draft": draft}
    record, lost, until = desk.record(CALLBACK, said, **keep)
    again, code, _ = desk.record(CALLBACK, said, **keep)
    assert record == again == draft and desk.find(lost) is None
    assert desk.find(code) == Held(draft, CALLBACK, said, WAITING, until, "pae", DAY, "strasbourg", "2026-11")
    with desk.ready().unit_of_work() as work:
        assert [(each.consent_id, each.follows) for each in work.deliveries.waiting()] == [(draft, None)]


def test_a_second_yes_that_says_something_else_corrects_the_first(desk: Desk, opened: Post) -> None:
    draft, said = new_id(), {"nom": "M.", "joindre": "06 12 34 56 78"}
    keep = {"academie": "strasbourg", "service": "pae", "draft": draft}
    desk.record(CALLBACK, said, **keep)
    assert go(desk, opened) == 1
    _, code, _ = desk.record(CALLBACK, {**said, "nom": "Mésange"}, **keep)
    assert go(desk, opened) == 1
    assert "Mésange" in opened.came[1].get_content() and opened.came[1]["In-Reply-To"] == opened.came[0]["Message-ID"]
    held = desk.find(code)
    assert held is not None and held.answers["nom"] == "Mésange"


def test_another_code_replaces_the_first(desk: Desk) -> None:
    record, code, _ = desk.record(MENTORING, ANSWERS, academie="strasbourg", service=None)
    other = desk.recode(record)
    assert other is not None and canonical(other) == other
    assert desk.find(code) is None and desk.find(other) == desk.held(record)
    assert desk.recode("f" * 32) is None


def test_a_correction_changes_the_answers_and_nothing_else(desk: Desk) -> None:
    record, code, until = desk.record(MENTORING, ANSWERS, academie="strasbourg", service=None)
    assert desk.correct(record, {**ANSWERS, "nom": "Anne", "academie": "lyon"}, {"lyon"}) == Changed(known=True)
    assert desk.find(code) == Held(
        record, MENTORING, {**ANSWERS, "nom": "Anne", "academie": "lyon"}, RECORDED, until, None, DAY, "lyon", "2026-11"
    )
    assert [each.id for each in desk.of(MENTORING, "lyon")] == [record]
    assert desk.of(MENTORING, "strasbourg") == []
    assert desk.correct("f" * 32, ANSWERS) == Changed(known=False)
    # One that the directory does not know is what a person typed: it stays with the sealed answers.
    desk.correct(record, {**ANSWERS, "academie": "Toulouse"}, {"lyon"})
    held = desk.find(code)
    assert held is not None and (held.academie, held.answers["academie"]) == (None, "Toulouse")


def test_wrong_ended_and_unknown_codes_give_nothing_alike(desk: Desk, world: World) -> None:
    record, code, until = desk.record(MENTORING, ANSWERS, academie=None, service=None)
    for wrong in (new_code(), "", "bonjour", "-".join(code.split("-")[:6]), f"{code} {new_code()}", record):
        assert desk.find(wrong) is None
    world.day = until
    assert desk.find(code) is not None and len(desk.of(MENTORING)) == 1
    world.day = until + dt.timedelta(days=1)
    assert desk.find(code) is None and desk.held(record) is None and desk.of(MENTORING) == []


def test_a_purge_erases_what_has_ended(desk: Desk, world: World, database_url: str) -> None:
    gone, _, until = desk.record(CALLBACK, ANSWERS, academie="lyon", service="pae")
    world.day = until
    kept, other, _ = desk.record(CALLBACK, ANSWERS, academie="lyon", service="pae")
    assert desk.purge() == 0
    world.day = until + dt.timedelta(days=1)
    assert (desk.purge(), desk.purge()) == (1, 0)
    held = on_disk(database_url)
    assert kept.encode() in held and gone.encode() not in held
    assert desk.find(other) is not None and not desk.erase(gone).known


def test_only_the_hash_of_a_code_is_on_disk(desk: Desk, database_url: str) -> None:
    desk.ready()
    before = on_disk(database_url)
    _, code, _ = desk.record(MENTORING, ANSWERS, academie="strasbourg", service=None)
    held = on_disk(database_url)
    # A word of the code may be one that the database itself uses: « client ».
    spelt = [code, code.replace("-", " "), *(w for w in code.split("-") if len(w) > 5 and w.encode() not in before)]
    assert [each for each in spelt if each.encode() in held] == []
    assert desk.hashed(code).encode() in held
    assert [each for each in ANSWERS.values() if each != "strasbourg" and each.encode() in held] == []
    assert desk.matches(f"c'est {code}", desk.hashed(code))
    assert not desk.matches(new_code(), desk.hashed(code)) and not desk.matches("", None)


def test_another_secret_gives_another_hash(desk: Desk) -> None:
    other = Desk(desk.database, desk.usages, bytes(32), today=lambda: DAY, clock=lambda: 0.0)
    _, code, _ = desk.record(MENTORING, ANSWERS, academie=None, service=None)
    assert other.hashed(code) != desk.hashed(code)
    assert other.find(code) is None


def test_after_erasing_no_byte_is_left(desk: Desk, database_url: str) -> None:
    record, code, _ = desk.record(CALLBACK, ANSWERS, academie="canarias", service="pae")
    other, other_code, _ = desk.record(CALLBACK, ANSWERS, academie="strasbourg", service="pae")
    with desk.ready().unit_of_work() as work:
        delivery = work.deliveries.of(record)
    assert delivery is not None
    traces = [each.encode() for each in (record, desk.hashed(code), delivery.id, "canarias")]
    before = on_disk(database_url)
    assert all(each in before for each in traces)
    sealed = sealed_answers(database_url, record)
    assert sealed in before or not database_url.startswith("sqlite")
    assert desk.erase(record) == Changed(known=True)
    after = on_disk(database_url)
    assert [each for each in (*traces, sealed) if each in after] == []
    assert other.encode() in after
    assert desk.find(code) is None and desk.find(other_code) is not None
    assert not desk.erase(record).known


def test_what_could_not_be_cleared_is_cleared_later(tmp_path: Path, on_sqlite: Desk) -> None:
    record, code, _ = on_sqlite.record(CALLBACK, ANSWERS, academie="canarias", service="pae")
    file = sqlite_file(tmp_path)
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM consents").fetchone()  # holds the journal as it was
    assert on_sqlite.erase(record) == Changed(known=True)  # the person is told so: it is gone from the tables
    assert on_sqlite.unwiped and on_sqlite.find(code) is None
    reader.close()
    on_sqlite.purge()
    assert not on_sqlite.unwiped
    assert record.encode() not in on_disk(sqlite_url(tmp_path))


def test_counts_are_kept_two_years(desk: Desk, world: World) -> None:
    for week in ("2024-W46", "2024-W47", "2026-W47"):
        desk.count({(week, "lyon", "besoin_sante", "medecine_prevention"): 7})
    desk.purge()
    assert [count.week for count in desk.counts()] == ["2024-W47", "2026-W47"]
    world.day = DAY + dt.timedelta(weeks=104)
    desk.purge()
    assert [count.week for count in desk.counts()] == ["2026-W47"]


def sealed_answers(url: str, record: str) -> bytes:
    """The record's sealed answers, from SQLite's file (elsewhere, bytes that are nowhere)."""
    if not url.startswith("sqlite"):
        return b"\0nowhere"
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        (sealed,) = connection.execute("SELECT answers FROM consents WHERE id = ?", (record,)).fetchone()
    return bytes(sealed)


def test_more_than_sixty_tries_in_a_minute_are_refused(on_sqlite: Desk, world: World) -> None:
    _, code, _ = on_sqlite.record(MENTORING, ANSWERS, academie=None, service=None)
    for number in range(60):
        world.now = number / 2
        assert on_sqlite.find("aucun code") is None
    world.now = 59.9
    for text in ("aucun code", code):
        with pytest.raises(TooManyTries):
            on_sqlite.find(text)
    world.now = 60.0
    assert on_sqlite.find(code) is not None
    with pytest.raises(TooManyTries):
        on_sqlite.find(code)
    world.now = 60.5
    assert on_sqlite.find(code) is not None


def test_records_made_at_the_same_time_are_all_kept(desk: Desk, database_url: str, world: World) -> None:
    desks = [desk, *(desk_over(database_url, world) for _ in range(3))]

    def leave(number: int) -> tuple[str, str]:
        answers = {**ANSWERS, "nom": f"N{number}"}
        _, code, _ = desks[number % 4].record(CALLBACK, answers, academie="strasbourg", service="pae")
        return answers["nom"], code

    with ThreadPoolExecutor(8) as pool:
        left = list(pool.map(leave, range(24)))
    for name, code in left:
        held = desk.find(code)
        assert held is not None and held.answers["nom"] == name
    assert len(desk.of(CALLBACK, "strasbourg")) == len({code for _, code in left}) == 24
    for each in desks[1:]:
        each.database.close()


def test_counts_are_added(desk: Desk) -> None:
    key = ("2026-W47", "lyon", "besoin_sante", "pae")
    desk.count({key: 2})
    desk.count({key: 3, ("2026-W47", "lyon", "besoin_sante", "dafor"): 1})
    assert [(count.service, count.number) for count in desk.counts()] == [("dafor", 1), ("pae", 5)]


def test_a_database_that_is_no_database_is_told(tmp_path: Path, world: World) -> None:
    sqlite_file(tmp_path).parent.mkdir()
    sqlite_file(tmp_path).write_bytes(b"not a database " * 100)
    desk = desk_over(sqlite_url(tmp_path), world)
    for fails in (lambda: desk.find("x"), lambda: desk.record(MENTORING, ANSWERS, academie=None, service=None)):
        with pytest.raises(StorageError):
            fails()


def test_a_secret_is_made_once_whole_and_for_its_owner(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "cle"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret_of("", kept), range(32)))
    assert len(found) == 1 and len(found.pop()) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [file.name for file in kept.parent.iterdir()] == ["cle"]
    assert secret_of("x" * 32, kept) == b"x" * 32
    kept.write_bytes(b"")  # as a process that died while it wrote would leave it
    with pytest.raises(OSError, match="too short"):
        secret_of("", kept)
