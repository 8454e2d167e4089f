"""Signed tokens of links: who may join which lesson, whose day page this is.

JWT, HS256 only (RFC 7515, RFC 7519). Every `now` and `expires_at` here is UTC milliseconds; the `exp` and
`iat` inside a token are seconds, as RFC 7519 §2 wants. Does no I/O: whether a token was withdrawn is asked of
`server.school.signin.revocations`. Called by the HTTP handlers, by Socket.IO's connect and by WHIP/WHEP.
"""

from typing import Annotated, Any, Literal

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from msgspec import Meta, Struct

from lesson.messages import PersonId, Role
from server.school.rights.table import Act
from server.school.signin.lineage import MAX_ID, new_id

MAX_TOKEN_BYTES = 4096
MAX_NAME = 300
"""Code points, 6 bytes of JSON at most, so that no name makes a token too long. In a lesson the roster's name counts."""
SECRET_MIN_BYTES = 32
SEMESTER_S = 200 * 86_400
FAMILY_S = 2 * 3600
"""A phone that is handed on soon opens nothing any more; the school makes a new link in two taps."""

TokenCode = Literal["expired", "forged", "foreign", "revoked"]
Jti = Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
PersonName = Annotated[str, Meta(max_length=MAX_NAME)]


class TokenError(Exception):
    """A token that does not open this door. `code` is stable; Socket.IO refuses a connect with it, too."""

    def __init__(self, code: TokenCode) -> None:
        super().__init__(code)
        self.code: TokenCode = code


class JoinClaims(Struct, frozen=True, tag_field="kind", tag="join"):
    """What a valid join token says. `exp` and `iat` are UTC seconds."""

    lesson: Annotated[str, Meta(min_length=1, max_length=64)]
    person: PersonId
    name: PersonName
    role: Role
    jti: Jti
    exp: int
    iat: int
    card: int = 0
    """The version of the person's links it was made under: of a pupil the card's. A new one ends those of older ones
    (school.signin.revocations)."""
    unproved: bool = False
    """Nobody has proved to be this pupil: the door stays shut until a teacher admits."""
    open_by: int = 0
    """Of a QR code: until when a device may come with it for the first time, UTC seconds; 0: at any time."""
    by: Act | Literal[""] = ""
    """The right that lets in somebody who is none of the lesson's people: without it the token opens nothing."""


class DayClaims(Struct, frozen=True, tag_field="kind", tag="day"):
    """What a valid day token says: whose day page it opens. `exp` is UTC seconds."""

    person: PersonId
    role: Role
    name: PersonName
    jti: Jti
    exp: int
    card: int = 0
    """As in JoinClaims, like `unproved`."""
    unproved: bool = False


class PassClaims(Struct, frozen=True, tag_field="kind", tag="pass"):
    """What a valid pass says: whose player may load one lesson's recording. `role`, `jti`, `card`: of the token it is
    for, `by_day`: a day token. What that one may not see any more, the pass does not open."""

    lesson: Annotated[str, Meta(min_length=1, max_length=64)]
    person: PersonId
    role: Role
    by_day: bool
    jti: Jti
    exp: int
    card: int = 0
    by: Act | Literal[""] = ""


class GuestClaims(Struct, frozen=True, tag_field="kind", tag="guests"):
    """What a valid guest link says: strangers may come to this lesson under the name they type."""

    lesson: Annotated[str, Meta(min_length=1, max_length=64)]
    jti: Jti
    exp: int


class FamilyClaims(Struct, frozen=True, tag_field="kind", tag="family"):
    """What a valid family token says: for which pupil its bearer speaks. It opens /api/v1/family and nothing else."""

    person: PersonId
    jti: Jti
    exp: int


Claims = JoinClaims | DayClaims | PassClaims | GuestClaims | FamilyClaims


class Issued(Struct, frozen=True):
    """A new token; `jti` names it when it is withdrawn; `expires_at` is UTC ms."""

    token: str
    jti: str
    expires_at: int


class Tokens:
    """Signs and reads tokens with one secret of at least 32 bytes (ValueError when shorter)."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SECRET_MIN_BYTES:
            raise ValueError("the token secret must have at least 32 bytes")
        self._key = OctKey.import_key(secret)

    def join(
        self,
        lesson: str,
        person: str,
        name: str,
        role: Role,
        ttl_s: int,
        now: int,
        *,
        card: int = 0,
        unproved: bool = False,
        open_s: int = 0,
        of: str = "",
        by: Act | Literal[""] = "",
    ) -> Issued:
        """A token that lets `person` join `lesson` as `role` for `ttl_s` seconds. `card`: as it is now.

        `open_s`: of a QR code, for how long a device may come with it for the first time. `of`: the id of the token,
        session or link it is made with, which ends it, too. `by`: the right it hangs on.
        """
        jti, seconds = new_id(of), now // 1000
        claims = JoinClaims(
            lesson=lesson,
            person=person,
            name=name[:MAX_NAME],
            role=role,
            jti=jti,
            exp=seconds + ttl_s,
            iat=seconds,
            card=card,
            unproved=unproved,
            open_by=seconds + open_s if open_s else 0,
            by=by,
        )
        return self._sign(claims, jti, claims.exp)

    def read_join(self, token: str, now: int, lesson: str | None = None) -> JoinClaims:
        """Raises TokenError: expired, forged (also: no token at all), foreign (other kind or lesson)."""
        claims = self.read(token, now)
        if not isinstance(claims, JoinClaims) or (lesson is not None and claims.lesson != lesson):
            raise TokenError("foreign")
        return claims

    def day(
        self,
        person: str,
        role: Role,
        name: str,
        now: int,
        ttl_s: int = SEMESTER_S,
        *,
        card: int = 0,
        unproved: bool = False,
        of: str = "",
    ) -> Issued:
        """A token for the person's day page, by default for about one semester. `of`: as for `join`."""
        jti, expires = new_id(of), now // 1000 + ttl_s
        claims = DayClaims(
            person=person,
            role=role,
            name=name[:MAX_NAME],
            jti=jti,
            exp=expires,
            card=card,
            unproved=unproved,
        )
        return self._sign(claims, jti, expires)

    def replay_pass(self, lesson: str, of: JoinClaims | DayClaims, ttl_s: int, now: int) -> Issued:
        """For media elements, which send cookies but no header. It ends with the token `of`, also when that is
        withdrawn."""
        claims = PassClaims(
            lesson=lesson,
            person=of.person,
            role=of.role,
            by_day=isinstance(of, DayClaims),
            jti=of.jti,
            exp=min(of.exp, now // 1000 + ttl_s),
            card=of.card,
            by=of.by if isinstance(of, JoinClaims) else "",
        )
        return self._sign(claims, of.jti, claims.exp)

    def read_pass(self, token: str, now: int) -> PassClaims:
        """Raises TokenError: expired, forged (also: a token of another kind)."""
        claims = self._claims(token, now)
        if not isinstance(claims, PassClaims):
            raise TokenError("forged")
        return claims

    def guests(self, lesson: str, ttl_s: int, now: int, of: str) -> Issued:
        """One link for all guests of a lesson. `of`: as for `join`."""
        jti, expires = new_id(of), now // 1000 + ttl_s
        return self._sign(GuestClaims(lesson=lesson, jti=jti, exp=expires), jti, expires)

    def read_guests(self, token: str, now: int) -> GuestClaims:
        """Raises TokenError: expired, forged (also: a token of another kind)."""
        claims = self._claims(token, now)
        if not isinstance(claims, GuestClaims):
            raise TokenError("forged")
        return claims

    def family(self, person: str, jti: str, now: int) -> Issued:
        """For who opened a family's one-time link; `jti` follows from the link, so that the next one ends it."""
        expires = now // 1000 + FAMILY_S
        return self._sign(FamilyClaims(person=person, jti=jti, exp=expires), jti, expires)

    def _sign(self, claims: Claims, jti: str, expires_s: int) -> Issued:
        token = jwt.encode({"alg": "HS256"}, msgspec.to_builtins(claims), self._key, algorithms=["HS256"])
        return Issued(token, jti, expires_s * 1000)

    def read(self, token: str, now: int) -> JoinClaims | DayClaims | FamilyClaims:
        """Any kind of a person's link. Raises TokenError: expired, forged (also: a pass, a guests' link)."""
        claims = self._claims(token, now)
        if isinstance(claims, PassClaims | GuestClaims):
            raise TokenError("forged")
        return claims

    def _claims(self, token: str, now: int) -> Claims:
        if len(token) > MAX_TOKEN_BYTES or not token.isascii():
            raise TokenError("forged")
        try:
            # The algorithm is fixed here: what the token's own header says decides nothing (RFC 8725 §3.1).
            signed: Any = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            claims: Claims = msgspec.convert(signed, Claims)
        except (JoseError, ValueError) as error:  # msgspec.ValidationError is a ValueError
            raise TokenError("forged") from error
        if claims.exp * 1000 <= now:
            raise TokenError("expired")
        return claims
