"""What a pupil proves with: the digits of the birth date, the PIN of the card, the key in its QR. Pure.

PIN and key hang on the server's secret: neither stands in the database, and without the secret a stolen one says
nothing about a PIN (there are only a million). Comparisons take constant time.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass

from server.school.signin.revocations import FIRST_CARD

PIN_DIGITS = 6
KEY_BYTES = 16


@dataclass(frozen=True)
class Held:
    """What is kept of a pupil's card. `pin_hash` "": none was handed out. `birth`: ISO date, as the roster says it."""

    person: str
    version: int
    pin_hash: str
    birth: str | None


def new_pin() -> str:
    """Six digits, of at least four kinds: no 000000, no 121212."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if len(set(pin)) >= 4:
            return pin


def pin_hash(secret: bytes, person: str, version: int, pin: str) -> str:
    """Keyed hash of a PIN (HMAC-SHA256, RFC 2104), in hex."""
    return hmac.digest(secret, f"card pin|{person}|{version}|{pin}".encode(), "sha256").hex()


def card_key(secret: bytes, person: str, version: int) -> str:
    """What stands in a card's QR: short, so that a weak camera reads it from paper."""
    mark = hmac.digest(secret, f"card link|{person}|{version}".encode(), "sha256")[:KEY_BYTES]
    return base64.urlsafe_b64encode(mark).rstrip(b"=").decode()


def proves(secret: bytes, held: Held, digits: str) -> bool:
    """Whether the digits are this pupil's PIN or birth date.

    Once a card was issued again the birth date opens nothing: somebody else may know it.
    """
    said = "".join(sign for sign in digits if "0" <= sign <= "9")
    by_pin = hmac.compare_digest(pin_hash(secret, held.person, held.version, said), held.pin_hash or "-")
    birth = _birth_answers(held.birth) if held.version <= FIRST_CARD else ()
    by_birth = [hmac.compare_digest(said, answer) for answer in birth]
    return by_pin or any(by_birth)


def _birth_answers(birth: str | None) -> tuple[str, ...]:
    """ddmmyyyy, ddmmyy and ddmm: a class knows its year, so the year is no secret and need not be typed."""
    parts = (birth or "").split("-")
    if len(parts) != 3:
        return ()
    year, month, day = parts
    return (day + month + year, day + month + year[2:], day + month)
