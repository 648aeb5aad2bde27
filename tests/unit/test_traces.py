"""The search of the privacy tests finds a word in every form in which software writes one."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest

from tests.privacy.traces import scan

WORD = "Zorglubine"
SAID = f"dites-le à {WORD}, ce soir"


def escaped(text: str) -> str:
    """As JSON may write any text."""
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize(
    "written",
    [
        lambda said: said.encode(),
        lambda said: said.upper().encode(),
        lambda said: quote(said).encode(),
        lambda said: "".join(f"%{byte:02X}" for byte in said.encode()).encode(),
        lambda said: json.dumps({"text": said}).encode(),
        lambda said: escaped(said).encode(),
        lambda said: json.dumps(escaped(said)).encode(),
        lambda said: base64.b64encode(said.encode()),
        lambda said: base64.urlsafe_b64encode(said.encode()),
        lambda said: base64.b64encode(said.lower().encode()),
        lambda said: said.encode().hex().encode(),
        lambda said: said.encode("utf-16"),
        lambda said: said.encode("utf-16-be"),
    ],
    ids=["plain", "capitals", "URL", "URL, all", "JSON", "JSON, all", "JSON twice", "base64", "base64 of URLs",
         "base64 of small letters", "hexadecimal", "UTF-16", "UTF-16 BE"],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written(written: object, before: int) -> None:
    """`before`: letters that come first, as base64 depends on where a word begins."""
    held = written("x" * before + SAID)  # type: ignore[operator]
    assert scan([("a file", b"\0\xff" + held + b"\0")], [WORD])
    assert scan([("a file", b"\0\xff" + held + b"\0")], ["zorglubins"]) == []


def test_a_search_of_nothing_is_no_proof() -> None:
    with pytest.raises(AssertionError, match="nothing was looked at"):
        scan([], [WORD])
