"""The school's sign-in provider as it is asked: its discovery page, its keys, a code for a token. Bounded in time and
size; what it answers is believed only over https (or from this machine), and only about itself."""

import asyncio
import base64
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from server.http.oidc.idtoken import key_id, knows
from server.settings import Settings

TIMEOUT_S = 8.0
MAX_BYTES = 256 * 1024
KEPT_MS = 3600 * 1000
"""How long its pages are believed without asking again."""
AGAIN_MS = 30 * 1000
"""A key that is not known makes us ask again, but not more often."""


class ProviderFault(Exception):
    """The provider does not answer, or not as it must. The text is for the log."""


class Metadata(Struct, frozen=True):
    """OpenID Connect Discovery 1.0 §3, what of it is used."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(Struct, frozen=True):
    id_token: str


class Provider:
    """Asked when somebody signs in. Keeps its pages for an hour."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._metadata: Metadata | None = None
        self._metadata_at = 0
        self._keys: KeySet | None = None
        self._keys_at = 0
        self._asking = asyncio.Lock()

    async def metadata(self, now: int) -> Metadata:
        """Raises ProviderFault."""
        async with self._asking:
            if self._metadata is None or now - self._metadata_at > KEPT_MS:
                self._metadata = await self._discovered()
                self._metadata_at = now
            return self._metadata

    async def keys_for(self, token: str, now: int) -> KeySet:
        """The provider's keys; asked for again when they lack the token's. Raises ProviderFault, BadToken."""
        metadata, kid = await self.metadata(now), key_id(token)
        async with self._asking:
            fresh = self._keys is not None and now - self._keys_at <= KEPT_MS
            known = self._keys is not None and knows(self._keys, kid)
            if not fresh or (not known and now - self._keys_at > AGAIN_MS):
                self._keys = _key_set(await _get(metadata.jwks_uri))
                self._keys_at = now
            assert self._keys is not None
            return self._keys

    async def id_token(self, code: str, verifier: str, redirect_uri: str, now: int) -> str:
        """The ID token for a code (RFC 6749 §4.1.3, RFC 7636 §4.5). Raises ProviderFault."""
        metadata, settings = await self.metadata(now), self._settings
        form = {
            "grant_type": "authorization_code", "code": code,
            "redirect_uri": redirect_uri, "code_verifier": verifier,
        }  # fmt: skip
        headers = {"Accept": "application/json"}
        if "client_secret_basic" in metadata.token_endpoint_auth_methods_supported:
            headers["Authorization"] = _basic(settings.oidc_client_id, settings.oidc_client_secret)
        else:
            form |= {"client_id": settings.oidc_client_id, "client_secret": settings.oidc_client_secret}
        body = await _ask("POST", metadata.token_endpoint, form, headers)
        try:
            return msgspec.json.decode(body, type=_Tokens).id_token
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ProviderFault("token answer") from error

    async def _discovered(self) -> Metadata:
        issuer = self._settings.oidc_issuer
        body = await _get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            found = msgspec.json.decode(body, type=Metadata)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ProviderFault("discovery answer") from error
        if found.issuer != issuer:  # Discovery §4.3
            raise ProviderFault("discovery speaks of another issuer")
        for address in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
            if urlsplit(address).scheme != "https" and not issuer.startswith("http:"):
                raise ProviderFault("an address without https")
        return found


def _key_set(body: bytes) -> KeySet:
    try:
        return KeySet.import_key_set(msgspec.json.decode(body))
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderFault("keys") from error


def _basic(name: str, secret: str) -> str:
    """RFC 6749 §2.3.1: both are form-encoded first."""
    pair = f"{quote(name, safe='')}:{quote(secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


async def _get(address: str) -> bytes:
    return await _ask("GET", address, None, {"Accept": "application/json"})


async def _ask(method: str, address: str, form: dict[str, str] | None, headers: dict[str, str]) -> bytes:
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            aiohttp.ClientSession() as http,
            http.request(method, address, data=form, headers=headers, allow_redirects=False) as answer,
        ):
            body = await answer.content.read(MAX_BYTES + 1)
            while len(body) <= MAX_BYTES and (more := await answer.content.read(MAX_BYTES)):
                body += more
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise ProviderFault(f"no answer: {type(error).__name__}") from error
    if answer.status != 200 or len(body) > MAX_BYTES:
        raise ProviderFault(f"answer {answer.status}")
    return body
