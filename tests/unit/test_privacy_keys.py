"""Boxes that open only with their key and in their place; keys and names that give nothing else away."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.keys import Box, Unreadable, conversation_keys, derived, keyed_hash

KEY = bytes(range(32))


@given(st.binary(max_size=600), st.binary(max_size=60))
def test_what_is_sealed_opens_again(plain: bytes, context: bytes) -> None:
    sealed = Box(KEY).seal(plain, context)
    assert Box(KEY).open(sealed, context) == plain
    assert sealed[:1] == b"\x01"
    assert len(sealed) == 1 + 12 + len(plain) + 16


def test_the_plain_words_are_not_in_what_is_sealed() -> None:
    assert b"harcel" not in Box(KEY).seal(b"un harcelement au travail", b"place")


def test_the_same_words_never_give_the_same_bytes() -> None:
    box = Box(KEY)
    assert len({box.seal(b"oui", b"place") for _ in range(50)}) == 50


def test_a_record_moved_elsewhere_does_not_open() -> None:
    box = Box(KEY)
    with pytest.raises(Unreadable):
        box.open(box.seal(b"oui", b"record 1"), b"record 2")


def test_another_key_does_not_open() -> None:
    with pytest.raises(Unreadable):
        Box(bytes(32)).open(Box(KEY).seal(b"oui", b"place"), b"place")


def test_any_byte_altered_is_seen() -> None:
    box = Box(KEY)
    sealed = box.seal(b"oui", b"place")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(Unreadable):
            box.open(bytes(altered), b"place")


def test_bytes_cut_anywhere_are_unreadable_and_nothing_worse() -> None:
    box = Box(KEY)
    sealed = box.seal(b"oui", b"place")
    for length in range(len(sealed)):
        with pytest.raises(Unreadable):
            box.open(sealed[:length], b"place")


@given(st.binary(max_size=80))
def test_anything_else_is_unreadable_and_nothing_worse(sealed: bytes) -> None:
    with pytest.raises(Unreadable):
        Box(KEY).open(sealed, b"place")


def test_the_error_repeats_neither_the_words_nor_what_was_under_it() -> None:
    with pytest.raises(Unreadable) as caught:
        Box(KEY).open(Box(KEY).seal(b"canari", b"place"), b"ailleurs")
    assert "canari" not in str(caught.value) and "ailleurs" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32"):
        Box(bytes(length))


def test_derived_is_hkdf_sha256() -> None:
    """Written out by RFC 5869: without salt, one block."""
    extracted = hmac.new(bytes(32), KEY, hashlib.sha256).digest()
    assert derived(KEY, "answers") == hmac.new(extracted, b"answers\x01", hashlib.sha256).digest()


def test_each_purpose_and_each_secret_has_its_key() -> None:
    assert len({derived(KEY, "answers"), derived(KEY, "codes"), derived(bytes(32), "answers")}) == 3


def test_a_token_always_gives_the_same_name_and_key() -> None:
    keys = conversation_keys("jeton")
    assert keys == conversation_keys("jeton")
    assert len(bytes.fromhex(keys.name)) == 32 == len(keys.key)
    Box(keys.key)


@given(st.text(st.characters(codec="ascii"), min_size=1), st.text(st.characters(codec="ascii"), min_size=1))
def test_names_and_keys_tell_tokens_apart_and_are_not_each_other(one: str, other: str) -> None:
    first, second = conversation_keys(one), conversation_keys(other)
    assert first.name != first.key.hex()
    assert (first.name == second.name) == (first.key == second.key) == (one == other)


def test_a_name_is_more_than_the_digest_of_a_token_or_of_the_key() -> None:
    """So that whoever reads one value cannot compute another."""
    keys = conversation_keys("jeton")
    assert keys.name not in {hashlib.sha256(b"jeton").hexdigest(), hashlib.sha256(keys.key).hexdigest()}
    assert keys.key not in {hashlib.sha256(b"jeton").digest(), hashlib.sha256(bytes.fromhex(keys.name)).digest()}


def test_a_key_does_not_show_in_a_log() -> None:
    keys = conversation_keys("jeton")
    assert keys.name in repr(keys)
    assert repr(keys.key) not in repr(keys) and "key" not in repr(keys)


def test_keyed_hash_is_hmac_sha256() -> None:
    """RFC 4231, test case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert keyed_hash(b"Jefe", "what do ya want for nothing?") == expected


def test_keyed_hash_depends_on_the_key() -> None:
    assert keyed_hash(KEY, "abaisser") != keyed_hash(bytes(32), "abaisser")
