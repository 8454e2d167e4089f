"""/oidc/start sends the browser to the provider, /oidc/callback takes it back and signs it in, if an account fits.

Authorization code with PKCE, state and nonce. A refusal leads to the login page, which says what to do by its code.
"""

from typing import Literal
from urllib.parse import urlencode, urlsplit

import structlog
from aiohttp import web

from server.addresses import base_url
from server.http.api.session import same_login
from server.http.auth import COOKIE
from server.http.browsers import browser_of
from server.http.call import slow_down
from server.http.clients import client_source
from server.http.deps import DEPS, Deps
from server.http.oidc.idtoken import BadToken, Expected, IdClaims, read_id_token
from server.http.oidc.pending import KEPT_MS, Begun, Pending
from server.http.oidc.provider import Provider, ProviderFault
from server.school.rights.actor import Actor
from server.school.rights.audit import note
from server.school.signin.access import SESSION_MS, open_session
from server.school.signin.oidc import Known, account_of

PROOF = "bg_oidc"
START, CALLBACK = "/oidc/start", "/oidc/callback"
Refused = Literal["stale", "provider", "denied", "nobody"]
"""stale: too old, used, or of another browser; provider: it is not to be believed now; denied: it said no; nobody:
the school has no account for this person."""

_log = structlog.get_logger("server.http.oidc")


class SignIn:
    """The two addresses of one server."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._provider = Provider(deps.settings)
        self._pending = Pending()

    async def start(self, request: web.Request) -> web.StreamResponse:
        """GET /oidc/start"""
        deps, now = self._deps, self._deps.clock()
        slow_down(deps.limits.login, client_source(request, deps.settings), now)
        try:
            metadata = await self._provider.metadata(now)
        except ProviderFault as fault:
            return self._refused("provider", str(fault))
        begun = self._pending.begin(now)
        asked = {
            "response_type": "code", "client_id": deps.settings.oidc_client_id, "redirect_uri": self._back(),
            "scope": "openid email profile", "state": begun.state, "nonce": begun.nonce,
            "code_challenge": begun.challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
        response = _to(f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}")
        # Lax: the provider's page leads back here, and a Strict cookie stays at home then.
        response.set_cookie(
            PROOF, begun.proof, max_age=KEPT_MS // 1000, path="/oidc", httponly=True, samesite="Lax",
            secure=deps.settings.secure,
        )  # fmt: skip
        return response

    async def callback(self, request: web.Request) -> web.StreamResponse:
        """GET /oidc/callback"""
        asked, now = request.query, self._deps.clock()
        begun = self._pending.take(asked.get("state", ""), request.cookies.get(PROOF, ""), now)
        if begun is None:
            return self._refused("stale", "state")
        try:
            metadata = await self._provider.metadata(now)
            told = asked.get("iss")  # RFC 9207
            if told != metadata.issuer and (
                told is not None or metadata.authorization_response_iss_parameter_supported
            ):
                return self._refused("provider", "iss of the answer")
            if "error" in asked or "code" not in asked:
                return self._refused("denied", "no code")
            claims = await self._claims(asked["code"], begun, now)
        except (ProviderFault, BadToken) as fault:
            return self._refused("provider", str(fault))
        return await self._signed_in(request, claims, now)

    async def _claims(self, code: str, begun: Begun, now: int) -> IdClaims:
        token = await self._provider.id_token(code, begun.verifier, self._back(), now)
        keys = await self._provider.keys_for(token, now)
        settings = self._deps.settings
        expected = Expected(settings.oidc_issuer, settings.oidc_client_id, begun.nonce)
        return read_id_token(token, keys, expected, now)

    async def _signed_in(self, request: web.Request, claims: IdClaims, now: int) -> web.StreamResponse:
        username = same_login(claims.preferred_username or "")
        known = Known(f"{claims.iss} {claims.sub}", claims.verified_email, username)
        async with self._deps.database.begin() as connection:
            found = await account_of(connection, known)
            if found is None:
                return self._refused("nobody", "no account")
            if found.first:
                actor = Actor(found.person_id or found.account_id, "", frozenset())
                await note(
                    connection, actor, "account.linked", now,
                    object_id=found.account_id, person_id=found.person_id,
                )  # fmt: skip
            secret = await open_session(connection, found.account_id, now, browser_of(request), by_oidc=True)
        response = _to("/office?signed=in")
        response.set_cookie(
            COOKIE, secret, max_age=SESSION_MS // 1000, path="/", httponly=True, samesite="Strict",
            secure=self._deps.settings.secure,
        )  # fmt: skip
        return response

    def _back(self) -> str:
        return f"{base_url(self._deps.settings)}{CALLBACK}"

    def _refused(self, code: Refused, why: str) -> web.StreamResponse:
        _log.warning("sign-in refused", code=code, why=why)
        return _to(f"/office?refused={code}")


def add_oidc(app: web.Application) -> None:
    """The two addresses; without a provider in the settings there is nothing at them."""
    deps = app[DEPS]
    if not deps.settings.oidc_issuer:
        return
    sign_in = SignIn(deps)
    app.router.add_get(START, sign_in.start, allow_head=False)
    app.router.add_get(CALLBACK, sign_in.callback, allow_head=False)


def _to(address: str) -> web.Response:
    return web.Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})
