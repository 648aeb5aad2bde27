"""The small pattern language of the safety rules: phrases a clinician can read, made into expressions. Pure.

mourir        the word itself; accents, capitals and apostrophes do not count
suicid*       any word that begins so
(a|b c|)      one of these; an empty choice makes the group optional
_             up to two words, or none
…             up to four words, or none
<liste>       any phrase of the named list
a & b         both in the same sentence, in any order, not far apart
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.text import normalise

# How far apart, in characters, the two sides of « & » may stand: a very long sentence says several things.
_REACH = 170
_TOKEN = re.compile(r"[a-z0-9]+\*?|<[^<>]*>|[()|&_~]|\S")
_WORD = re.compile(r"[a-z0-9]+\*?")
_GAPS = {"_": "(?:[a-z0-9]+ ){0,2}", "~": "(?:[a-z0-9]+ ){0,4}"}
_Keys = frozenset[str]
Lists = Mapping[str, Sequence[str]]
Spans = tuple[tuple[int, int], ...]


class RulesError(ValueError):
    """Rules that cannot be used; its message, in French, quotes the place and names the fault."""


@dataclass(frozen=True)
class Pattern:
    """One phrase, read. `keys` are words (or beginnings, with « * ») one of which every match holds."""

    source: str
    expressions: tuple[str, ...]
    keys: _Keys

    @cached_property
    def parts(self) -> tuple[re.Pattern[str], ...]:
        """Compiled when one of the keys is first read: 758 phrases at once are a second of every start."""
        return tuple(re.compile("(?<![a-z0-9])" + expression) for expression in self.expressions)

    def spans(self, sentence: str) -> Iterator[Spans]:
        """Where the phrase stands in `sentence` (plain words, a space after each), side by side of « & »."""
        if len(self.parts) == 1:
            yield from ((found.span(),) for found in self.parts[0].finditer(sentence))
            return
        matches = [part.search(sentence) for part in self.parts]
        spans = tuple(match.span() for match in matches if match)
        if len(spans) == len(self.parts) and max(e for _, e in spans) - min(s for s, _ in spans) <= _REACH:
            yield spans


def compile_pattern(source: str, lists: Lists) -> Pattern:
    """Compile one phrase; `lists` gives the phrases of each <liste>. Raises RulesError."""
    parts = [_Parser(part, source, lists, ()).whole() for part in spelled(source).split("&")]
    choices = [keys for _, keys in parts if keys]
    if not choices:
        raise RulesError(f"« {source} » : aucun mot obligatoire, la phrase s'appliquerait à tout.")
    return Pattern(source, tuple(expression for expression, _ in parts), max(choices, key=_rarity))


def spelled(source: str) -> str:
    """The phrase without accents, capitals or apostrophes, as `plain` would leave its words."""
    return normalise(source.replace("…", "~")).replace("'", " ").replace("-", " ")


def _rarity(keys: _Keys) -> int:
    return min(len(key) for key in keys)


class _Parser:
    """Recursive descent over one phrase; each method returns an expression and its keys (none: optional)."""

    def __init__(self, text: str, source: str, lists: Lists, above: tuple[str, ...]) -> None:
        self.tokens = _TOKEN.findall(text)
        self.source = source
        self.lists = lists
        self.above = above

    def whole(self) -> tuple[str, _Keys]:
        regex, keys = self.choice()
        if self.tokens:
            self.fail(f"« {self.tokens[0]} » n'est pas à sa place")
        if not regex:
            self.fail("il manque des mots")
        return regex, keys

    def choice(self) -> tuple[str, _Keys]:
        sides = [self.sequence()]
        while self.tokens[:1] == ["|"]:
            self.tokens.pop(0)
            sides.append(self.sequence())
        if len(sides) == 1:
            return sides[0]
        keys = _Keys().union(*(side[1] for side in sides)) if all(side[1] for side in sides) else _Keys()
        return "(?:" + "|".join(side[0] for side in sides) + ")", keys

    def sequence(self) -> tuple[str, _Keys]:
        regex, best = "", _Keys()
        while self.tokens and self.tokens[0] not in ("|", ")"):
            piece, keys = self.item(self.tokens.pop(0))
            regex += piece
            if keys and (not best or _rarity(keys) > _rarity(best)):
                best = keys
        return regex, best

    def item(self, token: str) -> tuple[str, _Keys]:
        if token == "(":
            found = self.choice()
            if self.tokens[:1] != [")"]:
                self.fail("une parenthèse n'est pas fermée")
            self.tokens.pop(0)
            return found
        if token in _GAPS:
            return _GAPS[token], frozenset()
        if token.startswith("<"):
            return self.named(token[1:-1].strip())
        if not _WORD.fullmatch(token):
            self.fail(f"le signe « {token} » n'est pas prévu")
        return (token[:-1] + "[a-z0-9]* " if token.endswith("*") else token + " "), frozenset((token,))

    def named(self, name: str) -> tuple[str, _Keys]:
        if name not in self.lists:
            self.fail(f"la liste <{name}> n'existe pas")
        if name in self.above:
            self.fail(f"la liste <{name}> se contient elle-même")
        joined = "|".join(spelled(phrase) for phrase in self.lists[name])
        regex, keys = _Parser(joined, self.source, self.lists, (*self.above, name)).whole()
        return regex if regex.startswith("(?:") else f"(?:{regex})", keys

    def fail(self, fault: str) -> None:
        raise RulesError(f"« {self.source} » : {fault}.")
