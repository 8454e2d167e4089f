"""Credentials for the school's TURN server, coturn: good for some hours, and about nobody in particular.

The way of "A REST API for Access to TURN Services" (draft-uberti-behave-turn-rest-00): the user name is when it ends
and something random, the password its HMAC-SHA1 under the secret that coturn knows, too (use-auth-secret).
"""

import base64
import hashlib
import hmac
import secrets

from msgspec import Struct

from server.settings import Settings

GOOD_FOR_MS = 4 * 3_600_000
"""Longer than a lesson; a page asks again before."""


class IceServer(Struct, frozen=True):
    """As RTCPeerConnection takes it (RTCIceServer)."""

    urls: tuple[str, ...]
    username: str
    credential: str


def ice_servers(settings: Settings, now: int) -> tuple[IceServer, ...]:
    """For one page or client, from `now` (UTC ms) on. () without a TURN server."""
    if not settings.turn_urls:
        return ()
    username = f"{expires_at(now) // 1000}:{secrets.token_hex(8)}"
    return (IceServer(settings.turn_urls, username, credential(settings.turn_secret, username)),)


def expires_at(now: int) -> int:
    """When credentials made `now` end, UTC ms."""
    return now + GOOD_FOR_MS


def credential(secret: str, username: str) -> str:
    """The password that coturn works out in the same way."""
    return base64.b64encode(hmac.digest(secret.encode(), username.encode(), hashlib.sha1)).decode()
