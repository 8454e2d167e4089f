"""Lessons that were held, as rows and events: what records are made of."""

import msgspec
from sqlalchemy import insert, select, update

from lesson.messages import EndLesson, Kept, LessonOpened, Say, StartLesson
from lesson.session import Session
from server.school.lessons import Lesson, NewLesson, add_lesson, lesson_by_id
from server.school.roster import opened
from server.store.database import Database
from server.store.tables import events, lessons
from tests.server.school.times import MINUTE, MONDAY_0750

TEACHER, PUPIL = "gv-01", "hs-8a3-05"


async def planned(database: Database, start: int = MONDAY_0750, class_id: str | None = "8a3") -> Lesson:
    new = NewLesson(
        title="Bài 15 (tiết 1)", subject="Toán", class_id=class_id, teacher_id=TEACHER, period="tiết 2",
        starts_at=start, ends_at=start + 45 * MINUTE, recording=True, ppct_no=45, form="thay_the",
    )  # fmt: skip
    lesson = await lesson_by_id(database, await add_lesson(database, new))
    assert lesson is not None
    return lesson


async def ended(database: Database, start: int = MONDAY_0750, class_id: str | None = "8a3") -> Lesson:
    """Five minutes of it, with one pupil and a line of chat; its events are on disk, the row says ended."""
    lesson = await planned(database, start, class_id)
    await keep(database, lesson.id, played(await opened(database, lesson), start))
    change = update(lessons).where(lessons.c.id == lesson.id).values(phase="ended")
    async with database.begin() as connection:
        await connection.execute(change)
    return lesson


def played(opening: LessonOpened, start: int) -> list[Kept]:
    session = Session(opening, "epoch", start)
    kept = [session.opening_event]
    session.listen(kept.append)
    session.heard(TEACHER, "", "teacher", start)
    session.heard(PUPIL, "Lê Gia Bảo", "student", start)
    session.handle(TEACHER, "teacher", StartLesson(), start)
    session.handle(PUPIL, "student", Say("em chào cô"), start + MINUTE)
    for second in range(0, 300, 5):
        session.heard(TEACHER, "", "teacher", start + second * 1000)
        session.heard(PUPIL, "Lê Gia Bảo", "student", start + second * 1000)
    session.handle(TEACHER, "teacher", EndLesson(), start + 5 * MINUTE)
    return kept


async def keep(database: Database, lesson_id: str, kept: list[Kept]) -> None:
    rows = [
        {
            "lesson_id": lesson_id,
            "number": one.number,
            "at": one.at,
            "type": one.event.__struct_config__.tag,
            "body": msgspec.json.encode(one.event),
        }
        for one in kept
    ]
    async with database.begin() as connection:
        await connection.execute(insert(events), rows)


async def count(database: Database, table: object) -> int:
    async with database.read() as connection:
        return len((await connection.execute(select(table))).all())  # type: ignore[call-overload]
