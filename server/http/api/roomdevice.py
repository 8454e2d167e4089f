"""A device in the classroom (hybrid): it shows and plays the lesson for who is at school, and may hold the floor."""

import secrets

from server.http.api.joins import TokenAnswer, default_ttl_s, token_answer
from server.http.api.lessons import known_lesson, phase_of
from server.http.auth import ByJoin, of_lesson
from server.http.call import Call, Route, token_limit
from server.http.errors import ApiError
from server.http.reach import check_reach
from server.school.lessons import Lesson


async def create_room_device(call: Call) -> TokenAnswer:
    """POST /api/v1/lessons/{id}/room-device"""
    of_lesson(call.caller, call.part("id"))
    if isinstance(call.caller, ByJoin) and call.caller.claims.role not in ("teacher", "co_teacher"):
        raise ApiError("not_allowed")
    lesson = await known_lesson(call.deps, call.part("id"))
    check_reach(call, lesson)
    if phase_of(call.deps, lesson) == "ended":
        raise ApiError("lesson_ended")
    ttl_s = default_ttl_s(lesson, call.now)
    person = f"room-{secrets.token_hex(6)}"
    # Made in the lesson, it ends with the teacher's link; made by the office, it hangs in the room as long as it says.
    of = call.caller.claims.jti if isinstance(call.caller, ByJoin) else ""
    issued = call.deps.tokens.join(lesson.id, person, _name(lesson), "room", ttl_s, call.now, of=of)
    return token_answer(lesson, issued)


def _name(lesson: Lesson) -> str:
    return f"Phòng học {lesson.class_name}".strip()


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/lessons/{id}/room-device", "The link of a device in the classroom; `url` goes into its QR code",
        create_room_device, ("key", "office", "join"), answer=TokenAnswer, status=201,
        errors=("unknown_lesson", "lesson_ended"), limit=token_limit, act="lessons.enter",
    ),
)  # fmt: skip
