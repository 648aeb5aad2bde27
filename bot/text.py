"""French text, made comparable: one normalisation shared by every reader of messages.

Pure functions on strings; nothing here knows about intents or services.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_STRETCHED = re.compile(r"(.)\1{2,}")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…;\n])\s+|\n+")


def strip_accents(text: str) -> str:
    """Return `text` without combining marks, so that « épuisé » and « epuise » meet."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def normalise(text: str) -> str:
    """Lower case, straight apostrophes, no accents or ligatures, stretched letters cut to two.

    « MOOOORT de fatigue… » and « moort de fatigue... » give the same string.
    """
    lowered = text.lower().translate(_APOSTROPHES).translate(_LIGATURES)
    return _SPACES.sub(" ", _STRETCHED.sub(r"\1\1", strip_accents(lowered))).strip()


def free(text: str) -> str:
    """`text` as a person's own words: never a payload, whatever it begins with, and never nothing."""
    return text.strip().lstrip("/").strip() or "?"


def words(normalised: str) -> list[str]:
    """Split a normalised text into its words and figures (elided articles stand alone: l, d, qu)."""
    return _WORD.findall(normalised)


def sentences(text: str) -> list[str]:
    """Split `text` at the ends of sentences and at line breaks; empty pieces are left out."""
    return [piece.strip() for piece in _SENTENCE_END.split(text) if piece.strip()]
