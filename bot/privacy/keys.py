"""Sealing what is stored, and drawing keys from secrets. Pure but for the system's randomness."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_NONCE = 12  # bytes
_NAME_LABEL = b"cap-soutien conversation name v1"
_KEY_LABEL = b"cap-soutien conversation key v1"


class Unreadable(ValueError):
    """Sealed bytes that this key does not open in this place: another key, another context, or altered."""


class Box:
    """Authenticated encryption (ChaCha20-Poly1305) under one key of 32 bytes; ValueError for another length.

    Sealed: version (1 byte), nonce (12), then the ciphertext and its tag (length of the plain bytes + 16).
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt `plain` for the place that `context` names: it opens nowhere else."""
        nonce = secrets.token_bytes(_NONCE)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plain, _VERSION + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The bytes given to `seal` with the same `context`. Raises Unreadable, and says no more than that."""
        start = len(_VERSION) + _NONCE
        if not sealed.startswith(_VERSION) or len(sealed) < start:
            raise Unreadable("Donnée illisible : sa forme n'est pas connue.")
        try:
            return self._cipher.decrypt(sealed[len(_VERSION) : start], sealed[start:], _VERSION + context)
        except InvalidTag:
            raise Unreadable("Donnée illisible avec cette clé, à cette place.") from None


@dataclass(frozen=True)
class ConversationKeys:
    """What a conversation's token gives: the name it is stored under (hex) and its key (32 bytes)."""

    name: str
    key: bytes = field(repr=False)  # a key has no place in a log


def conversation_keys(token: str) -> ConversationKeys:
    """Two values drawn from `token`: neither gives the other, or the token."""
    secret = token.encode()
    return ConversationKeys(_hmac(secret, _NAME_LABEL).hex(), _hmac(secret, _KEY_LABEL))


def derived(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256). `secret`: at least 32 random bytes."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)


def keyed_hash(key: bytes, text: str) -> str:
    """HMAC-SHA256 of `text`, in hex: finds a text again without keeping it."""
    return _hmac(key, text.encode()).hex()


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()
