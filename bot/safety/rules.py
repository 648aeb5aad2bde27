"""The readable rules of the safety layer: what is said plainly, and what lifts it. Pure.

The rules themselves are data (`data/safety/regles.yml`). A phrase found is a hit; a hit is lifted by an idiom or a
negation that overlaps it, by a denial near it, or, unless its rule is firm, by words of the past, of training or of
fiction near it. « Pour de vrai » near it forbids lifting by anything but a negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.safety.patterns import Pattern, PatternError, compile_pattern, spelled
from bot.safety.spelling import plain

Kind = Literal["suicide", "danger"]
KINDS: tuple[Kind, ...] = ("suicide", "danger")
NEGATION, IDIOM, PAST, TRAINING, FICTION = "negation", "idiome", "passe", "formation", "fiction"
_DENIAL, _INSISTENCE, _PAST_DANGER = "dementi", "insistance", "passe_danger"
# The lists of the file that are not rules, and what each stands for.
_ROLES = {
    "idiomes": IDIOM,
    "negations": NEGATION,
    "dementis": _DENIAL,
    "insistances": _INSISTENCE,
    "passe": PAST,
    "passe_danger": _PAST_DANGER,
    "formation_prevention": TRAINING,
    "fiction": FICTION,
}
# How near, in characters, words of time, training or fiction must stand to lift a hit: about two sentences.
_NEAR = 150
_SENTENCE_END = re.compile(r"[.!?…;\n]+(?=\s|$|[^\w\s])")


@dataclass(frozen=True)
class Signal:
    """What the rules say of one message.

    `plain`: a rule fired and was not lifted. `lifted`: every rule that fired was lifted, and by what (negation,
    idiome, passe, formation, fiction). `denial`: the person says that there is no danger, or that it was a manner
    of speaking.
    """

    kind: Kind | None = None
    plain: bool = False
    lifted: str | None = None
    denial: bool = False


@dataclass(frozen=True)
class _Entry:
    role: str
    firm: bool
    pattern: Pattern


@dataclass(frozen=True)
class _Hit:
    entry: _Entry
    start: int
    end: int

    def overlaps(self, other: _Hit) -> bool:
        return self.start < other.end and other.start < self.end

    def near(self, other: _Hit) -> bool:
        return self.start - _NEAR < other.end and other.start < self.end + _NEAR

    def inside(self, other: _Hit) -> bool:
        return other.start <= self.start and self.end <= other.end and self.end - self.start < other.end - other.start


class Rules:
    """The rules, compiled once and indexed by a word that each needs."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._by_key: dict[str, list[tuple[int, _Entry]]] = {}
        for rank, entry in enumerate(entries):
            for key in entry.pattern.keys:
                self._by_key.setdefault(key, []).append((rank, entry))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """Compile the content of `regles.yml`. Raises ValueError, in French, on anything malformed."""
        if not isinstance(data, Mapping):
            raise ValueError("Les règles doivent être un ensemble de rubriques.")
        unknown = set(data) - {"listes", *KINDS, *_ROLES}
        if unknown:
            raise ValueError(f"Rubrique inconnue : {', '.join(sorted(map(str, unknown)))}.")
        lists = data.get("listes") or {}
        if not isinstance(lists, Mapping):
            raise ValueError("listes : donner un nom à chaque liste.")
        named = {spelled(str(name)): _phrases(phrases, f"liste {name}") for name, phrases in lists.items()}
        entries = [
            _Entry(kind, firm, compile_pattern(phrase, named))
            for kind in KINDS
            for firm, phrases in _groups(data.get(kind), kind)
            for phrase in phrases
        ]
        for section, role in _ROLES.items():
            phrases = _phrases(data.get(section) or [], section)
            entries += [_Entry(role, True, compile_pattern(phrase, named)) for phrase in phrases]
        return cls(entries)

    def read(self, text: str) -> Signal:
        """Say what `text` says plainly."""
        found = list(self._hits(text))
        fired = [hit for hit in found if hit.entry.role in KINDS]
        others = [hit for hit in found if hit.entry.role not in KINDS]
        denies = any(hit.entry.role in (_DENIAL, NEGATION) for hit in others)
        lifted: Signal | None = None
        for kind in KINDS:
            for hit in fired:
                if hit.entry.role != kind:
                    continue
                reason = _lifted_by(hit, others)
                if reason is None:
                    return Signal(kind, True, None, any(other.entry.role == _DENIAL for other in others))
                lifted = lifted or Signal(kind, False, reason, denies)
        return lifted or Signal(denial=denies)

    def _hits(self, text: str) -> Iterator[_Hit]:
        offset = 0
        for piece in _SENTENCE_END.split(text):
            sentence = plain(piece) + " "
            for entry in self._candidates(sentence):
                for start, end in entry.pattern.spans(sentence):
                    yield _Hit(entry, offset + start, offset + end)
            offset += len(sentence)

    def _candidates(self, sentence: str) -> list[_Entry]:
        chosen: dict[int, _Entry] = {}
        for word in set(sentence.split()):
            chosen.update(self._by_key.get(word, ()))
            for end in range(1, len(word) + 1):
                chosen.update(self._by_key.get(word[:end] + "*", ()))
        return [chosen[rank] for rank in sorted(chosen)]


def _lifted_by(hit: _Hit, others: Sequence[_Hit]) -> str | None:
    """What lifts `hit`, if anything does."""
    if any(other.entry.role == NEGATION and other.overlaps(hit) for other in others):
        return NEGATION
    near = [other for other in others if other.near(hit)]
    if any(other.entry.role == _INSISTENCE for other in near):
        return None
    if any(other.entry.role == IDIOM and other.overlaps(hit) and not other.inside(hit) for other in near):
        return IDIOM
    roles = {other.entry.role for other in near}
    if _DENIAL in roles:
        return NEGATION
    if hit.entry.firm:
        return None
    if hit.entry.role == "danger" and _PAST_DANGER in roles:
        return PAST
    return next((role for role in (PAST, TRAINING, FICTION) if role in roles), None)


def _groups(value: Any, kind: str) -> Iterator[tuple[bool, list[str]]]:
    if not isinstance(value, list):
        raise ValueError(f"{kind} : donner une liste de groupes.")
    for number, group in enumerate(value, 1):
        where = f"{kind}, groupe {number}"
        if not isinstance(group, Mapping) or not set(group) <= {"groupe", "ferme", "phrases"}:
            raise ValueError(f"{where} : attendu « groupe », « ferme » et « phrases ».")
        firm = group.get("ferme", False)
        if not isinstance(firm, bool):
            raise ValueError(f"{where} : « ferme » se remplit par true ou false.")
        yield firm, _phrases(group.get("phrases"), where)


def _phrases(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(phrase, str) for phrase in value):
        raise ValueError(f"{where} : donner une liste de phrases.")
    return value


__all__ = ["KINDS", "PatternError", "Rules", "Signal"]
