"""After the emergency answer has asked « is somebody near you ? ». Pure."""

from __future__ import annotations

import re

from bot.text import normalise, words

_ALONE = {"personne", "seul", "seule", "seuls", "seules"}
# To « is somebody near you ? » a bare no is no « I am not in danger », which has its own button.
_NO = {"non", "nan", "nn", "nope", "non non", "pas vraiment", "non pas vraiment", "non pas du tout", "non aucun"}
_LONGEST = 10
_LONGEST_ACCOMPANIED = 16
_WHO = (
    r"(?:mari|femme|epou[xs]e?|conjointe?|compagnon|compagne|copain|copine|fils|fille|enfants?|mere|pere|maman|papa|parents?"
    r"|frere|soeur|amie?s?|voisine?s?|collegues?|adjointe?|infirmiere?|cpe|secretaire|gestionnaire|principale?|proviseure?"
    r"|concierge|gardienne?|surveillante?|quelqu un|du monde)"
)
_SOMEBODY = rf"(?:(?:mon|ma|mes|un|une|le|la|l|notre|nos|des) )?{_WHO}"
_HERE = r"(?:la|ici|a cote(?: de moi)?|pres de moi|avec moi|en bas|en haut|dans la piece(?: d a cote)?|a la maison)"
# The whole of a clause, and nothing else in it: any doubt goes to the ordinary answer.
_ACCOMPANIED = re.compile(
    rf"(?:(?:oui|si|ouais|c est bon|non c est bon|j ai) )*"
    rf"(?:{_SOMEBODY} (?:est|sont) {_HERE}|(?:il )?y a {_SOMEBODY}(?: {_HERE})?|{_SOMEBODY}"
    rf"|{_SOMEBODY} dort (?:dans (?:la|sa) \w+ )?{_HERE}|je suis (?:avec|chez) {_SOMEBODY}"
    rf"|je (?:previens|appelle|vais appeler|vais prevenir) {_SOMEBODY})"
    r"(?: oui| maintenant| aussi| d accord)?"
)
_CLAUSES = re.compile(r"[,.;!?…\n]+|\bet\b")
_GRAVE = re.compile(
    r"\b(?:pas|plus|personne|sans|seule?|aucune?|jamais|parti\w*|absente?|loin|mort\w*|meur\w*|mour\w*|deced\w*|suicid\w*"
    r"|quitt\w*|frapp\w*|conflit|dispute|rompu|peur|guerre|demain|enterre\w*|malade)\b"
)


ALONE, ACCOMPANIED = "seul", "accompagne"


def company_told(text: str, *, asked: bool) -> str | None:
    """What a message says of who is near: ALONE, ACCOMPANIED, or None if it says nothing of it.

    `asked`: the question stands just above. Loneliness is heard without it, company is not.
    """
    if says_alone(text, asked=asked):
        return ALONE
    return ACCOMPANIED if asked and says_accompanied(text) else None


def says_alone(text: str, *, asked: bool) -> bool:
    """Whether a short answer says that nobody is near: « non, personne », « je suis seule chez moi ».

    `asked`: the question stands just above; then « non » is enough.
    """
    said = words(normalise(text))
    return (asked and " ".join(said) in _NO) or (len(said) <= _LONGEST and not _ALONE.isdisjoint(said))


def says_accompanied(text: str) -> bool:
    """Whether a short answer says that somebody is near: « ma femme est là », « oui, mon mari »."""
    said = normalise(text)
    if len(words(said)) > _LONGEST_ACCOMPANIED or _GRAVE.search(said):
        return False
    clauses = [" ".join(words(clause)) for clause in _CLAUSES.split(said)]
    return any(_ACCOMPANIED.fullmatch(clause) for clause in clauses)
