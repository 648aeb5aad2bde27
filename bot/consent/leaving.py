"""Leaving a request, in plain words. Pure."""

from __future__ import annotations

import re

from bot.text import normalise

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


def leaves(text: str) -> bool:
    """Whether a message, or one clause of a short one, says that the person stops there."""
    plain = normalise(text)
    clauses = [clause.strip() for clause in _CLAUSES.split(plain)] if len(plain.split()) <= _LONGEST else []
    return any(clause in _LEAVES or _FILLERS.sub("", clause) in _LEAVES for clause in clauses)
