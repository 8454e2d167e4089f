"""The first event of a lesson: the period with its lines and their roster as they are when it is opened."""

from collections.abc import Sequence

from lesson.messages import ClassControls, LessonOpened, Line, PersonId, Role, RosterEntry
from server.school.consents import AGREED, consents
from server.school.lessons import Lesson
from server.school.people import students_of
from server.school.policy import Policy, policy
from server.school.rooms import lines_of
from server.store.database import Database

NAMED_CLASSES = 4
"""A room of more classes is called by their number."""


async def opened(database: Database, lesson: Lesson) -> LessonOpened:
    """What server/classroom puts before all other events of the lesson's room. A copy: of later changes only consents
    reach the lesson."""
    lines = [one for one in await lines_of(database, lesson) if one.not_taught is None]
    host = next((one for one in lines if one.id == lesson.room_id), lesson)
    lines = lines or [host]
    return LessonOpened(
        lesson=host.id,
        title=host.title,
        subject=host.subject,
        class_name=_classes(lines),
        period=", ".join(dict.fromkeys(one.period for one in lines if one.period)),
        starts_at=min(one.starts_at for one in lines),
        ends_at=max(one.ends_at for one in lines),
        roster=await _roster(database, host, lines),
        recording=host.recording,
        lines=tuple(_line(one) for one in lines) if len(lines) > 1 else (),
        kind=host.kind,
        controls=controls_of(await policy(database)),
    )


def controls_of(policy: Policy) -> ClassControls:
    """How the school wants its lessons to begin."""
    return ClassControls(
        waiting_room=policy.waiting_room,
        chat=policy.chat,
        slow_s=policy.slow_seconds,
        floors=policy.floors,
    )


def _classes(lines: Sequence[Lesson]) -> str:
    names = list(dict.fromkeys(one.class_name for one in lines if one.class_name))
    return ", ".join(names) if len(names) <= NAMED_CLASSES else f"{len(names)} lớp"


def _line(lesson: Lesson) -> Line:
    return Line(
        lesson=lesson.id,
        class_id=lesson.class_id,
        class_name=lesson.class_name,
        subject=lesson.subject,
        title=lesson.title,
        period=lesson.period,
        starts_at=lesson.starts_at,
        ends_at=lesson.ends_at,
        teacher=None if lesson.teacher is None else lesson.teacher.id,
    )


async def _roster(database: Database, host: Lesson, lines: Sequence[Lesson]) -> tuple[RosterEntry, ...]:
    """The host's teacher, the other lines' teachers and who is planned besides, then each class with STT (counted on
    where the school stored none); and who may be recorded."""
    agreed = {person for person, answer in (await consents(database)).items() if answer == AGREED}
    found = _staff(host, lines, agreed)
    for class_id in dict.fromkeys(one.class_id for one in lines if one.class_id is not None):
        for place, person in enumerate(await students_of(database, class_id), start=1):
            entry = RosterEntry(
                person.id,
                person.full_name,
                "student",
                stt=person.stt or place,
                consent=person.id in agreed,
                class_id=class_id,
            )
            found.setdefault(person.id, entry)
    return tuple(found.values())


def _staff(host: Lesson, lines: Sequence[Lesson], agreed: set[str]) -> dict[PersonId, RosterEntry]:
    found: dict[PersonId, RosterEntry] = {}
    for line in (host, *lines):
        if line.teacher is not None:
            teacher = line.teacher
            role: Role = "teacher" if line.id == host.id else "co_teacher"
            entry = RosterEntry(
                teacher.id, teacher.name, role, title=teacher.title, consent=teacher.id in agreed
            )
            found.setdefault(teacher.id, entry)
    for line in lines:
        for one in line.beside:
            entry = RosterEntry(
                one.person_id, one.name, one.role, title=one.title, consent=one.person_id in agreed
            )
            found.setdefault(one.person_id, entry)
    return found
