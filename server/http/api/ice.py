"""How a page's media may go: where the server takes it, and relays for networks that let nothing else through."""

from datetime import datetime

from msgspec import Struct

from server.addresses import media_binding
from server.http.auth import of_lesson
from server.http.call import Call, Route, token_limit
from server.school.calendar import moment
from server.turn import IceServer, expires_at, ice_servers
from sfu.link import PROBE_PWD, PROBE_UFRAG


class MediaPort(Struct, frozen=True):
    """One port, UDP and TCP, at these addresses. ICE checks with these credentials are answered and forgotten: with
    them a page finds out which ways are open before anybody joins."""

    addresses: tuple[str, ...]
    port: int
    ufrag: str
    pwd: str


class IceAnswer(Struct, frozen=True):
    """`ice_servers` are for RTCPeerConnection's configuration, none without TURN. Ask again before `expires_at`."""

    ice_servers: tuple[IceServer, ...]
    expires_at: datetime
    media: MediaPort


async def get_ice(call: Call) -> IceAnswer:
    """GET /api/v1/lessons/{id}/ice"""
    of_lesson(call.caller, call.part("id"))
    settings = call.deps.settings
    media = MediaPort(media_binding(settings).addresses, settings.media_port, PROBE_UFRAG, PROBE_PWD)
    return IceAnswer(ice_servers(settings, call.now), moment(expires_at(call.now)), media)


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "/api/v1/lessons/{id}/ice", "Relays for sound and picture, with credentials", get_ice,
        ("join", "knock"), answer=IceAnswer, limit=token_limit,
    ),
)  # fmt: skip
