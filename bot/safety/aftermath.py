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
    r"|concierge|gardienne?|surveillante?|medecin|quelqu un|du monde|des gens)"
)
_WHOSE = r"(?:mon|ma|mes|un|une|le|la|l|son|notre|nos|des)"
_THERE = (
    r"(?:la(?= oui| aussi| maintenant| avec|$)|ici|a cote|cote|pres|proche|avec moi|en bas|dans la piece|dort"
    r"|rentre|rentree|arrive|arrivee|vient|revient|a la maison|chez moi|en haut|au telephone|en ligne)"
)
_ACCOMPANIED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_WHO}\b(?: \w+){{0,3}} {_THERE}\b",
        rf"\b(?:avec|chez|a cote de|pres de|appelle|appele|previens|prevenu) (?:{_WHOSE} )?{_WHO}\b",
        rf"^(?:oui |si |ouais )*(?:il )?(?:y a )?(?:{_WHOSE} )?{_WHO}(?: oui)?$",
    )
)
_NOT_THERE = re.compile(r"\b(?:pas|plus|personne|sans|seule?|parti|partie|absente?|loin|dort pas)\b")


def says_alone(text: str, *, asked: bool) -> bool:
    """Whether a short answer says that nobody is near: « non, personne », « je suis seule chez moi ».

    `asked`: the question stands just above; then « non » is enough.
    """
    said = words(normalise(text))
    return (asked and " ".join(said) in _NO) or (len(said) <= _LONGEST and not _ALONE.isdisjoint(said))


def says_accompanied(text: str) -> bool:
    """Whether a short answer says that somebody is near: « ma femme est là », « oui, mon mari »."""
    said = words(normalise(text))
    together = " ".join(said)
    accompanied = any(pattern.search(together) for pattern in _ACCOMPANIED)
    return len(said) <= _LONGEST_ACCOMPANIED and accompanied and not _NOT_THERE.search(together)
