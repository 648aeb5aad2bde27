"""French typography of everything a person reads, applied once, on the way out.

The data files are written with ordinary spaces and straight apostrophes, which people can type.
Rules: Imprimerie nationale, « Lexique des règles typographiques » (spacing of high punctuation).
"""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

_BEFORE_HIGH = re.compile(r"[ \u00a0]([;!?])")
_BEFORE_COLON = re.compile(r" (:)(?=\s|$)")
_OPENING = re.compile(r"«[ \u00a0]*")
_CLOSING = re.compile(r"[ \u00a0]*»")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s?«)")
_SYMBOL = re.compile(r"([☎✉⌂↗]) ")


def typeset(text: str) -> str:
    """Return `text` with no-break spaces and curly apostrophes where French wants them.

    Telephone numbers keep ordinary spaces, so that they can be copied and searched. Applying it twice
    changes nothing more.
    """
    text = _BEFORE_HIGH.sub(NARROW_NO_BREAK + r"\1", text)
    text = _BEFORE_COLON.sub(NO_BREAK + r"\1", text)
    text = _OPENING.sub("«" + NO_BREAK, text)
    text = _CLOSING.sub(NO_BREAK + "»", text)
    text = _APOSTROPHE.sub("’", text)
    return _SYMBOL.sub(r"\1" + NO_BREAK, text)
