"""Lessons in memory: opened once, let go when all is over, taken up again after a crash, counted for Prometheus."""

import asyncio

import pytest
from sqlalchemy import update

from lesson.messages import Interrupted, LessonEnded, LessonOpened
from server.classroom import hub as hubs
from server.classroom.kept.unfinished import unfinished_lessons
from server.http.deps import utc_now
from server.school.lessons import lesson_by_id
from server.store.tables import lessons
from tests.support.classroom import OTHER, PUPIL, TEACHER, Classroom
from tests.support.fakeworker import FakeWorker
from tests.support.waiting import soon, until, until_found


async def test_a_class_that_comes_at_once_opens_one_lesson(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    people = [f"hs-8a3-{stt:02d}" for stt in range(1, 21)]
    pages = await asyncio.gather(*(classroom.join(lesson, person, "student") for person in people))
    await until(lambda: all(page.number == pages[-1].number for page in pages))
    await classroom.hub.written(lesson)
    kept = await classroom.eventlog.load(lesson)
    assert sum(isinstance(one.event, LessonOpened) for one in kept) == 1
    assert pages[0].view == pages[-1].view
    assert not any(page.faults for page in pages)


async def test_the_lessons_row_follows(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    assert classroom.hub.phase(lesson) == "waiting"
    await _row_becomes(classroom, lesson, "waiting")
    await teacher.do("start_lesson")
    await _row_becomes(classroom, lesson, "live")
    await teacher.do("end_lesson")
    await _row_becomes(classroom, lesson, "ended")
    row = await lesson_by_id(classroom.database, lesson)
    assert row is not None
    assert row.started_at is not None and row.ended_at is not None
    assert row.ended_reason == "button"


async def _row_becomes(classroom: Classroom, lesson: str, phase: str) -> None:
    async def so() -> bool:
        row = await lesson_by_id(classroom.database, lesson)
        return row is not None and row.phase == phase

    await until_found(so)


async def test_what_was_over_before_the_crash_is_not_taken_up(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    await classroom.join(lesson, TEACHER, "teacher")
    await classroom.hub.end(lesson, "office", None)
    await _row_becomes(classroom, lesson, "ended")
    async with classroom.database.begin() as connection:  # as if the crash came before the row was written
        await connection.execute(update(lessons).where(lessons.c.id == lesson).values(phase="live"))
    await classroom.stop()
    await classroom.start("epoch-2")
    assert classroom.hub.phase(lesson) is None
    await _row_becomes(classroom, lesson, "ended")
    token = classroom.token(lesson, OTHER, "student")
    assert await classroom.page(token).refusal() == "lesson_ended"


async def test_who_does_not_come_back_after_a_crash_was_last_there_before_it(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = await classroom.lesson()
    teacher = await classroom.join(lesson, TEACHER, "teacher")
    await classroom.join(lesson, PUPIL, "student")
    await teacher.do("start_lesson")
    await classroom.stop()
    await classroom.start("epoch-2")
    (found,) = await unfinished_lessons(classroom.database)
    room = classroom.hub.room(lesson)
    assert room is not None
    kept = await classroom.eventlog.load(lesson)
    noted = room.session.state
    assert noted.people[PUPIL].present is True
    room.session.tick(room.now() + 11_000)
    gone = room.session.state.people[PUPIL]
    assert gone.present is False
    assert gone.last_seen is not None
    assert gone.last_seen <= found.alive_at
    await classroom.hub.written(lesson)
    kept = await classroom.eventlog.load(lesson)
    interrupted = [one.event for one in kept if isinstance(one.event, Interrupted)]
    assert [one.part for one in interrupted] == ["control"]


async def test_an_ended_empty_lesson_leaves_memory(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "QUIET_S", 0.0)
    monkeypatch.setattr(hubs, "AFTERGLOW_S", 0.0)
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student")
    await classroom.hub.end(lesson, "office", None)
    await soon(page.ended.wait())
    await until(lambda: classroom.hub.room(lesson) is None)
    assert classroom.hub.phase(lesson) is None
    kept = await classroom.eventlog.load(lesson)
    assert isinstance(kept[-1].event, LessonEnded)


async def test_a_lesson_that_left_memory_comes_back_with_all_it_knew(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student")
    await page.do("say", text="em đến sớm")
    await page.close()
    await classroom.hub.written(lesson)
    classroom.hub._rooms.pop(lesson)
    again = await classroom.join(lesson, OTHER, "student")
    assert again.view["chat"]["count"] == 1


async def test_a_lesson_to_which_nobody_came_back_is_taken_up_to_end(classroom: Classroom) -> None:
    lesson = await classroom.lesson()
    page = await classroom.join(lesson, PUPIL, "student")
    await page.close()
    await classroom.hub.written(lesson)
    await _row_becomes(classroom, lesson, "waiting")
    classroom.hub._rooms.pop(lesson)
    await classroom.hub.take_up_overdue()
    assert classroom.hub.room(lesson) is None
    past = utc_now() - 12 * 60_000
    async with classroom.database.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.id == lesson).values(ends_at=past))
    await classroom.hub.take_up_overdue()
    room = classroom.hub.room(lesson)
    assert room is not None and room.session.phase == "waiting"


async def test_a_lesson_that_came_into_another_room_meanwhile_opens_there(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, guest = await classroom.lesson(), await classroom.lesson()
    async with classroom.database.begin() as connection:
        await connection.execute(update(lessons).where(lessons.c.id == guest).values(host_id=host))

    asked = iter([guest])

    async def as_before(_database: object, lesson: str) -> str:
        return next(asked, host)

    monkeypatch.setattr(hubs, "room_of", as_before)
    assert await classroom.hub.open(guest) is await classroom.hub.open(host)


async def test_ending_what_nobody_opened(classroom: Classroom) -> None:
    assert await classroom.hub.end("no-such", "office", None) is False
    assert await classroom.hub.end(await classroom.lesson(), "office", None) is False


async def test_numbers_for_prometheus(classroom: Classroom) -> None:
    worker = FakeWorker(classroom.socket)
    await worker.start()
    await classroom.join(await classroom.lesson(), PUPIL, "student")
    await until(lambda: classroom.hub.stats is not None)
    async with classroom.http.get(f"{classroom.url}/metrics") as answer:
        text = await answer.text()
    for line in (
        "bucgiang_lessons_open 1.0",
        "bucgiang_pages 1.0",
        "bucgiang_media_up 1.0",
        "bucgiang_media_packets_out_total 20.0",
        'bucgiang_process_cpu_seconds_total{process="media"} 0.5',
        'bucgiang_media_dropped_total{reason="stranger"} 3.0',
    ):
        assert line in text.splitlines(), text
    await worker.stop()
