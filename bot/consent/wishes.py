"""What a person wants of a request, in plain words: to leave, refuse, correct, erase, or receive a code. Pure."""

from __future__ import annotations

import re

from bot.consent.usages import Usage
from bot.text import normalise, words

_LEAVES = {
    "annuler", "annule", "annulez", "annulez tout", "j'annule", "on annule", "stop", "arrete", "arreter", "arretez",
    "j'arrete", "j'arrete la", "je m'arrete", "je m'arrete la", "on arrete", "on arrete la", "je prefere arreter",
    "je veux arreter", "je souhaite arreter", "laisse tomber", "laissez tomber", "je laisse tomber",
    "on laisse tomber", "laisse", "laissez", "j'abandonne", "abandonner", "je renonce", "non merci", "je ne veux plus",
    "je veux plus", "finalement non", "non finalement", "tant pis", "j'ai change d'avis", "oublie", "oubliez",
    "oublie ca", "oubliez ca", "on oublie", "pas la peine", "ce n'est pas la peine", "c'est pas la peine",
    "je ne veux pas continuer", "je veux pas continuer", "je ne souhaite pas continuer", "restons-en la",
    "on en reste la", "je prefere en rester la",
}  # fmt: skip
_FILLERS = re.compile(r"^(?:(?:non|bon|ben|bah|euh|ok|finalement|en fait|alors|desole|desolee|pardon|merci)\s+)+")
_CLAUSES = re.compile(r"[,.;:!…()]+|\s(?:et|mais|car|donc)\s")
_LONGEST = 12  # words: longer, something else is told too

_REFUSES = re.compile(
    r"^(?:non )?(?:surtout )?pas d accord\b|\bsurtout pas$|\bje (?:le |l )?refuse\b|\bpas question\b"
    r"|\bhors de question\b|\brien (?:garder|enregistrer)\b"
    r"|\b(?:ne )?(?:gard|conserv|enregistr|not|stock|transmett|envoy)\w* (?:surtout )?rien\b"
    r"|\bne? (?:l |le |la |les )?(?:gard|conserv|enregistr|not|stock|transmett|envoy)\w* (?:surtout )?pas\b"
    r"|\b(?:veux|voudrais|souhaite|desire) (?:surtout )?(?:pas|plus|rien)"
    r"(?:$|(?: \w+){0,5} (?:gard|conserv|enregistr|inscri|rappel|contact)\w*)|\bn en faites rien\b"
    r"|\bpas besoin\b|\bje prefere (?:pas|ne pas|que non)\b|\bj(?:e n)? aimerais (?:mieux )?(?:pas|que non)\b"
)

_CORRECTS = re.compile(
    r"\b(?:corrig|chang|modifi|rectifi|remplac|tromp|erreur|faux\b|fausse\b|mauvais|pas (?:le|la) bon)"
)
# The words by which people name what they were asked, for each question that a use may ask.
_NAMES = {
    "nom": ("nom", "prenom", "pseudo", "pseudonyme"),
    "joindre": ("numero", "telephone", "tel", "portable", "contact", "mail", "email", "courriel", "adresse"),
    "courriel": ("courriel", "mail", "email", "mel", "adresse"),
    "moment": ("moment", "heure", "creneau", "horaire"),
    "academie": ("academie",),
    "bassin": ("bassin", "ville"),
    "fonction": ("fonction", "poste"),
    "concours": ("concours", "session"),
    "attentes": ("attente", "attentes"),
    "etablissement": ("etablissement", "college", "lycee"),
    "capacite": ("capacite", "nombre", "combien"),
}

_ERASES = re.compile(
    r"^(?:(?:je veux|je voudrais|merci de|pouvez vous|peux tu|tu peux) (?:tout )?)?(?:effac|supprim|detrui)"
)
_COPIES = re.compile(r"\b(?:copie|json|export\w*|telecharg\w*)\b")
_LOOKS = re.compile(r"\bou en (?:est|sont)\b|\b(?:revoir|montre\w*|reaffich\w*)\b")
_NO_CODE = re.compile(
    r"\b(?:pas|plus|jamais) (?:\w+ )?(?:note|vu|retenu|recu|lu|copie|garde|le code|mon code|ce code)\b"
    r"|\bperdu\b|\boublie\b|\bne le vois (?:pas|plus)\b"
    r"|\b(?:autre|nouveau|redonne\w*|renvoye\w*|remontre\w*|repete\w*|reaffich\w*) (?:\w+ ){0,2}code\b"
    r"|\b(?:redonne|renvoye|remontre|repete)\w* le\b"
)


def leaves(text: str) -> bool:
    """Whether a message, or one clause of a short one, says that the person stops there."""
    plain = normalise(text)
    clauses = [clause.strip() for clause in _CLAUSES.split(plain)] if len(plain.split()) <= _LONGEST else []
    return any(clause in _LEAVES or _FILLERS.sub("", clause) in _LEAVES for clause in clauses)


def refuses(text: str) -> bool:
    """Whether a message refuses what has just been summed up; « pas mon numéro » refuses a part, and asks for more."""
    plain = _plain(text)
    return bool(_REFUSES.search(plain)) and not _named(plain) and not text.rstrip().endswith("?")


def corrects(text: str, usage: Usage) -> str | None:
    """The question whose answer a message wants to change, or None: « je me suis trompé d'adresse »."""
    plain = _plain(text)
    if not _CORRECTS.search(plain):
        return None
    asked = [q.id for q in usage.champs]
    return next((name for name in _named(plain) if name in asked), None)


def erases(text: str) -> bool:
    """« Effacez ma demande », « supprimer »."""
    return bool(_ERASES.search(_plain(text)))


def copies(text: str) -> bool:
    """« Une copie, s'il vous plaît »."""
    return bool(_COPIES.search(_plain(text)))


def looks(text: str) -> bool:
    """« Où en est ma demande ? »"""
    return bool(_LOOKS.search(_plain(text)))


def has_no_code(text: str) -> bool:
    """« Je ne l'ai pas noté », « redonnez-moi le code »."""
    return bool(_NO_CODE.search(_plain(text)))


def _plain(text: str) -> str:
    return " ".join(words(normalise(text)))


def _named(plain: str) -> list[str]:
    said = set(plain.split())
    return [name for name, spoken in _NAMES.items() if said & set(spoken)]
