"""WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep): how browsers and standard clients get their WebRTC connections.

POST an SDP offer with a join token as Bearer, get the answer and a Location: DELETE ends it, PATCH restarts its ICE.
We are ICE-lite: candidates are taken and not needed. The lesson's own pages use the very same calls, with `?device=`
naming the page.
"""

import re
import time

from aiohttp import web
from msgspec.structs import replace
from multidict import CIMultiDict

from lesson.messages import SetMode, SetSource
from lesson.permissions import RIGHTS
from server.classroom.hub import Hub
from server.classroom.opening import NoLesson
from server.classroom.room import Room
from server.classroom.webrtc import icesessions
from server.classroom.webrtc.peers import Direction, MediaPeer
from server.classroom.webrtc.workerlink import OfferRefused, WorkerAway
from server.classroom.whip import mediaheaders, sdpfrag
from server.classroom.whip.mediaheaders import SDP
from server.classroom.whip.sdpfrag import Fragment
from server.http.auth import bearer_of
from server.http.call import slow_down
from server.http.clients import client_source
from server.http.deps import Deps
from server.http.errors import ApiError
from server.http.limits import RateLimit
from server.http.tokens import JoinClaims, TokenError
from server.school.rooms import room_of
from server.store.eventlog import NotKept
from server.turn import ice_servers

MAX_SDP = 64 * 1024
MAX_DEVICE = 64
CODES = {
    "bad_sdp": "bad_sdp",
    "no_codec": "no_codec",
    "unsupported": "unsupported_sdp",
    "too_many": "not_ready",
}
"""`OfferFailed.code` → code of server/http/errors.py."""
_BOTH_WAYS = re.compile(r"^a=sendrecv[ \t]*(?=\r?$)", re.MULTILINE)


class MediaEndpoints:
    """Routes of both directions."""

    def __init__(self, hub: Hub, deps: Deps) -> None:
        self._hub = hub
        self._deps = deps
        self._refused = RateLimit(burst=400, every_ms=50)
        """By address, of calls without a good token: with one, a person's own limit counts, so that nobody keeps a
        school out that sits behind one address."""
        self.offers = RateLimit(burst=20, every_ms=1_000)
        self.fragments = RateLimit(burst=60, every_ms=250)
        """A client that trickles sends one for each of its candidates."""
        self._restarts = RateLimit(burst=10, every_ms=2_000)

    def attach(self, app: web.Application) -> None:
        """Adds the routes."""
        app.on_response_prepare.append(mediaheaders.allow_any_site)
        for name, direction in (("whip", "send"), ("whep", "recv")):
            endpoint = _Endpoint(self, name, "send" if direction == "send" else "recv")
            resource = f"/{name}/{{lesson}}/{{resource}}"
            app.router.add_post(f"/{name}/{{lesson}}", endpoint.post)
            app.router.add_patch(resource, endpoint.patch)
            app.router.add_delete(resource, endpoint.delete)
            app.router.add_route("OPTIONS", f"/{name}/{{lesson}}", _on_endpoint)
            app.router.add_route("OPTIONS", resource, _on_resource)

    async def claims(self, request: web.Request, limit: RateLimit) -> JoinClaims:
        """Whose request it is, of the room the lesson is held in. Raises ApiError, TokenError."""
        try:
            claims = await self._known(request)
        except (ApiError, TokenError):
            slow_down(self._refused, client_source(request, self._deps.settings), _now())
            raise
        slow_down(limit, f"{claims.lesson}~{claims.person}", _now())
        return claims

    async def _known(self, request: web.Request) -> JoinClaims:
        token = bearer_of(request)
        if token is None:
            raise ApiError("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
        claims = self._deps.tokens.read_join(token, self._deps.clock())
        if self._stopped(claims) or await self._hub.lapsed(claims):
            raise TokenError("revoked")
        asked, room = request.match_info["lesson"], await self._room_of(claims.lesson)
        if asked != claims.lesson and await self._room_of(asked) != room:
            raise TokenError("foreign")
        return replace(claims, lesson=room)

    async def _room_of(self, lesson: str) -> str:
        """One in memory is a room."""
        return lesson if self._hub.room(lesson) else await room_of(self._deps.database, lesson)

    async def opened(self, claims: JoinClaims, device: str | None) -> bool:
        """Whether this device may come with the token, if it is one of a QR code."""
        return await self._hub.pairings.open(claims, device or "", self._deps.clock())

    def _stopped(self, claims: JoinClaims) -> bool:
        return self._deps.revocations.stopped(claims.jti, claims.person, claims.card)

    async def answer(
        self, claims: JoinClaims, direction: Direction, sdp: str, device: str | None
    ) -> tuple[MediaPeer, str]:
        """The new connection and its answer. Raises ApiError."""
        room = await self._room(claims)
        if room.kept_out(claims):
            raise ApiError("not_admitted")
        if direction == "recv":
            sdp = _BOTH_WAYS.sub("a=recvonly", sdp)  # a player that might send, too: here it does not
        try:
            peer, answer = await self._hub.media.offer(
                room.id, claims.person, direction, sdp, device, claims.jti
            )
        except OfferRefused as refusal:
            raise ApiError(CODES.get(refusal.code, "bad_sdp"), str(refusal)[:200]) from refusal
        except WorkerAway as error:
            raise ApiError("not_ready", headers={"Retry-After": "1"}) from error
        if room.gone:  # while we waited
            self._hub.media.close(peer)
            raise ApiError("not_ready", headers={"Retry-After": "1"})
        if room.session.phase == "ended" or self._stopped(claims):  # the same
            self._hub.media.close(peer)
            raise ApiError("lesson_ended" if room.session.phase == "ended" else "revoked")
        if room.kept_out(claims):  # the same
            self._hub.media.close(peer)
            raise ApiError("not_admitted")
        room.came(claims)
        return peer, answer

    async def _room(self, claims: JoinClaims) -> Room:
        try:
            room = await self._hub.open(claims.lesson)
        except NoLesson as error:
            raise ApiError(error.code) from error
        except NotKept as error:
            raise ApiError("not_ready", headers={"Retry-After": "5"}) from error
        if room.crowded(claims):
            raise ApiError("not_ready", "The lesson is full.", {"Retry-After": "30"})
        return room

    def began(self, peer: MediaPeer, offer: str) -> CIMultiDict[str]:
        """The headers a new connection's client is told: its first ICE session, and where TURN servers are."""
        peer.ice = icesessions.begin(sdpfrag.ufrag_of(offer))
        headers = CIMultiDict({"ETag": peer.ice.tag})
        for link in mediaheaders.ice_links(ice_servers(self._deps.settings, self._deps.clock())):
            headers.add("Link", link)
        return headers

    def own(self, claims: JoinClaims, direction: Direction, resource: str) -> MediaPeer:
        """A connection of the caller's. Raises ApiError: not there, somebody else's."""
        peer = self._hub.media.find(claims.lesson, direction, resource)
        if peer is None:
            raise ApiError("not_found")
        if peer.person != claims.person:
            raise ApiError("not_allowed")
        return peer

    async def fragment(self, peer: MediaPeer, if_match: str, asked: Fragment) -> tuple[str, str] | None:
        """After a restart the new ICE session's tag and our side; None for candidates. Raises ApiError."""
        meant = icesessions.meant(peer.ice, if_match, asked.ufrag)
        if meant == "other":
            raise ApiError("other_session")
        if meant == "candidates":
            return None
        if not asked.ufrag:
            raise ApiError("bad_sdpfrag", "A restart needs ice-ufrag and ice-pwd.")
        slow_down(self._restarts, f"{peer.lesson}~{peer.person}~{peer.direction}", _now())
        try:
            ours = await self._hub.media.restart_ice(peer, asked.ufrag, asked.pwd)
        except OfferRefused as refusal:
            code = "bad_sdpfrag" if refusal.code == "bad_sdp" else "not_found"
            raise ApiError(code, str(refusal)[:200]) from refusal
        except WorkerAway as error:
            raise ApiError("not_ready", headers={"Retry-After": "1"}) from error
        peer.ice = icesessions.begin(asked.ufrag)
        return peer.ice.tag, sdpfrag.restarted(asked, ours.ufrag, ours.pwd, ours.candidates)

    def close(self, peer: MediaPeer) -> None:
        """Ends a connection."""
        self._hub.media.close(peer)
        room = self._hub.room(peer.lesson)
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
        claims = await self._endpoints.claims(request, self._endpoints.offers)
        if self._direction == "send" and claims.role not in RIGHTS[SetSource].roles:
            raise ApiError("not_allowed", "This role only receives.")
        if self._direction == "recv" and claims.role not in RIGHTS[SetMode].roles:
            raise ApiError("not_allowed", "This role only sends.")
        if request.content_type != SDP:
            raise ApiError("not_sdp", headers={"Accept-Post": SDP})
        if not mediaheaders.takes_sdp(request):
            raise ApiError("not_acceptable")
        device = request.query.get("device")
        if device is not None and not 0 < len(device) <= MAX_DEVICE:
            raise ApiError("bad_query")
        if not await self._endpoints.opened(claims, device):
            raise TokenError("expired")
        offer = await _text(request, MAX_SDP, "bad_sdp")
        peer, answer = await self._endpoints.answer(claims, self._direction, offer, device)
        headers = self._endpoints.began(peer, offer)
        headers["Location"] = f"/{self._name}/{peer.lesson}/{peer.nonce}"
        headers["Content-Type"] = SDP
        headers["Cache-Control"] = "no-store"
        return web.Response(status=201, body=answer.encode(), headers=headers)

    async def patch(self, request: web.Request) -> web.Response:
        """Candidates, or a restart of ICE (RFC 9725 §4.3)."""
        claims = await self._endpoints.claims(request, self._endpoints.fragments)
        peer = self._endpoints.own(claims, self._direction, request.match_info["resource"])
        if request.content_type != sdpfrag.MEDIA_TYPE:
            raise ApiError("not_sdpfrag", headers={"Accept-Patch": sdpfrag.MEDIA_TYPE})
        if "If-Match" not in request.headers:
            raise ApiError("no_if_match")
        try:
            asked = sdpfrag.parse(await _text(request, sdpfrag.MAX_SIZE, "bad_sdpfrag"))
        except ValueError as error:
            raise ApiError("bad_sdpfrag", str(error)) from error
        if_match = ",".join(request.headers.getall("If-Match"))
        restarted = await self._endpoints.fragment(peer, if_match, asked)
        if restarted is None:
            return web.Response(status=204, headers={"Cache-Control": "no-store"})
        tag, body = restarted
        headers = {"ETag": tag, "Content-Type": sdpfrag.MEDIA_TYPE, "Cache-Control": "no-store"}
        return web.Response(status=200, body=body.encode(), headers=headers)

    async def delete(self, request: web.Request) -> web.Response:
        """The end of a connection, whichever ICE session it is in."""
        claims = await self._endpoints.claims(request, self._endpoints.offers)
        self._endpoints.close(self._endpoints.own(claims, self._direction, request.match_info["resource"]))
        return web.Response(status=200, headers={"Cache-Control": "no-store"})


async def _text(request: web.Request, longest: int, code: str) -> str:
    """The body as text. Raises ApiError (too large: aiohttp's own 413)."""
    if (request.content_length or 0) > longest:
        raise ApiError("too_large")
    body = await request.read()
    if len(body) > longest:
        raise ApiError("too_large")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ApiError(code, "The body is not UTF-8.") from error


async def _on_endpoint(_request: web.Request) -> web.Response:
    """What may be posted here (RFC 9725 §4.2); answered to anybody."""
    return web.Response(status=204, headers=mediaheaders.ON_ENDPOINT)


async def _on_resource(_request: web.Request) -> web.Response:
    """What may be done with a connection."""
    return web.Response(status=204, headers=mediaheaders.ON_RESOURCE)


def _now() -> int:
    return time.monotonic_ns() // 1_000_000
