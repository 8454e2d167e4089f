"""How a page's media may go when nothing goes directly: relays, with credentials for some hours."""

from datetime import datetime

from msgspec import Struct

from server.http.auth import of_lesson
from server.http.call import Call
from server.school.calendar import moment
from server.turn import IceServer, expires_at, ice_servers


class IceAnswer(Struct, frozen=True):
    """For RTCPeerConnection's configuration; without a TURN server there are none. Ask again before `expires_at`."""

    ice_servers: tuple[IceServer, ...]
    expires_at: datetime


async def get_ice(call: Call) -> IceAnswer:
    """GET /api/v1/lessons/{id}/ice"""
    of_lesson(call.caller, call.part("id"))
    return IceAnswer(ice_servers(call.deps.settings, call.now), moment(expires_at(call.now)))
