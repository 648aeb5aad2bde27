"""The other need of a message: « mon adjoint me fait la guerre, et puis je ne dors plus »."""

from __future__ import annotations

import re

from bot.nlu.experts import Experts
from bot.text import normalise, sentences, words

_CLAUSE = re.compile(
    r"\s*(?:[,;:]|\bet puis\b|\bet aussi\b|\bet en plus\b|\ben plus\b|\bpar ailleurs\b|\bd'ailleurs\b|\bsinon\b"
    r"|\bet sinon\b|\bet\b|\bmais\b)\s*"
)
_NEED_PREFIXES = ("besoin_", "concours_", "mentorat_")
_SURE = 0.75
_SHORTEST = 3
_MOST_PIECES = 12


def _pieces(text: str) -> list[str]:
    clauses = (clause for sentence in sentences(text) for clause in _CLAUSE.split(normalise(sentence)))
    return [c for c in (*map(normalise, sentences(text)), *clauses) if len(words(c)) >= _SHORTEST][:_MOST_PIECES]


def second_need(text: str, first: str, experts: Experts) -> str | None:
    """Return the intent of a second need plainly said in `text` beside `first`, or None.

    Both must be needs (sections 2 and 3), and the piece of the message that carries the other one must be
    sure of it; the piece-wise reading is stricter than the whole's, since pieces lack context.
    """
    if not first.startswith(_NEED_PREFIXES):
        return None
    pieces = _pieces(text)
    if len(pieces) < 2:
        return None
    probabilities = experts.probabilities(pieces, None)
    best = {}
    for row in probabilities:
        index = int(row.argmax())
        name = experts.classes[index]
        if name != first and name.startswith(_NEED_PREFIXES) and row[index] >= _SURE:
            best[name] = max(best.get(name, 0.0), float(row[index]))
    return max(best, key=lambda name: best[name]) if best else None
