"""Promise 9: nothing is written before an explicit yes."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy import event

from bot import datafiles
from bot.app import Assistant
from bot.consent import dialogue
from bot.consent.desk import Desk
from bot.consent.opening import current
from bot.consent.speech import day
from bot.conversations.conversations import Conversations, UnknownConversation
from bot.conversations.vaults import MemoryVault, VaultUnavailable
from tests.privacy.running import Running
from tests.privacy.servers import (
    Clock,
    Here,
    Talk,
    There,
    code_of,
    desk_in,
    kinds,
    text_of,
    up_to_the_summary,
)
from tests.privacy.traces import Canary

UNCLEAR = (
    "oui mais je ne suis pas sûre", "peut-être", "je ne sais pas", "oui et non", "pourquoi pas",
    "oui, sauf mon adresse", "ok mais sans mon nom", "affirmer", "/affirmer", "ouin", "pourquoi ?", "hmm",
)  # fmt: skip
_FIRST_ROUND = 60.0  # seconds in which a server that has just started purges the file by itself
Begin = Callable[[], Talk]
Writes = Callable[[], list[str]]
_WRITE = re.compile(r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE|COPY|TRUNCATE|CREATE|ALTER|DROP)\b", re.IGNORECASE)


def ways(begin: Begin) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every way to say less than yes, by its name."""

    def unclear() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        for text in UNCLEAR:
            answer = talk.say(text)
            assert "code" not in kinds(answer), f"« {text} » : {text_of(answer)}"
        assert "je n'en garde rien" in text_of(talk.say("non"))
        talk.say("oui")

    def no_button() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        assert "je n'en garde rien" in text_of(talk.choose("Non, ne rien garder"))
        talk.say("oui")

    def silence() -> None:
        up_to_the_summary(begin(), Canary())

    def half_way() -> None:
        canary = Canary()
        for answered in (1, 4, 6):
            talk = begin()
            for text in ("je voudrais m'inscrire pour avoir un mentor", "oui", *canary.said[:answered]):
                talk.say(text)
            if answered != 4:  # from there the person just goes
                talk.say("laissez tomber")
                talk.say("oui")

    def an_old_button() -> None:
        """« Oui, enregistrer », pressed while something is being corrected, is no yes to what is not yet shown."""
        talk = begin()
        up_to_the_summary(talk, Canary())
        talk.choose("Corriger : fonction actuelle")
        assert "code" not in kinds(talk.choose("Oui, enregistrer"))

    def a_danger() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        assert "urgence" in kinds(talk.say("je veux mourir"))
        assert "code" not in kinds(talk.say("oui"))

    def erased() -> None:
        talk = begin()
        up_to_the_summary(talk, Canary())
        talk.say("efface tout ce que je t'ai dit")
        talk.say("oui")

    for way in (unclear, no_button, silence, half_way, an_old_button, a_danger, erased):
        yield way.__name__, way


def written(begin: Begin, writes: Writes) -> list[str]:
    """Go every way; returns the writes, each with the way that led to it."""
    found = []
    for name, way in ways(begin):
        way()
        found += [f"{name}: {write}" for write in writes()]
    return found


@contextmanager
def file_writes(url: str) -> Iterator[Writes]:
    """Whether SQLite's files have changed, by one byte."""
    path = Path(url.removeprefix("sqlite:///"))
    before: list[bytes] = []

    def files() -> list[bytes]:
        # A connection that only looks leaves an empty -wal for a moment: it holds no byte.
        found = [path.with_name(path.name + name) for name in ("", "-wal")]
        return [held for file in found if file.exists() and (held := file.read_bytes())]

    def writes() -> list[str]:
        now = files()
        changed = ["the file"] if now != before else []
        before[:] = now
        return changed

    before[:] = files()
    yield writes


@contextmanager
def postgres_writes(url: str) -> Iterator[Writes]:
    """What PostgreSQL's own log says was executed, but for reading."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SHOW data_directory")
        log = Path((cursor.fetchone() or ("",))[0]).parent / "log"
        seen = log.stat().st_size

        def writes() -> list[str]:
            nonlocal seen
            text = log.read_bytes()[seen:].decode(errors="replace")
            seen += len(text.encode())
            statements = re.findall(r"statement: (.+)", text)
            return [s[:80] for s in statements if _WRITE.match(s) and "SYSTEM" not in s]

        try:
            cursor.execute("ALTER SYSTEM SET log_statement = 'all'")
            cursor.execute("SELECT pg_reload_conf()")
            time.sleep(0.2)
            yield writes
        finally:
            cursor.execute("ALTER SYSTEM RESET log_statement")
            cursor.execute("SELECT pg_reload_conf()")


@contextmanager
def desk_writes(desk: Desk) -> Iterator[Writes]:
    """The statements sent by this process's desk, but for reading."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    def writes() -> list[str]:
        found = [" ".join(s.split())[:80] for s in sent if _WRITE.match(s)]
        sent.clear()
        return found

    desk.ready()
    event.listen(desk.database._engine, "before_cursor_execute", note)
    yield writes


@pytest.fixture
def here(assistant: Assistant, tmp_path: Path) -> Iterator[tuple[Here, Writes]]:
    clock = Clock()
    vault = MemoryVault(ttl=1800, most=100, clock=clock)
    made = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk, desk_writes(desk) as writes:
        yield made, writes
    made.close()


def test_the_last_day_is_the_one_that_was_told(assistant: Assistant, tmp_path: Path) -> None:
    """A yes that comes after midnight adds no day to what the summary said."""
    clock, canary = Clock(), Canary()
    vault = MemoryVault(ttl=1800, most=10, clock=clock)
    here = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk:
        talk = here.begin()
        told = text_of(up_to_the_summary(talk, canary))
        last = desk.usages["mentorat_inscription"].until(clock.day)
        clock.day += dt.timedelta(days=1)
        code = code_of(talk.say("oui"))
        held = desk.find(code)
        assert held is not None and held.until == last
        assert f"Jusqu'au {day(last)}" in told
    here.close()


def test_a_refusal_changes_no_answer(here: tuple[Here, Writes]) -> None:
    talking, _ = here
    asked = ("je ne dors plus depuis la rentrée, je suis à bout", "et leur numéro ?", "c'est anonyme ?")
    never, refuses = talking.begin(), talking.begin()
    up_to_the_summary(refuses, Canary())
    refuses.say("non")
    assert [refuses.say(text) for text in asked] == [never.say(text) for text in asked]


def test_no_write_before_a_yes(started: Running) -> None:
    there = There(started.address)
    watched = file_writes if started.database_url.startswith("sqlite") else postgres_writes
    there.begin()
    with watched(started.database_url) as writes:
        if watched is file_writes:
            time.sleep(max(0.0, started.began + _FIRST_ROUND - time.time()))
            writes()
        assert written(there.begin, writes) == []
        talk = there.begin()
        up_to_the_summary(talk, Canary())
        assert writes() == []
        code_of(talk.say("oui"))
        assert writes() != []  # the log does see a write, and that one alone was asked for


def test_a_yes_is_one_record_and_a_second_yes_is_none(here: tuple[Here, Writes]) -> None:
    talking, writes = here
    assert written(talking.begin, writes) == []
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    code_of(talk.say("oui"))
    assert [s.split("(")[0].strip() for s in writes()] == ["INSERT INTO consents"]
    talk.say("oui")
    assert writes() == []


def test_a_yes_whose_answer_is_lost_is_written_once(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis goes away after the database has written: nobody saw the code, and « oui » is said again."""
    clock, canary = Clock(), Canary()
    vault = MemoryVault(ttl=1800, most=10, clock=clock)
    here = Here(Conversations(vault, assistant.engine, rate_limit=0, clock=clock))
    with desk_in(tmp_path, clock) as desk:
        talk = here.begin()
        up_to_the_summary(talk, canary)
        lost_yes(here, talk, monkeypatch)
        assert len(desk.of("mentorat_inscription")) == 1
        held = desk.find(code_of(talk.say("oui")))
        assert held is not None and [one.id for one in desk.of("mentorat_inscription")] == [held.id]
    here.close()


REFUSED = (
    ("non ne gardez rien", "ok"),
    ("je ne veux pas que vous gardiez ça", "ok d'accord"),
    ("je refuse", "d'accord"),
    ("surtout pas mon numéro", "d'accord"),
    ("finalement pas besoin de me rappeler", "ok"),
    ("je voudrais parler à un humain", "ok"),
    ("c'est quoi le PAE ?", "ok"),
    ("qu'est-ce que vous avez sur moi ?", "oui"),
    ("merci", "ok"),
)


@pytest.mark.parametrize(("first", "then"), REFUSED)
def test_a_refusal_or_an_aside_then_a_word_of_courtesy_writes_nothing(
    here: tuple[Here, Writes], first: str, then: str
) -> None:
    talking, writes = here
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    talk.say(first)
    assert "code" not in kinds(talk.say(then))
    assert writes() == []


@pytest.mark.parametrize("then", ["non", "laissez tomber", "efface tout ce que je t'ai dit"])
def test_a_yes_whose_answer_is_lost_is_taken_back(
    here: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    """It was written, nobody saw its code, and the person now says no: what is said to be kept of it is so."""
    talking, _ = here
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    lost_yes(talking, talk, monkeypatch)
    assert len(current().of("mentorat_inscription")) == 1
    talk.say(then)
    assert current().of("mentorat_inscription") == []


def test_a_lost_yes_is_taken_back_by_who_abandons_what_was_put_aside(
    here: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch
) -> None:
    talking, _ = here
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    lost_yes(talking, talk, monkeypatch)
    talk.say("je veux mourir")
    talk.say("je ne suis plus en danger, ma sœur est là")
    assert "je n'en garde rien" in text_of(talk.choose("Abandonner"))
    assert current().of("mentorat_inscription") == []


def lost_yes(talking: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """« Oui », whose answer is lost: the conversation stays as it was before."""

    async def gone(*_: object) -> bool:
        raise VaultUnavailable

    with monkeypatch.context() as away:
        away.setattr(MemoryVault, "replace", gone)
        with pytest.raises(VaultUnavailable):
            talk.say("oui")


def test_erasing_the_conversation_while_a_yes_is_answered_keeps_nothing(
    here: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch
) -> None:
    talking, _ = here
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    written = Desk.record

    def erased_meanwhile(desk: Desk, *given: Any, **named: Any) -> Any:
        found = written(desk, *given, **named)
        talking.conversations.vault._kept.clear()  # type: ignore[attr-defined]  # « Effacer », by another request
        return found

    monkeypatch.setattr(Desk, "record", erased_meanwhile)
    with pytest.raises(UnknownConversation):
        talk.say("oui")
    assert current().of("mentorat_inscription") == []


def test_the_test_sees_a_yes_but(here: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch) -> None:
    talking, writes = here
    monkeypatch.setattr(dialogue, "explicit_yes", lambda text: text.startswith("oui"))
    talk = talking.begin()
    up_to_the_summary(talk, Canary())
    talk.say("oui mais je ne suis pas sûre")
    assert [s.split("(")[0].strip() for s in writes()] == ["INSERT INTO consents"]


def test_the_test_sees_a_draft_that_is_kept(here: tuple[Here, Writes], monkeypatch: pytest.MonkeyPatch) -> None:
    """As a form that saves each answer would."""
    talking, writes = here
    advance = dialogue.advance

    def saving(request: dialogue.Request, *rest: Any) -> dialogue.Step:
        step = advance(request, *rest)
        if step.request.usage in datafiles.usages():
            current().record(step.request.usage, step.request.answers, academie=None, service=None)
        return step

    monkeypatch.setattr(dialogue, "advance", saving)
    names = {line.split(":")[0] for line in written(talking.begin, writes)}
    assert names == {name for name, _ in ways(talking.begin)}
