"""Promise 15: what is kept says nothing of the conversation it came from, nor when; counts say nothing of anybody."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, select

from bot import datafiles
from bot.app import Assistant
from bot.consent import desk as consent_desk
from bot.consent import statistics
from bot.consent.desk import CALLBACK
from bot.consent.statistics import Tally, shown, week
from bot.conversations.conversations import Conversations
from bot.conversations.vaults import MemoryVault
from bot.desk_commands import CANDIDATES
from bot.privacy.keys import Box, conversation_keys, derived
from bot.settings import Settings
from bot.storage.records import Count
from bot.web.upkeep import Upkeep
from tests.privacy.running import SECRET, Running
from tests.privacy.servers import Clock, Here, There, desk_in, sign_up
from tests.privacy.traces import Canary, scan
from tests.support.server import ROOT

Tables = dict[str, list[dict[str, Any]]]
# One more column would have to be thought about.
COLUMNS = {
    "consents": {"id", "purpose", "wording", "granted_on", "ends_on", "code_hash", "academie", "state", "answers"},
    "deliveries": {"id", "consent_id", "service", "state", "attempts", "follows"},
    "withdrawals": {"id", "follows", "service", "academie", "attempts"},
    "counts": {"week", "academie", "need", "service", "number"},
}
_ASKED = {"nom", "courriel", "academie", "bassin", "fonction", "concours", "attentes", "joindre", "moment"}
_HOUR = re.compile(r"\d[:h]\d\d|\dT\d\d")
_DAY = 86_400
PAST = dt.date.today() - dt.timedelta(weeks=2)


def tables_of(url: str, box: Box) -> Tables:
    """Every row as the database gives it, the answers opened."""
    engine = create_engine(url, future=True)
    metadata = MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
        found = {
            name: [dict(row._mapping) for row in connection.execute(select(table))]
            for name, table in metadata.tables.items()
            if name != "alembic_version"
        }
    engine.dispose()
    columns = {name: set(table.columns.keys()) for name, table in metadata.tables.items() if name != "alembic_version"}
    assert columns == COLUMNS  # also of the tables that hold no row
    for row in found["consents"]:
        row["answers"] = json.loads(box.open(bytes(row["answers"]), row["id"].encode()))
    return found


def faults(tables: Tables, token: str, said: Canary) -> list[str]:
    """What ties rows to a conversation (its token, its name, its key, its words) or to a moment."""
    keys = conversation_keys(token)
    secrets = [token, keys.name, keys.name[:32], keys.key.hex(), *said.needles]
    found = [f"columns: {name}" for name, rows in tables.items() for row in rows if set(row) != COLUMNS[name]]
    for name, rows in tables.items():
        for row in rows:
            values = {**row, **row.get("answers", {})}
            written = json.dumps(values, default=repr).encode()
            found += scan([(name, written)], secrets)
            found += [f"moment: {name}.{key}" for key, value in values.items() if _moment(value)]
    found += [f"answers: {set(row['answers'])}" for row in tables["consents"] if not set(row["answers"]) <= _ASKED]
    found += [f"week: {row['week']}" for row in tables["counts"] if not re.fullmatch(r"\d{4}-W\d\d", row["week"])]
    return found


def _moment(value: object) -> bool:
    """Whether a value tells an hour: a clock's, a timestamp's, or that of an identifier drawn from one."""
    if isinstance(value, dt.datetime) or _HOUR.search(str(value)):
        return True
    numbers = [int(n) for n in re.findall(r"\d{10,}", str(value))]
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value):
        # As UUIDs of versions 7 (milliseconds) and 1 (tenths of microseconds since 1582) begin, or an ObjectId.
        sixty_bits = int(value[13:16] + value[8:12] + value[:8], 16)
        numbers += [int(value[:12], 16), int(value[:8], 16), sixty_bits // 10**7 - 12_219_292_800]
    return any(abs(n / unit - time.time()) < _DAY for n in numbers for unit in (1, 10**3, 10**6, 10**9))


def box() -> Box:
    return Box(derived(SECRET.encode(), "stored answers"))


def test_not_linkable(started: Running, canary: Canary) -> None:
    there, candidate = There(started.address), Canary()
    talk = there.begin("lyon")
    talk.say(f"je suis à bout depuis que {canary.name} me crie dessus au collège {canary.own}")
    talk.say(f"mon numéro est le {canary.telephone}, mon adresse {canary.mail}")
    sign_up(talk, candidate)
    there.client.close()
    tables = tables_of(started.database_url, box())
    mine = [row for row in tables["consents"] if candidate.own in json.dumps(row["answers"])]
    assert len(mine) == 1
    assert type(mine[0]["granted_on"]) is dt.date
    assert faults(tables, talk.token, canary) == []
    # Nor in what the rows do not show: free space, indexes, logs.
    keys = conversation_keys(talk.token)
    assert scan(started.disk(), [talk.token, keys.name, keys.key.hex(), *canary.needles]) == []


def stats(url: str) -> dict[str, Any]:
    """What `cap stats --json` shows of a database."""
    command = [sys.executable, "-m", "bot.cli", "stats", "--json"]
    environment = {**os.environ, "CAP_DATABASE_URL": url, "CAP_SECRET_KEY": SECRET}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    shown_to_all: dict[str, Any] = json.loads(told.stdout)
    return shown_to_all


def tallied(tally: Tally, day: dt.date, numbers: Mapping[str, int]) -> None:
    for need, number in numbers.items():
        for _ in range(number):
            tally.add(day, "lyon", need, "ecoute_mgen")


def test_a_call_back_and_what_becomes_of_it_are_not_linkable(tmp_path: Path, canary: Canary) -> None:
    answers = {"nom": "Hirondelle", "joindre": "06 11 22 33 44"}
    with desk_in(tmp_path, Clock()) as desk:
        url, here = f"sqlite:///{tmp_path / 'cap.db'}", desk.database._box
        record, _, _ = desk.record(CALLBACK, answers, academie="lyon", service="pae")
        other, _, _ = desk.record(CALLBACK, answers, academie="lyon", service="pae")
        for one in (record, other):
            with desk.ready().unit_of_work() as work:
                delivery = work.deliveries.of(one)
                assert delivery is not None
                work.deliveries.claim(delivery.id, 0)
                work.deliveries.done(delivery.id)
                work.commit()
        assert desk.correct(record, {**answers, "moment": "matin"}).service_told
        assert desk.erase(other).service_told
        tables = tables_of(url, here)
    assert [len(tables[name]) for name in ("consents", "deliveries", "withdrawals")] == [1, 1, 1]
    assert faults(tables, "un-jeton-de-quarante-trois-caracteres-tires", canary) == []
    # What is left of the one that was erased says nothing of its person.
    assert set(tables["withdrawals"][0].values()) & {other, *answers.values()} == set()


@pytest.mark.parametrize("said", ["lyon", "je suis à Strasbourg", "je suis à Toulouse", "Guadeloupe"])
def test_the_academie_in_the_clear_is_one_of_the_directory(assistant: Assistant, tmp_path: Path, said: str) -> None:
    """What was typed of another one is sealed with the other answers."""
    clock, canary = Clock(), Canary()
    canary.said = (*canary.said[:2], said, *canary.said[3:])
    here = Here(Conversations(MemoryVault(ttl=1800, most=9, clock=clock), assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk:
        sign_up(here.begin(), canary)
        (kept,) = desk.of(CANDIDATES)
    here.close()
    known = next((name for name in datafiles.directory().academie_names() if name in said.lower()), None)
    assert kept.academie == known and (known is None or kept.answers["academie"] == known)


def test_counts_are_written_together_at_no_telling_moment(assistant: Assistant, tmp_path: Path) -> None:
    clock = Clock()
    here = Here(Conversations(MemoryVault(ttl=1800, most=9, clock=clock), assistant.engine, rate_limit=0, clock=clock))
    upkeep = Upkeep(Settings(), assistant)
    (round_of_counts,) = [one for one in upkeep.rounds() if one.work == upkeep.write_counts]
    assert round_of_counts.first == round_of_counts.seconds == 900
    assistant.engine.tally.take()
    with desk_in(tmp_path, clock) as desk:
        for _ in range(3):
            here.begin().say("je ne dors plus depuis la rentrée, je suis à bout")
            assert desk.counts() == []
        here.run(upkeep.write_counts())
        assert sum(count.number for count in desk.counts()) == 3
    here.close()


def test_counts_under_five_are_not_shown(tmp_path: Path) -> None:
    tally = Tally()
    tallied(tally, PAST, {"besoin_rare": 4, "besoin_courant": 7})
    tallied(tally, dt.date.today(), {"besoin_du_jour": 50})
    with desk_in(tmp_path, Clock()) as desk:
        desk.count(tally.take())
        url = f"sqlite:///{tmp_path / 'cap.db'}"
        assert faults(tables_of(url, box()), "jeton", Canary()) == []
        told = stats(url)
    assert [(row["besoin"], row["nombre_arrondi"]) for row in told["besoins"]] == [("besoin_courant", 5)]
    # Eleven in all that week: were it told, four would follow.
    assert [(row["semaine"], row["nombre_arrondi"]) for row in told["semaines"]] == [(week(PAST), 10)]


def test_the_test_sees_a_small_number(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = [Count(week(PAST), "lyon", "besoin_rare", "ecoute_mgen", 4)]
    assert shown(counts, dt.date.today()).needs == []
    monkeypatch.setattr(statistics, "LEAST_SHOWN", 1)
    assert shown(counts, dt.date.today()).needs


@pytest.mark.parametrize("leak", ["none", "name", "token", "transcript", "hour", "timestamp", "uuid1", "week"])
def test_the_test_sees_a_link(leak: str, tmp_path: Path, canary: Canary, monkeypatch: pytest.MonkeyPatch) -> None:
    import uuid

    token, answers = "un-jeton-de-quarante-trois-caracteres-tires", {"nom": "Zoé", "bassin": "Givors"}
    ids = {
        "name": lambda: conversation_keys(token).name[:32],
        "timestamp": lambda: f"{time.time_ns() // 10**6:012x}{0:020x}",
        "uuid1": lambda: uuid.uuid1().hex,
    }
    if leak in ids:
        monkeypatch.setattr(consent_desk, "new_id", ids[leak])
    if leak == "token":
        answers["nom"] = token
    if leak == "transcript":
        answers["bassin"] = f"il a dit {canary.own}"
    if leak == "hour":
        answers["bassin"] = dt.datetime.now().isoformat()
    if leak == "week":
        monkeypatch.setattr(statistics, "week", lambda day: f"{week(day)}T14")
    with desk_in(tmp_path, Clock()) as desk:
        desk.record("mentorat_inscription", answers, academie="lyon", service=None)
        tally = Tally()
        tallied(tally, PAST, {"besoin_courant": 7})
        desk.count(tally.take())
        found = faults(tables_of(f"sqlite:///{tmp_path / 'cap.db'}", desk.database._box), token, canary)
    assert bool(found) == (leak != "none"), found
