"""An ID token is believed or not (OpenID Connect Core 1.0 §3.1.3.7). Pure: keys, time and what was asked are given."""

import hmac
from typing import Any

import msgspec
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from msgspec import Struct

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures by a key of the provider only: "none" and HMAC are no proof (RFC 8725 §3.1)."""
LEEWAY_S = 60
OLDEST_S = 600
MAX_BYTES = 16 * 1024

Key = RSAKey | ECKey


class BadToken(Exception):
    """The token is not believed; the text says why, for the log, without what stood in it."""


class Expected(Struct, frozen=True):
    """What this sign-in must be about."""

    issuer: str
    client_id: str
    nonce: str


class IdClaims(Struct, frozen=True):
    """What of the token counts. Times are UTC seconds."""

    iss: str
    sub: str
    aud: str | list[str]
    exp: float
    iat: float
    nonce: str = ""
    azp: str | None = None
    email: str | None = None
    email_verified: bool | str = False
    preferred_username: str | None = None

    @property
    def verified_email(self) -> str:
        """ "" unless the provider says that it is verified; some say so by a word."""
        return (self.email or "") if self.email_verified in (True, "true") else ""


def read_id_token(token: str, keys: KeySet, expected: Expected, now: int) -> IdClaims:
    """The claims of a token of this sign-in. `now` is UTC ms. Raises BadToken."""
    if len(token) > MAX_BYTES or not token.isascii():
        raise BadToken("size")
    try:
        signed: Any = jwt.decode(token, _key(token, keys), algorithms=list(ALGORITHMS)).claims
        claims = msgspec.convert(signed, IdClaims)
    except (JoseError, ValueError) as error:  # msgspec.ValidationError is a ValueError
        raise BadToken(type(error).__name__) from error
    _check(claims, expected, now / 1000)
    return claims


def key_id(token: str) -> str | None:
    """Which key the header names. Raises BadToken."""
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError) as error:
        raise BadToken("header") from error
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def knows(keys: KeySet, kid: str | None) -> bool:
    """Whether the key is among them; without a name there must be one only."""
    found = _usable(keys)
    return len(found) == 1 if kid is None else any(key.kid == kid for key in found)


def _key(token: str, keys: KeySet) -> Key:
    kid = key_id(token)
    for key in _usable(keys):
        if (kid is None and knows(keys, None)) or (kid is not None and key.kid == kid):
            return key
    raise BadToken("key")


def _usable(keys: KeySet) -> list[Key]:
    """Public keys for signatures."""
    return [
        key for key in keys.keys if isinstance(key, RSAKey | ECKey) and key.get("use", "sig") in (None, "sig")
    ]


def _check(claims: IdClaims, expected: Expected, now_s: float) -> None:
    audience = [claims.aud] if isinstance(claims.aud, str) else claims.aud
    if claims.iss != expected.issuer:
        raise BadToken("iss")
    if expected.client_id not in audience or (len(audience) > 1 and claims.azp is None):
        raise BadToken("aud")
    if claims.azp is not None and claims.azp != expected.client_id:
        raise BadToken("azp")
    if claims.exp <= now_s - LEEWAY_S:
        raise BadToken("exp")
    if not now_s - OLDEST_S <= claims.iat <= now_s + LEEWAY_S:
        raise BadToken("iat")
    if not expected.nonce or not hmac.compare_digest(claims.nonce.encode(), expected.nonce.encode()):
        raise BadToken("nonce")
    if not 1 <= len(claims.sub) <= 255:
        raise BadToken("sub")
