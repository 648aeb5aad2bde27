"""The other need of a message: « mon adjoint me fait la guerre, et puis je ne dors plus »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.choice import NEEDS
from bot.nlu.experts import Experts
from bot.text import normalise, sentences, words

_CLAUSE = re.compile(
    r"\s*(?:[,;:]|\bet puis\b|\bet aussi\b|\bet en plus\b|\ben plus\b|\bpar ailleurs\b|\bd'ailleurs\b|\bsinon\b"
    r"|\bet sinon\b|\bet\b|\bmais\b)\s*",
    re.IGNORECASE,
)
# Short answers that may come before a need.
_BEFORE_A_NEED = ("affirmer", "nier", "ne_sait_pas", "plainte_bot")
_SURE = 0.85
# Needs that pieces of one message easily take for one another: two of a family are one need, seen twice.
_FAMILIES = (
    {"besoin_conflit", "besoin_harcelement_moral", "besoin_management", "besoin_collectif", "besoin_isolement",
     "besoin_changement"},
    {"besoin_harcelement_moral", "besoin_discrimination", "besoin_harcelement_sexuel"},
    {"besoin_surcharge", "besoin_changement", "besoin_management"},
    {"besoin_sante", "besoin_psychologue", "besoin_evenement_grave"},
    {"besoin_formation", "besoin_collectif", "besoin_management"},
    {"concours_preparation", "concours_echec", "mentorat_inscription", "mentorat_devenir_accompagnateur",
     "mentorat_bilan", "besoin_formation"},
)  # fmt: skip
# Asking whom to turn to is said with every need: it is no second one.
_NEVER_SECOND = "besoin_hierarchie"
# « Depuis que mon adjoint a été muté » says when, and is no need of its own.
_SINCE = re.compile(r"(?:(?:tout )?(?:ca|c'est|cela) (?:a commence |date )?)?depuis qu")
_SHORTEST = 3
_MOST_PIECES = 12


def clauses(text: str) -> list[str]:
    """The clauses of `text`, as typed."""
    return [clause for sentence in sentences(text) for clause in _CLAUSE.split(sentence) if clause]


def _pieces(text: str) -> list[str]:
    read = map(normalise, (*sentences(text), *clauses(text)))
    told = [piece for piece in read if len(words(piece)) >= _SHORTEST and not _SINCE.match(piece)]
    return told[:_MOST_PIECES]


def second_need(text: str, ranked: Sequence[str], experts: Experts) -> str | None:
    """Return the intent of a need plainly said in `text` beside what the whole was read as, or None.

    `ranked`: the likeliest intents of the whole, best first. A piece that says something the whole has no trace of
    (« … à qui le dire ? » taken for solitude) lacks its context: it is no second need.

    The whole is a need too (sections 2 and 3), or a short answer that may come before one (« non, mais je ne dors
    plus »). The piece that carries the need must be sure of it: pieces
    lack context, so they are read more strictly than the whole.
    """
    first = ranked[0]
    if not first.startswith(NEEDS) and first not in _BEFORE_A_NEED:
        return None
    pieces = _pieces(text)
    if len(pieces) < 2:
        return None
    best: dict[str, float] = {}
    for row in experts.probabilities(pieces, None):
        index = int(row.argmax())
        name = experts.classes[index]
        if name in ranked and name.startswith(NEEDS) and row[index] >= _SURE and not _akin(name, first):
            best[name] = max(best.get(name, 0.0), float(row[index]))
    return max(best, key=lambda name: best[name]) if best else None


def _akin(one: str, other: str) -> bool:
    return one in (_NEVER_SECOND, other) or any(one in family and other in family for family in _FAMILIES)
