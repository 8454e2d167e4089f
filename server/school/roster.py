"""The first event of a lesson: the period and its roster as they are when it is opened."""

from lesson.messages import LessonOpened, RosterEntry
from server.school.consents import AGREED, consents
from server.school.lessons import Lesson
from server.school.people import students_of
from server.store.database import Database


async def opened(database: Database, lesson: Lesson) -> LessonOpened:
    """What server/classroom puts before all other events. A copy: of later changes only consents reach the lesson."""
    return LessonOpened(
        lesson=lesson.id,
        title=lesson.title,
        subject=lesson.subject,
        class_name=lesson.class_name,
        period=lesson.period,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        roster=await _roster(database, lesson),
        recording=lesson.recording,
    )


async def _roster(database: Database, lesson: Lesson) -> tuple[RosterEntry, ...]:
    """The teacher, then the students with STT (counted on where the school stored none), and who may be recorded."""
    agreed = {person for person, answer in (await consents(database)).items() if answer == AGREED}
    found: list[RosterEntry] = []
    if lesson.teacher is not None:
        teacher = lesson.teacher
        found.append(
            RosterEntry(
                teacher.id, teacher.name, "teacher", title=teacher.title, consent=teacher.id in agreed
            )
        )
    students = await students_of(database, lesson.class_id) if lesson.class_id else []
    for place, person in enumerate(students, start=1):
        stt, consent = person.stt or place, person.id in agreed
        found.append(RosterEntry(person.id, person.full_name, "student", stt=stt, consent=consent))
    return tuple(found)
