"""The way into a lesson for who observes it (dự giờ, kiểm tra): the teacher sees them, pupils that somebody does."""

from server.http.api.joins import TokenAnswer, default_ttl_s, own_token, token_answer
from server.http.api.lessons import known_lesson, phase_of
from server.http.auth import ByOffice
from server.http.call import Call, Route, token_limit
from server.http.errors import ApiError
from server.http.reach import check_reach
from server.school.days import door
from server.school.rights.audit import note


async def observe_lesson(call: Call) -> TokenAnswer:
    """POST /api/v1/lessons/{id}/observe: from when its teacher may come until it ends."""
    lesson = await known_lesson(call.deps, call.part("id"))
    check_reach(call, lesson)
    assert isinstance(call.caller, ByOffice)
    if call.caller.session.person_id is None:
        raise ApiError("no_person")
    state = door("teacher", lesson, phase_of(call.deps, lesson), call.now)
    if state != "open":
        raise ApiError("too_early" if state == "early" else "lesson_ended")
    async with call.deps.database.begin() as connection:
        await note(connection, call.who, "lesson.observed", call.now, object_id=lesson.id)
    return token_answer(lesson, own_token(call, lesson, "observer", default_ttl_s(lesson, call.now)))


ROUTES = (
    Route(
        "POST", "/api/v1/lessons/{id}/observe", "Come into a lesson as an observer", observe_lesson,
        ("office",), answer=TokenAnswer, status=201,
        errors=("unknown_lesson", "too_early", "lesson_ended"), limit=token_limit, act="lessons.observe",
    ),
)  # fmt: skip
