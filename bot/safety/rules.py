"""The readable rules of the safety layer: what is said plainly, and what lifts it. Pure.

The rules themselves are data (`data/safety/regles.yml`). A phrase found is a hit. A hit is lifted by an idiom
or a negation that overlaps it, by a denial near it, or, unless its rule is firm, by words of the past, of
training or of fiction near it. « Pour de vrai » near it forbids lifting by anything but a negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.safety.patterns import Pattern, RulesError, Spans, compile_pattern, spelled
from bot.safety.spelling import plain

Kind = Literal["suicide", "danger"]
KINDS: tuple[Kind, ...] = ("suicide", "danger")
NEGATION, IDIOM, PAST, TRAINING, FICTION = "negation", "idiome", "passe", "formation", "fiction"
_DENIAL, _INSISTENCE, _PAST_DANGER, _PRESENT = "dementi", "insistance", "passe_danger", "present"
_GRAVE = "mot_grave"
# The lists of the file that are not rules, and what each stands for.
_ROLES = {
    "idiomes": IDIOM,
    "negations": NEGATION,
    "dementis": _DENIAL,
    "insistances": _INSISTENCE,
    "presents": _PRESENT,
    "passe": PAST,
    "passe_danger": _PAST_DANGER,
    "formation_prevention": TRAINING,
    "fiction": FICTION,
    "mots_graves": _GRAVE,
}
# In a short message the words that lift a rule may stand in any sentence; in a longer one, where the bulk may
# be about something else, in the same sentence or the next, and near (in characters).
_SHORT_MESSAGE = 200
_NEAR = 90
_SENTENCE_END = re.compile(r"[.!?…;\n]+(?=\s|$|[^\w\s])")


@dataclass(frozen=True)
class Signal:
    """What the rules say of one message.

    `plain`: a rule fired and was not lifted. `lifted`: every rule that fired was lifted, and by what
    (negation, idiome, passe, formation, fiction). `denial`: the person says that there is no danger, or that
    it was a manner of speaking. `grave`: a word of death, violence or distress stands in it, which proves nothing
    but keeps the model from brushing the message aside. `firm`: the rule is one that neither time nor teaching
    lifts: what a person says of themselves in the present.
    """

    kind: Kind | None = None
    plain: bool = False
    lifted: str | None = None
    denial: bool = False
    grave: bool = False
    firm: bool = False


@dataclass(frozen=True)
class _Entry:
    role: str
    firm: bool
    pattern: Pattern


@dataclass(frozen=True)
class _Hit:
    entry: _Entry
    spans: Spans
    sentence: int

    def overlaps(self, other: _Hit, *, beyond: bool = False) -> bool:
        """Whether a side of `self` and a side of `other` meet; `beyond`: `self` is not strictly inside."""
        return any(
            a < d and c < b and not (beyond and c <= a and b <= d and b - a < d - c)
            for a, b in self.spans
            for c, d in other.spans
        )

    def near(self, other: _Hit) -> bool:
        """Whether `other` stands in the same sentence or the next, not too far."""
        return abs(self.sentence - other.sentence) <= 1 and any(
            a - _NEAR < d and c < b + _NEAR for a, b in self.spans for c, d in other.spans
        )


class Rules:
    """The rules, compiled once and indexed by a word that each needs."""

    def __init__(self, entries: Sequence[_Entry]) -> None:
        self._by_key: dict[str, list[tuple[int, _Entry]]] = {}
        for rank, entry in enumerate(entries):
            for key in entry.pattern.keys:
                self._by_key.setdefault(key, []).append((rank, entry))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Rules:
        """Compile the content of `regles.yml`. Raises RulesError (a ValueError), in French, if malformed."""
        if not isinstance(data, Mapping):
            raise RulesError("Les règles doivent être un ensemble de rubriques.")
        unknown = set(data) - {"listes", *KINDS, *_ROLES}
        if unknown:
            raise RulesError(f"Rubrique inconnue : {', '.join(sorted(map(str, unknown)))}.")
        lists = data.get("listes") or {}
        if not isinstance(lists, Mapping):
            raise RulesError("listes : donner un nom à chaque liste.")
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
        found = _believed(list(self._hits(text)))
        fired = [hit for hit in found if hit.entry.role in KINDS]
        others = [hit for hit in found if hit.entry.role not in KINDS]
        denies = any(hit.entry.role in (_DENIAL, NEGATION) for hit in others)
        grave = bool(fired) or any(hit.entry.role == _GRAVE for hit in others)
        lifted: Signal | None = None
        for kind in KINDS:
            for hit in fired:
                if hit.entry.role != kind:
                    continue
                short = len(text) <= _SHORT_MESSAGE
                reason = _lifted_by(hit, [other for other in others if short or other.near(hit)])
                if reason is None:
                    return Signal(
                        kind, True, None, any(other.entry.role == _DENIAL for other in others), grave, hit.entry.firm
                    )
                lifted = lifted or Signal(kind, False, reason, denies, grave)
        return lifted or Signal(denial=denies, grave=grave)

    def _hits(self, text: str) -> Iterator[_Hit]:
        offset = 0
        for number, piece in enumerate(_SENTENCE_END.split(text)):
            sentence = plain(piece) + " "
            for entry in self._candidates(sentence):
                for spans in entry.pattern.spans(sentence):
                    yield _Hit(entry, tuple((offset + start, offset + end) for start, end in spans), number)
            offset += len(sentence)

    def _candidates(self, sentence: str) -> list[_Entry]:
        chosen: dict[int, _Entry] = {}
        for word in set(sentence.split()):
            chosen.update(self._by_key.get(word, ()))
            for end in range(1, len(word) + 1):
                chosen.update(self._by_key.get(word[:end] + "*", ()))
        return [chosen[rank] for rank in sorted(chosen)]


def _believed(found: list[_Hit]) -> list[_Hit]:
    """Leave out the denials that are themselves denied: « ce n'est pas une façon de parler »."""
    insisted = [hit for hit in found if hit.entry.role == _INSISTENCE]
    return [hit for hit in found if hit.entry.role != _DENIAL or not any(map(hit.overlaps, insisted))]


def _lifted_by(hit: _Hit, near: Sequence[_Hit]) -> str | None:
    """What lifts `hit`, if anything among what stands near it does."""
    if any(other.entry.role == NEGATION and other.overlaps(hit) for other in near):
        return NEGATION
    roles = {other.entry.role for other in near}
    if _INSISTENCE in roles:
        return None
    if any(other.entry.role == IDIOM and other.overlaps(hit, beyond=True) for other in near):
        return IDIOM
    if _DENIAL in roles:
        return NEGATION
    if hit.entry.firm:
        return None
    lifting = [PAST, TRAINING, FICTION]
    if hit.entry.role == "danger":
        roles |= {PAST} if _PAST_DANGER in roles else set()
        lifting = lifting if _PRESENT not in roles else []
    return next((role for role in lifting if role in roles), None)


def _groups(value: Any, kind: str) -> Iterator[tuple[bool, list[str]]]:
    if not isinstance(value, list):
        raise RulesError(f"{kind} : donner une liste de groupes.")
    for number, group in enumerate(value, 1):
        where = f"{kind}, groupe {number}"
        if not isinstance(group, Mapping) or not set(group) <= {"groupe", "ferme", "phrases"}:
            raise RulesError(f"{where} : attendu « groupe », « ferme » et « phrases ».")
        firm = group.get("ferme", False)
        if not isinstance(firm, bool):
            raise RulesError(f"{where} : « ferme » se remplit par true ou false.")
        yield firm, _phrases(group.get("phrases"), where)


def _phrases(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(phrase, str) for phrase in value):
        raise RulesError(f"{where} : donner une liste de phrases.")
    return value


__all__ = ["KINDS", "Rules", "RulesError", "Signal"]
