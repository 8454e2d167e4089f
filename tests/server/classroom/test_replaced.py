"""Dạy thay: who was replaced has no teacher's link any more, and loses the lesson while it runs."""

from sqlalchemy import update

from server.store.tables import people
from tests.support.classroom import API_KEY, TEACHER, Classroom
from tests.support.waiting import soon, until

SUBSTITUTE, PUPIL = "gv-06", "hs-8a3-05"


async def substitute(classroom: Classroom, lesson: str, teacher: str) -> None:
    change = {"kind": "day_thay", "lessons": [lesson], "teacher_id": teacher}
    await classroom.call("POST", "/office/changes", json={"change": change})


async def test_the_replaced_teacher_loses_a_running_lesson(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    planned = await classroom.join(lesson, TEACHER, "teacher")
    phone = await classroom.join(lesson, f"{TEACHER}.cam", "camera")
    pupil = await classroom.join(lesson, PUPIL, "student")
    await planned.ask("start_lesson")
    await substitute(classroom, lesson, SUBSTITUTE)
    for page in (planned, phone):
        await page.next("notice", "token_revoked")
        await soon(page.ended.wait())
    assert not pupil.ended.is_set()
    new = await classroom.join(lesson, SUBSTITUTE, "teacher")
    assert (await new.ask("end_lesson"))["ok"]


async def test_who_steps_in_is_recorded_by_the_own_answer(classroom: Classroom) -> None:
    lesson = await classroom.lesson(recording=True)
    await classroom.join(lesson, PUPIL, "student")
    await substitute(classroom, lesson, SUBSTITUTE)
    async with classroom.database.begin() as connection:
        await connection.execute(update(people).values(recording_consent="khong_dong_y"))
        agreed = update(people).where(people.c.id == SUBSTITUTE).values(recording_consent="dong_y")
        await connection.execute(agreed)
    await classroom.join(lesson, SUBSTITUTE, "teacher")
    room = classroom.hub.room(lesson)
    assert room is not None
    await until(lambda: room.session.state.people[SUBSTITUTE].consent)
    await classroom.call("PUT", f"/office/people/{SUBSTITUTE}/consent", json={"recording_consent": "da_rut"})
    assert not room.session.state.people[SUBSTITUTE].consent


async def test_links_made_before_the_change_open_nothing(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    old, new = (classroom.token(lesson, one, "teacher") for one in (TEACHER, SUBSTITUTE))
    assert await classroom.page(new).refusal() == "revoked"
    await substitute(classroom, lesson, SUBSTITUTE)
    for token in (old, classroom.token(lesson, f"{TEACHER}.cam", "camera")):
        assert await classroom.page(token).refusal() == "revoked"
    headers = {"Authorization": f"Bearer {old}", "Content-Type": "application/sdp"}
    for way in ("whip", "whep"):
        async with classroom.http.post(f"{classroom.url}/{way}/{lesson}", headers=headers) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "revoked")
    async with classroom.http.get(f"{classroom.url}/api/v1/lessons/{lesson}/ice", headers=headers) as answer:
        assert (answer.status, (await answer.json(content_type=None))["code"]) == (401, "revoked")
    page = classroom.page(new)
    await page.connect()
    await page.snapshot()


async def test_taken_back_the_first_one_teaches_again(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    old = classroom.token(lesson, TEACHER, "teacher")
    change = {"kind": "day_thay", "lessons": [lesson], "teacher_id": SUBSTITUTE}
    done = await classroom.call("POST", "/office/changes", json={"change": change})
    await classroom.call("DELETE", f"/office/changes/{done['id']}", API_KEY)
    page = classroom.page(old)
    await page.connect()
    await page.snapshot()
