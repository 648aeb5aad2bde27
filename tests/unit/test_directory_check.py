"""Each way to spoil a directory file is reported with its file, its line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.orientation.directory_files import (
    DirectoryError,
    Fault,
    check_files,
    default_paths,
    load_directory,
)

ROOT = Path(__file__).parents[2]
GOOD = """\
# Un fichier juste.
academie:
  id: reims
  nom: "académie de Reims"
  departements: ["08", "10"]
documents:
  - id: note
    titre: "Note de rentrée"
    date: "2024"
    a_revoir_le: 2099-09-01
services:
  - id: pae
    nom: "Point d’accueil"
    nom_court: "le Point d’accueil"
    resume:
      texte: "Une écoute."
      source: {document: note, page: 1}
    contacts:
      - type: telephone
        valeur: "03 26 00 00 00"
        departement: "08"
        source: {document: note, rubrique: "Contacts"}
      - type: courriel
        valeur: "pae@ac-reims.fr"
        source: {document: note, page: 2}
      - type: adresse
        valeur: "1 rue Navier, 51100 Reims"
        source: {document: note, page: 2}
      - type: site
        valeur: "www.ac-reims.fr/aide"
        source: {document: note, page: 2}
  - id: paf
    nom: "Plan de formation"
    nom_court: "le Plan de formation"
    resume: {texte: "Des formations.", source: {document: note, page: 1}}
    contact_absent: "Coordonnées non précisées par le document."
"""
# What is spoilt, by what, then the line, a part of the problem, a part of the remedy.
SPOILT = [
    ("    contacts:\n", "    contats:\n", 18, "rubrique inconnue « contats »", "Écrivez « contacts »"),
    ('    nom_court: "le Point', '    nomcourt: "le Point', 14, "inconnue « nomcourt »", "« nom_court »"),
    (
        '    date: "2024"\n',
        '    date: "2024"\n    67: x\n',
        10,
        "rubrique inconnue « 67 »",
        "Choisissez parmi",
    ),
    ('    titre: "Note', '    title: "Note', 8, "rubrique inconnue « title »", "« titre »"),
    ('"08", "10"]', '"08", "10"', 5, "pas refermé", "crochet ]"),
    ('par le document."\n', "par le document.\n", 36, "pas refermé", "guillemet droit"),
    ('    nom: "Plan de formation"', '    nom: "Plan \\de formation"', 33, "barre oblique", "Enlevez-la"),
    ('    nom: "Plan de formation"', '    nom "Plan de formation"', 33, "deux-points", "Écrivez nom: valeur"),
    ("documents:\n", "document:\n", 6, "rubrique inconnue « document »", "« documents »"),
    ("{document: note, page: 1}\n", "{document: note, pge: 1}\n", 17, "inconnue « pge »", "« page »"),
    ('    nom: "Point d’accueil"\n', "", 12, "la rubrique « nom » manque", 'Ajoutez nom: "Point'),
    ('    nom: "Point d’accueil"\n', "    nom:\n", 13, "« nom » est vide", 'Écrivez nom: "Point'),
    ('    nom: "Point d’accueil"\n', '    nom: ""\n', 13, "« nom » est vide", 'Écrivez nom: "Point'),
    ('    date: "2024"\n', "", 7, "la rubrique « date » manque", 'Ajoutez date: "2020-2021"'),
    (
        '        source: {document: note, rubrique: "Contacts"}\n',
        "",
        19,
        "« source » manque",
        "Ajoutez source",
    ),
    (', rubrique: "Contacts"', "", 22, "ne dit pas où", 'rubrique: "Contacts"'),
    (
        "      source: {document: note, page: 1}\n",
        "      source: note\n",
        17,
        "forme attendue",
        "Écrivez source: {document: ",
    ),
    (
        "document: note, page: 1}\n    contacts",
        "document: note, page: une}\n    contacts",
        17,
        "« page »",
        "page: 4",
    ),
    ("pae@ac-reims.fr", "pae@ac-reims", 24, "courriel « pae@ac-reims »", "pae@ac-strasbourg.fr"),
    ("pae@ac-reims.fr", "pae @ac-reims.fr", 24, "courriel « pae @ac-reims.fr »", "sans espace"),
    ("03 26 00 00 00", "03 26 00 00", 20, "téléphone « 03 26 00 00 »", "03 88 23 36 99"),
    ("03 26 00 00 00", "0326001122", 20, "téléphone « 0326001122 »", '"03 26 00 11 22"'),
    ("03 26 00 00 00", "03.26.00.11.22", 20, "téléphone", '"03 26 00 11 22"'),
    ('"03 26 00 00 00"', "0326001122", 20, "téléphone", '"03 26 00 11 22"'),
    ("www.ac-reims.fr/aide", "le site de Reims", 30, "site « le site de Reims »", "www.mgen.fr"),
    ("1 rue Navier, 51100 Reims", "1 rue Navier, Reims", 27, "sans code postal", "code postal et la ville"),
    ("type: telephone", "type: telefone", 19, "« telefone » n’est pas permis", "Écrivez « telephone »"),
    ("type: telephone", "type: fax", 19, "« fax » n’est pas permis", "telephone, courriel, adresse, site"),
    ("- id: paf", "- id: plan", 32, "service inconnu « plan »", "Choisissez parmi : pae"),
    ("- id: paf", "- id: medecine-prevension", 32, "service inconnu", "Écrivez « medecine_prevention »"),
    ("- id: paf", "- id: pae", 32, "le service « pae » est écrit deux fois", "une seule"),
    ("{document: note, rubrique", "{document: notes, rubrique", 22, "document inconnu « notes »", "« note »"),
    ('departement: "08"', 'departement: "67"', 21, "n’est pas de cette académie", "08, 10"),
    ('departement: "08"', "departement: 8", 21, "département « 8 » mal formé", '"01"'),
    ('["08", "10"]', '["08", "Aube"]', 5, "département « Aube » mal formé", "entre guillemets"),
    ("id: reims", "id: Académie de Reims", 3, "identifiant d’académie", "minuscules"),
    ("2099-09-01", "01/09/2099", 10, "« a_revoir_le » n’a pas la forme", "a_revoir_le: 2023-09-01"),
    ("2099-09-01", "2099", 10, "date « 2099 » incomplète", "2023-09-01"),
    (
        '    contact_absent: "Coordonnées non précisées par le document."\n',
        "",
        32,
        "aucun contact",
        "contact_absent:",
    ),
    ("academie:\n", "portee: nationale\nacademie:\n", 2, "pour qui il est", "un seul des deux"),
    ("documents:\n", "numeros: []\ndocuments:\n", 6, "numéros nationaux", "national.yml"),
    ('    nom_court: "le Point', '\tnom_court: "le Point', 14, "", "espaces"),
    ('    nom: "Plan de formation"', "    nom: Plan: formation", 33, "deux-points", "guillemets droits"),
    ("  - id: paf", " - id: paf", 32, "alignée", "même nombre d’espaces"),
    ('"Des formations."', '"Des formations.', 35, "", "guillemet"),
    ('    nom: "Plan', '    id: paf\n    nom: "Plan', 33, "écrite deux fois", "une seule"),
    ("resume: {texte", "resume: *absent\n    x: {texte", 35, "rappel *nom", "Corrigez le nom"),
    ("document: note, page: 1}}", "document: note, page: 1}", 35, "pas refermé", "accolade }"),
    ('"Une écoute."', '"Une \x07écoute."', 16, "caractère invisible", "Effacez-le"),
]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_files_of_the_house_are_right() -> None:
    paths = default_paths(ROOT)
    assert [path.name for path in paths] == ["lyon.yml", "national.yml", "strasbourg.yml"]
    assert check_files(paths) == []


@pytest.mark.parametrize("path", default_paths(ROOT), ids=lambda path: path.name)
def test_each_file_of_the_house_is_right_alone_and_says_how_to_edit_it(path: Path) -> None:
    assert check_files([path]) == []
    header = path.read_text(encoding="utf-8").split("\n\n")[0]
    assert "Comment faire" in header
    assert all(line.startswith("#") for line in header.splitlines())


def test_a_good_file_has_no_fault(tmp_path: Path) -> None:
    assert check_files([write(tmp_path / "reims.yml", GOOD)]) == []


@pytest.mark.parametrize(("good", "bad", "line", "problem", "remedy"), SPOILT)
def test_one_fault_with_file_line_and_remedy(
    tmp_path: Path, good: str, bad: str, line: int, problem: str, remedy: str
) -> None:
    assert good in GOOD
    path = write(tmp_path / "reims.yml", GOOD.replace(good, bad, 1))
    (fault,) = check_files([path])
    assert (fault.file, fault.line) == (path, line), fault
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize("text", ["", "# rien\n", "- une liste\n", "du texte\n"])
def test_a_file_without_sections(tmp_path: Path, text: str) -> None:
    (fault,) = check_files([write(tmp_path / "vide.yml", text)])
    assert fault.line == 1
    assert "vide" in fault.problem
    assert "lyon.yml" in fault.remedy


def test_a_file_that_says_not_whose_it_is(tmp_path: Path) -> None:
    text = GOOD.replace(GOOD[GOOD.index("academie:") : GOOD.index("documents:")], "")
    (fault,) = check_files([write(tmp_path / "reims.yml", text)])
    assert fault.line == 1
    assert "portee: nationale" in fault.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    (fault,) = check_files([tmp_path / "absent.yml"])
    assert "ne peut pas être lu" in fault.problem


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "reims.yml"
    path.write_bytes(GOOD.encode("cp1252"))
    (fault,) = check_files([path])
    assert (fault.line, "UTF-8" in fault.remedy) == (4, True)


def test_a_passage_that_recalls_itself(tmp_path: Path) -> None:
    (fault,) = check_files([write(tmp_path / "reims.yml", GOOD + "    suite: &s [*s]\n")])
    assert (fault.line, fault.problem) == (37, "« suite » est vide")
    assert "[{texte: …, source: …}]" in fault.remedy


def test_an_unknown_key_that_resembles_nothing_leaves_the_missing_one_told(tmp_path: Path) -> None:
    path = write(tmp_path / "reims.yml", GOOD.replace('nom_court: "le Point', 'zzz: "le Point'))
    missing, unknown = check_files([path])
    assert (missing.line, unknown.line) == (12, 14)
    assert "la rubrique « nom_court » manque" in missing.problem
    assert "Choisissez parmi : id, nom, nom_court" in unknown.remedy


def test_a_fault_in_a_recalled_passage_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    text = GOOD.replace("    contacts:\n", "    contacts: &ici\n").replace("pae@ac-reims.fr", "pae")
    text = text.replace("    contact_absent: ", "    contacts: *ici\n    contact_absent: ")
    (fault,) = check_files([write(tmp_path / "reims.yml", text)])
    assert (fault.line, "courriel « pae »" in fault.problem) == (24, True)


def test_two_files_of_one_academie(tmp_path: Path) -> None:
    first, second = (
        write(tmp_path / "a.yml", GOOD),
        write(tmp_path / "b.yml", GOOD.replace('["08", "10"]', "[]")),
    )
    second.write_text(second.read_text(encoding="utf-8").replace('        departement: "08"\n', ""))
    (fault,) = check_files([first, second])
    assert (fault.file, fault.line) == (second, 3)
    assert "« reims » est déjà déclarée dans a.yml" in fault.problem
    assert "un seul fichier" in fault.remedy


def test_two_national_files(tmp_path: Path) -> None:
    text = "portee: nationale\ndocuments: []\nservices: []\n"
    (fault,) = check_files([write(tmp_path / "a.yml", text), write(tmp_path / "b.yml", text)])
    assert (fault.file.name, fault.line) == ("b.yml", 1)
    assert "a.yml" in fault.problem


def test_a_departement_in_two_academies(tmp_path: Path) -> None:
    first = write(tmp_path / "a.yml", GOOD)
    second = write(tmp_path / "b.yml", GOOD.replace("id: reims", "id: amiens").replace('"10"]', '"80"]'))
    (fault,) = check_files([first, second])
    assert (fault.file, fault.line) == (second, 5)
    assert "département 08" in fault.problem


def test_a_document_described_in_two_ways(tmp_path: Path) -> None:
    other = GOOD.replace("id: reims", "id: amiens").replace('["08", "10"]', '["80"]').replace('"08"', '"80"')
    first, second = write(tmp_path / "a.yml", GOOD), write(tmp_path / "b.yml", other)
    assert check_files([first, second]) == []
    write(second, other.replace("2099-09-01", "2098-09-01"))
    (fault,) = check_files([first, second])
    assert (fault.file, fault.line) == (second, 7)
    assert "a_revoir_le" in fault.remedy


def test_the_same_path_twice_is_one_file(tmp_path: Path) -> None:
    path = write(tmp_path / "reims.yml", GOOD)
    assert check_files([path, path]) == []
    assert len(load_directory([path, path]).services) == 2


def test_loading_refuses_with_every_fault_in_order(tmp_path: Path) -> None:
    text = (
        GOOD.replace("pae@ac-reims.fr", "pae").replace("- id: paf", "- id: plan").replace("note, page: 2", "x, page: 2")
    )
    path = write(tmp_path / "reims.yml", text)
    with pytest.raises(DirectoryError) as caught:
        load_directory([path])
    assert [fault.line for fault in caught.value.faults] == [24, 25, 28, 31, 32]
    assert list(caught.value.faults) == check_files([path])
    assert f"{path}:24 : adresse de courriel" in str(caught.value)


def test_a_fault_reads_as_one_line() -> None:
    fault = Fault(Path("reims.yml"), 3, "service inconnu « pea »", "Écrivez « pae ».")
    assert str(fault) == "reims.yml:3 : service inconnu « pea ». Écrivez « pae »."
