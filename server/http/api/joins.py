"""Join tokens by API: made for one person and lesson, withdrawn again."""

import secrets
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from lesson.messages import COMPANION, PersonId, Role
from server.http.api.lessons import known_lesson
from server.http.auth import ByOffice
from server.http.call import SCHOOL, Call, Route, token_limit
from server.http.errors import ApiError
from server.http.tokens import SEMESTER_S, Issued, PersonName
from server.school.calendar import moment
from server.school.lessons import Lesson
from server.school.people import Person, person_by_id, student_by_any_id
from server.school.rights.audit import note
from server.school.signin.lineage import MAX_ID

HOUR_MS = 3_600_000
AFTER_END_MS = 3 * HOUR_MS
LONGEST_S = 30 * 86_400
REMEMBER_MS = max(LONGEST_S, SEMESTER_S) * 1000
"""No token is good for longer: a withdrawn one must not come back."""
_RANDOM_ID: dict[Role, str] = {
    "teacher": "gv", "co_teacher": "gv", "student": "hs", "observer": "ob", "staff": "nv", "guest": "kh", "room": "room",
}  # fmt: skip
_NO_IDS = ("class", "teachers")
"""What a line of chat may be addressed to besides a person."""


class TokenRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may join. Without `ttl_s`: until 3 hours past the lesson's end.

    In a lesson of a class, `student_id` is a roster student (our id or the sector code) and the roster's name
    counts; a teacher's token is for the lesson's own teacher, of a co_teacher `student_id` is another teacher of the
    school. In a lesson without a class, `student_id` is the caller's own id of the person, whatever the role: the same
    id is the same person. A camera's token comes from its teacher's (POST …/companion).
    """

    role: Role
    name: PersonName = ""
    student_id: PersonId | None = None
    ttl_s: Annotated[int, Meta(ge=10, le=LONGEST_S)] | None = None


class TokenAnswer(Struct, frozen=True):
    """`url` is relative to the server's address. `jti` names the token when it is withdrawn."""

    token: str
    url: str
    expires_at: datetime
    jti: str


async def create_token(call: Call) -> TokenAnswer:
    """POST /api/v1/lessons/{id}/tokens"""
    asked = call.read(TokenRequest)
    lesson = await known_lesson(call.deps, call.part("id"))
    if "office" not in call.who.roles:  # who supports others with their devices comes as oneself
        return await _as_staff(call, lesson, asked)
    person, name = await _who(call, lesson, asked)
    ttl_s = asked.ttl_s or default_ttl_s(lesson, call.now)
    card = call.deps.revocations.card_of(person)
    issued = call.deps.tokens.join(lesson.id, person, name, asked.role, ttl_s, call.now, card=card)
    await note_link(call, "link.made", lesson.id, person, asked.role)
    return token_answer(lesson, issued)


async def note_link(call: Call, act: str, of: str, person: str | None, detail: str) -> None:
    """Who is signed in made or withdrew a link that lets somebody in as `person`. Programs do so for everybody, all
    day: what they do is in their own logs."""
    if isinstance(call.caller, ByOffice):
        async with call.deps.database.begin() as connection:
            await note(connection, call.who, act, call.now, object_id=of, person_id=person, detail=detail)


async def _as_staff(call: Call, lesson: Lesson, asked: TokenRequest) -> TokenAnswer:
    if asked.role != "staff":
        raise ApiError("not_allowed")
    ttl_s = min(asked.ttl_s or LONGEST_S, default_ttl_s(lesson, call.now))
    issued = own_token(call, lesson, "staff", ttl_s)
    await note_link(call, "link.made", lesson.id, call.who.id, "staff")
    return token_answer(lesson, issued)


def own_token(call: Call, lesson: Lesson, role: Role, ttl_s: int) -> Issued:
    """A token of who is signed in: it ends with the session, and with the right to the route's act."""
    assert isinstance(call.caller, ByOffice) and call.act is not None
    who, card = call.who, call.deps.revocations.card_of(call.who.id)
    session = call.caller.session.public_id
    return call.deps.tokens.join(
        lesson.id, who.id, who.name, role, ttl_s, call.now, card=card, of=session, by=call.act
    )


async def revoke_token(call: Call) -> None:
    """DELETE /api/v1/lessons/{id}/tokens/{jti}: what came with it, or with a token made with it, is closed."""
    lesson = await known_lesson(call.deps, call.part("id"))
    jti = call.part("jti")
    if not 1 <= len(jti) <= MAX_ID:
        raise ApiError("not_found")
    try:
        await call.deps.revocations.revoke(jti, lesson.id, call.now + REMEMBER_MS, call.now)
    finally:  # also when it could not be written down: it counts until the next start
        await call.deps.hub.revoked(jti)
    await note_link(call, "link.withdrawn", jti, None, lesson.id)


def token_answer(lesson: Lesson, issued: Issued) -> TokenAnswer:
    """The link: the token stands after #, which browsers do not send (nor proxies log)."""
    return TokenAnswer(issued.token, f"/l/{lesson.id}#{issued.token}", moment(issued.expires_at), issued.jti)


def default_ttl_s(lesson: Lesson, now: int) -> int:
    """Until some hours past the bell, at least one hour, at most what anybody may ask for."""
    until = max(lesson.ends_at + AFTER_END_MS, now + HOUR_MS)
    return min((until - now) // 1000, LONGEST_S)


async def _who(call: Call, lesson: Lesson, asked: TokenRequest) -> tuple[str, str]:
    """The person's id and name the token speaks of. Raises ApiError."""
    wanted = asked.student_id or ""
    if asked.role == "camera" or wanted in _NO_IDS or wanted.endswith(COMPANION):
        raise ApiError("not_allowed" if asked.role == "camera" else "unknown_person")
    if asked.role == "teacher" and lesson.teacher is not None:
        return lesson.teacher.id, lesson.teacher.name
    if asked.role == "co_teacher" and lesson.class_id is not None:
        colleague = await _colleague(call, lesson, wanted)
        return colleague.id, colleague.full_name
    if asked.student_id is not None and lesson.class_id is not None:
        student = await _student(call, lesson, asked)
        return student.id, student.full_name
    name = asked.name.strip()
    if not name:
        raise ApiError("bad_message", "A name is needed for somebody who is not of the roster.")
    if lesson.teacher is not None and asked.student_id == lesson.teacher.id:
        raise ApiError("unknown_person")
    return asked.student_id or f"{_RANDOM_ID[asked.role]}-{secrets.token_hex(6)}", name


async def _colleague(call: Call, lesson: Lesson, person_id: str) -> Person:
    found = await person_by_id(call.deps.database, person_id)
    own = lesson.teacher is not None and lesson.teacher.id == person_id
    if found is None or found.kind != "teacher" or own:
        raise ApiError("unknown_person")
    return found


async def _student(call: Call, lesson: Lesson, asked: TokenRequest) -> Person:
    student = await student_by_any_id(call.deps.database, asked.student_id or "")
    in_class = student is not None and student.kind == "student" and student.class_id == lesson.class_id
    if student is None or not in_class or asked.role != "student":
        raise ApiError("unknown_person")
    return student


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/lessons/{id}/tokens", "Make a join token", create_token,
        SCHOOL, body=TokenRequest, answer=TokenAnswer, status=201,
        errors=("unknown_lesson", "unknown_person"), limit=token_limit, act="lessons.enter",
    ),
    Route(
        "DELETE", "/api/v1/lessons/{id}/tokens/{jti}", "Withdraw a join token; its connections close", revoke_token,
        SCHOOL, status=204, errors=("unknown_lesson", "not_found"), act="lessons.enter",
    ),
)  # fmt: skip
