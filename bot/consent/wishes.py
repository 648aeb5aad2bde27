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
    r"\bpas d accord\b|\bje m oppose\b|\bsurtout pas$|\bje (?:le |l )?refuse\b|\bpas question\b"
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

# A plain order, and nothing of a part, a doubt or a question: what is erased does not come back.
_ERASES = re.compile(
    r"(?:(?:oui|ok|bon|alors|finalement|je veux|je voudrais|je souhaite|merci de|vous pouvez|pouvez vous"
    r"|peux tu|tu peux|il faut|tout|me) )*(?:effac|supprim|suprim|detrui|annul|retir|desinscri)\w*"
    r"(?: (?:moi|tout|ca|sa|cela|la|le|les|definitivement|ma|mon|mes|ces|cette|ce|demande|inscription|rappel|fiche"
    r"|liste|proposition|enregistrement|coordonnees|donnees|de|que|j ai|laisse|svp|s il vous plait|s il te plait"
    r"|merci|vite))*"
)
_COPIES = re.compile(r"\b(?:copie|json|export\w*|telecharg\w*)\b")
_LOOKS = re.compile(r"\bou en (?:est|sont)\b|(?<!au )\brevoir\b|\b(?:montre\w*|reaffich\w*)\b")
_NO_CODE = re.compile(
    r"\b(?:pas|plus|jamais) (?:\w+ )?(?:note|vu|retenu|recu|lu|copie)\b"
    r"|\bj ai (?:deja )?(?:perdu|oublie) (?:le|mon|ce) code\b"
    r"|\bje l ai (?:deja )?perdu\b|\bne le vois (?:pas|plus)\b|^(?:le|mon) code (?:svp|s il vous plait|merci)$"
    r"|\b(?:autre|nouveau|redonne\w*|renvoye\w*|remontre\w*|repete\w*|reaffich\w*|revoir) (?:\w+ ){0,2}code\b"
    r"|^(?:redonne|renvoye|remontre|repete)\w*(?: le)?(?: moi)?$"
)
_ASKS_WHETHER = re.compile(r"\b(?:si je|si j|que faire|pas (?:perdu|oublie)|oublie (?:pas|rien))\b")
_NOTED = re.compile(
    r"^(?:(?:oui|ok|c est|je l ai|j ai|bien|merci|super|parfait|d accord|voila|bon|tres|beaucoup|a vous|note|notee|fait"
    r"|garde|copie|enregistre|une|photo|capture|d ecran|la) ?)+$"
)
_WITHDRAWS = re.compile(r"\b(?:annul\w*|change d avis|(?:ne )?veux plus|renonce|desinscri\w*|finalement non)\b")
_WAITS = {
    "attendez", "attends", "attendez un peu", "je reviens", "je reviens plus tard", "plus tard", "une autre fois",
    "un instant", "une minute", "deux minutes", "une seconde", "pas maintenant", "on verra plus tard",
    "pas tout de suite",
}  # fmt: skip
_RESUMES = re.compile(r"^(?:(?:oui|ok|on|je) )?(?:reprend\w*|reprenons|continue\w*)(?: (?:mon|ma|l|la|le) ?\w*)?$")
_MISTAKEN = re.compile(r"\bme suis trompe|\bcorrig|\bmodifi|\bje (?:veux|voudrais|dois) (?:changer|rectifier)\b")
_CONFIDES = re.compile(
    r"(?:je (?:suis (?:harcel|epuis|a bout|deborde|en arret)|ne|n|me|dors|pleure|craque|vais)|j en|on me|il me|elle me)"
)
_NOES = {"nan", "nn", "nope", "jamais", "non rien", "non jamais", "j accepte pas", "je n accepte pas"}


def leaves(text: str) -> bool:
    """Whether a message, or one clause of a short one, says that the person stops there."""
    plain = normalise(text)
    clauses = [clause.strip() for clause in _CLAUSES.split(plain)] if len(plain.split()) <= _LONGEST else []
    return any(clause in _LEAVES or _FILLERS.sub("", clause) in _LEAVES for clause in clauses)


def refuses(text: str) -> bool:
    """Whether a message refuses what has just been summed up; « pas mon numéro » refuses a part, and asks for more."""
    plain = _plain(text)
    if _named(plain) or _is_asked(text):
        return False
    return plain in _NOES or bool(_REFUSES.search(plain))


def corrects(text: str, usage: Usage) -> str | None:
    """The question whose answer a message wants to change, or None: « je me suis trompé d'adresse »."""
    plain = _plain(text)
    if not _CORRECTS.search(plain):
        return None
    asked = [q.id for q in usage.champs]
    return next((name for name in _named(plain) if name in asked), None)


def erases(text: str) -> bool:
    """« Effacez ma demande », « désinscrivez-moi »: the whole, plainly."""
    plain = _plain(text)
    alone = plain in ("annuler", "annule", "annulez")  # what? one asks
    return not alone and not _is_asked(text) and _ERASES.fullmatch(plain) is not None


def mistaken(text: str) -> bool:
    """« Je me suis trompée », « corrigez… »: said of what was answered."""
    return bool(_MISTAKEN.search(_plain(text)))


def confides(text: str) -> bool:
    """« Je suis harcelée », « on me… »: a person speaks of what they live, and gives no name or post."""
    return bool(_CONFIDES.match(_plain(text)))


def copies(text: str) -> bool:
    """« Une copie, s'il vous plaît »."""
    return bool(_COPIES.search(_plain(text)))


def looks(text: str) -> bool:
    """« Où en est ma demande ? »"""
    return bool(_LOOKS.search(_plain(text)))


def has_no_code(text: str) -> bool:
    """« Je ne l'ai pas noté », « redonnez-moi le code »; « et si je le perds ? » keeps the code that was noted."""
    plain = _plain(text)
    return bool(_NO_CODE.search(plain)) and not _ASKS_WHETHER.search(plain)


def noted(text: str) -> bool:
    """« C'est noté », « merci »: the code was seen, and is not typed back."""
    return bool(_NOTED.match(_plain(text)))


def withdraws(text: str) -> bool:
    """« J'ai changé d'avis », once it is written."""
    return bool(_WITHDRAWS.search(_plain(text))) and not _is_asked(text)


def waits(text: str) -> bool:
    """« Attendez », « je reviens »: nothing is to be lost."""
    return _plain(text) in _WAITS


def resumes(text: str) -> bool:
    """« Reprenons », « je continue »."""
    return bool(_RESUMES.match(_plain(text)))


def _is_asked(text: str) -> bool:
    return text.rstrip().endswith("?")


def _plain(text: str) -> str:
    return " ".join(words(normalise(text)))


def _named(plain: str) -> list[str]:
    said = set(plain.split())
    return [name for name, spoken in _NAMES.items() if said & set(spoken)]
