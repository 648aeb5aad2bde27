"""The command line, as typed."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import datafiles
from bot.cli import build_parser, main
from bot.consent.desk import CALLBACK
from bot.consent.handover import hand_over
from bot.consent.mailer import Mailer
from bot.consent.opening import desk_of
from bot.doctor import _secret
from bot.settings import DESCRIPTIONS, SettingError, Settings, from_environment

ROOT = Path(__file__).parents[2]


def cap(*arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=ROOT,
        input=said,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_parse_reads_one_message_a_line() -> None:
    ended = cap("nlu", "parse", said="c'est quoi le P.A.E. ?\nje veux mourir\n/restart\n")
    assert ended.returncode == 0, ended.stderr
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [set(row) for row in rows] == [
        {"text", "intent", "confidence", "ranking", "entities", "emergency", "emergency_level"}
    ] * 3
    assert rows[0]["intent"] == "info_service"
    assert {"entity": "service", "value": "pae"} in rows[0]["entities"]
    assert rows[0]["emergency"] is None
    assert (rows[1]["emergency"], rows[1]["emergency_level"]) == ("suicide", "certain")
    assert rows[2]["text"] == "/restart"
    assert rows[2]["intent"] != "restart"


def test_evaluate_measures_a_file(tmp_path: Path) -> None:
    file = tmp_path / "essai.jsonl"
    file.write_text('{"text": "bonjour", "intent": "saluer"}\n{"text": "merci", "intent": "saluer"}\n')
    ended = cap("nlu", "evaluate", str(file), "--json")
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["accuracy"] == 0.5
    assert found["confusions"] == [{"intent": "saluer", "read": "remercier", "count": 1}]


def test_the_terminal_talks_with_numbers() -> None:
    ended = cap("chat", "--academie", "strasbourg", said="c'est quoi le PAE ?\n1\nquitter\n")
    assert ended.returncode == 0, ended.stderr
    assert "03 88 23 36 99" in ended.stdout
    assert "1. " in ended.stdout


def test_an_unreadable_evaluation_file_is_told(tmp_path: Path) -> None:
    from bot.understanding import _rows

    file = tmp_path / "faux.jsonl"
    for content, told in (('{"text": "a"}', "ligne 1"), ("{", "JSON"), ("", "vide")):
        file.write_text(content)
        with pytest.raises(ValueError, match=told):
            _rows(file, ("text", "intent"))


def test_usage_errors_are_french_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["danser"], ["nlu"], ["nlu", "evaluate"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "il manque" in capsys.readouterr().err


def test_directory_check_says_file_line_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directory", "check"]) == 0
    spoilt = tmp_path / "essai.yml"
    spoilt.write_text((ROOT / "data/academies/strasbourg.yml").read_text().replace("pae@ac-strasbourg.fr", "pae(at)ac"))
    assert main(["directory", "check", str(spoilt)]) == 1
    fault = capsys.readouterr().err
    assert "essai.yml" in fault
    assert any(character.isdigit() for character in fault)


def test_every_setting_is_described_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for described in DESCRIPTIONS:
        assert f"`{described.variable}`" in readme


def test_every_command_of_the_readme_exists() -> None:
    commands = build_parser().format_help()
    for name in ("run", "train", "chat", "settings", "doctor", "nlu", "directory"):
        assert name in commands
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test", "train", "chat", "bench", "bench-widget", "lint", "evaluate", "lock"):
        assert f"\n{target}:" in targets


def test_a_wrong_setting_names_itself() -> None:
    with pytest.raises(SettingError, match="CAP_SESSION_TTL"):
        from_environment({"CAP_SESSION_TTL": "trente minutes"})
    assert from_environment({}).port == 5005


def test_no_conversation_may_outlive_what_is_promised() -> None:
    assert from_environment({"CAP_SESSION_TTL": "1800"}).session_ttl == 1800
    with pytest.raises(SettingError, match="CAP_SESSION_TTL"):
        from_environment({"CAP_SESSION_TTL": "1801"})


def test_rasa_accepts_the_data() -> None:
    ended = subprocess.run(
        [str(Path(sys.executable).with_name("rasa")), "data", "validate"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]


def doctor(**set_to: str) -> str:
    """What `cap doctor` says."""
    unset = {name: value for name, value in os.environ.items() if not name.startswith("CAP_")}
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli", "doctor"],
        cwd=ROOT,
        env={**unset, **set_to},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode in (0, 1), ended.stderr
    return ended.stdout


def test_a_key_is_kept_apart_only_if_it_is_set(tmp_path: Path) -> None:
    base, key = f"sqlite:///{tmp_path / 'cap.db'}", "0" * 64
    assert "bien   clé secrète gardée à part" in doctor(CAP_DATABASE_URL=base, CAP_SECRET_KEY=key)
    for settings in (Settings(), Settings(database_url=base)):  # its file is made in var/, as the default database
        finding = _secret(settings)
        assert not finding.well and "CAP_SECRET_KEY" in finding.remedy


def test_the_doctor_tells_of_requests_that_no_service_has(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'cap.db'}", secret_key="0" * 64)
    set_to = {"CAP_DATABASE_URL": settings.database_url, "CAP_SECRET_KEY": settings.secret_key}
    assert "bien   demandes de rappel remises" in doctor(**set_to)
    desk = desk_of(settings)
    left = {"nom": "Zorglub", "joindre": "06 12 34 56 78"}
    for number, service in enumerate(["pae", "dafor"], start=1):  # neither has an address in Lyon
        desk.record(CALLBACK, left, academie="lyon", service=service)
        assert hand_over(desk, datafiles.directory(), Mailer("", "").send, "") == 0
        said = doctor(**set_to)
        assert re.search(rf"^à voir +demandes de rappel remises\n +→ {number} demande", said, re.MULTILINE), said
    desk.database.close()
    assert "(dafor, pae)" in said and "data/academies/" in said and "Avec son code" in said
    assert "Zorglub" not in said and "06 12" not in said


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield from _parsers(sub)


def test_every_help_is_in_french() -> None:
    helps = [parser.format_help() for parser in _parsers(build_parser())]
    assert len(helps) > 20
    for text in helps:
        assert text.startswith("utilisation : cap"), text
        assert "montre cette aide" in text
        assert not re.search(r"usage:|show this|positional|optional", text), text
