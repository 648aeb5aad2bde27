"""What is hidden in real-looking sentences, what must stay, and that hiding takes no time."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.privacy.masking import mask

TEL = "[téléphone]"
NIR = "[numéro de sécurité sociale]"
UAI = "[établissement]"

MASKED = [
    # e-mail addresses
    ("Écrivez-moi à jean.dupont@ac-strasbourg.fr.", "Écrivez-moi à [adresse]."),
    ("mon mail:Jean.DUPONT+ecole@Gmail.COM, merci", "mon mail:[adresse], merci"),
    ("hélène.müller@collège-pasteur.fr m'a écrit", "[adresse] m'a écrit"),
    ("ce.0670123A@ac-strasbourg.fr", "[adresse]"),
    ("<j_dupont@web.de>", "<[adresse]>"),
    ("jean@gmail", "[adresse]"),
    ("jean@x.fr et paul@y.org", "[adresse] et [adresse]"),
    ("jean point dupont arobase ac-strasbourg point fr", "[adresse]"),
    ("c'est Jean Point Dupont Arobase ac tiret strasbourg point fr, voilà", "c'est [adresse], voilà"),
    ("jean.dupont (at) gmail.com", "[adresse]"),
    ("jean.dupont[at]gmail[dot]com", "[adresse]"),
    ("jean.dupont [arobase] gmail [point] com", "[adresse]"),
    ("jean(@)orange.fr", "[adresse]"),
    ("jean.dupont @ gmail.com", "[adresse]"),
    ("jean.dupont@gmail point com", "[adresse]"),
    ("jean underscore dupont at gmail dot com", "[adresse]"),
    # telephone numbers
    ("Rappelez-moi au 06 12 34 56 78 ce soir", f"Rappelez-moi au {TEL} ce soir"),
    ("06.12.34.56.78", TEL),
    ("06-12-34-56-78", TEL),
    ("06/12/34/56/78", TEL),
    ("06 . 12 . 34 . 56 . 78", TEL),
    ("tel:0612345678", f"tel:{TEL}"),
    ("tel0612345678ou", f"tel{TEL}ou"),
    ("+33 6 12 34 56 78", TEL),
    ("+33612345678", TEL),
    ("+33 (0)6 12 34 56 78", TEL),
    ("+33(0)612345678", TEL),
    ("+33.6.12.34.56.78", TEL),
    ("+33 06 12 34 56 78", TEL),
    ("(+33) 6 12 34 56 78", TEL),
    ("0033 6 12 34 56 78", TEL),
    ("0033612345678", TEL),
    ("(0)6 12 34 56 78", TEL),
    ("06\u00a012\u00a034\u00a056\u00a078", TEL),
    ("06\u202f12\u202f34\u202f56\u202f78", TEL),
    ("06  12 34  56 78", TEL),
    ("0612 34 56 78", TEL),
    ("0612 345 678", TEL),
    ("06 12345678", TEL),
    ("06 123 456 78", TEL),
    ("061 234 56 78", TEL),
    ("0 805 805 817", TEL),
    ("03 88 23 37 23 ou 06 12 34 56 78", f"{TEL} ou {TEL}"),
    ("03 88 23 37 23 06 12 34 56 78", f"{TEL} {TEL}"),
    ("+262 692 12 34 56 et 0690 12 34 56", f"{TEL} et {TEL}"),
    ("06 12 34 56 78 15 minutes avant", f"{TEL} 15 minutes avant"),
    # social security numbers
    ("mon numéro : 1 85 05 67 482 123 45", f"mon numéro : {NIR}"),
    ("185056748212345", NIR),
    ("1850567482123", NIR),
    ("2 90 11 2A 123 456 78", NIR),
    ("290112b12345678", NIR),
    ("2\u00a090\u00a011\u00a067\u00a0123\u00a0456\u00a078", NIR),
    ("2 90 11 67 123 456", NIR),
    ("2.90.11.67.123.456.78", NIR),
    ("1850567482123 45", NIR),
    ("1 85 05 67 482 123 / 45", NIR),
    ("1850567 482 123 45", NIR),
    ("7 85 05 99 482 123 45", NIR),
    # IBAN
    ("Mon RIB : FR76 3000 6000 0112 3456 7890 189.", "Mon RIB : [IBAN]."),
    ("FR7630006000011234567890189", "[IBAN]"),
    ("fr76 30006 00001 12345678901 89", "[IBAN]"),
    ("FR 76 3000 6000 0112 3456 7890 189", "[IBAN]"),
    ("FR76-3000-6000-0112-3456-7890-189", "[IBAN]"),
    ("FR14 2004 1010 0505 0001 3M02 606", "[IBAN]"),
    ("FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189", "[IBAN]"),
    ("DE89 3704 0044 0532 0130 00", "[IBAN]"),
    ("DE89370400440532013000", "[IBAN]"),
    ("BE68 5390 0754 7034, appelez le 3114", "[IBAN], appelez le 3114"),
    ("BE68 5390 0754 7034 3114", "[IBAN] 3114"),
    ("GB29 NWBK 6016 1331 9268 19", "[IBAN]"),
    ("LU28 0019 4006 4475 0000", "[IBAN]"),
    ("IT60 X054 2811 1010 0000 0123 456", "[IBAN]"),
    ("MT84MALT011000012345MTLCAST001S", "[IBAN]"),
    # schools' codes
    ("Je dirige l'école 0670123A.", f"Je dirige l'école {UAI}."),
    ("UAI:0670123a", f"UAI:{UAI}"),
    ("0670123A/0680456B", f"{UAI}/{UAI}"),
    # several at once
    (
        "Jean, 0670123A, 06 12 34 56 78, jean@x.fr, 1 85 05 67 482 123 45",
        f"Jean, {UAI}, {TEL}, [adresse], {NIR}",
    ),
]

LEFT = [
    "Appelez le 3114, le 3018, le 3919 ou le 3676.",
    "3114 3018 3919 3676 15 17 18 112 114 119 116 117",
    "114 15 17 112 119",
    "112 3114 116 117",
    "Le 116 117 ou le 15, le 17, le 18, le 112, le 114, le 119",
    "le 15/17/18, le 15-17-18, le 15.17.18",
    "étape 2 15 17 18 112 114",
    "de 0 112 114 119",
    "06000 3114 15",
    "Le 12/03/2025 à 8h30, de 8h30-17h00 puis 08:30",
    "le 01.02.2025 08h30",
    "le 01/02/2025 08:30",
    "le 01/02/25 08.30",
    "le 01 02 2025 08h30",
    "01-02-2025 08-30",
    "2025-03-12T08:30:00",
    "En 2024, 2025 et 2025-2026, soit 2024 2025 2026 2027",
    "rentrée 05 2025 2026",
    "1 200 €, 12 000 000 €, 2 500,50 €, 1200000 €, 1 200 000 000 000 €",
    "+12 000 000 € de crédits",
    "La 6e A, la 3eB, la TS12, la 2nde 4, le BTS1 et l'ULIS 2",
    "TS12 avec 25 élèves en 2025",
    "67000 Strasbourg, 06000 Nice, 01000 Bourg",
    "67000 68000 06000 06100",
    "13001 13002 13003",
    "les départements 01, 02, 03, 67, 68, 2A et 2B",
    "67/68/54/57/88",
    "05 3919 17",
    "12 classes, 340 élèves, 0,5 ETP",
    "J'ai déclaré un AT hier.Merci de me dire",
    "en arrêt (AT) hier.Merci",
    "à ce point. Le signe arobase ne marche pas",
    "rendez-vous @ 14h.30",
    "On m'a dit @tous",
    "www.ac-strasbourg.fr",
    "1234567 élèves et 123456A",
    "10670123A et 0670123Abc",
    "SIRET 12345678901234",
    "Projet89370400440532013000",
    "BE68 5390 0754 70345",
    "clé ab12" + "3" * 40,
    "un AT hier.info-service, un AT hier point frais",
    "plus de60 personnels de direction",
    "Je suis épuisée, je n'en peux plus…",
    "[nom] et [adresse]",
    "",
]

SERVICES = ["3114", "3018", "3919", "3676", "15", "17", "18", "112", "114", "119", "116 117"]
ORDINARY = [
    *SERVICES,
    *("12/03/2025", "01.02.2025", "01-02-2025", "01/02/25", "le 1er mars", "8h30-17h00", "08h30", "08:30", "2025"),
    *("2025-2026", "1 200 €", "2 500,50 €", "12 000 000 €", "67000", "06000", "2A", "6e A", "3eB", "67", "68"),
]


@pytest.mark.parametrize(("text", "hidden"), MASKED)
def test_what_identifies_is_hidden(text: str, hidden: str) -> None:
    assert mask(text) == hidden


@pytest.mark.parametrize("text", LEFT)
def test_what_does_not_identify_stays(text: str) -> None:
    assert mask(text) == text


@given(st.lists(st.sampled_from(ORDINARY), max_size=12), st.sampled_from([" ", ", ", "\n", " et "]))
def test_ordinary_numbers_stay_whatever_their_order(numbers: list[str], between: str) -> None:
    text = between.join(numbers)
    assert mask(text) == text


@given(st.lists(st.sampled_from(SERVICES), max_size=12), st.sampled_from([" ", ", ", "/", "-", ".", " - "]))
def test_service_numbers_stay_whatever_is_between_them(numbers: list[str], between: str) -> None:
    text = between.join(numbers)
    assert mask(text, numbers) == text


@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", ".", "-", "/", "\u00a0", " - "]))
def test_every_telephone_number_is_hidden(number: str, between: str) -> None:
    pairs = [number[i : i + 2] for i in range(0, 10, 2)]
    assert mask(f"au {between.join(pairs)}, merci") == f"au {TEL}, merci"


@pytest.mark.parametrize(
    ("text", "names", "hidden"),
    [
        ("Madame Lefèvre est partie", ["Lefèvre"], "Madame [nom] est partie"),
        ("LEFÈVRE, lefèvre et LEFEVRE", ["Lefèvre"], "[nom], [nom] et [nom]"),
        ("Mme Lefèvre", ["LEFEVRE"], "Mme [nom]"),
        (unicodedata.normalize("NFD", "Mme Lefèvre"), [unicodedata.normalize("NFD", "Lefèvre")], "Mme [nom]"),
        ("Lebœuf et Leboeuf", ["Lebœuf"], "[nom] et [nom]"),
        ("Mme Lebœuf", ["Leboeuf"], "Mme [nom]"),
        ("Noé", ["Noé"], "[nom]"),
        ("les Martinet, Saint-Martin, Lamartin", ["Martin"], "les Martinet, Saint-[nom], Lamartin"),
        ("l'équipe d’Anne", ["Anne"], "l'équipe d’[nom]"),
        ("Jean-Pierre ou Jean Pierre Muller", ["Jean-Pierre Müller", "Jean-Pierre"], "[nom] ou [nom]"),
        ("Jean Dupont et Jean", ["Jean", "Jean Dupont"], "[nom] et [nom]"),
        ("M. J.-P. Martin, abc", ["J.-P. Martin", "a.c"], "M. [nom], abc"),
        ("Dupont67", ["Dupont"], "[nom]67"),
        ("collège Jean XXIII", ["Jean XXIII"], "collège [nom]"),
        ("jean@x.fr, l'adresse", ["adresse", "nom"], "[adresse], l'[nom]"),
        ("Le 15, le 17 et le 3114", ["15", "3114", "", "-"], "Le 15, le 17 et le 3114"),
        ("a.c (x)", ["a.c", "("], "[nom] (x)"),
        ("Dupont", [], "Dupont"),
    ],
)
def test_names_are_hidden_as_whole_words(text: str, names: list[str], hidden: str) -> None:
    assert mask(text, names) == hidden


def test_names_may_come_from_a_generator() -> None:
    assert mask("Anne et Paul", (name for name in ["Anne", "Paul"])) == "[nom] et [nom]"


NAMES = ["Dupont", "Zoé", "a", "nom", "adresse", "jean at"]
PIECES = [text for text, _ in MASKED] + [
    *("jean", "@", "a@b", " point ", " arobase ", "(at)", ".fr", "fr", "+33", "00", "33", "(0)6", "0", "12", "2A"),
    *("Dupont", "Zoé", "a", "é", "e\u0301", "\u0301", " ", ".", "-", "/", "[", "]", "[nom]", "_", "º", "\n", "m" * 70),
]


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=9).map("".join),
    st.sampled_from([[], NAMES]),
)
@example("BE68 5390 0754 70340612345678", [])
@example("Zoé06 12 34 56 78jean@x.fr", NAMES)
@example("a@b+c@d", [])
def test_masking_twice_changes_nothing_more(text: str, names: list[str]) -> None:
    once = mask(text, names)
    assert mask(once, names) == once


LONG = [
    *("a", "0", " ", "\n", "a.", "a-", "1a", "a ", "0 ", "1 ", "+33", "00", "(0)6", "@", "a@", "a@a.a-", "[at] "),
    *("tiret ", "point ", "a at a.", "a (point) ", "a at ", "jean point ", "fr76 3000 ", "de12 ", "ab12", "ab00a"),
    *("06 12 34 56 7", "1 85 05 67 482 12", "0123456", "FR76 3000 6000 0112 3456 7890 18", "[nom", "\u00a0", "é"),
    *("jean point jean point jean point arobase ", "a arobase a.a.a.a.a.a ", "a [at] a[.]a[.]a[.]a "),
]


@pytest.mark.parametrize("piece", LONG)
def test_no_text_makes_an_expression_run_away(piece: str) -> None:
    """A few milliseconds each; an expression that tries every way to cut a text would take seconds."""
    text = (piece * 2000)[:2000]
    assert min(_seconds(text) for _ in range(3)) < 0.05


def _seconds(text: str) -> float:
    start = time.thread_time()
    mask(text, NAMES)
    return time.thread_time() - start
