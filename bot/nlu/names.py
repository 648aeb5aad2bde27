"""Where a message may name a person: what is worth a look by spaCy's names, and what needs none. Pure.

spaCy finds nearly every name that bears a capital and almost none without; looking costs it milliseconds. So it is
asked when a word bears a capital that its place does not explain; and a word that no example of the trade holds is
taken for a name, whatever its case, after what introduces one (« mme », « s'appelle »). After « mon adjoint » it was
an adjective or a verb thirty times out of thirty-two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.nlu.first_names import FIRST_NAMES
from bot.text import strip_accents

_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:-{_LETTER}+)*")
_CAPITAL_INSIDE = re.compile(r"(?<=[\w,;:'’] )[A-ZÀ-Ý][a-zà-ÿ]+|(?<=['’])[A-ZÀ-Ý][a-zà-ÿ]+")
_CAPITALISED = re.compile(rf"(?<!{_LETTER})[A-ZÀ-Ý](?:[a-zà-ÿ]{{2,}}|[A-ZÀ-Ý]{{2,}})(?!{_LETTER})")
_TITLE = r"m|mr|mme|mlle|melle|dr|monsieur|madame|mademoiselle|docteur"  # with or without a full stop
_IS_TITLE = re.compile(rf"(?:{_TITLE}|messieurs|mesdames|ma[iî]tre|professeur)", re.IGNORECASE)
# « M qui » is a word cut in two more often than a gentleman: his full stop is asked for.
_INTRODUCED = re.compile(
    rf"(?<!{_LETTER})(?:m\.|(?!m\s)(?:{_TITLE})\.?|[sm]['’ ]?ap+el+(?:e|ent|ait)|(?:pr[ée])?nom+ée?|(?:pr[ée])?nom\s?:)"
    rf"\s+({_LETTER}{{3,}}(?:-{_LETTER}+)*)(?:\s+({_LETTER}{{3,}}(?:-{_LETTER}+)*))?",
    re.IGNORECASE,
)
# First names that are met with a capital for another reason: at the head of a sentence, in « Noël », as an adjective.
_NOUNS = frozenset(("rose", "violette", "victoire", "max", "said", "romane", "marine", "aline", "prune"))
_RAREST = 2
_FAMILIAR = 10

Span = tuple[int, int]


@dataclass(frozen=True)
class Vocabulary:
    """The words that many people write, which name nobody; in small letters."""

    ordinary: frozenset[str] = frozenset()
    """Common words: a capital at the head of a sentence is no hint."""
    familiar: frozenset[str] = frozenset()
    """Proper names of tools, towns and days (Pronote, Mulhouse, Toussaint): a capital anywhere is no hint."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """The words of `texts`.

        Common: written at least twice in small letters, and as often so as with a capital that nothing explains, as
        some people write the names of others in small letters too; and no first name, though some are common words.
        Familiar: with such a capital ten times.
        """
        small: Counter[str] = Counter()
        capital: Counter[str] = Counter()
        for text in texts:
            small.update(word for word in _WORD.findall(text) if word.islower())
            capital.update(word.lower() for word in _CAPITAL_INSIDE.findall(text))
        return cls(
            frozenset(
                word
                for word, times in small.items()
                if times >= max(_RAREST, capital[word]) and strip_accents(word) not in FIRST_NAMES
            ),
            frozenset(word for word, times in capital.items() if times >= _FAMILIAR),
        )

    def hints(self, text: str) -> bool:
        """Whether a word of `text` bears a capital that neither its place nor this vocabulary explains."""
        if any(word.lower() not in self.familiar for word in _CAPITAL_INSIDE.findall(text)):
            return True
        return not text.isupper() and any(self._new(word) for word in _CAPITALISED.findall(text))

    def introduced(self, text: str) -> list[Span]:
        """The words of `text` that come as a name does and that this vocabulary does not hold; first names, capital."""
        found: list[Span] = []
        for one in _INTRODUCED.finditer(text):
            if self._new(one.group(1)):
                second = one.group(2)
                found.append((one.start(1), one.end(2) if second and self._new(second) else one.end(1)))
        if not text.isupper():
            first_names = [word.span() for word in _CAPITALISED.finditer(text) if _first_name(word.group())]
            found += [span for span in first_names if not any(a <= span[0] < b for a, b in found)]
        return found

    def named(self, text: str, span: Span) -> Span | None:
        """What of `span` names somebody: no title, nothing in small letters, nothing familiar, no opening word."""
        kept = [
            word
            for word in _WORD.finditer(text, *span)
            if len(word.group()) > 1 and not word.group().islower() and not _IS_TITLE.fullmatch(word.group())
        ]
        if all(word.group().lower() in self.familiar for word in kept):
            return None
        if len(kept) == 1 and kept[0].group().lower() in self.ordinary and _opens(text, kept[0].start()):
            return None
        return kept[0].start(), kept[-1].end()

    def _new(self, word: str) -> bool:
        return word.lower() not in self.ordinary and word.lower() not in self.familiar


def nameless(text: str, names: Iterable[Span]) -> str:
    """`text` with « X » in place of each name, for who must not judge by it.

    Read with their names, the same words were solitude or a dispute with a Pierre and discrimination with a Karim.
    """
    for start, end in sorted(names, reverse=True):
        text = f"{text[:start]}X{text[end:]}"
    return text


def _first_name(word: str) -> bool:
    plain = strip_accents(word.lower())
    return plain in FIRST_NAMES and plain not in _NOUNS


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip(" «\"'’(–-")
    return not before or before[-1] in ".!?…\n"
