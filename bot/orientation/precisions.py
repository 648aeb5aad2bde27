"""What a person adds in a few words: « plutôt collectif », « mon chef », « les deux », « chais pas ».

The words are data (`data/orientation/precisions.yml`); this module only looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.text import normalise, words

UNKNOWN = "inconnu"
SHORT_ANSWER_WORDS = 14

FILLERS = "remplissage"
NO_ANSWER = "sans_reponse"


def _key(phrase: str) -> str:
    return " ".join(words(normalise(phrase)))


@dataclass(frozen=True)
class Precisions:
    """A reader of short precisions, built from the phrases of the data file."""

    phrases: Mapping[str, Mapping[str, str]]  # topic → phrase (as words) → value
    fillers: Sequence[str]
    no_answer: re.Pattern[str]
    anywhere: Mapping[str, re.Pattern[str]]  # topic → any of its phrases

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Precisions:
        """Build the reader. Raises ValueError if a topic is not a mapping of values to phrases."""
        phrases: dict[str, dict[str, str]] = {}
        for topic, values in data.items():
            if topic in (FILLERS, NO_ANSWER):
                continue
            if not isinstance(values, Mapping):
                raise ValueError(f"« {topic} » doit donner, pour chaque valeur, une liste de mots.")
            phrases[topic] = {_key(p): str(value) for value, listed in values.items() for p in listed}
        fillers = sorted((_key(str(p)) for p in _listed(data, FILLERS)), key=len, reverse=True)
        no_answer = _any_of([_key(str(p)) for p in _listed(data, NO_ANSWER)])
        return cls(phrases, fillers, no_answer, {topic: _any_of(list(found)) for topic, found in phrases.items()})

    def mentioned(self, topic: str, text: str, *, above_all: str | None = None) -> str | None:
        """The value of `topic` named first in `text`, or `above_all` if it is named anywhere.

        A person whose hierarchy is involved must not be sent to it, whoever else was there.
        """
        key = " ".join(words(normalise(text)))
        named = (
            [self.phrases[topic][m.group(1)] for m in self.anywhere[topic].finditer(key)]
            if topic in self.anywhere
            else []
        )
        if above_all in named:
            return above_all
        return named[0] if named else None

    def answer(self, topic: str, text: str) -> str | None:
        """Read a short answer to the question about `topic`: a value, UNKNOWN, or None if it is no answer."""
        key = " ".join(words(normalise(text)))
        if len(key.split()) > SHORT_ANSWER_WORDS:
            return None
        value = self.phrases.get(topic, {}).get(self.core(text))
        if value is not None:
            return value
        if self.no_answer.search(key):
            return UNKNOWN
        return self._find(topic, key)

    def alone(self, core: str) -> tuple[str, str] | None:
        """The (topic, value) of a message whose `core` says nothing but one precision, or None."""
        for topic in ("interlocuteur", "cadre", "lieu"):
            value = self.phrases.get(topic, {}).get(core)
            if value is not None and core != "moi":
                return topic, value
        return None

    def core(self, text: str) -> str:
        """The words of `text` without the fillers at its start and its end."""
        key, before = " ".join(words(normalise(text))), ""
        while key != before:
            before = key
            for filler in self.fillers:
                if key.startswith(filler + " "):
                    key = key[len(filler) + 1 :]
                if key.endswith(" " + filler):
                    key = key[: -len(filler) - 1]
        return key

    def _find(self, topic: str, key: str) -> str | None:
        match = self.anywhere[topic].search(key) if topic in self.anywhere else None
        return self.phrases[topic][match.group(1)] if match else None


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Any of the phrases, whole words only; where two begin together, the longer."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?:^|(?<= ))({'|'.join(map(re.escape, longest_first))})(?= |$)")


def _listed(data: Mapping[str, object], name: str) -> Sequence[object]:
    value = data.get(name, [])
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"« {name} » doit être une liste de mots.")
    return value


# What a person asks about, rather than answers: a question about a service is no answer to ours.
_ASIDE = (
    "info_service",
    "contact_service",
    "confidentialite",
    "donnees_",
    "faq_mentorat",
    "parler_humain",
    "recommencer",
)
_SURE = 0.6
_LONG_NEED = 6


def accepts(precisions: Precisions, topic: str, text: str, intent: str, confidence: float) -> bool:
    """Whether a value found in `text` really answers the question about `topic`.

    It does when the text says nothing else; it does not when the message clearly is an aside, or tells
    another need at length.
    """
    if precisions.phrases.get(topic, {}).get(precisions.core(text)) is not None:
        return True
    if confidence < _SURE:
        return True
    told = len(words(normalise(text)))
    return not intent.startswith(_ASIDE) and not (
        intent.startswith(("besoin_", "concours_", "mentorat_")) and told > _LONG_NEED
    )
