"""The directory holds what the two documents say, académie by académie, and is looked up as promised."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.orientation.directory import Contact, Directory, Service, Source
from bot.orientation.directory_files import default_paths, load_directory
from bot.orientation.services import SERVICE_IDS

ROOT = Path(__file__).parents[2]

# Service, département (None: for all), kind, value: every contact the leaflet and the letter print.
PRINTED = [
    ("pae", None, "courriel", "pae@ac-strasbourg.fr"),
    ("pae", None, "telephone", "03 88 23 36 99"),
    ("service_social", None, "courriel", "ce.santesocial@ac-strasbourg.fr"),
    ("service_social", None, "telephone", "03 88 23 35 29"),
    ("medecine_prevention", None, "courriel", "ce.medecine-prevention@ac-strasbourg.fr"),
    ("medecine_prevention", None, "telephone", "03 88 23 35 32"),
    ("dafor", None, "courriel", "ce.dafor@ac-strasbourg.fr"),
    ("dafor", None, "telephone", "03 88 23 39 09"),
    ("iheef", None, "adresse", "Boulevard des Frères Lumière, 86963 Futuroscope Chasseneuil"),
    ("iheef", None, "site", "www.esen.education.fr"),
    ("iheef", None, "telephone", "05 49 49 25 00"),
    ("paf", None, "site", "paf.site.ac-strasbourg.fr/consultation"),
    *(
        (service, departement, kind, value)
        for service in ("mgen_ecoute", "mgen_individuel", "mgen_collectif")
        for departement, kind, value in (
            ("67", "courriel", "reseaupas67@mgen.fr"),
            ("68", "courriel", "reseaupas68@mgen.fr"),
            ("67", "adresse", "1 avenue de l’Europe, 67300 Schiltigheim"),
            ("68", "adresse", "10 rue Gustave Hirn, 68100 Mulhouse"),
            (None, "telephone", "3676"),
            (None, "site", "www.mgen.fr"),
        )
    ),
]
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


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_directory(default_paths(ROOT))


def get(directory: Directory, service_id: str, academie: str | None = None) -> Service:
    service = directory.service(service_id, academie)
    assert service is not None, service_id
    return service


@pytest.mark.parametrize(("service_id", "departement", "kind", "value"), PRINTED)
def test_printed_contact_is_in_the_directory(
    directory: Directory, service_id: str, departement: str | None, kind: str, value: str
) -> None:
    found = get(directory, service_id, "strasbourg").contacts()
    contact = next(c for c in found if c.value == value)
    assert (contact.kind, contact.departement, contact.source.page) == (kind, departement, 4)


def test_no_contact_is_invented(directory: Directory) -> None:
    written = {(s.id, c.departement, c.kind, c.value) for s in directory.services for c in s.contacts()}
    assert written == set(PRINTED)


@pytest.mark.parametrize("service_id", SERVICE_IDS)
def test_every_service_is_described_once_and_reachable_or_honest(directory: Directory, service_id: str) -> None:
    (service,) = directory.offers(service_id)
    assert service.summary.text
    assert service.contacts() or service.no_contact


@pytest.mark.parametrize("service_id", ["psychologue_clinicien", "hierarchie", "mentorat"])
def test_service_without_contact_says_so(directory: Directory, service_id: str) -> None:
    service = get(directory, service_id)
    assert service.contacts() == ()
    assert service.no_contact is not None
    assert "précis" in service.no_contact


def test_every_source_cites_a_known_document(directory: Directory) -> None:
    sources = [c.source for s in directory.services for c in s.contacts()]
    sources += [s.summary.source for s in directory.services]
    assert {source.document for source in sources} == {"plaquette-strasbourg", "lettre-lyon"}
    assert all("2020-2021" in directory.citation(source) for source in sources)


@pytest.mark.parametrize(
    "service_id",
    [
        "pae",
        "medecine_prevention",
        "psychologue_clinicien",
        "service_social",
        "mgen_ecoute",
        "mgen_individuel",
        "mgen_collectif",
    ],
)
def test_listening_services_tell_secrecy_and_anonymity(directory: Directory, service_id: str) -> None:
    told = " ".join(fact.text for fact in get(directory, service_id).confidentiality)
    assert "secret professionnel" in told
    assert "anonymat" in told


def test_secrecy_is_not_promised_where_no_document_does(directory: Directory) -> None:
    silent = {s.id for s in directory.services if not s.confidentiality}
    assert silent == {"dafor", "paf", "iheef", "hierarchie", "mentorat"}


@pytest.mark.parametrize(
    ("service_id", "field", "words"),
    [
        ("pae", "terms", "rendez-vous"),
        ("pae", "audience", "victimes ou témoins"),
        ("service_social", "terms", "permanence en établissement"),
        ("mgen_ecoute", "terms", "lieu neutre"),
        ("mgen_individuel", "next_steps", "médiation"),
        ("mgen_individuel", "topics", "reconstruction"),
        ("mgen_collectif", "topics", "analyse des pratiques"),
        ("mgen_collectif", "terms", "Trois ou quatre séances"),
        ("iheef", "topics", "conduite du changement"),
        ("iheef", "topics", "pilotage d’équipe"),
        ("hierarchie", "terms", "conseil"),
        ("mentorat", "aims", "échec"),
        ("mentorat", "aims", "Pronote"),
        ("mentorat", "aims", "DDFPT"),
        ("mentorat", "aims", "jury"),
        ("mentorat", "terms", "m@gistère"),
        ("mentorat", "terms", "individuels, collectifs"),
        ("mentorat", "conditions", "pas obligatoire"),
        ("mentorat", "conditions", "ne corrige pas"),
        ("mentorat", "conditions", "au plus cinq"),
        ("mentorat", "conditions", "épreuve orale"),
        ("mentorat", "next_steps", "court retour"),
        ("mentorat", "next_steps", "attestation de service"),
    ],
)
def test_promises_and_conditions_of_the_documents(
    directory: Directory, service_id: str, field: str, words: str
) -> None:
    assert any(words in fact.text for fact in getattr(get(directory, service_id), field))


def test_the_scheme_of_strasbourg_is_told(directory: Directory) -> None:
    academie = directory.academie("strasbourg")
    assert academie is not None and academie.dispositif is not None
    assert len(academie.dispositif.presentation) == 4
    assert len(academie.dispositif.principles) == 3


@pytest.mark.parametrize("service_id", ["mgen_ecoute", "mgen_individuel", "mgen_collectif"])
def test_mgen_says_whose_arrangement_it_is(directory: Directory, service_id: str) -> None:
    caveat = get(directory, service_id, "lyon").caveat
    assert caveat is not None
    assert "Strasbourg" in caveat


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
