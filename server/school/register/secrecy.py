"""Số định danh cá nhân at rest: encrypted (AES-256-GCM) by a key of the server's secret; a keyed hash finds doubles.

A copy of the database alone says nothing. With another secret the numbers cannot be read any more, only entered anew.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
_SHOWN = 3


class Unreadable(Exception):
    """It was encrypted with another secret, or is damaged."""


class Secrecy:
    """Made of the server's secret (settings.secret)."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(_key(secret, b"bucgiang citizen id encryption"))
        self._mac = _key(secret, b"bucgiang citizen id lookup")

    def seal(self, number: str, person_id: str) -> bytes:
        """What is stored of it; opens for this person only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, number.encode(), person_id.encode())

    def open(self, sealed: bytes, person_id: str) -> str:
        """The number again. Raises Unreadable."""
        try:
            clear = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], person_id.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error
        return clear.decode()

    def mark(self, number: str) -> str:
        """Equal for equal numbers, and says nothing without the key (there are too few numbers for a plain hash)."""
        return hmac.new(self._mac, number.encode(), hashlib.sha256).hexdigest()


def masked(number: str) -> str:
    """ "•••••••••123"."""
    return "•" * (len(number) - _SHOWN) + number[-_SHOWN:]


def _key(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=purpose).derive(secret)
