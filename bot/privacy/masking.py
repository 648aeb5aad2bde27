"""Hiding what names a person or a school, in a message that would be kept or shown. Pure.

One rule after another. Every repetition is bounded or can be cut in one way only, so that time grows with the
text's length. A match that begins with a digit has none before it, one that ends with a digit has none after it,
likewise for letters, and that is all a rule asks of what surrounds it: a mask put beside a piece of text never
makes that piece match, so masking twice changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.text import strip_accents

_LETTER = r"[^\W\d_]"
_SPACE = r"[^\S\r\n]"  # within a line; the no-break ones are among them
_GAP = rf"(?:{_SPACE}|[.-])?"

# An address may be spelt aloud, or written so that robots do not see it.
_RUN = r"[\w.%+-]{1,64}"
_LABEL = r"[\w-]+"
_JOIN = r"(?:\s{1,2}(?:point|dot|tiret|underscore)\s{1,2}|\s?[(\[{](?:point|dot|\.)[)\]}]\s?)"
_AT = (
    r"(?:\s?@\s?|\s{1,2}(?:at|arr?obas?e?)\s{1,2}"
    r"|\s{0,2}[(\[{<]\s?(?:@|at?|à|arr?obas?e?)\s?[)\]}>]\s{0,2})"
)
# Few endings, because « AT » is also « accident du travail » and a sentence may follow it.
_TAIL = rf"(?:(?:\.|{_JOIN}){_LABEL}){{0,5}}(?:\.|{_JOIN})(?:fr|com|net|org|eu|info|be|ch|lu)(?!{_LETTER}|-)"
_EMAIL = (
    rf"(?:(?<!{_LETTER})(?={_LETTER})|(?<!\d)(?=\d)|(?=[_.%+-]))"
    rf"(?=({_RUN}))\1"  # the run is taken whole: it is not tried again shorter
    rf"(?:@{_LABEL}(?:\.{_LABEL})*(?:{_TAIL})?|(?:{_JOIN}{_RUN}){{0,5}}{_AT}{_LABEL}{_TAIL})"
)

# By country, how many letters then digits follow the country and its key (ISO 13616). The other countries'
# are known when written in one piece.
_BANKS = {
    "no": (0, 11),
    "be": (0, 12),
    "dk|fi": (0, 14),
    "si": (0, 15),
    "at|ee|lt|lu": (0, 16),
    "ch|hr|li": (0, 17),
    "de": (0, 18),
    "cz|es|se|sk|tn": (0, 20),
    "pt": (0, 21),
    "dz|tr": (0, 22),
    "gr": (0, 23),
    "cy|hu|ma|pl": (0, 24),
    "nl": (4, 10),
    "lv": (4, 13),
    "bg|gb|ie": (4, 14),
    "ro": (4, 16),
    "it|sm": (1, 22),
    "bf|bj|ci|ml|ne|sn|tg": (2, 22),
}
_ABROAD = "|".join(
    rf"(?:{countries})\d\d(?:{_GAP}[a-z]){{{letters}}}(?:{_GAP}\d){{{digits}}}"
    for countries, (letters, digits) in _BANKS.items()
)
_IBAN = (
    rf"(?<!{_LETTER})(?=[a-z]{{2}}{_GAP}\d\d)"
    rf"(?:(?:(?:fr|mc){_GAP}\d\d(?:{_GAP}\d){{10}}(?:{_GAP}[a-z0-9]){{11}}(?:{_GAP}\d){{2}}|{_ABROAD})(?!\d)"
    rf"|[a-z]{{2}}\d\d[a-z0-9]{{11,30}}(?:(?<=\d)(?!\d)|(?<!\d)(?!{_LETTER})))"
)

# Sex, year, month and département are all apart or all together, and no month is 00 or 13 to 19: otherwise
# « 13001 13002 13003 » and « étape 2 15 17 18 112 114 » would be taken for one.
_NIR = (
    rf"(?<!\d)[1278]({_GAP})\d\d\1(?:0[1-9]|1[0-2]|[2-9]\d)\1(?:\d\d|2[ab])"
    rf"{_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_SPACE}?[/.-]?{_SPACE}?\d\d)?(?!\d)"
)

_SIGNS = rf"(?:{_SPACE}|[./-]){{0,2}}"
_CODE = r"(?:33|262|59[046])"
_PHONE_ABROAD = (
    rf"(?:\((?:\+|00){_CODE}\)|(?:\+|(?<!\d)00){_SPACE}?{_CODE})"
    rf"{_SIGNS}(?:\(0\)|0)?{_SIGNS}[1-9](?:{_SIGNS}\d){{8}}(?!\d)"
)
# Without the country, in the groups that people write, and no others: « 01 02 2025 08h30 », « 01.02.2025 08h30 »,
# « 06000 3114 15 » and « 08h30 05 3919 17 » have ten digits too.
_GROUPS = "|".join(
    (
        rf"[1-9](?:{_SPACE}{{1,2}}\d\d){{4}}",
        rf"[1-9]({_SPACE}?[./–-]{_SPACE}?)\d\d(?:\1\d\d){{3}}",
        rf"[1-9]{_SPACE}?\d{{8}}",
        rf"[1-9]\d\d(?:{_SPACE}\d\d){{3}}",
        rf"[1-9]\d\d{_SPACE}\d{{3}}{_SPACE}?\d{{3}}",
        rf"[1-9]\d{_SPACE}\d{{3}}(?:{_SPACE}\d\d){{2}}",
        rf"[67](?:{_SPACE}\d{{3}}){{2}}{_SPACE}\d\d",
        rf"{_SPACE}[2-9]\d\d(?:{_SPACE}\d{{3}}){{2}}",
    )
)
_PHONE = rf"(?:(?<!\d)0|\(0\){_SPACE}?)(?:{_GROUPS})(?!\d)"

_UAI = rf"(?<!\d)\d{{7}}[a-z](?!{_LETTER})"

_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), label)
    for pattern, label in (
        (_EMAIL, "[adresse]"),
        (_IBAN, "[IBAN]"),
        (_NIR, "[numéro de sécurité sociale]"),
        (_PHONE_ABROAD, "[téléphone]"),
        (_PHONE, "[téléphone]"),
        (_UAI, "[établissement]"),
    )
)
_NAME = "[nom]"
_LABELS = "|".join(re.escape(label) for label in dict.fromkeys([*(label for _, label in _RULES), _NAME]))

# Accents are often left out, in capitals above all: a name is found with or without them.
_ALIKE = {letters[0]: f"[{letters}]" for letters in ("aàâäáãå", "cç", "eéèêë", "iîïíì", "nñ", "oôöóòõ", "uùûüú", "yÿý")}
_ALIKE["œ"] = f"(?:œ|{_ALIKE['o']}{_ALIKE['e']})"


def mask(text: str, names: Iterable[str] = ()) -> str:
    """`text`, in composed Unicode (NFC), with a word in brackets in place of what identifies.

    Hidden: e-mail addresses, even spelt out; French telephone numbers; social security numbers; IBAN; schools'
    codes (UAI); and each of `names`, as whole words, in any case, with or without its accents. Numbers of four
    figures or fewer (3114, 112, 15…), dates, hours, sums and postcodes stay. A name's figures do not count.
    """
    text = unicodedata.normalize("NFC", text)
    for pattern, label in _RULES:
        text = pattern.sub(label, text)
    named = _named(names)
    return named.sub(lambda found: found["label"] or _NAME, text) if named else text


def _named(names: Iterable[str]) -> re.Pattern[str] | None:
    """What finds `names`, the longest first, and the labels already put, in which nothing is to be found."""
    spelt = {_spelt(name) for name in names} - {""}
    if not spelt:
        return None
    either = "|".join(sorted(spelt, key=len, reverse=True))
    return re.compile(rf"(?P<label>{_LABELS})|(?<!{_LETTER})(?:{either})(?!{_LETTER})", re.IGNORECASE)


def _spelt(name: str) -> str:
    """A pattern for the words of `name`, apart or hyphenated; empty if there are none."""
    words = re.findall(rf"{_LETTER}+", strip_accents(name.lower()).replace("oe", "œ"))
    return r"[\s.'’-]{1,3}".join("".join(_ALIKE.get(letter, letter) for letter in word) for word in words)
