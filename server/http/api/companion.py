"""A teacher's second phone, by QR code: as notebook camera, or to go on with the lesson there."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from lesson.messages import COMPANION
from lesson.state import TEACHING
from server.http.api.joins import default_ttl_s
from server.http.api.lessons import known_lesson, phase_of
from server.http.api.ways.printed import qr, whole
from server.http.auth import ByJoin, of_lesson
from server.http.call import Call, Route, token_limit
from server.http.errors import ApiError
from server.school.calendar import moment

OPEN_S = 600
"""A class may see the code: it opens for so long, and for the first phone only (server/classroom/pages/pairings.py)."""


class CompanionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """`camera` sends a picture beside the teacher's own; `move` is the teacher again, and takes over the media."""

    kind: Literal["camera", "move"]


class CompanionAnswer(Struct, frozen=True):
    """`url`, relative to the server's address; a phone may open it until `expires_at`. `qr` is its code: a data: URL."""

    url: str
    expires_at: datetime
    qr: str


async def create_companion(call: Call) -> CompanionAnswer:
    """POST /api/v1/lessons/{id}/companion"""
    of_lesson(call.caller, call.part("id"))
    assert isinstance(call.caller, ByJoin)
    claims, asked = call.caller.claims, call.read(CompanionRequest)
    if claims.role not in TEACHING:
        raise ApiError("not_allowed")
    lesson = await known_lesson(call.deps, call.part("id"))
    if phase_of(call.deps, lesson) == "ended":
        raise ApiError("lesson_ended")
    camera = asked.kind == "camera"
    issued = call.deps.tokens.join(
        lesson.id,
        f"{claims.person}{COMPANION}" if camera else claims.person,
        claims.name,
        "camera" if camera else claims.role,
        default_ttl_s(lesson, call.now),
        call.now,
        card=claims.card,
        open_s=OPEN_S,
        of=claims.jti,
    )
    url = f"/l/{lesson.id}#{issued.token}"
    return CompanionAnswer(url, moment(call.now + OPEN_S * 1000), qr(whole(call, url)))


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/lessons/{id}/companion", "A second phone for the teacher, by QR code",
        create_companion, ("join",), body=CompanionRequest, answer=CompanionAnswer, status=201,
        errors=("unknown_lesson", "lesson_ended"), limit=token_limit,
    ),
)  # fmt: skip
