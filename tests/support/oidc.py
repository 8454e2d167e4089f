"""A small provider of OpenID Connect in this process: discovery, keys, sign-in page, codes with PKCE, signed ID tokens.

It signs in whoever `person` says, without asking. What a test makes it do wrong: `changed`,
`signer`, `algorithm`.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "buc-giang", "bi-mat:của nhà trường"


@dataclass
class Granted:
    """What a code is good for, once."""

    redirect_uri: str
    nonce: str
    challenge: str


@dataclass
class Provider:
    """`claims` of the person who signs in; `now` in UTC seconds is told by the test."""

    now: float
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "ngoc-lan"})
    algorithm: str = "RS256"
    """RS256 or ES256; anything else signs with nothing ("none")."""
    changed: dict[str, Any] = field(default_factory=dict)
    """Members of the ID token that are not as they should be."""
    signer: RSAKey | ECKey | None = None
    """Signs instead of the own key."""
    basic: bool = True
    named: bool = False
    """Whether answers carry `iss` (RFC 9207)."""
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, Granted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rsa, self.ec = _own_keys()

    async def __aenter__(self) -> "Provider":
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        self._server = TestServer(app)
        await self._server.start_server()
        self.issuer = str(self._server.make_url("")).rstrip("/")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    def answer_to(self, address: str) -> str:
        """What the person's browser is sent back to, after it came with `address` and signed in."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = Granted(asked["redirect_uri"], asked["nonce"], asked["code_challenge"])
        back = {"code": code, "state": asked["state"]} | ({"iss": self.issuer} if self.named else {})
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    async def _authorize(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(self.answer_to(str(request.url)))

    async def _discovery(self, _request: web.Request) -> web.StreamResponse:
        self.asked.append("discovery")
        how = "client_secret_basic" if self.basic else "client_secret_post"
        return web.json_response(
            {
                "issuer": self.changed.get("issuer", self.issuer),
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": [how],
                "authorization_response_iss_parameter_supported": self.named,
            }
        )

    async def _keys(self, _request: web.Request) -> web.StreamResponse:
        self.asked.append("keys")
        return web.json_response(KeySet([self.rsa, self.ec]).as_dict(private=False))

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if self._client(request, dict(form)) != (CLIENT_ID, CLIENT_SECRET):
            return web.json_response({"error": "invalid_client"}, status=401)
        granted = self._codes.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if granted is None or (granted.redirect_uri, granted.challenge) != (form["redirect_uri"], challenge):
            return web.json_response({"error": "invalid_grant"}, status=400)
        tokens = {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(granted.nonce)}
        return web.json_response(tokens)

    def _client(self, request: web.Request, form: dict[str, Any]) -> tuple[str, str]:
        if not self.basic:
            return form["client_id"], form["client_secret"]
        pair = base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")).decode()
        name, _, secret = pair.partition(":")
        return unquote(name), unquote(secret)

    def id_token(self, nonce: str) -> str:
        """A token as this provider makes it now."""
        claims = {
            "iss": self.issuer, "aud": CLIENT_ID, "iat": int(self.now), "exp": int(self.now) + 300,
            "nonce": nonce, **self.claims, **self.changed,
        }  # fmt: skip
        if self.algorithm not in ("RS256", "ES256"):
            return _unsigned(claims, self.algorithm)
        key = self.signer or (self.rsa if self.algorithm == "RS256" else self.ec)
        return jwt.encode({"alg": self.algorithm, "kid": key.kid}, claims, key, algorithms=[self.algorithm])


@cache
def _own_keys() -> tuple[RSAKey, ECKey]:
    """Made once a process: RSA keys take their time."""
    usage: KeyParameters = {"use": "sig"}
    return RSAKey.generate_key(2048, {"kid": "r1", **usage}), ECKey.generate_key(
        "P-256", {"kid": "e1", **usage}
    )


def _unsigned(claims: dict[str, Any], algorithm: str) -> str:
    parts = (json.dumps({"alg": algorithm, "kid": "r1"}), json.dumps(claims))
    words = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return ".".join([*words, ""])
