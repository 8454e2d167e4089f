"""WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): how browsers and standard clients get their WebRTC connections.

POST an SDP offer with a join token as Bearer, get the answer and a Location to DELETE. No trickle, no PATCH. The
lesson's own pages use the very same calls, with `?device=` naming the page.
"""

import time

from aiohttp import web

from lesson.messages import SetSource
from lesson.permissions import RIGHTS
from server.classroom.hub import Hub, NoLesson
from server.classroom.media import Direction, MediaPeer
from server.classroom.room import Room
from server.classroom.workerlink import OfferRefused, WorkerAway
from server.http.auth import bearer_of
from server.http.call import slow_down
from server.http.clients import client_address
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.limits import RateLimit
from server.http.tokens import JoinClaims, TokenError
from server.store.eventlog import NotKept

SDP = "application/sdp"
MAX_SDP = 64 * 1024
MAX_DEVICE = 64
CODES = {
    "bad_sdp": "bad_sdp",
    "no_codec": "no_codec",
    "unsupported": "unsupported_sdp",
    "too_many": "not_ready",
}
"""`OfferFailed.code` → code of server/http/errors.py."""


class MediaEndpoints:
    """Routes of both directions."""

    def __init__(self, hub: Hub, deps: Deps) -> None:
        self._hub = hub
        self._deps = deps
        self._per_person = RateLimit(burst=20, every_ms=1_000)
        self._per_address = RateLimit(burst=400, every_ms=50)

    def attach(self, app: web.Application) -> None:
        """Adds the routes."""
        for name, direction in (("whip", "send"), ("whep", "recv")):
            endpoint = _Endpoint(self, name, "send" if direction == "send" else "recv")
            app.router.add_post(f"/{name}/{{lesson}}", endpoint.post)
            app.router.add_delete(f"/{name}/{{lesson}}/{{resource}}", endpoint.delete)
            app.router.add_route("OPTIONS", f"/{name}/{{lesson}}", _options)

    def claims(self, request: web.Request) -> JoinClaims:
        """Whose request it is. Raises ApiError, TokenError."""
        slow_down(self._per_address, client_address(request, self._deps.settings), _now())
        token = bearer_of(request)
        if token is None:
            raise ApiError("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
        claims = self._deps.tokens.read_join(token, self._deps.clock(), request.match_info["lesson"])
        if claims.jti in self._deps.revocations:
            raise TokenError("revoked")
        slow_down(self._per_person, f"{claims.lesson}~{claims.person}", _now())
        return claims

    async def answer(
        self, claims: JoinClaims, direction: Direction, sdp: str, device: str | None
    ) -> tuple[MediaPeer, str]:
        """The new connection and its answer. Raises ApiError."""
        room = await self._room(claims)
        page = device is not None or any(known.person == claims.person for known in room.devices)
        try:
            peer, answer = await self._hub.media.offer(
                claims.lesson, claims.person, direction, sdp, device, claims.jti, by_itself=not page
            )
        except OfferRefused as refusal:
            raise ApiError(CODES.get(refusal.code, "bad_sdp"), str(refusal)[:200]) from refusal
        except WorkerAway as error:
            raise ApiError("not_ready", headers={"Retry-After": "1"}) from error
        if room.session.phase == "ended" or claims.jti in self._deps.revocations:  # while we waited
            self._hub.media.close(peer)
            raise ApiError("lesson_ended" if room.session.phase == "ended" else "revoked")
        room.came(claims)
        return peer, answer

    async def _room(self, claims: JoinClaims) -> Room:
        try:
            room = await self._hub.open(claims.lesson)
        except NoLesson as error:
            raise ApiError(error.code) from error
        except NotKept as error:
            raise ApiError("not_ready", headers={"Retry-After": "5"}) from error
        if room.crowded(claims.person):
            raise ApiError("not_ready", "The lesson is full.", {"Retry-After": "30"})
        return room

    def close(self, claims: JoinClaims, direction: Direction, resource: str) -> None:
        """Ends a connection of the caller's. Raises ApiError: not there, somebody else's."""
        peer = self._hub.media.find(claims.lesson, direction, resource)
        if peer is None:
            raise ApiError("not_found")
        if peer.person != claims.person:
            raise ApiError("not_allowed")
        self._hub.media.close(peer)
        room = self._hub.room(claims.lesson)
        if room is not None:
            room.media_gone(peer)


class _Endpoint:
    """`/whip/…` or `/whep/…`."""

    def __init__(self, endpoints: MediaEndpoints, name: str, direction: Direction) -> None:
        self._endpoints = endpoints
        self._name = name
        self._direction = direction

    async def post(self, request: web.Request) -> web.Response:
        """Offer in, answer out."""
        claims = self._endpoints.claims(request)
        if self._direction == "send" and claims.role not in RIGHTS[SetSource].roles:
            raise ApiError("not_allowed", "This role only receives.")
        if request.content_type != SDP:
            raise ApiError("not_sdp", headers={"Accept-Post": SDP})
        device = request.query.get("device")
        if device is not None and not 0 < len(device) <= MAX_DEVICE:
            raise ApiError("bad_query")
        sdp = await _offer(request)
        peer, answer = await self._endpoints.answer(claims, self._direction, sdp, device)
        location = f"/{self._name}/{claims.lesson}/{peer.nonce}"
        headers = {"Location": location, "Content-Type": SDP, "Cache-Control": "no-store"}
        return web.Response(status=201, body=answer.encode(), headers=headers)

    async def delete(self, request: web.Request) -> web.Response:
        """The end of a connection."""
        claims = self._endpoints.claims(request)
        self._endpoints.close(claims, self._direction, request.match_info["resource"])
        return web.Response(status=200, headers={"Cache-Control": "no-store"})


async def _offer(request: web.Request) -> str:
    """The body as text. Raises ApiError (too large: aiohttp's own 413)."""
    if (request.content_length or 0) > MAX_SDP:
        raise ApiError("too_large")
    body = await request.read()
    if len(body) > MAX_SDP:
        raise ApiError("too_large")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ApiError("bad_sdp", "The body is not UTF-8.") from error


async def _options(_request: web.Request) -> web.Response:
    """What may be posted here (RFC 9725 §4.2)."""
    return web.Response(status=204, headers={"Accept-Post": SDP, "Allow": "OPTIONS, POST"})


def _now() -> int:
    return time.monotonic_ns() // 1_000_000
