"""The access code: seven French words that a person keeps, and the reading of what they type back. No I/O but the list.

The words are those of the French BIP-39 list: five letters or more, told apart by their first four letters
without accents. A code is drawn, never chosen, so that reading four letters of a word is enough and is no guess.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from mnemonic import Mnemonic

from bot.text import normalise

BITS = 77
"""Bits drawn for a code: 11 for each word, out of 2,048."""

_WORDS = 7
_TELLING = 4  # letters that tell a word of the list from every other
# A word, or a sign that ends a run of words. Spaces, commas, full stops, hyphens, dashes, quotes and
# apostrophes stand between words and count for nothing.
_PIECE = re.compile(r"\w+|[^\w\s,.'\"«»‹›“”„‐‑‒–—−-]")


def new_code() -> str:
    """Draw a code: seven words with their accents, joined by hyphens."""
    words = tuple(_list().values())
    return "-".join(secrets.choice(words) for _ in range(_WORDS))


def canonical(text: str) -> str | None:
    """The code in `text`, spelt as `new_code` gives it, or None.

    A word counts if its first four letters do. Nothing is guessed: six or eight words of the list in a row
    are not a code, unless seven of them alone are written whole (« code » may be « coder », « merci », « mercredi »),
    and neither are two different codes in one message.
    """
    words = _list()
    found: set[str] = set()
    run: list[tuple[str, bool]] = []
    for piece in [*_PIECE.findall(normalise(text)), ""]:
        word = words.get(piece[:_TELLING])
        if word is not None:
            run.append((word, piece == normalise(word)))
            continue
        found |= _codes_in(run)
        run = []
    return found.pop() if len(found) == 1 else None


def _codes_in(run: list[tuple[str, bool]]) -> set[str]:
    """The codes of a run of words, each with whether it is written whole."""
    if len(run) == _WORDS:
        return {"-".join(word for word, _ in run)}
    whole = (list(group) for complete, group in groupby(run, key=itemgetter(1)) if complete)
    return {"-".join(word for word, _ in group) for group in whole if len(group) == _WORDS}


@lru_cache(maxsize=1)
def _list() -> dict[str, str]:
    """Each word of the list by its first four letters; read on first use."""
    composed = (unicodedata.normalize("NFC", word) for word in Mnemonic("french").wordlist)
    return {normalise(word)[:_TELLING]: word for word in composed}
