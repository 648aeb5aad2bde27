"""Reading the answer to one question: what is kept of it, or None if it is no answer; and a yes. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from bot.consent.usages import Question
from bot.text import normalise, words

_COURRIEL = re.compile(r"[^\s@<>,;:()\"«»]{1,64}@[^\s@<>,;:()\"«»]{1,190}\.[a-zA-Z]{2,24}")
# « +33 (0)6… » and the mistaken « +33 06… » are the same number.
_TELEPHONE = re.compile(
    r"(?:(?:\+|(?<!\d)00)33[\s./\-]*(?:\(?0\)?[\s./\-]*)?|(?<!\d)0[\s./\-]*)[1-9](?:[\s./\-]*\d){8}(?!\d)"
)
# « Le » and « La » introduce nothing: they begin the names of many people (Le Goff).
_INTRODUCTION = re.compile(
    r"^(?:(?:alors|euh|bah|oui|ok|d'accord|bonjour|bonsoir|merci)\b[\s,:.!…]+)*(?:(?:je m'appelle|je me nomme|"
    r"je suis|moi,? c'est|c'est|(?:mon )?(?:nom|prénom|prenom|pseudo)(?: est|,? c'est)?|appelez[- ]moi|demandez|dites|"
    r"mettez|plutot|plutôt)(?:\s*:\s*|\s+))?",
    re.IGNORECASE,
)
_NO_NAME = {"je", "ne", "pas", "vous"}
_NO_ANSWER = {
    "oui", "non", "ok", "d accord", "bonjour", "bonsoir", "merci", "bof", "je ne sais pas", "je sais pas", "j sais pas",
    "sais pas", "chais pas", "aucune idee", "pourquoi",
}  # fmt: skip
_NUMBERS = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5}
_LONGEST_NAME, _LONGEST_TEXT = 60, 120
_LONGEST_ACADEMIE = 40
# All that a yes may be made of. No « ne », « pas », « mais », « sauf », « sans », no figure, no name of an answer.
_AGREEING = {
    "oui", "ouais", "ui", "ok", "okay", "oki", "dac", "acc", "d", "accord", "je", "j", "vous", "tu", "on", "peux",
    "pouvez", "enregistrer", "enregistre", "enregistrez", "la", "le", "ca", "c", "est", "bon", "bonne", "parfait",
    "valide", "valider", "confirme", "confirmer", "tout", "exact", "exacte", "correct", "juste", "envoyez",
    "transmettez", "inscrivez", "inscris", "moi", "rappelez", "ma", "mon", "demande", "inscription", "svp", "s", "il",
    "te", "plait", "merci", "beaucoup", "et", "suis", "pour", "l", "accepte", "enregistrement", "donne", "volontiers",
    "veux", "bien", "absolument", "evidemment", "certainement", "tres", "me", "va", "vas", "y", "allez", "allons",
    "faites", "fais", "madame", "monsieur", "affirmatif", "sur", "que", "a", "fait", "entendu", "voila",
}  # fmt: skip
_PLAINEST = re.compile(
    r"\b(?:oui|accepte|confirmer?|valider?|affirmatif)\b|\bsuis d accord\b|\bdonne mon accord\b"
    # « Vous enregistrez tout » may be a fear; « enregistrez tout » is an order.
    r"|(?<!vous )(?<!on )(?<!tu )(?<!j )\b(?:enregistre[rz]?|inscrivez)\b"
)
_YES = re.compile(
    _PLAINEST.pattern
    + r"|\b(?:ok|okay|oki|ouais|ui|dac|d acc(?:ord)?|parfait|volontiers|absolument|evidemment|certainement)\b"
    r"|\bc est (?:bon|parfait|exact|correct|juste)\b|^c bon$|\b(?:allez|vas|allons) y\b|\bbien sur\b|\btout a fait\b"
    r"|\btres bien\b|\bca me va\b|\btout est (?:bon|exact|correct|juste)\b|\bje veux bien\b|\bentendu\b"
)
_FEW = 3  # words
_ABOUT_A_NUMBER = {"dizaine", "vingtaine", "douzaine", "groupe", "moins", "trop", "entre", "petit"}
_ALL = {"tout", "tous", "toutes", "ensemble"}
# « Surtout pas le matin », « tout sauf le 3 », « les deux premiers » name what is not what they mean.
_TURNED = {"pas", "sauf", "jamais", "hormis", "premier", "premiers", "premieres", "dernier", "derniers", "dernieres"}
_MEANT = {
    "soir": "soiree", "soirs": "soiree", "aprem": "apres midi", "aprems": "apres midi", "n importe": "peu importe",
    "egal": "peu importe", "quand vous voulez": "peu importe", "toute la journee": "peu importe",
    "fin de journee": "soiree", "fin d apres midi": "soiree", "en rentrant": "soiree",
}  # fmt: skip
_RANGE = re.compile(r"\b(\d) (?:a|jusqu a) (\d)\b")
_NOTHING_BUT_SIGNS = re.compile(r"^[\W\d_]*$")


def read(question: Question, text: str, academies: Mapping[str, str]) -> str | None:
    """The answer as it will be kept and shown back, or None.

    Args:
        academies: names of the known académies by id; another one is kept as it was written.
    """
    # On one line: in the letter to a service, a line of one's own would pass for another answer.
    said = " ".join(text.replace("’", "'").split()).strip("«»\"' ,;")
    if not said.strip(".") or _comparable(said) in _NO_ANSWER:
        return None
    reader = {
        "nom": _name,
        "courriel": _email,
        "joindre": _reach,
        "texte": _text,
    }.get(question.genre)
    if reader is not None:
        return reader(said)
    if question.genre == "academie":
        return _academie(said, academies)
    if question.genre == "nombre":
        return _number(said, question.maximum)
    return _choices(said, question)


def known_academie(answers: Mapping[str, str | None], academies: Container[str]) -> str | None:
    """The académie that may stand in the clear beside sealed answers: one that is known, never what was typed."""
    answered = answers.get("academie")
    return answered if answered in academies else None


def explicit_yes(text: str) -> bool:
    """Whether the whole message is a yes: one word too many (« mais », « sauf »), or a question, and it is none."""
    said = words(normalise(text))
    return bool(said) and "?" not in text and set(said) <= _AGREEING and bool(_YES.search(" ".join(said)))


def plainest_yes(text: str) -> bool:
    """Whether a yes also says what to: « oui », « j'accepte »; « ok » and « d'accord » may answer something else."""
    return explicit_yes(text) and bool(_PLAINEST.search(" ".join(words(normalise(text)))))


def _name(said: str) -> str | None:
    name = _INTRODUCTION.sub("", said).strip("«»\"' ,;!…")
    spoken = _comparable(name)
    if len(name) > _LONGEST_NAME or _NOTHING_BUT_SIGNS.match(name) or "@" in name or spoken in _NO_ANSWER:
        return None
    # « Je préfère ne pas le dire » is no name. « M. » keeps its full stop, « Claire. » does not.
    return None if _NO_NAME & set(spoken.split()) else _ended(name)


def _email(said: str) -> str | None:
    found = _COURRIEL.search(said)
    return found.group().rstrip(".").lower() if found else None


def _reach(said: str) -> str | None:
    found = _TELEPHONE.search(said)
    if found is None:
        return _email(said)
    digits = re.sub(r"\D", "", found.group())
    local = "0" + digits[-9:]
    return " ".join(local[i : i + 2] for i in range(0, 10, 2))


def _text(said: str) -> str | None:
    if len(said) > _LONGEST_TEXT or _NOTHING_BUT_SIGNS.match(said):
        return None
    return _ended(said)


def _ended(said: str) -> str:
    bare = said.rstrip(".")
    return bare if len(bare.split()[-1]) > 2 else said


def _comparable(said: str) -> str:
    return " ".join(words(normalise(said)))


def _academie(said: str, academies: Mapping[str, str]) -> str | None:
    spoken = normalise(said)
    known = [i for i, name in academies.items() if i in words(spoken) or normalise(name) in spoken]
    if known:
        return known[0] if len(known) == 1 and not _TURNED & set(words(spoken)) else None
    bare = re.sub(r"^.*?\bacad[ée]mie\s+(?:de\s+(?:la\s+)?|d'|du\s+|des\s+)?", "", said, flags=re.IGNORECASE)
    bare = re.sub(r"^(?:(?:je suis|j'exerce|je travaille)\s+)?(?:dans|en|à|a|au|de)\s+", "", bare, flags=re.IGNORECASE)
    other = _text(bare)
    if other is None or len(other) > _LONGEST_ACADEMIE or _NO_NAME & set(_comparable(other).split()):
        return None
    return other if len(words(normalise(other))) <= 4 else None


def _number(said: str, most: int) -> str | None:
    if _ABOUT_A_NUMBER & set(words(normalise(said))):
        return None
    numbers = [int(word) if word.isdigit() else _NUMBERS.get(word, 0) for word in words(normalise(said))]
    found = [number for number in numbers if number]
    return str(found[0]) if len(set(found)) == 1 and 1 <= found[0] <= most else None


def _choices(said: str, question: Question) -> str | None:
    spoken = _comparable(said)
    if _TURNED & set(spoken.split()):
        return None
    if question.genre == "choix_multiple":
        numbers = {int(word) for word in spoken.split() if word.isdigit()}
        for first, last in _RANGE.findall(spoken):
            numbers |= set(range(int(first), int(last) + 1))
        # « Rien de tout ça », « surtout l'oral, tout le reste je connais » do not mean all of it.
        if not numbers and set(spoken.split()) & _ALL and len(spoken.split()) <= _FEW and "rien" not in spoken:
            return " ; ".join(question.choix)
        numbers |= {i for i, choice in enumerate(question.choix, 1) if _comparable(choice) in spoken}
        if not numbers or not numbers <= set(range(1, len(question.choix) + 1)):
            return None
        return " ; ".join(question.choix[i - 1] for i in sorted(numbers))
    if re.fullmatch(r"(?:le )?\d", spoken) and 1 <= int(spoken[-1]) <= len(question.choix):
        return question.choix[int(spoken[-1]) - 1]
    for word, meant in _MEANT.items():
        spoken = re.sub(rf"\b{word}\b", meant, spoken)
    found = [choice for choice in question.choix if re.search(rf"\b{_comparable(choice)}\b", spoken)]
    # « après-midi » holds « midi »: the longest is meant.
    longest = [choice for choice in found if not any(choice != other and choice in other for other in found)]
    return longest[0] if len(longest) == 1 else None
