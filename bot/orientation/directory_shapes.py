"""The shape of each value of the directory, and the French sentence that refuses a wrong one.

The checks raise `Refusal`, which says what is wrong and what to write instead; `directory_files` adds the
file and the line. The readers are people who edit the files of an académie and do not program.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final

from pydantic import PydanticValueError

from bot.orientation.services import SERVICE_IDS

_ACADEMIE_ID: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_DEPARTEMENT: Final = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[678]")
# Ten digits by pairs, an international number, or a short one (15, 3676, 116 006).
_TELEPHONE: Final = re.compile(r"0[1-9](?: \d\d){4}|\+\d{1,3}(?: \d{1,4}){3,6}|\d{2,4}|116 \d{3}")
_COURRIEL: Final = re.compile(r"[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.IGNORECASE | re.ASCII)
_SITE: Final = re.compile(r"(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)
_POSTCODE: Final = re.compile(r"\b\d{5}\b")


class Refusal(PydanticValueError):
    """A value that cannot be used: `problem` and `remedy` are French sentences."""

    code = "refusal"
    msg_template = "{problem} {remedy}"

    def __init__(self, *, problem: str, remedy: str) -> None:
        super().__init__(problem=problem, remedy=remedy)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like this one, or None when none does."""
    written = word.strip().lower().replace("-", "_").replace(" ", "_")
    return next(iter(difflib.get_close_matches(written, list(known), n=1, cutoff=0.6)), None)


def instead(word: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown word: the nearest one, or the whole list."""
    choices = list(known)
    guess = nearest(word, choices)
    return f"Écrivez « {guess} »." if guess else f"Choisissez parmi : {', '.join(choices)}."


def service_id(value: str) -> str:
    """One of the ids of `SERVICE_IDS`."""
    if value not in SERVICE_IDS:
        raise Refusal(problem=f"service inconnu « {value} »", remedy=instead(value, SERVICE_IDS))
    return value


def academie_id(value: str) -> str:
    """Lower-case letters without accents, hyphens between words."""
    if not _ACADEMIE_ID.fullmatch(value):
        raise Refusal(
            problem=f"identifiant d’académie « {value} » mal formé",
            remedy="Écrivez-le en minuscules sans accent ni espace, par exemple aix-marseille.",
        )
    return value


def is_departement(value: str) -> bool:
    """Whether this is a French département number as it is usually written (01, 2A, 67, 974)."""
    return _DEPARTEMENT.fullmatch(value) is not None


def departement(value: str) -> str:
    """A French département number."""
    if not is_departement(value):
        raise Refusal(
            problem=f"département « {value} » mal formé",
            remedy='Écrivez son numéro entre guillemets, par exemple "67", "01" ou "2A".',
        )
    return value


def review_date(value: object) -> object:
    """Not a bare number: `2023` would be read as seconds since 1970."""
    if isinstance(value, (int, float)):
        raise Refusal(
            problem=f"date « {value} » incomplète", remedy="Écrivez l’année, le mois et le jour : 2023-09-01."
        )
    return value


def telephone(value: str) -> str:
    """A French number by pairs of digits, an international one, or a short one."""
    if not _TELEPHONE.fullmatch(value):
        digits = re.sub(r"\D", "", value)
        if len(digits) == 9 and not digits.startswith("0"):
            digits = "0" + digits  # YAML drops the zero of a number written without quotes.
        pairs = " ".join(re.findall("..", digits)) if len(digits) == 10 else "03 88 23 36 99"
        raise Refusal(
            problem=f"numéro de téléphone « {value} » mal formé",
            remedy=f'Écrivez-le entre guillemets, par groupes de deux chiffres, comme "{pairs}".',
        )
    return value


def _courriel(value: str) -> str:
    if not _COURRIEL.fullmatch(value):
        raise Refusal(
            problem=f"adresse de courriel « {value} » mal formée",
            remedy='Écrivez-la sans espace ni accent, avec une arobase, comme "pae@ac-strasbourg.fr".',
        )
    return value


def _site(value: str) -> str:
    if not _SITE.fullmatch(value):
        raise Refusal(
            problem=f"adresse de site « {value} » mal formée",
            remedy='Écrivez-la sans espace, comme "www.mgen.fr".',
        )
    return value


def _adresse(value: str) -> str:
    if not _POSTCODE.search(value):
        raise Refusal(
            problem=f"adresse postale « {value} » sans code postal",
            remedy='Écrivez la rue, le code postal et la ville, comme "10 rue Gustave Hirn, 68100 Mulhouse".',
        )
    return value


def contact(kind: str, value: str) -> str:
    """A contact's value, checked according to its kind."""
    checks = {"telephone": telephone, "courriel": _courriel, "site": _site, "adresse": _adresse}
    return checks[kind](value)


def contracted(preposition: str, name: str) -> str:
    """`preposition` (« de » or « à ») and a name that begins with its article, contracted as French does."""
    articles = {"de": {"le ": "du ", "les ": "des "}, "à": {"le ": "au ", "les ": "aux "}}[preposition]
    for article, contraction in articles.items():
        if name.startswith(article):
            return contraction + name[len(article) :]
    return f"{preposition} {name}"
