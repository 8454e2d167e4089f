"""Who holds the demo lesson and what is said in it: from the invented school's file, for loadtest/demo.py."""

import msgspec
from msgspec import Struct

from loadtest.demo import Line, Script
from loadtest.person import Ticket
from server.addresses import base_url
from server.http.tokens import Tokens
from server.school.demo import ensure_running_demo
from server.school.demo.data import FILE
from server.school.people import Person, person_by_id, student_by_any_id, students_of
from server.settings import Settings
from server.store.database import Database

TTL_S = 4 * 3600


class Spoken(Struct, frozen=True):
    """A line of the file; `student` is the (invented) sector code."""

    student: str
    text: str | None = None
    question: str | None = None


class Told(Struct, frozen=True):
    """What is said in the demo lesson."""

    chat: tuple[Spoken, ...]
    hands: tuple[Spoken, ...]


class _File(Struct, frozen=True):
    demo_lesson: Told


async def demo_script(settings: Settings, database: Database, now: int, pupils: int) -> Script:
    """Tickets to the period that runs at `now` (UTC ms) for its teacher and the last `pupils` of the class.

    The first of the class are left to real browsers: their links are printed by `bucgiang serve --demo`.
    """
    lesson = await ensure_running_demo(database, now)
    assert lesson.teacher is not None
    assert lesson.class_id is not None
    teacher = await person_by_id(database, lesson.teacher.id)
    assert teacher is not None
    tokens = Tokens(settings.secret.encode())
    told = msgspec.json.decode(FILE.read_bytes(), type=_File).demo_lesson
    coming = (await students_of(database, lesson.class_id))[-pupils:]
    return Script(
        url=base_url(settings),
        teacher=_ticket(tokens, lesson.id, teacher, "teacher", now),
        pupils=[_ticket(tokens, lesson.id, pupil, "student", now) for pupil in coming],
        chat=[await _line(database, one, one.text) for one in told.chat],
        questions=[await _line(database, one, one.question) for one in told.hands],
    )


def _ticket(tokens: Tokens, lesson: str, person: Person, role: str, now: int) -> Ticket:
    token = tokens.join(lesson, person.id, person.full_name, role, TTL_S, now).token  # type: ignore[arg-type]
    return Ticket(lesson, person.id, person.full_name, role, token)


async def _line(database: Database, spoken: Spoken, text: str | None) -> Line:
    student = await student_by_any_id(database, spoken.student)
    return Line(student.id if student else "", text or "")
