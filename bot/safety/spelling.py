"""Reading what is typed in haste: SMS spelling, glued words, phonetic French, made plain for the rules.

`plain` gives lower-case words without accents, spelled out where a short form is unambiguous.
« jveu mourir », « g envi d en finir » become « je veux mourir », « j ai envie d en finir ». Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.safety.elisions import restored
from bot.safety.short_forms import GLUED, IN_CONTEXT, ORDINARY, PIECES, SHORT_FORMS, VITAL
from bot.text import normalise, words

_ELIDED = re.compile(r"\b(j|m|t|s|l|d|n|c|qu|jusqu|lorsqu|puisqu)'")
# « s u i c i d e », « m.o.u.r.i.r »: letters set apart, from five on.
_SPACED = re.compile(r"\b(?:[a-z][ .\-_*]+){4,}[a-z]\b")
# « su*cide », « m@urir »: one sign in place of a letter or two, inside a word.
_MASKS = "*@$!#."
_MASKED = re.compile(rf"\b[a-z]+[{_MASKS}]{{1,3}}[a-z]+\b")
_LEET = str.maketrans("0134578", "oieastb")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# « kreve », « krever »: the k of SMS before r and l.
_HARD_C = re.compile(r"k(?=[rl])")
_SHORTEST_SLIP = 6
_CONTEXT = [(re.compile(rf"(?<![a-z0-9]){found}(?![a-z0-9])"), spelled) for found, spelled in IN_CONTEXT]


def plain(text: str) -> str:
    """Return `text` as plain words separated by single spaces, short forms spelled out."""
    normalised = _ELIDED.sub(r"\1 ", normalise(text))
    normalised = _MASKED.sub(_unmasked, _SPACED.sub(_joined, normalised))
    spelled = " ".join(_spelled(word) for word in words(normalised))
    for found, instead in _CONTEXT:
        spelled = found.sub(instead, spelled)
    return spelled


def _spelled(word: str) -> str:
    """One word, spelled out if it is a short form, a slip on a vital word, or words glued together.

    Nothing is cached: a word that somebody typed must not outlive the message.
    """
    word = _HARD_C.sub("c", word)
    if word in SHORT_FORMS:
        return SHORT_FORMS[word]
    elided = restored(word)
    if elided is not None:
        return elided
    if len(word) < _SHORTEST_SLIP or word in ORDINARY or word in VITAL:
        return word
    if not word.isalpha():
        unleet = word.translate(_LEET)
        return _slips().get(unleet, unleet if unleet in VITAL else word)
    return _slips().get(word) or _slips().get(_squeezed(word)) or _unglued(word) or word


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Every word one slip away from a vital word (first letter kept), and that vital word."""
    slips: dict[str, str] = {}
    for vital in VITAL:
        if len(vital) < _SHORTEST_SLIP:
            continue
        cuts = [(vital[:i], vital[i:]) for i in range(1, len(vital) + 1)]
        near = {a + b[1:] for a, b in cuts if b}
        near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        near |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS}
        near |= {a + c + b for a, b in cuts for c in _LETTERS}
        for slip in near:
            # A change at the very end is a conjugation rather than a slip: « crevée », « suicides ».
            if not slip.startswith(vital[:-1]):
                slips.setdefault(slip, vital)
        slips[_squeezed(vital)] = vital
    return {slip: vital for slip, vital in slips.items() if slip not in VITAL and slip not in ORDINARY}


def _squeezed(word: str) -> str:
    """The word with no letter doubled: « mourrirr » gives « mourir »."""
    return re.sub(r"(.)\1+", r"\1", word)


def _unglued(word: str) -> str | None:
    """« jveuxmourir » as « je veux mourir », if the whole word is made of known pieces, one of them vital."""
    return _cut(_squeezed(word)) or _cut(word)


def _cut(rest: str, *, vital: bool = False) -> str | None:
    if not rest:
        return "" if vital else None
    for end in range(len(rest), 0, -1):
        piece = rest[:end]
        spelled = PIECES.get(piece, piece if piece in GLUED else None)
        if spelled is None:
            continue
        tail = _cut(rest[end:], vital=vital or piece in GLUED)
        if tail is not None:
            return f"{spelled} {tail}".strip()
    return None


def _joined(found: re.Match[str]) -> str:
    joined = re.sub(r"[^a-z]", "", found[0])
    return f" {joined} " if joined in VITAL or joined in _slips() else found[0]


def _unmasked(found: re.Match[str]) -> str:
    # Not a regular expression: `re` would keep it, and the word in it, after the message.
    masked = found[0]
    alike = (vital for vital in VITAL if len(vital) == len(masked))
    return next((v for v in alike if all(c in (letter, *_MASKS) for c, letter in zip(masked, v))), masked)
