"""`cap data`, `cap mentoring`, `cap stats` as typed, over what a desk recorded."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.consent.desk import CALLBACK, Desk
from bot.consent.opening import desk_of
from bot.consent.statistics import week
from bot.desk_commands import CANDIDATES, MENTORS
from bot.privacy.codes import new_code
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
KEY = "0123456789abcdef0123456789abcdef"
CANDIDATE = {
    "nom": '=HYPERLINK("http://mal.exemple")',
    "courriel": "claire@exemple.fr",
    "academie": "strasbourg",
    "fonction": "CPE ; lycée",
    "concours": "@perdir, 2027",
}
MENTOR = {"nom": "Weber", "courriel": "w@exemple.fr", "academie": "lyon", "etablissement": "Ampère", "capacite": "3"}
NOTHING = "Rien ne correspond à ce code, ou ce qui y correspondait est déjà effacé.\n"


@dataclass
class Office:
    """A database of its own, and the commands over it."""

    folder: Path
    desk: Desk

    def cap(self, *arguments: str, said: str = "", **settings: str) -> tuple[int, str, str]:
        """Exit status, output, errors."""
        mine = {"CAP_DATABASE_URL": url(self.folder), "CAP_SECRET_KEY": KEY}
        others = {name: value for name, value in os.environ.items() if not name.startswith("CAP_")}
        ended = subprocess.run(
            [str(ROOT / ".venv/bin/cap"), *arguments],
            cwd=self.folder,
            env={**others, **mine, **settings},
            input=said,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return ended.returncode, ended.stdout, ended.stderr

    def ids(self) -> set[str]:
        with closing(sqlite3.connect(self.folder / "cap.db")) as connection:
            return {row[0] for row in connection.execute("SELECT id FROM consents")}


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'cap.db'}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    desk = desk_of(Settings(database_url=url(tmp_path), secret_key=KEY))
    yield Office(tmp_path, desk)
    desk.database.close()


def ago(desk: Desk, days: int) -> None:
    day = dt.date.today() - dt.timedelta(days=days)
    desk.today = lambda: day


def test_a_person_takes_away_then_erases_what_they_left(office: Office) -> None:
    answers = {"nom": "Hélène", "joindre": "06 12 34 56 78"}
    record, code, until = office.desk.record(CALLBACK, answers, academie="strasbourg", service="pae")
    other, _, _ = office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    status, output, errors = office.cap("data", "export", code)
    assert (status, errors) == (0, "")
    assert json.loads(output) == {
        "usage": "rappel",
        "reponses": answers,
        "etat": "en_attente",
        "service": "pae",
        "academie": "strasbourg",
        "accord_du": dt.date.today().isoformat(),
        "texte_de_l_accord": office.desk.usages.version,
        "conserve_jusqu_au": until.isoformat(),
    }
    assert "Hélène" in output
    assert office.cap("data", "export", "-", said=f"{code.replace('-', ' ').upper()}\n") == (0, output, "")
    assert office.cap("data", "erase", "-", said=f"{code}\n") == (0, "C'est effacé.\n", "")
    assert office.ids() == {other}
    files = b"".join(file.read_bytes() for file in office.folder.glob("cap.db*"))
    assert record.encode() not in files and office.desk.hashed(code).encode() not in files
    for command in ("export", "erase"):
        assert office.cap("data", command, code) == (1, "", NOTHING)


def test_a_person_corrects_an_answer(office: Office) -> None:
    answers = {"nom": "Hélène", "joindre": "06 12 34 56 78"}
    _, code, _ = office.desk.record(CALLBACK, answers, academie="strasbourg", service="pae")
    done = office.cap("data", "correct", code, "joindre", "c'est le 0711223344")
    assert done == (0, "C'est corrigé. Contact : 07 11 22 33 44\n", "")
    status, output, errors = office.cap("data", "correct", code, "joindre", "au bureau")
    assert (status, output) == (2, "") and "À quel numéro" in errors
    status, output, errors = office.cap("data", "correct", code, "adresse", "au bureau")
    assert (status, output) == (2, "") and "nom, joindre, moment" in errors
    held = office.desk.find(code)
    assert held is not None and held.answers == {"nom": "Hélène", "joindre": "07 11 22 33 44"}
    assert office.cap("data", "correct", new_code(), "nom", "Anne") == (1, "", NOTHING)


def test_who_lost_their_code_is_found_shown_and_erased(office: Office) -> None:
    answers = {"nom": "Hélène Roth", "joindre": "06 12 34 56 78"}
    record, _, until = office.desk.record(CALLBACK, answers, academie="strasbourg", service="pae")
    other, _, _ = office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    shown = office.cap("data", "find", "-", said="helene roth\n")
    assert shown == office.cap("data", "find", "+33 6 12 34 56 78")
    assert shown[0] == 0 and f"Référence : {record}\n" in shown[1] and until.isoformat() in shown[1]
    assert other not in shown[1]
    status, output, _ = office.cap("data", "export", record)
    assert status == 0 and json.loads(output)["reponses"] == answers
    assert office.cap("data", "erase", record) == (0, "C'est effacé.\n", "")
    assert office.ids() == {other}
    assert office.cap("data", "find", "Hélène Roth") == (1, "", "Rien de conservé ne correspond.\n")
    assert office.cap("data", "export", record) == (1, "", NOTHING)


def test_a_code_of_nothing_touches_nothing(office: Office) -> None:
    record, _, _ = office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    assert office.cap("data", "erase", new_code()) == (1, "", NOTHING)
    assert office.cap("data", "erase", "-", said="") == (1, "", NOTHING)
    assert office.ids() == {record}


def test_a_purge_says_how_many_have_ended(office: Office) -> None:
    assert office.cap("data", "purge") == (0, "Rien à effacer.\n", "")
    kept, last_day, _ = [at(office.desk, days) for days in (0, 30, 31)]
    assert office.cap("data", "purge") == (0, "Effacé : 1 enregistrement.\n", "")
    assert office.ids() == {kept, last_day}
    for _ in range(2):
        at(office.desk, 400)
    assert office.cap("data", "purge") == (0, "Effacé : 2 enregistrements.\n", "")
    assert office.ids() == {kept, last_day}


def at(desk: Desk, days: int) -> str:
    """The id of a call-back request left some days ago (kept thirty days)."""
    ago(desk, days)
    return desk.record(CALLBACK, {"nom": "M."}, academie="lyon", service="pae")[0]


def test_the_coordinator_sees_the_candidates_and_the_mentors(office: Office) -> None:
    office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    _, _, until = office.desk.record(MENTORS, MENTOR, academie="lyon", service=None)
    status, output, errors = office.cap("mentoring", "mentors")
    assert (status, errors) == (0, "")
    assert output == (
        "Nom : Weber\nCourriel : w@exemple.fr\nAcadémie : lyon\nÉtablissement : Ampère\nBassin : (non précisé)\n"
        f"Personnes à accompagner : 3\nConservé jusqu'au : {until.isoformat()}\n\n1 inscription.\n"
    )
    status, output, _ = office.cap("mentoring", "candidates", "--academie", "strasbourg")
    assert (status, "Courriel : claire@exemple.fr" in output, "Weber" in output) == (0, True, False)
    assert office.cap("mentoring", "candidates", "--academie", "lyon") == (0, "0 inscription.\n", "")


def test_the_lists_hold_neither_codes_nor_call_backs(office: Office) -> None:
    _, code, _ = office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    office.desk.record(CALLBACK, {"nom": "Hélène", "joindre": "06 12 34 56 78"}, academie="strasbourg", service="pae")
    for arguments in (["candidates"], ["mentors"], ["export"]):
        status, output, _ = office.cap("mentoring", *arguments)
        assert status == 0
        assert not any(part in output for part in (code, office.desk.hashed(code), "Hélène", "06 12 34 56 78"))


def test_the_export_is_a_sheet_without_formulas(office: Office) -> None:
    _, _, until = office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    for sign in "+-":
        office.desk.record(MENTORS, {**MENTOR, "nom": f"{sign}1+1"}, academie="lyon", service=None)
    ago(office.desk, 400)
    office.desk.record(MENTORS, {**MENTOR, "nom": "Partie"}, academie="lyon", service=None)
    status, output, errors = office.cap("mentoring", "export")
    assert (status, errors, "Partie" in output) == (0, "", False)
    rows = list(csv.DictReader(io.StringIO(output)))
    assert [row["liste"] for row in rows] == ["candidat", "accompagnateur", "accompagnateur"]
    assert rows[0]["nom"] == f"'{CANDIDATE['nom']}"
    assert (rows[0]["concours"], rows[0]["fonction"]) == ("'@perdir, 2027", "CPE ; lycée")
    assert (rows[0]["capacite"], rows[0]["conserve_jusqu_au"]) == ("", until.isoformat())
    assert {row["nom"] for row in rows[1:]} == {"'+1+1", "'-1+1"}
    assert not any(value[:1] in tuple("=+-@") for row in rows for value in row.values() if value)
    _, lyon, _ = office.cap("mentoring", "export", "--academie", "lyon")
    assert [row["liste"] for row in csv.DictReader(io.StringIO(lyon))] == ["accompagnateur"] * 2


def test_statistics_of_complete_weeks(office: Office) -> None:
    today = dt.date.today()
    assert office.cap("stats") == (
        0,
        "Rien à montrer encore : aucun nombre inférieur à 5 n'est affiché, ni la semaine en cours.\n",
        "",
    )
    past, now = week(today - dt.timedelta(days=7)), week(today)
    office.desk.count({(past, "lyon", "besoin_sante", "pae"): 8, (past, "lyon", "besoin_conflit", "pae"): 4})
    office.desk.count({(now, "lyon", "besoin_sante", "pae"): 7})
    status, output, errors = office.cap("stats", "--json")
    assert (status, errors) == (0, "")
    assert json.loads(output) == {
        "besoins": [{"academie": "lyon", "besoin": "besoin_sante", "service": "pae", "nombre_arrondi": 5}],
        "semaines": [{"semaine": past, "academie": "lyon", "nombre_arrondi": 10}],
    }
    status, output, _ = office.cap("stats")
    assert status == 0
    assert [line.split() for line in output.splitlines()] == [
        ["académie", "besoin", "service", "orientations,", "au", "moins"],
        ["lyon", "besoin_sante", "pae", "5"],
        [],
        ["semaine", "académie", "orientations,", "au", "moins"],
        [past, "lyon", "10"],
    ]


def test_a_wrong_key_is_told_in_one_line(office: Office) -> None:
    _, code, _ = office.desk.record(CANDIDATES, CANDIDATE, academie="strasbourg", service=None)
    for command in ("candidates", "export"):
        ended = office.cap("mentoring", command, CAP_SECRET_KEY=KEY[::-1])
        assert ended == (1, "", "Un enregistrement ne peut pas être lu avec la clé actuelle.\n")
    assert office.cap("data", "export", code, CAP_SECRET_KEY=KEY[::-1]) == (1, "", NOTHING)


def test_a_database_that_does_not_answer_is_told_in_one_line(office: Office) -> None:
    (office.folder / "cap.db").write_bytes(b"not a database " * 100)
    for command in (("data", "purge"), ("data", "export", new_code()), ("mentoring", "mentors"), ("stats",)):
        told = "La base de données est indisponible ou a refusé l'opération.\n"
        assert office.cap(*command) == (1, "", told)
    status, output, errors = office.cap("stats", CAP_DATABASE_URL="mysql://cap:motdepasse@serveur/base")
    assert (status, output, errors.count("\n")) == (2, "", 1)
    assert errors.startswith("CAP_DATABASE_URL : ") and "motdepasse" not in errors


def test_what_is_mistyped_is_told_in_french(office: Office) -> None:
    for arguments, told in (
        (("data",), "il manque"),
        (("data", "erase"), "il manque"),
        (("data", "lire"), "choix inconnu"),
    ):
        status, _, errors = office.cap(*arguments)
        assert (status, told in errors, "Traceback" in errors) == (2, True, False)
