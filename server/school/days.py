"""A person's day: the lessons of one date in the school's zone, and when their doors open."""

from datetime import date, tzinfo

from lesson.messages import Role
from server.school.calendar import MINUTE_MS, day_window
from server.school.lessons import Beside, Lesson, Phase, lessons_between
from server.school.people import Person
from server.store.database import Database

OPENS_MS = {"teacher": 30 * MINUTE_MS, "student": 15 * MINUTE_MS}
"""How long before the bell the door opens: the teacher prepares first."""

CLOSES_MS = 10 * MINUTE_MS
"""A lesson nobody opened is over this long after its bell; one that runs stays open until it ends."""


async def lessons_of_day(database: Database, person: Person, day: date, zone: tzinfo) -> list[Lesson]:
    """The lessons that touch the day and are taught: those a teacher gives, those of a student's class, those somebody
    of the school is planned for besides."""
    start, end = day_window(day, zone)
    if person.kind != "student":
        found = await lessons_between(database, start, end, teacher_id=person.id, beside_id=person.id)
    elif person.class_id is not None:
        found = await lessons_between(database, start, end, class_id=person.class_id)
    else:
        found = []
    return [lesson for lesson in found if lesson.not_taught is None]


def role_in(person: Person, lesson: Lesson) -> Role | Beside | None:
    """As what the person comes to the lesson: its teacher, who is planned besides, a student of its class; None: it is
    not this person's lesson."""
    if person.kind == "student":
        mine = lesson.class_id is not None and lesson.class_id == person.class_id
        return "student" if mine else None
    if lesson.teacher is not None and lesson.teacher.id == person.id:
        return "teacher"
    return next((one.role for one in lesson.beside if one.person_id == person.id), None)


def takes_part(person: Person, lesson: Lesson) -> bool:
    """Whether it is this person's lesson: see `role_in`."""
    return role_in(person, lesson) is not None


def door(kind: str, lesson: Lesson, phase: Phase, now: int) -> str:
    """Says open, early or ended for a teacher or student at `now` (UTC ms)."""
    if phase == "ended":
        return "ended"
    if lesson.not_taught is not None:
        return "ended"
    if phase in ("waiting", "live"):
        return "open"
    if now < lesson.starts_at - OPENS_MS.get(kind, OPENS_MS["student"]):
        return "early"
    return "open" if now < lesson.ends_at + CLOSES_MS else "ended"
