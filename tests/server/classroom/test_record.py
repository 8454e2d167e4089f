"""A lesson's record is there soon after its end, and after a crash at its end at the next start."""

import json

from sqlalchemy import delete

from recordings.record.fields import Who
from server.school.kept.records import stored
from server.school.kept.sheets import SheetText, save_sheet
from server.school.kept.verify import verify
from server.school.lessons import lesson_by_id
from server.store.tables import record_chains, records
from tests.support.classroom import PUPIL, TEACHER, Classroom
from tests.support.waiting import until_found


async def record(classroom: Classroom, lesson: str) -> dict[str, object]:
    """The newest version, as soon as there is one."""
    found = await until_found(lambda: stored(classroom.database, lesson))
    body: dict[str, object] = json.loads(found.body)
    return body


async def test_made_when_the_lesson_ends_with_what_was_written_before(classroom: Classroom) -> None:
    lesson = await classroom.lesson(recording=True)
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await classroom.join(lesson, PUPIL, "student")
    await teacher.do("start_lesson")
    await teacher.do("set_source", source="mic", on=True)
    await teacher.do("say", text="chào các em")
    row = await lesson_by_id(classroom.database, lesson)
    assert row is not None
    text = SheetText("Bài 15", "Lớp ngoan", "Bài 4.1")
    await save_sheet(classroom.database, row, text, 0, Who(TEACHER, "Lan"), "", row.starts_at)
    await teacher.do("end_lesson")
    body = json.dumps(await record(classroom, lesson), ensure_ascii=False)
    assert '"remark": "Lớp ngoan"' in body and '"messages": 1' in body
    assert "chào các em" not in body
    assert (await verify(classroom.database)).broken is None


async def test_made_at_the_next_start_when_the_crash_came_before(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await teacher.do("start_lesson")
    await teacher.do("end_lesson")
    made = await record(classroom, lesson)
    await classroom.stop()
    await classroom.start("epoch-2")
    async with classroom.database.begin() as connection:  # as if it had never been made
        await connection.execute(delete(records))
        await connection.execute(delete(record_chains))
    await classroom.stop()
    await classroom.start("epoch-3")
    again = await record(classroom, lesson)
    assert {**again, "identity": None, "integrity": None} == {**made, "identity": None, "integrity": None}
    assert (await verify(classroom.database)).records == 1
