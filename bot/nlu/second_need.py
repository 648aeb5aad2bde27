"""The other need of a message: « mon adjoint me fait la guerre, et puis je ne dors plus »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.nlu.experts import Experts
from bot.text import normalise, sentences, words

_CLAUSE = re.compile(
    r"\s*(?:[,;:]|\bet puis\b|\bet aussi\b|\bet en plus\b|\ben plus\b|\bpar ailleurs\b|\bd'ailleurs\b|\bsinon\b"
    r"|\bet sinon\b|\bet\b|\bmais\b)\s*"
)
_NEED_PREFIXES = ("besoin_", "concours_", "mentorat_")
COURTESIES = ("saluer", "remercier")
BEFORE_A_NEED = (*COURTESIES, "affirmer", "nier", "ne_sait_pas", "plainte_bot")
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
_SHORTEST = 3
_MOST_PIECES = 12


def _pieces(text: str) -> list[str]:
    clauses = (clause for sentence in sentences(text) for clause in _CLAUSE.split(normalise(sentence)))
    return [c for c in (*map(normalise, sentences(text)), *clauses) if len(words(c)) >= _SHORTEST][:_MOST_PIECES]


def second_need(text: str, ranked: Sequence[str], experts: Experts) -> str | None:
    """Return the intent of a need plainly said in `text` beside what the whole was read as, or None.

    `ranked`: the likeliest intents of the whole, best first. A piece that says something the whole has no trace of
    (« … à qui le dire ? » taken for solitude) lacks its context: it is no second need.

    The whole is a need too (sections 2 and 3), or a courtesy or short answer that may come before one
    (« bonjour, … », « non, mais je ne dors plus »). The piece that carries the need must be sure of it: pieces
    lack context, so they are read more strictly than the whole.
    """
    first = ranked[0]
    if not first.startswith(_NEED_PREFIXES) and first not in BEFORE_A_NEED:
        return None
    pieces = _pieces(text)
    if len(pieces) < 2:
        return None
    best: dict[str, float] = {}
    for row in experts.probabilities(pieces, None):
        index = int(row.argmax())
        name = experts.classes[index]
        if name in ranked and name.startswith(_NEED_PREFIXES) and row[index] >= _SURE and not _akin(name, first):
            best[name] = max(best.get(name, 0.0), float(row[index]))
    return max(best, key=lambda name: best[name]) if best else None


def _akin(one: str, other: str) -> bool:
    return one in (_NEVER_SECOND, other) or any(one in family and other in family for family in _FAMILIES)
