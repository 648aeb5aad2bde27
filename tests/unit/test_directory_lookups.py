"""The directory is looked up as promised, académie by académie."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.orientation.directory import Contact, Directory, Source
from bot.orientation.directory_files import default_paths, load_directory
from bot.orientation.services import SERVICE_IDS
from tests.support.directory import get

ROOT = Path(__file__).parents[2]

STRASBOURG = {"pae", "medecine_prevention", "psychologue_clinicien", "service_social", "dafor", "paf"}
NATIONAL = {"iheef", "mgen_ecoute", "mgen_individuel", "mgen_collectif", "hierarchie"}
THIRD = """\
academie: {id: nancy-metz, nom: "académie de Nancy-Metz", departements: ["54", "55", "57", "88"]}
documents: [{id: note, titre: "Note de rentrée", date: "2024", a_revoir_le: 2099-09-01}]
services:
  - id: mgen_ecoute
    nom: "Écoute de la MGEN Lorraine"
    nom_court: "l’écoute de la MGEN Lorraine"
    resume: {texte: "Une écoute propre à l’académie.", source: {document: note, page: 1}}
    contacts:
      - {type: telephone, valeur: "03 83 00 00 00", source: {document: note, page: 1}}
"""


def test_academies(directory: Directory) -> None:
    assert [(a.id, a.departements) for a in directory.academies()] == [
        ("lyon", ("01", "42", "69")),
        ("strasbourg", ("67", "68")),
    ]
    assert directory.academie("paris") is None


@pytest.mark.parametrize(
    ("departement", "expected"), [("68", "strasbourg"), ("69", "lyon"), ("75", None), (None, None)]
)
def test_academie_of_a_departement(directory: Directory, departement: str | None, expected: str | None) -> None:
    academie = directory.academie_of(departement)
    assert (academie.id if academie else None) == expected


@pytest.mark.parametrize(
    ("academie", "expected"),
    [
        ("strasbourg", STRASBOURG | NATIONAL),
        ("lyon", {"mentorat"} | NATIONAL),
        ("paris", NATIONAL),
        (None, set(SERVICE_IDS)),
    ],
)
def test_services_for(directory: Directory, academie: str | None, expected: set[str]) -> None:
    ids = [service.id for service in directory.services_for(academie)]
    assert set(ids) == expected
    assert ids == sorted(ids, key=SERVICE_IDS.index)


@pytest.mark.parametrize(
    ("service_id", "academie", "scope"),
    [
        ("pae", "strasbourg", "académie de Strasbourg"),
        ("pae", None, "académie de Strasbourg"),
        ("pae", "lyon", None),
        ("mentorat", "strasbourg", None),
        ("iheef", "lyon", "toutes les académies"),
        ("inconnu", None, None),
    ],
)
def test_service_is_the_academies_own_then_national(
    directory: Directory, service_id: str, academie: str | None, scope: str | None
) -> None:
    service = directory.service(service_id, academie)
    assert (service.scope if service else None) == scope


@pytest.mark.parametrize(
    ("departement", "expected"),
    [
        ("67", {"3676", "www.mgen.fr", "reseaupas67@mgen.fr", "1 avenue de l’Europe, 67300 Schiltigheim"}),
        ("68", {"3676", "www.mgen.fr", "reseaupas68@mgen.fr", "10 rue Gustave Hirn, 68100 Mulhouse"}),
        ("69", {"3676", "www.mgen.fr"}),
    ],
)
def test_contacts_of_a_departement(directory: Directory, departement: str, expected: set[str]) -> None:
    assert {c.value for c in get(directory, "mgen_ecoute").contacts(departement)} == expected


def test_labels(directory: Directory) -> None:
    assert get(directory, "pae").label == "Point d’accueil et d’écoute (PAE), académie de Strasbourg"
    assert get(directory, "mgen_ecoute").label == "Écoute individuelle de la MGEN"


@pytest.mark.parametrize(
    ("service_id", "of", "to"),
    [
        ("pae", "du Point d’accueil et d’écoute", "au Point d’accueil et d’écoute"),
        ("dafor", "de la Dafor", "à la Dafor"),
        ("iheef", "de l’IHEEF", "à l’IHEEF"),
        ("hierarchie", "des interlocuteurs", "aux interlocuteurs"),
    ],
)
def test_short_name_contracts(directory: Directory, service_id: str, of: str, to: str) -> None:
    service = get(directory, service_id)
    assert service.with_de.startswith(of)
    assert service.with_a.startswith(to)


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("telephone", "03 88 23 36 99", "tel:0388233699"),
        ("courriel", "pae@ac-strasbourg.fr", "mailto:pae@ac-strasbourg.fr"),
        ("site", "www.mgen.fr", "https://www.mgen.fr"),
        ("site", "http://exemple.fr/a", "http://exemple.fr/a"),
        ("adresse", "10 rue Gustave Hirn, 68100 Mulhouse", None),
    ],
)
def test_contact_link(kind: str, value: str, link: str | None) -> None:
    source = {"document": "plaquette-strasbourg", "page": 4}
    assert Contact.parse_obj({"type": kind, "valeur": value, "source": source}).link == link


@pytest.mark.parametrize(
    ("today", "stale"),
    [(dt.date(2023, 8, 31), False), (dt.date(2023, 9, 1), True), (dt.date(2026, 1, 1), True)],
)
def test_staleness(directory: Directory, today: dt.date, stale: bool) -> None:
    assert directory.is_stale(get(directory, "pae").contacts()[0].source, today) is stale


@pytest.mark.parametrize(
    ("place", "end"),
    [
        ({"page": 4, "rubrique": "Contacts"}, ", page 4, « Contacts »"),
        ({"page": 3}, ", page 3"),
        ({"rubrique": "Contacts"}, "2020-2021, « Contacts »"),
    ],
)
def test_citation(directory: Directory, place: dict[str, object], end: str) -> None:
    source = Source.parse_obj({"document": "plaquette-strasbourg", **place})
    assert directory.citation(source).startswith("Dispositif de soutien aux personnels de direction")
    assert directory.citation(source).endswith(end)


def test_national_numbers(directory: Directory) -> None:
    written = [number.number for number in directory.numbers]
    assert written == ["15", "17", "18", "112", "114", "3114", "3919", "119", "3018"]
    suicide, sms = directory.number("3114"), directory.number("114")
    assert suicide is not None and sms is not None
    assert (suicide.free, suicide.confidential, suicide.day_and_night, suicide.link) == (
        True,
        True,
        True,
        "tel:3114",
    )
    assert (sms.kind, sms.free, sms.link) == ("sms", None, "sms:114")
    assert directory.number("99") is None


def test_records_are_frozen(directory: Directory) -> None:
    with pytest.raises(TypeError):
        get(directory, "pae").name = "autre"


def test_a_third_academie_is_a_file_and_nothing_else(tmp_path: Path) -> None:
    added = tmp_path / "nancy-metz.yml"
    added.write_text(THIRD, encoding="utf-8")
    directory = load_directory([*default_paths(ROOT), added])
    assert [a.id for a in directory.academies()] == ["lyon", "nancy-metz", "strasbourg"]
    own = get(directory, "mgen_ecoute", "nancy-metz")
    assert own.contacts()[0].value == "03 83 00 00 00"
    assert own.label == "Écoute de la MGEN Lorraine, académie de Nancy-Metz"
    assert not directory.is_stale(own.contacts()[0].source, dt.date(2026, 1, 1))
    assert get(directory, "mgen_ecoute", "strasbourg").academie is None
    assert [s.scope for s in directory.offers("mgen_ecoute")] == [
        "toutes les académies",
        "académie de Nancy-Metz",
    ]
    assert len(directory.services_for("nancy-metz")) == len(NATIONAL)
