"""The day page's data: the lessons a teacher gives or a student has today, and the way into one."""

from datetime import date

import msgspec
from msgspec import Struct

from lesson.messages import Role
from server.http.api.joins import TokenAnswer, default_ttl_s, token_answer
from server.http.api.kept import ListedLesson, listed
from server.http.api.lessons import known_lesson, phase_of
from server.http.auth import COOKIE, ByDay
from server.http.call import Call, Route, token_limit
from server.http.errors import ApiError
from server.http.tokens import TokenError
from server.school.calendar import day_of
from server.school.classes import all_classes, school_zone
from server.school.days import door, lessons_of_day, role_in
from server.school.lessons import Lesson
from server.school.people import Person, person_by_id
from server.school.signin.access import session_of


class DayLesson(ListedLesson, frozen=True):
    """`can_open`: the door is open now (teachers 30, students 15 minutes before the bell). Lessons with the same `room`
    are held together."""

    can_open: bool
    room: str


class Homeroom(Struct, frozen=True):
    """A class of a homeroom teacher."""

    id: str
    code: str


class DayAnswer(Struct, frozen=True):
    """Lessons of `date` in the school's zone, by start. `person` is an id, like everywhere."""

    person: str
    name: str
    title: str | None
    role: Role
    date: date
    lessons: tuple[DayLesson, ...]
    homerooms: tuple[Homeroom, ...] = ()
    """Classes whose links and cards this teacher may hand out."""
    at_office: bool = False
    """This browser is signed in at the office pages, as the same teacher."""


async def get_day(call: Call) -> DayAnswer:
    """GET /api/v1/day"""
    person, role = await _person(call)
    zone = await school_zone(call.deps.database)
    today = day_of(call.now, zone)
    lessons = await lessons_of_day(call.deps.database, person, today, zone)
    return DayAnswer(
        person=person.id,
        name=person.full_name,
        title=person.title,
        role=role,
        date=today,
        lessons=tuple(
            _day_lesson(call, person, lesson, line)
            for lesson, line in zip(lessons, await listed(call.deps, lessons), strict=True)
        ),
        homerooms=await _homerooms(call, person) if role == "teacher" else (),
        at_office=role == "teacher" and await _at_office(call, person),
    )


async def create_day_token(call: Call) -> TokenAnswer:
    """POST /api/v1/day/lessons/{id}/token"""
    assert isinstance(call.caller, ByDay)
    claims = call.caller.claims
    person, _ = await _person(call)
    lesson = await known_lesson(call.deps, call.part("id"))
    role = role_in(person, lesson)
    if role is None:
        raise ApiError("not_allowed")
    state = door(person.kind, lesson, phase_of(call.deps, lesson), call.now)
    if state != "open":
        raise ApiError("too_early" if state == "early" else "lesson_ended")
    ttl_s = default_ttl_s(lesson, call.now)
    issued = call.deps.tokens.join(
        lesson.id,
        person.id,
        person.full_name,
        role,
        ttl_s,
        call.now,
        card=claims.card,
        unproved=claims.unproved,
        of=claims.jti,
    )
    return token_answer(lesson, issued)


async def _person(call: Call) -> tuple[Person, Role]:
    """Whose link it is; one who left the school has no day any more. The role is of the token."""
    assert isinstance(call.caller, ByDay)
    person = await person_by_id(call.deps.database, call.caller.claims.person)
    if person is None:
        raise TokenError("revoked")
    return person, call.caller.claims.role


def _day_lesson(call: Call, person: Person, lesson: Lesson, line: ListedLesson) -> DayLesson:
    opens = door(person.kind, lesson, phase_of(call.deps, lesson), call.now) == "open"
    more = {"can_open": opens, "room": lesson.room_id}
    return msgspec.convert({**msgspec.structs.asdict(line), **more}, DayLesson)


async def _homerooms(call: Call, person: Person) -> tuple[Homeroom, ...]:
    own = [one for one in await all_classes(call.deps.database) if one.homeroom == person.id]
    return tuple(Homeroom(one.id, one.code) for one in own)


async def _at_office(call: Call, person: Person) -> bool:
    secret = call.request.cookies.get(COOKIE)
    session = await session_of(call.deps.database, secret, call.now) if secret else None
    return session is not None and session.person_id == person.id


ROUTES: tuple[Route, ...] = (
    Route("GET", "/api/v1/day", "Today's lessons of a person", get_day, ("day", "knock"), answer=DayAnswer),
    Route(
        "POST", "/api/v1/day/lessons/{id}/token", "The way into one of today's lessons", create_day_token,
        ("day", "knock"), answer=TokenAnswer, status=201,
        errors=("unknown_lesson", "too_early", "lesson_ended"), limit=token_limit,
    ),
)  # fmt: skip
