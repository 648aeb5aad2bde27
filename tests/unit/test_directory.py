"""The directory holds what the two documents say, word for word where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.orientation.directory import Directory
from bot.orientation.services import SERVICE_IDS
from tests.support.directory import get

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
